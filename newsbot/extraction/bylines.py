"""Bylines: who signed an article, from all the places where pages say so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from newsbot.article import Author, fold
from newsbot.extraction.authors import (
    authors_of_jsonld,
    authors_of_text,
    distinct,
    is_publisher,
    turned,
    without_publisher,
)
from newsbot.extraction.jsonld import resolve
from newsbot.extraction.metanames import AUTHOR
from newsbot.extraction.pictures import absolute
from newsbot.extraction.seen import Seen, Signature
from newsbot.extraction.text import plain
from newsbot.extraction.told import Sources, Told, against
from newsbot.urls import bare_host, is_http

Signed = Told[list[Author]]

#: Meta elements in which libraries' form of names is usual: last name first.
_CATALOGUES = frozenset({"dc.creator", "dcterms.creator", "citation_author", "dc.creator.name"})
#: An unmarked byline begins with one of these words, and a name with a capital letter follows.
_LINE = re.compile(
    r"^(?:By|BY|Von|VON|Par|PAR|Por|POR|De|Di|Da|Door|Av|Af|Autor(?:in)?:|Text:|Автор:|Oleh|Bởi|Tekst:|Skriven av)"
    r"[\s:]+(?=[^\W\d_a-z])"
)
#: The same further on in a line, behind the date.
_INNER = re.compile(r"\d\S*\s+(?=(?:By|BY|Von|Par|Por|Door|Av|Af|Autor:)\s+[^\W\d_a-z])")
#: A newsroom that signs as one.
_NEWSROOM = re.compile(r"redaktion|redacción|redazione|rédaction|redactie|redakcja|newsroom|news desk", re.IGNORECASE)
_PERSON = re.compile(
    r"[^\W\d_a-z][\w.'’-]*(?:\s+(?:d[aeiou]s?|v[ao]n|der|den|la|le|el|al|bin|of|zu|y)|\s+[^\W\d_a-z][\w.'’-]*){1,3}"
)


def signed(sources: Sources, publishers: Iterable[str]) -> Signed | None:
    """Who signed the article; the publisher itself only where nobody else did.

    What the page's own data say comes first. Where they name no one, or only the publisher, what readers see counts.
    """
    own = (*publishers, *_hosts(sources.page.url))
    told = [each for each in _declared(sources) if each.value]
    best = next((each for each in told if _has_people(each, own)), None)
    if best is not None:
        people = Told(without_publisher(best.value, own), best.source)
        others = [Told(without_publisher(each.value, own), each.source) for each in told if each is not best]
        return against(_fuller(people, others), [people, *others], _same)
    shown = next((each for each in _shown(sources.seen, sources.page.url, own) if each.value), None)
    chosen = shown or next(iter(told), None)
    return against(chosen, told, _same) if chosen else None


def _hosts(url: str) -> tuple[str, ...]:
    host = bare_host(url)
    return (host, host.split(".")[0])


def _has_people(told: Signed, own: Sequence[str]) -> bool:
    return any(not is_publisher(author.name, own) for author in told.value)


def _same(one: list[Author], other: list[Author]) -> bool:
    return {fold(author.name) for author in one} == {fold(author.name) for author in other}


def _fuller(told: Signed, others: Iterable[Signed]) -> Signed:
    """Another source's authors, where they are all of these and more: data are often filled with the first alone."""
    names = {fold(author.name) for author in told.value}
    for other in others:
        if names < {fold(author.name) for author in other.value}:
            return Told(distinct([*told.value, *other.value]), other.source)
    return told


# ── the page's own data ─────────────────────────────────────────────────────────────────────────────────────────────


def _declared(sources: Sources) -> Iterator[Signed]:
    page = sources.page
    for key in ("author", "creator", "contributor"):
        value = sources.article.get(key)
        if value:
            yield Told(authors_of_jsonld(resolve(value, page.jsonld)), f"jsonld:{key}")
    for name in AUTHOR:
        contents = page.meta.get(name)
        if contents:
            yield Told(distinct(_of_meta(name, contents)), f"meta:{name}")


def _of_meta(name: str, contents: Sequence[str]) -> Iterator[Author]:
    for content in contents[:20]:
        if not is_http(content):
            yield from authors_of_text(turned(plain(content)) if name in _CATALOGUES else content)


# ── what readers see ────────────────────────────────────────────────────────────────────────────────────────────────


def _shown(seen: Seen, url: str, own: Sequence[str]) -> Iterator[Signed]:
    """Names that the page marks as the author's; or the first byline by its class, its words, or where it stands."""
    yield Told(_of_signatures(seen.marked, url, own), "byline")
    yield Told(_first_named(seen.bylines, url, own), "byline")
    yield Told(_of_lines(seen.opening, own), "byline")
    yield Told(_of_closing(seen.closing, own), "signature")


def _of_signatures(signatures: Sequence[Signature], url: str, own: Sequence[str]) -> list[Author]:
    """The authors of the first story among these; stories below it have their own."""
    first = next((each.story for each in signatures if _names_in(each, url, own)), None)
    return distinct(author for each in signatures if each.story == first for author in _names_in(each, url, own))


def _first_named(signatures: Sequence[Signature], url: str, own: Sequence[str]) -> list[Author]:
    return distinct(next(filter(None, (_names_in(each, url, own) for each in signatures)), []))


def _names_in(signature: Signature, url: str, own: Sequence[str]) -> list[Author]:
    """The names in a byline element. Names are capitalised, and hold no digits."""
    inner = _INNER.search(signature.text)
    people = authors_of_text(signature.text[inner.end() :] if inner else signature.text, absolute(signature.href, url))
    return [author for author in people if _is_signature(author.name) and not is_publisher(author.name, own)]


def _is_signature(name: str) -> bool:
    return not name[0].islower() and not re.search(r"\d", name) and len(name.split()) <= 5  # noqa: PLR2004


def _of_lines(lines: Sequence[str], own: Sequence[str]) -> list[Author]:
    """The byline that begins with "By" among the first lines below the heading."""
    for line in lines:
        if _LINE.match(line):
            found = [each for each in authors_of_text(line) if _is_signature(each.name)]
            return [each for each in found if not is_publisher(each.name, own)]
    return []


def _of_closing(line: str | None, own: Sequence[str]) -> list[Author]:
    """The signature below the text: a person's name, or a newsroom's."""
    if not line or not (_PERSON.fullmatch(line) or (_NEWSROOM.search(line) and len(line.split()) <= 3)):  # noqa: PLR2004
        return []
    return [each for each in authors_of_text(line) if not is_publisher(each.name, own)]
