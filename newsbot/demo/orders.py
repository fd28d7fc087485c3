"""Commands to the demo newspaper, below /_demo/: tests in other processes give them, and people who try things out."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from newsbot.demo.messages import Answer, Request
from newsbot.demo.readers import Readers

_JSON = "application/json"


@dataclass(slots=True)
class Switches:
    """What can be changed while the newspaper is served."""

    edition: int = 1  #: 1: the second only for those who show the first; 2: the second for everybody
    consent: bool = False  #: a banner covers every page until it is accepted
    reserved: bool = False  #: mining and training are reserved, see newsbot/demo/reserved.py
    slow: dict[str, float] = field(default_factory=dict)  #: seconds, by pattern of method and path: see `held_for`
    instead: dict[str, list[Answer]] = field(default_factory=dict)  #: by path: answered first, in turn, each once

    def held_for(self, request: Request) -> float:
        """For how many seconds a request waits before anybody looks at it, and at who sent it."""
        asked = f"{request.method} {request.path}"
        return next((seconds for pattern, seconds in list(self.slow.items()) if re.match(pattern, asked)), 0.0)

    def instead_of(self, path: str) -> Answer | None:
        """What is answered this time in the place of the page at a path, if anything is. Safe from many threads."""
        try:
            return self.instead[path].pop(0)
        except (KeyError, IndexError):
            return None


def answer(request: Request, base: str, switches: Switches, readers: Readers) -> Answer | None:
    """Do what is ordered, and say so; None for what is no order. Pages of other sites cannot give any."""
    name = request.path.removeprefix("/_demo/")
    if request.method in {"GET", "HEAD"}:
        return _told(200, readers.told()) if name == "logins" else None
    if request.headers.get("origin", base) != base:
        return _told(403, {"error": "Orders are not taken from other sites."})
    if name in {"edition/1", "edition/2"}:
        switches.edition = int(name[-1])
    elif name in {"consent/on", "consent/off"}:
        switches.consent = name == "consent/on"
    elif name in {"reserved/on", "reserved/off"}:
        switches.reserved = name == "reserved/on"
    elif name == "unlock":
        readers.unlock()
    elif name == "clock":
        return _clock(request, readers)
    elif name == "expire":
        return _expire(request, readers)
    else:
        return None
    return Answer(204)


def _clock(request: Request, readers: Readers) -> Answer:
    ahead = _given(request, "ahead")
    if not re.fullmatch(r"-?[0-9]{1,6}", ahead):
        return _told(400, {"error": "Say by how many seconds: ahead=30, or ahead=-30."})
    readers.ahead = float(ahead)
    return Answer(204)


def _expire(request: Request, readers: Readers) -> Answer:
    """End sessions now, all or some; or say when they will end by themselves."""
    numbers = {name: _given(request, name) for name in ("device", "after", "at")}
    if any(not re.fullmatch(r"|[0-9]{1,9}(,[0-9]{1,9}){0,50}", value) for value in numbers.values()):
        return _told(400, {"error": "Say account=ADDRESS, device=NUMBER, after=PAGES or at=PAGES,PAGES."})
    device, after, at = ([int(each) for each in value.split(",") if each] for value in numbers.values())
    if after:
        readers.lifetime = after[0]
    if at:
        readers.expire_at([each for each in at if each])
    if after or at:
        return _told(200, {"ended": 0})
    return _told(200, {"ended": readers.expire(_given(request, "account"), device[0] if device else 0)})


def _given(request: Request, name: str) -> str:
    return request.query(name) or request.form(name)


def _told(status: int, data: dict[str, object]) -> Answer:
    return Answer(status, json.dumps(data).encode(), _JSON, headers=[("Cache-Control", "no-store")])
