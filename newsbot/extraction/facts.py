"""Facts: one field at a time, from the surest source that has it.

The order is JSON-LD, meta elements, elements that readers see (h1, time, byline), and last what a feed or sitemap
said. Each function gives the value with its source, `Told`, or None.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from newsbot.article import Breadcrumb, fold
from newsbot.extraction.headline import normalise_headline
from newsbot.extraction.jsonld import items, resolve, text_of, types_of, url_of
from newsbot.extraction.language import bcp47
from newsbot.extraction.page import Page
from newsbot.extraction.pictures import absolute
from newsbot.extraction.text import plain, squeeze
from newsbot.extraction.told import Sources, Told

_MOST_KEYWORDS = 60
_LONGEST_KEYWORD = 100
_LONGEST_DESCRIPTION = 2000


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


def headings(page: Page) -> list[str]:
    """The text of the page's h1 elements that readers see, the article's own first."""
    found = [(squeeze(" ".join(h1.itertext())), h1) for h1 in page.root.iter("h1")]
    texts = [(text, any(a.tag in {"article", "main"} for a in h1.iterancestors())) for text, h1 in found if text]
    return [text for text, _ in sorted(texts, key=lambda pair: not pair[1])][:5]


def publisher(sources: Sources) -> Told[str] | None:
    """Who publishes: JSON-LD's publisher, the site's name, or any organisation that JSON-LD describes."""
    page = sources.page
    named = resolve(sources.article.get("publisher"), page.jsonld) or resolve(
        sources.article.get("sourceOrganization"), page.jsonld
    )
    text = text_of(named)
    if text:
        return Told(text, "jsonld:publisher")
    told = next(
        sources.strings((), ("og:site_name", "application-name", "dc.publisher", "citation_publisher", "copyright")),
        None,
    )
    if told:
        return told
    for node in page.jsonld:
        if {"newsmediaorganization", "organization"} & set(types_of(node.data)) and text_of(node.data.get("name")):
            return Told(text_of(node.data.get("name")), "jsonld:Organization")
    return None


def headline(sources: Sources, publishers: Iterable[str]) -> Told[str] | None:
    """What the article is called."""
    page, names = sources.page, tuple(publishers)
    h1 = next(iter(headings(page)), None)
    candidates = list(
        sources.strings(
            ("headline",),
            ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "citation_title"),
        )
    )
    candidates += [Told(h1, "h1")] if h1 else []
    candidates += list(sources.strings(("name",), ("title",)))
    candidates += [Told(squeeze(t.text or ""), "title") for t in page.root.iter("title") if t.getparent() is not None][
        :1
    ]
    candidates += [Told(sources.link.title, str(sources.link.foundBy))] if sources.link and sources.link.title else []
    for told in candidates:
        text = normalise_headline(told.value, url=page.url, publishers=names, heading=h1)
        if text and not _is_site(text, names):
            return Told(_whole(text, h1), told.source, told.value)
    return None


def _whole(text: str, h1: str | None) -> str:
    """A title that was cut ("… and then") in full, where the h1 has it."""
    stem = re.sub(r"\s*(?:\.\.\.|…)$", "", text)
    return h1 if h1 and stem != text and fold(h1).startswith(fold(stem)) else text


def _is_site(text: str, names: Iterable[str]) -> bool:
    return fold(text) in {fold(name) for name in names}


def alternative_headline(sources: Sources, chosen: str | None) -> Told[str] | None:
    """Another name that the article goes by."""
    h1 = [Told(each, "h1") for each in headings(sources.page)[:1]]
    for told in (
        *sources.strings(("alternativeHeadline", "alternateName"), ()),
        *h1,
        *sources.strings((), ("og:title", "twitter:title")),
    ):
        text = normalise_headline(told.value, url=sources.page.url, heading=chosen)
        if text and chosen and fold(text) != fold(chosen) and not fold(text).startswith(fold(chosen)):
            return Told(text, told.source)
    return None


def description(sources: Sources) -> Told[str] | None:
    """The article's summary, as its publisher wrote it for others."""
    names = ("og:description", "description", "twitter:description", "dc.description", "sailthru.description", "lead")
    told = next(sources.strings(("description", "abstract"), names), None)
    return Told(told.value[:_LONGEST_DESCRIPTION], told.source) if told else None


def section(sources: Sources, crumbs: list[Breadcrumb]) -> Told[str] | None:
    """The part of the paper that the article is in."""
    told = next(sources.strings(("articleSection",), _SECTION), None)
    if told:
        return told
    # The first step is the front page, and the last may be the article itself.
    last = crumbs[1:-1] or crumbs[1:]
    inner = [crumb.name for crumb in last if crumb.name]
    return Told(inner[-1], "breadcrumbs") if inner else None


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
            if word and len(word) <= _LONGEST_KEYWORD:
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
    for told in candidates:
        tag = bcp47(told.value)
        if tag:
            return Told(tag, told.source, told.value)
    return None


def canonical_url(sources: Sources) -> Told[str] | None:
    """The address that the publisher calls the article's own; absolute, http or https."""
    page = sources.page
    for element in page.root.iter("link"):
        if "canonical" in (element.get("rel") or "").lower().split():
            url = absolute(element.get("href"), page.url)
            if url:
                return Told(url, "link:canonical")
    for name in ("og:url", "twitter:url", "parsely-link"):
        for content in page.meta.get(name, ())[:1]:
            url = absolute(content, page.url)
            if url:
                return Told(url, f"meta:{name}")
    for key in ("mainEntityOfPage", "url"):
        url = absolute(url_of(sources.article.get(key)), page.url)
        if url:
            return Told(url, f"jsonld:{key}")
    return None


def breadcrumbs(sources: Sources) -> list[Breadcrumb]:
    """The path from the front page, as JSON-LD's BreadcrumbList tells it."""
    for node in sources.page.jsonld:
        if "breadcrumblist" not in types_of(node.data):
            continue
        steps = [item for item in items(node.data.get("itemListElement"))[:20] if isinstance(item, dict)]
        crumbs = [_crumb(step, sources.page) for step in sorted(steps, key=_position)]
        found = [crumb for crumb in crumbs if crumb.name or crumb.url]
        if found:
            return found
    return []


def _position(step: dict[str, Any]) -> float:
    text = text_of(step.get("position"))
    return float(text) if re.fullmatch(r"\d{1,4}(?:\.0)?", text) else 0.0


def _crumb(step: dict[str, Any], page: Page) -> Breadcrumb:
    inner = step.get("item")
    name = text_of(step.get("name")) or (text_of(inner.get("name")) if isinstance(inner, dict) else "")
    return Breadcrumb(name=name or None, url=absolute(url_of(inner) or url_of(step.get("url")), page.url))


_FREE = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def accessible_for_free(sources: Sources) -> Told[bool] | None:
    """The publisher's word on whether the article is free. No verdict: see `newsbot.access`."""
    value = sources.article.get("isAccessibleForFree")
    for item in items(value):
        said = item if isinstance(item, bool) else _FREE.get(str(item).strip().rsplit("/", 1)[-1].lower())
        if said is not None:
            return Told(said, "jsonld:isAccessibleForFree")
    for element in sources.page.root.iter("meta", "span", "div"):
        if (element.get("itemprop") or "").lower() == "isaccessibleforfree":
            said = _FREE.get((element.get("content") or squeeze(element.text_content())).rsplit("/", 1)[-1].lower())
            if said is not None:
                return Told(said, "microdata:isAccessibleForFree")
    return None
