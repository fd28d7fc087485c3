"""Embedded: the data that a page carries for its own scripts, found and decoded. No script is ever run."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

import orjson

from newsbot.extraction.flight import is_flight, pieces, read_flight
from newsbot.extraction.literals import read_call, read_literal
from newsbot.extraction.page import Page

#: Shorter scripts hold no article; longer ones, or more of them, are not looked at.
_LEAST = 300
_LONGEST = 8_000_000
_MOST_SCRIPTS = 400
_MOST_VALUES = 60
_MOST_ASSIGNED = 60
_MOST_NODES = 400_000

#: Frameworks' names of their states, and what others' names have in common.
_NAMES = (
    ("__next_data__", "nextdata"),
    ("__nuxt", "nuxt"),
    ("__apollo", "apollo"),
    ("globalcontent", "fusion"),
    ("preloaded", "redux"),
    ("initial", "redux"),
    ("remix", "remix"),
    ("hydration", "router"),
)
_STATELY = re.compile(r"__|state|data|props|context|cache|content|article|story", re.IGNORECASE)
_LONGEST_NAME = 90
_NAME_CHARS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$"
_ASSIGNED = re.compile(r"=\s*+(?=\{\s*+[\"'\w]|\[\s*+[\[{]|[\"'](?:%7B|\\?[{\[])|JSON\.parse\s*+\(|\(function)")
_PARSE = re.compile(r"JSON\.parse\s*+\(\s*+(decodeURIComponent\s*+\(|unescape\s*+\()?\s*+")
_FRAMES = ("<!--", "//", "/*", "<![CDATA[", "*/"), ("-->", "//", "*/", "]]>", "/*", ";")
#: How Angular writes its transferred state inside a script.
_ANGULAR = (("&q;", '"'), ("&s;", "'"), ("&l;", "<"), ("&g;", ">"), ("&a;", "&"))
_APPLICATION = re.compile(r"(?:application|text)/(?!ld\+)(?:[\w.-]+\+)?json", re.IGNORECASE)
_SCRIPT_TYPES = frozenset({"", "text/javascript", "application/javascript", "module", "application/x-javascript"})


def embedded_values(page: Page) -> Iterator[tuple[str, Any]]:
    """The page's embedded data as (source, value), in document order, Next.js flight data last.

    Sources: `nextflight`, `nextdata`, `fusion`, `nuxt`, `apollo`, `redux`, `remix`, `router`, `json` (a JSON island)
    and `state` (any other assignment). A value may hold shared parts, and itself: walk it with marks. Lazy: what is
    not asked for is not decoded. Never raises, whatever the scripts hold.
    """
    stream: list[str] = []
    count = 0
    for script, _ in zip(page.root.iter("script"), range(_MOST_SCRIPTS), strict=False):
        text = script.text
        if not text or (len(text) < _LEAST and not is_flight(text)) or len(text) > _LONGEST:
            continue
        kind = (script.get("type") or "").strip().lower()
        if kind in _SCRIPT_TYPES:
            if is_flight(text):
                stream.extend(pieces(text))
                continue
            found = _assignments(text)
        elif _APPLICATION.match(kind):
            found = _island(text, script.get("id") or "")
        else:
            continue
        for pair in found:
            count += 1
            if count > _MOST_VALUES:
                return
            yield pair
    if stream:
        yield "nextflight", read_flight(stream)


def _loads(text: str) -> Any:
    """The value of a JSON text; None where it is none."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        pass
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _unframed(text: str) -> str:
    """A script's text without the comment or CDATA section around it."""
    before, after = _FRAMES
    text = text.strip()
    for _ in range(4):
        for mark in before:
            text = text.removeprefix(mark).lstrip()
        for mark in after:
            text = text.removesuffix(mark).rstrip()
    return text


def _island(text: str, name: str) -> Iterator[tuple[str, Any]]:
    """The value of a JSON script."""
    if "&q;" in text:
        for escaped, char in _ANGULAR:
            text = text.replace(escaped, char)
    value = _loads(_unframed(text))
    if value is None and "&quot;" in text:
        value = _loads(html.unescape(text))
    source = _source(name) if name else "json"
    source = "json" if source == "state" else source
    if source == "nuxt" and isinstance(value, list):
        value = revive(value)
    if isinstance(value, dict | list):
        yield source, value


def _source(name: str) -> str:
    lower = name.lower()
    return next((source for part, source in _NAMES if part in lower), "state")


def _assignments(text: str) -> Iterator[tuple[str, Any]]:
    """What a script assigns to names that states have."""
    at = 0
    for _ in range(_MOST_ASSIGNED):
        match = _next_assignment(text, at)
        if match is None:
            return
        equals, name = match
        value, at = _value(text, equals.end())
        if isinstance(value, dict | list):
            source = _source(name)
            yield source, linked(value) if source == "apollo" else value


def _next_assignment(text: str, at: int) -> tuple[re.Match[str], str] | None:
    for equals in _ASSIGNED.finditer(text, at):
        before = text[max(0, equals.start() - _LONGEST_NAME) : equals.start()].rstrip(" \t\r\n\"']")
        name = before[len(before.rstrip(_NAME_CHARS)) :]
        if _STATELY.search(name):
            return equals, name
    return None


def _value(text: str, at: int) -> tuple[Any, int]:
    """The value that is assigned at `at`, and where to go on; (None, …) where it is nothing that can be read."""
    try:
        if text.startswith("(function", at):
            return read_call(text, at), len(text)
        parse = _PARSE.match(text, at)
        value, end = read_literal(text, parse.end() if parse else at)
    except ValueError:
        return None, at + 1
    if isinstance(value, str):  # JSON in a string, wrapped in JSON.parse or left to be parsed later
        if len(value) < _LEAST:
            return None, end
        value = _loads(unquote(value) if (parse and parse[1]) or value.startswith("%7B") else value)
    elif end - at < _LEAST:
        return None, end
    return value, end


def linked(value: Any) -> Any:
    """Apollo's cache with its entities in the place of the references to them."""
    if not isinstance(value, dict):
        return value
    entities: dict[str, Any] = value
    if not any(isinstance(each, dict) and "__typename" in each for each in value.values()):
        inner = [each for each in value.values() if isinstance(each, dict) and "ROOT_QUERY" in each]
        entities = inner[0] if inner else value
    waiting: list[Any] = [value]
    marked: set[int] = set()
    for _ in range(_MOST_NODES):
        if not waiting:
            break
        holder = waiting.pop()
        if id(holder) in marked:
            continue
        marked.add(id(holder))
        pairs: Iterable[tuple[Any, Any]] = list(holder.items()) if isinstance(holder, dict) else enumerate(holder)
        for key, inner in pairs:
            named = _entity(inner, entities) if isinstance(inner, dict) else inner
            holder[key] = named
            if isinstance(named, dict | list):
                waiting.append(named)
    return value


def _entity(reference: dict[str, Any], entities: dict[str, Any]) -> dict[str, Any]:
    """What `{"__ref": key}` (Apollo 3) or `{"type": "id", "id": key}` (Apollo 2) names, or the object itself."""
    key = reference.get("__ref")
    if key is None and reference.get("type") == "id" and reference.keys() <= {"type", "id", "generated", "typename"}:
        key = reference.get("id")
    entity = entities.get(key) if isinstance(key, str) else None
    return entity if isinstance(entity, dict) else reference


#: Tags of devalue, the form of Nuxt 3 and SvelteKit, whose second part is the number of what they wrap.
_WRAPPERS = frozenset(
    {"Reactive", "ShallowReactive", "Ref", "ShallowRef", "EmptyRef", "EmptyShallowRef", "NuxtError", "Island", "Object"}
)


def revive(flat: list[Any]) -> Any:
    """The value of a list in which every part of a value is named by its number in the list (devalue)."""
    if len(flat) > _MOST_NODES:
        return None
    made: list[Any] = [[] if isinstance(each, list) else {} if isinstance(each, dict) else each for each in flat]

    def numbered(number: Any) -> Any:
        for _ in range(8):
            if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < len(flat):
                return None
            raw = flat[number]
            if not (isinstance(raw, list) and len(raw) > 1 and isinstance(raw[0], str) and raw[0] in _WRAPPERS):
                return made[number]
            number = raw[1]
        return None

    for raw, value in zip(flat, made, strict=True):
        if isinstance(raw, dict):
            value.update((key, numbered(number)) for key, number in raw.items())
        elif isinstance(raw, list) and raw and isinstance(raw[0], str):
            tail = raw[1:] if raw[0] in {"Set", "Map"} else ()
            value.extend(numbered(number) for number in tail)
        elif isinstance(raw, list):
            value.extend(numbered(number) for number in raw)
    return numbered(0)
