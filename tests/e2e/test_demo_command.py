"""`newsbot demo` with an archive and a banner, and the site files that it prints."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import pytest

from newsbot.demo.recipes import Way
from newsbot.sites.catalog import load_site
from tests.e2e.process import Command, Running, without_traceback


def test_an_archive_and_a_banner_on_demand(running: Callable[..., Running]) -> None:
    with running("demo", "--port", "0", "--archive", "3", "--consent") as demo:
        address = re.search(r"http://127\.0\.0\.1:\d+", demo.line())
        assert address is not None
        with urlopen(f"{address[0]}/feeds/archive.xml", timeout=30) as answer:
            assert answer.read().count(b"<item>") == 3
        with urlopen(f"{address[0]}/", timeout=30) as answer:
            assert b'id="accept-all"' in answer.read()
        demo.send(signal.SIGINT)
        assert without_traceback(demo.end(15)).returncode == 0


@pytest.mark.parametrize("way", [Way.FORM, Way.STEPS])
def test_a_site_file_is_printed(newsbot: Command, tmp_path: Path, way: Way) -> None:
    done = newsbot("demo", "--site-file", way.value, "--port", "8899", "--archive", "1")
    assert (done.returncode, done.stderr) == (0, "")
    file = tmp_path / "paper.yml"
    file.write_text(done.stdout, "utf-8")
    site = load_site(str(file), own=tmp_path)
    assert site.feeds == ("http://127.0.0.1:8899/feeds/archive.xml",)
    assert site.login is not None


def test_a_site_file_needs_a_port(newsbot: Command) -> None:
    done = without_traceback(newsbot("demo", "--site-file", "form", "--port", "0"))
    assert (done.returncode, done.stdout) == (1, "")
    assert "--port" in done.said
