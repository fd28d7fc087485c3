"""JSON-LD: every node of a page's blocks, broken ones repaired, and the one that is the article."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import json_repair
import orjson
from lxml.html import HtmlElement

from newsbot.article import fold
from newsbot.extraction.text import clean, plain
from newsbot.urls import article_key

#: Bounds: blocks a page, characters a block, nodes a page.
_MOST_BLOCKS = 200
_LONGEST = 3_000_000
_MOST_NODES = 3000
#: Of a page's broken blocks so many characters are repaired, and none that is nested so deep: json_repair's time grows
#: with the square of both, and reaches two seconds here.
_MOST_REPAIRED = 20_000
_DEEPEST_REPAIRED = 50

_BRACKETS = re.compile(r"[{}\[\]]")
_OPENING = re.compile(r"(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)")
_CLOSING = re.compile(r"(?://\s*|/\*\s*)?(?:-->|\]\]>)(?:\s*\*/)?\s*;?\s*$")
_LONGEST_CLOSING = 40

#: Types of articles, the surest first.
ARTICLE_TYPES = (
    "newsarticle",
    "reportagenewsarticle",
    "analysisnewsarticle",
    "opinionnewsarticle",
    "backgroundnewsarticle",
    "reviewnewsarticle",
    "askpublicnewsarticle",
    "advertisercontentarticle",
    "satiricalarticle",
    "liveblogposting",
    "article",
    "blogposting",
    "report",
    "scholarlyarticle",
    "techarticle",
    "socialmediaposting",
    "review",
)


@dataclass(frozen=True, slots=True)
class JsonLdNode:
    """One object of the page's JSON-LD. Readers must not change `data`."""

    data: dict[str, Any]
    repaired: bool = False  #: the block was broken JSON, and this is what it most likely meant


def _unwrapped(text: str) -> str:
    """A script's text without the comment or CDATA marks that some templates put around it."""
    text = text.strip()
    if text[:1] in {"<", "/"}:
        text = _OPENING.sub("", text, count=1)
    end = text[-_LONGEST_CLOSING:]
    if "-->" in end or "]]>" in end:
        text = text[:-_LONGEST_CLOSING] + _CLOSING.sub("", end)
    return text.strip().removesuffix(";")


def _strict(text: str) -> Any:
    return orjson.loads(text)


def _lenient(text: str) -> Any:
    """As `json` reads it: raw line ends in strings and lone surrogates pass."""
    return json.loads(text, strict=False)


def _mended(text: str) -> Any:
    if "&quot;" in text or "&#34;" in text:
        text = html.unescape(text)
    if _is_deep(text):
        raise ValueError("nested too deep to be repaired")
    return json_repair.loads(text)


def _is_deep(text: str) -> bool:
    """Whether brackets are nested deeper than is worth repairing; those in strings count too."""
    deep = 0
    for bracket in _BRACKETS.findall(text):
        deep += 1 if bracket in "{[" else -1
        if deep > _DEEPEST_REPAIRED:
            return True
    return False


def _load(text: str, worth: int) -> tuple[Any, bool]:
    """The value of one block and whether it had to be repaired; (None, True) where nothing can be made of it.

    A broken one is repaired if it is no longer than `worth`.
    """
    for load in (_strict, _lenient, _mended) if len(text) <= worth else (_strict, _lenient):
        try:
            return load(text), load is not _strict
        except (ValueError, RecursionError):  # orjson's and json's errors are ValueErrors
            continue
    return None, True


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Objects in document order: lists and graphs laid flat, an object before what it holds."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting.extend(reversed(item))
        elif isinstance(item, dict):
            if item.keys() - {"@context", "@graph"}:
                yield item
            waiting.extend(item[key] for key in ("mainEntity", "@graph") if isinstance(item.get(key), dict | list))


def read_jsonld(root: HtmlElement) -> tuple[JsonLdNode, ...]:
    """Every node of every `application/ld+json` script, in document order."""
    found: list[JsonLdNode] = []
    worth = _MOST_REPAIRED
    blocks = (s for s in root.iter("script") if "ld+json" in (s.get("type") or "").lower())
    for _, script in zip(range(_MOST_BLOCKS), blocks, strict=False):
        text = _unwrapped(script.text or "")
        if not text or len(text) > _LONGEST:
            continue
        value, repaired = _load(text, worth)
        if repaired and len(text) <= worth:
            worth -= len(text)
        for data in _nodes(value):
            found.append(JsonLdNode(data, repaired))
            if len(found) >= _MOST_NODES:
                return tuple(found)
    return tuple(found)


def types_of(data: dict[str, Any]) -> tuple[str, ...]:
    """The node's types in lower case, without the `http(s)://schema.org/` or `schema:` before them."""
    value = data.get("@type")
    names = value if isinstance(value, list) else [value]
    return tuple(
        re.split(r"[/#:]", name.strip())[-1].lower() for name in names if isinstance(name, str) and name.strip()
    )


def type_names(nodes: Iterable[JsonLdNode]) -> frozenset[str]:
    """Every type that the nodes name, as schema.org spells it, prefixes cut."""
    found: set[str] = set()
    for node in nodes:
        value = node.data.get("@type")
        names = value if isinstance(value, list) else [value]
        found.update(re.split(r"[/#:]", clean(name).strip())[-1] for name in names if isinstance(name, str))
    return frozenset(found - {""})


def items(value: Any) -> list[Any]:
    """A value that may be one thing, a list of things, or nothing, as a list."""
    if isinstance(value, list):
        return [each for each in value if each is not None]
    return [] if value is None else [value]


def text_of(value: Any) -> str:
    """One line of text from a string, a number, `{"@value": …}`, an object with a name, or the first of a list."""
    for item in items(value)[:20]:
        if isinstance(item, str):
            text = plain(item)
        elif isinstance(item, bool):
            text = ""
        elif isinstance(item, int | float):
            text = str(item)
        elif isinstance(item, dict):
            inner = item.get("@value", item.get("name"))
            text = plain(inner) if isinstance(inner, str) else ""
        else:
            text = ""
        if text:
            return text
    return ""


def url_of(value: Any) -> str:
    """An address from a string, or from an object's url, contentUrl or @id."""
    for item in items(value)[:20]:
        if isinstance(item, str) and item.strip():
            return clean(item).strip()
        if isinstance(item, dict):
            for key in ("url", "contentUrl", "@id"):
                inner = item.get(key)
                if isinstance(inner, list) and inner:
                    inner = inner[0]
                if isinstance(inner, str) and inner.strip():
                    return clean(inner).strip()
    return ""


def resolve(value: Any, nodes: tuple[JsonLdNode, ...]) -> Any:
    """The node that a bare `{"@id": …}` points to; anything else as it is."""
    if isinstance(value, list):
        return [resolve(each, nodes) for each in value[:100] if not isinstance(each, list)]
    if isinstance(value, dict) and isinstance(value.get("@id"), str) and not value.keys() - {"@id", "@type"}:
        for node in nodes:
            if node.data.get("@id") == value["@id"] and node.data.keys() - {"@id", "@type"}:
                return node.data
    return value


def _addresses(data: dict[str, Any]) -> set[str]:
    named = (url_of(data.get(key)) for key in ("mainEntityOfPage", "url", "@id"))
    return {article_key(each) for each in named if each.startswith("http")}


def _rank(data: dict[str, Any], url_keys: set[str], headlines: set[str]) -> tuple[int, int, int, int]:
    """How surely a node is this page's article; bigger is surer."""
    types = types_of(data)
    headline = fold(text_of(data.get("headline") or data.get("name")))
    substance = sum(bool(data.get(key)) for key in ("headline", "datePublished", "author", "image", "articleBody"))
    place = min(ARTICLE_TYPES.index(each) for each in types if each in ARTICLE_TYPES)
    return (bool(_addresses(data) & url_keys) + bool(headline and headline in headlines), substance, len(types), -place)


def article_node(nodes: tuple[JsonLdNode, ...], urls: Iterable[str], headlines: Iterable[str]) -> JsonLdNode | None:
    """The node of this page's article, or None.

    `urls` are the page's addresses, `headlines` what it calls itself elsewhere (og:title, h1): among several articles
    the one that agrees with them is taken, then the one that says most.
    """
    candidates = [node for node in nodes if any(each in ARTICLE_TYPES for each in types_of(node.data))]
    if not candidates:
        return None
    keys = {article_key(url) for url in urls if url}
    folded = {fold(headline) for headline in headlines if headline}
    return max(candidates, key=lambda node: _rank(node.data, keys, folded))
