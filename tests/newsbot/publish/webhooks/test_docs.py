"""The example of docs/webhooks.md verifies what is really sent, and nothing else."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newsbot.publish.webhooks.signing import secret_of
from tests.newsbot.publish.webhooks.posts import Office
from tests.receiver import Receiver

DOCS = Path(__file__).resolve().parents[4] / "docs" / "webhooks.md"


@pytest.fixture
def is_genuine() -> Callable[..., bool]:
    (example,) = re.findall(r"```python\n(.*?)```", DOCS.read_text(), re.DOTALL)
    known: dict[str, Any] = {}
    exec(compile(example, str(DOCS), "exec"), known)
    found: Callable[..., bool] = known["is_genuine"]
    return found


def test_the_example_verifies(desk: Office, receiver: Receiver, is_genuine: Callable[..., bool]) -> None:
    key = desk.hook(receiver.url, cursor=5)
    desk.send()
    (got,) = receiver.got
    secret = secret_of(key)
    assert is_genuine(secret, got.headers, got.body)
    assert not is_genuine(secret, got.headers, got.body + b" ")
    assert not is_genuine(secret_of(b"other" * 6), got.headers, got.body)
    assert not is_genuine(secret, {**got.headers, "webhook-timestamp": str(int(time.time()) - 301)}, got.body)
    assert not is_genuine(secret, {**got.headers, "webhook-id": "another-1"}, got.body)
