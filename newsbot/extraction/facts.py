"""Facts: one field at a time, from the surest source that has it.

The order is JSON-LD, meta elements, elements that readers see (h1, time, byline), and last what a feed or sitemap
said. Each function gives the value with its source, `Told`, or None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsbot.article import Breadcrumb, fold
from newsbot.extraction.crumbs import section_of
from newsbot.extraction.jsonld import items, resolve, text_of, types_of, url_of
from newsbot.extraction.language import bcp47
from newsbot.extraction.pictures import absolute
from newsbot.extraction.text import plain, squeeze
from newsbot.extraction.told import Sources, Told, against, same_text
from newsbot.urls import article_key, is_http

_MOST_KEYWORDS = 60
_LONGEST_KEYWORD = 100
_LONGEST_DESCRIPTION = 2000
_LONGEST_NAME = 80
#: A line about rights, and no name.
_RIGHTS = re.compile(r"copyright|©|\(c\)|all rights|alle rechte|(?:19|20)\d\d", re.IGNORECASE)
_NORWEGIAN = frozenset({"no", "nb", "nn"})


#: Keywords that machines leave for machines: identifiers, paths, and labels of classifiers.
_MACHINE_WORD = re.compile(
    r"^[0-9a-f]{8}-[0-9a-f]{4}-|^[0-9a-f]{16,}$|^\d{5,}$|^(?:nlp|iab|category|type|template|source|tag|pagetype)\b[\w\s]*:|"
    r"(?-i:^[a-z0-9_-]+(?:/[a-z0-9_-]+)+$)",
    re.IGNORECASE,
)
_SECTION = (
    "article:section",
    "og:article:section",
    "parsely-section",
    "articlesection",
    "section",
    "sailthru.section",
    "cxenseparse:section",
    "dc.subject",
    "category",
)
_KEYWORDS = ("news_keywords", "keywords", "parsely-tags", "sailthru.tags", "article:tag", "og:article:tag")


def publisher(sources: Sources) -> Told[str] | None:
    """Who publishes: JSON-LD's publisher, the site's name, or any organisation that JSON-LD describes."""
    found = list(_publishers(sources))
    if found:
        rivals = [told for told in found if told.source in {"jsonld:publisher", "meta:og:site_name"}]
        return against(found[0], rivals, _same_publisher)
    for node in sources.page.jsonld:
        if {"newsmediaorganization", "organization"} & set(types_of(node.data)) and text_of(node.data.get("name")):
            return Told(text_of(node.data.get("name")), "jsonld:Organization")
    return None


def _publishers(sources: Sources) -> Iterator[Told[str]]:
    nodes = sources.page.jsonld
    named = (resolve(sources.article.get(key), nodes) for key in ("publisher", "sourceOrganization"))
    data = (Told(text_of(each), "jsonld:publisher") for each in named if each)
    names = ("og:site_name", "application-name", "dc.publisher", "citation_publisher", "copyright")
    for told in (*data, *sources.strings((), names)):
        if 0 < len(told.value) <= _LONGEST_NAME and not is_http(told.value) and not _RIGHTS.search(told.value):
            yield told


def _same_publisher(one: str, other: str) -> bool:
    """Whether two names are one publisher's: "The Times" and "Times", "Merkur" and "Merkur.de" do not differ."""
    first, second = (re.sub(r"[\W_]+", "", fold(name)) for name in (one, other))
    return first in second or second in first


def description(sources: Sources) -> Told[str] | None:
    """The article's summary, as its publisher wrote it for others."""
    names = ("og:description", "description", "twitter:description", "dc.description", "sailthru.description", "lead")
    found = [
        Told(told.value[:_LONGEST_DESCRIPTION], told.source)
        for told in sources.strings(("description", "abstract"), names)
    ]
    return against(found[0], found, _same_summary) if found else None


def _same_summary(one: str, other: str) -> bool:
    """Whether two summaries are one: some are cut short."""
    first, second = (fold(text).rstrip(" .…") for text in (one, other))
    return first.startswith(second) or second.startswith(first) or same_text(one, other)


def section(sources: Sources, crumbs: list[Breadcrumb], headline: str | None) -> Told[str] | None:
    """The part of the paper that the article is in."""
    found = list(sources.strings(("articleSection",), _SECTION))
    of_path = section_of(crumbs, headline, sources.page.url)
    found += [Told(of_path, "breadcrumbs")] if of_path else []
    return against(found[0], found, same_text) if found else None


def keywords(sources: Sources) -> Told[list[str]] | None:
    """What the article is about, in its publisher's words; each once."""
    values = [
        text
        for item in items(sources.article.get("keywords"))
        for text in [item if isinstance(item, str) else text_of(item)]
    ]
    candidates = [Told(values, "jsonld:keywords")]
    candidates += [Told(list(sources.page.meta.get(name, ())), f"meta:{name}") for name in _KEYWORDS]
    for told in candidates:
        words = [plain(word) for value in told.value for word in re.split(r"[,;、]", plain(value))]
        unique: dict[str, str] = {}
        for word in words:
            if word and len(word) <= _LONGEST_KEYWORD and not _MACHINE_WORD.search(word):
                unique.setdefault(fold(word), word)
        if unique:
            return Told(list(unique.values())[:_MOST_KEYWORDS], told.source)
    return None


def language(sources: Sources) -> Told[str] | None:
    """What the article is written in."""
    page = sources.page
    html_lang = (
        page.root.get("lang")
        or page.root.get("{http://www.w3.org/XML/1998/namespace}lang")
        or page.root.get("xml:lang")
    )
    candidates = [
        *sources.strings(("inLanguage",), ()),
        *([Told(html_lang, "html:lang")] if html_lang else []),
        *sources.strings((), ("og:locale", "content-language", "dc.language", "dcterms.language", "language")),
        *(
            [Told(page.headers["content-language"], "header:content-language")]
            if "content-language" in page.headers
            else []
        ),
    ]
    tags = [(bcp47(told.value), told) for told in candidates]
    found = [Told(tag, told.source, told.value) for tag, told in tags if tag]
    return against(found[0], found, _same_language) if found else None


def _same_language(one: str, other: str) -> bool:
    """Whether two tags are of one language: "de" and "de-AT" do not differ, "pt-BR" and "pt-PT" do."""
    first, second = one.split("-"), other.split("-")
    if {first[0], second[0]} <= _NORWEGIAN:
        return True
    return all(a == b for a, b in zip(first, second, strict=False))


def canonical_url(sources: Sources) -> Told[str] | None:
    """The address that the publisher calls the article's own; absolute, http or https."""
    found = list(_canonicals(sources))
    return against(found[0], found, _same_address) if found else None


def _canonicals(sources: Sources) -> Iterator[Told[str]]:
    page = sources.page
    given = [(sources.seen.canonical, "link:canonical")]
    given += [
        (page.meta[name][0], f"meta:{name}") for name in ("og:url", "twitter:url", "parsely-link") if name in page.meta
    ]
    given += [(url_of(sources.article.get(key)), f"jsonld:{key}") for key in ("mainEntityOfPage", "url")]
    known: set[str] = set()
    for address, source in given:
        if address and address not in known:
            known.add(address)
            url = absolute(address, page.url)
            if url:
                yield Told(url, source)


def _same_address(one: str, other: str) -> bool:
    return one == other or article_key(one) == article_key(other)


_FREE = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def accessible_for_free(sources: Sources) -> Told[bool] | None:
    """The publisher's word on whether the article is free. No verdict: see `newsbot.access`."""
    value = sources.article.get("isAccessibleForFree")
    for item in items(value):
        said = item if isinstance(item, bool) else _FREE.get(str(item).strip().rsplit("/", 1)[-1].lower())
        if said is not None:
            return Told(said, "jsonld:isAccessibleForFree")
    # To look for the attribute in the text of the page is much faster than to look for it in the tree.
    marked = "sAccessibleForFree" in sources.page.html or "saccessibleforfree" in sources.page.html
    for text in sources.seen.free if marked else ():
        said = _FREE.get(squeeze(text).rsplit("/", 1)[-1].lower())
        if said is not None:
            return Told(said, "microdata:isAccessibleForFree")
    return None
