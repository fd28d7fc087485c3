"""Meta: what a page says about itself in <meta> elements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from lxml.html import HtmlElement

from newsbot.extraction.text import clean

#: More than this no page means.
_MOST = 2000

Meta = Mapping[str, tuple[str, ...]]


def read_meta(root: HtmlElement) -> Meta:
    """Every <meta> with a name, property, itemprop or http-equiv, in lower case, with its contents in order."""
    found: dict[str, list[str]] = {}
    for number, element in enumerate(root.iter("meta")):
        if number >= _MOST:
            break
        content = clean(element.get("content") or element.get("value") or "").strip()
        if not content:
            continue
        names = {(element.get(key) or "").strip().lower() for key in ("name", "property", "itemprop", "http-equiv")}
        for name in sorted(names - {""}):
            found.setdefault(name, []).append(content)
    return MappingProxyType({name: tuple(values) for name, values in found.items()})


def first(meta: Meta, names: Iterable[str]) -> tuple[str, str] | None:
    """The first of these names that the page has, and its first content."""
    for name in names:
        if name in meta:
            return name, meta[name][0]
    return None
