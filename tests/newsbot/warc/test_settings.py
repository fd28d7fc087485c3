"""The settings of the raw archive, as the environment has them."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsbot.config import read_config
from newsbot.errors import FixConfiguration


def test_there_is_no_archive_unasked() -> None:
    config = read_config({})
    assert (config.warc, config.warc_bytes, config.warc_own) == (None, 1_000_000_000, True)


def test_what_the_owner_says() -> None:
    env = {"NEWSBOT_WARC": "/srv/raw", "NEWSBOT_WARC_MEGABYTES": "50", "NEWSBOT_WARC_OWN": "omit"}
    config = read_config(env)
    assert (config.warc, config.warc_bytes, config.warc_own) == (Path("/srv/raw"), 50_000_000, False)


@pytest.mark.parametrize(
    ("name", "value"),
    [(f"NEWSBOT_WARC_{name}", value) for name in ("MEGABYTES", "OWN") for value in ("0", "-1", "1e3", "many", "²")],
)
def test_what_cannot_be_is_told(name: str, value: str) -> None:
    with pytest.raises(FixConfiguration, match=name):
        read_config({name: value})
