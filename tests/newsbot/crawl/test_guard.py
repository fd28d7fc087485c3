"""The guard sees private addresses in all their spellings."""

from __future__ import annotations

import pytest

from newsbot.crawl.guard import why_private


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0177.0.0.1",
        "0x7f.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[fd00::1]",
        "[fe80::1]",
        "[::1]:8080",
        "127.0.0.1:8099",
        "localhost",
        "localhost:80",
        "printer",
        "nas.local",
        "metadata.google.internal",
    ],
)
def test_private(host: str) -> None:
    assert why_private(host)


@pytest.mark.parametrize(
    "host", ["example.com", "8.8.8.8", "example.com:8080", "[2606:4700::1111]", "1.1.1.1:443", "3sat.de"]
)
def test_public(host: str) -> None:
    assert why_private(host) is None
