"""Flight: the stream in which Next.js sends a page's components and their data, as JSON values."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson

_PUSH = "__next_f.push("
_MOST_PIECES = 5000
_LONGEST = 8_000_000
_MOST_ROWS = 20_000
_MOST_NODES = 400_000
_MOST_STEPS = 30

_JSON = json.JSONDecoder(strict=False)
_HEAD = re.compile(rb"\s{0,16}([0-9a-f]{0,16}):")
_TEXT = re.compile(rb"T([0-9a-f]{1,8}),")
_REFERENCE = re.compile(r"\$[L@hFQWKi]?([0-9a-f]{1,8})((?::[^:]{1,80}){0,30})")
#: An element is sent as ["$", type, key, props]; ways into it name its parts.
_ELEMENT = 4
_TAG = re.compile(r"[a-z][a-z0-9]{0,20}(?:-[a-z0-9]{1,20}){0,4}")
_PARTS = {"type": 1, "key": 2, "props": 3}


def is_flight(script: str) -> bool:
    """Whether a script adds to the stream."""
    return _PUSH in script


def pieces(script: str) -> Iterator[str]:
    """The strings that a script adds to the stream, in order."""
    at = script.find(_PUSH)
    for _ in range(_MOST_PIECES):
        if at < 0:
            return
        start = at + len(_PUSH)
        try:
            value, end = _JSON.raw_decode(script, start)
        except (ValueError, RecursionError):
            value, end = None, start
        if isinstance(value, list) and len(value) > 1 and value[0] == 1 and isinstance(value[1], str):
            yield value[1]
        at = script.find(_PUSH, end)


def _load(line: bytes) -> Any:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return None


def _rows(stream: bytes) -> Iterator[tuple[str, Any]]:
    """The rows of a stream: `id:JSON` up to the line's end, or `id:T` with the text's length in bytes, and the text.

    Rows of other kinds (modules, hints, errors) carry a letter before their JSON, and hold no content.
    """
    at = 0
    while at < len(stream):
        head = _HEAD.match(stream, at)
        text = _TEXT.match(stream, head.end()) if head else None
        if head and text:
            end = text.end() + int(text[1], 16)
            yield head[1].decode(), stream[text.end() : end].decode("utf-8", "replace")
            at = end
            continue
        end = stream.find(b"\n", at)
        end = len(stream) if end < 0 else end
        if head and stream[head.end() : head.end() + 1] in b'{["':
            yield head[1].decode(), _load(stream[head.end() : end])
        at = end + 1


class _Resolver:
    """Puts what references name in their place; rows may name each other in circles."""

    def __init__(self, rows: dict[str, Any]) -> None:
        self.rows = rows
        self.named: set[str] = set()  #: rows that others name

    def value(self, text: str) -> Any:
        """What a string stands for: `$12`, `$L12` and `$12:props:children:0` are references, `$$` an escaped dollar."""
        if text.startswith("$$"):
            return text[1:]
        if text.startswith(("$D", "$n")):
            return text[2:]
        match = _REFERENCE.fullmatch(text)
        if match is None or match[1] not in self.rows:
            return None if text in {"$undefined", "$NaN", "$Infinity", "$-Infinity"} else text
        self.named.add(match[1])
        found = self.rows[match[1]]
        for step in match[2].split(":")[1:]:
            found = self.step(found, step)
        return found if found != text else None

    def step(self, holder: Any, step: str) -> Any:
        for _ in range(_MOST_STEPS):  # a row may be no more than the name of another
            match = _REFERENCE.fullmatch(holder) if isinstance(holder, str) else None
            if match is None or match[2] or match[1] not in self.rows:
                break
            holder = self.rows[match[1]]
        if isinstance(holder, dict):
            return holder.get(step)
        if isinstance(holder, list):
            number = _PARTS.get(step) if holder[:1] == ["$"] else None
            number = int(step) if number is None and step.isascii() and step.isdigit() else number
            return holder[number] if number is not None and number < len(holder) else None
        return None

    def resolve(self) -> None:
        """Replaces every reference in every row, in place."""
        waiting: list[Any] = list(self.rows.values())
        for key, row in self.rows.items():
            if isinstance(row, str) and row.startswith("$"):
                self.rows[key] = self.value(row)
        for _ in range(_MOST_NODES):
            if not waiting:
                return
            holder = waiting.pop()
            pairs: Iterable[tuple[Any, Any]] = ()
            if isinstance(holder, dict):
                pairs = list(holder.items())
            elif isinstance(holder, list):
                pairs = enumerate(holder)
            for key, inner in pairs:
                if isinstance(inner, dict | list):
                    waiting.append(inner)
                elif isinstance(inner, str) and inner.startswith("$") and len(inner) > 1:
                    holder[key] = self.value(inner)


def read_flight(parts: Iterable[str]) -> list[Any]:
    """The rows of a stream that no other names, as values; references are replaced by what they name.

    Values may be shared, and may hold themselves: whoever walks them must mark where they were.
    """
    stream = "".join(parts)[:_LONGEST].encode("utf-8", "replace")
    rows: dict[str, Any] = {}
    for (name, value), _ in zip(_rows(stream), range(_MOST_ROWS), strict=False):
        rows[name] = value
    resolver = _Resolver(rows)
    resolver.resolve()
    loose = [value for name, value in rows.items() if name not in resolver.named and value is not None]
    return loose or list(rows.values())


@dataclass(frozen=True, slots=True)
class _Part:
    """What is yet to be written."""

    value: Any
    shown: bool = False  #: strings in it are text; in properties other than the children they are settings
    markup: bool = False  #: it is HTML already


def elements_html(value: Any) -> str:
    """The elements of a stream as HTML with their classes; components of the page's own are divs. Never recursive."""
    parts: list[str] = []
    waiting = [_Part(value)]
    seen: set[int] = set()
    length = 0
    for _ in range(_MOST_NODES):
        if not waiting or length > _LONGEST:
            break
        part = waiting.pop()
        item = part.value
        if isinstance(item, str):
            parts.append(item if part.markup else html.escape(item, quote=False) if part.shown else "")
            length += len(parts[-1])
        elif isinstance(item, list | dict) and id(item) not in seen:
            seen.add(id(item))
            waiting.extend(reversed(_opened(item, shown=part.shown)))
    return "".join(parts)


def _opened(item: list[Any] | dict[str, Any], *, shown: bool) -> list[_Part]:
    """What is written for a list, an element or an object of settings, in order."""
    if isinstance(item, dict):
        return [_Part(each) for each in item.values() if isinstance(each, list | dict)]
    if len(item) < _ELEMENT or item[0] != "$" or not isinstance(item[1], str) or not isinstance(item[3], dict):
        return [_Part(each, shown) for each in item]
    _, tag, _, properties = item[:_ELEMENT]
    if not _TAG.fullmatch(tag):  # a component of the page's own: one with an address is a link
        tag = "a" if isinstance(properties.get("href"), str) else "div"
    if tag in {"script", "style", "head", "template", "link", "meta", "title"}:
        return []
    names = (("class", "className"), ("id", "id"), ("href", "href"), ("role", "role"), ("itemprop", "itemProp"))
    attributes = "".join(
        f' {name}="{html.escape(properties[key])}"' for name, key in names if isinstance(properties.get(key), str)
    )
    raw = properties.get("dangerouslySetInnerHTML")
    given = raw.get("__html") if isinstance(raw, dict) else None
    others = {key: each for key, each in properties.items() if key != "children"}
    inner = _Part(given, markup=True) if isinstance(given, str) else _Part(properties.get("children"), shown=True)
    opening, closing = _Part(f"<{tag}{attributes}>", markup=True), _Part(f"</{tag}>", markup=True)
    return [opening, inner, _Part(others), closing]
