"""The demo newspaper reserves mining and training where it is told to."""

from __future__ import annotations

import json
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from newsbot.demo.server import start_demo
from newsbot.demo.shapes import Kind

FILE = "/.well-known/tdmrep.json"


def test_it_reserves_nothing_until_it_is_told_to() -> None:
    with start_demo(articles=26) as demo:
        path = demo.newspaper.of_kind(Kind.FREE)[0].path
        for said in (False, True, False):
            order = Request(f"{demo.url}/_demo/reserved/{'on' if said else 'off'}", method="POST")
            with urlopen(order, timeout=20):
                assert demo.reserved is said
            with urlopen(demo.url + path, timeout=20) as page:
                assert page.headers.get("X-Robots-Tag") == ("noimageai" if said else None)
            if said:
                with urlopen(demo.url + FILE, timeout=20) as file:
                    assert [rule["tdm-reservation"] for rule in json.load(file)] == [0, 1]
            else:
                with pytest.raises(HTTPError, match="404"):
                    urlopen(demo.url + FILE, timeout=20)
