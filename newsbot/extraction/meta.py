"""Meta: what a page says about itself in <meta> elements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from lxml.html import HtmlElement

from newsbot.extraction.text import clean

#: More than this no page means.
_MOST = 2000
#: Nor does an element of more attributes than this: reading them costs their number squared.
_MOST_ATTRIBUTES = 200
_NAMING = frozenset({"name", "property", "itemprop", "http-equiv"})

Meta = Mapping[str, tuple[str, ...]]


def read_meta(root: HtmlElement) -> Meta:
    """Every <meta> with a name, property, itemprop or http-equiv, in lower case, with its contents in order."""
    found: dict[str, list[str]] = {}
    for number, element in enumerate(root.iter("meta")):
        if number >= _MOST:
            break
        attributes = dict(element.items()) if len(element.attrib) <= _MOST_ATTRIBUTES else {}
        content = clean(attributes.get("content") or attributes.get("value") or "").strip()
        if not content:
            continue
        names = {value.strip().lower() for key, value in attributes.items() if key in _NAMING}
        for name in sorted(names - {""}):
            found.setdefault(name, []).append(content)
    return MappingProxyType({name: tuple(values) for name, values in found.items()})


def first(meta: Meta, names: Iterable[str]) -> tuple[str, str] | None:
    """The first of these names that the page has, and its first content."""
    for name in names:
        if name in meta:
            return name, meta[name][0]
    return None
