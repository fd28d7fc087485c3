"""What the demo newspaper reserves, when it does: mining and training, said in a file and in a header."""

from __future__ import annotations

import json

from newsbot.demo.messages import Answer, Request

#: Below the newspaper's address.
POLICY = "/terms"
_FILE = "/.well-known/tdmrep.json"
#: On articles.
HEADERS = [("X-Robots-Tag", "noimageai")]


def answer(request: Request, base: str) -> Answer | None:
    """The file that says it; None for every other path."""
    if request.path != _FILE:
        return None
    rules = [
        {"location": "/about", "tdm-reservation": 0},
        {"location": "/", "tdm-reservation": 1, "tdm-policy": base + POLICY},
    ]
    return Answer(200, json.dumps(rules).encode(), "application/json")
