"""Breadcrumbs: the path from the front page to the article, as data or links tell it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from newsbot.article import Breadcrumb
from newsbot.extraction.jsonld import items, text_of, types_of, url_of
from newsbot.extraction.page import Page
from newsbot.extraction.pictures import absolute
from newsbot.extraction.seen import joined
from newsbot.extraction.told import Told, same_text
from newsbot.urls import is_root

_MOST = 20
_LONGEST = 200
_LONGEST_SECTION = 60  #: what is longer is a headline
_LEAST_CUT = 20  #: so much of a headline, cut, is the article and no section
_LEAST = 2  #: a single link is no path
#: Where such a list stands: in these elements by its name or label, in any by its type (microdata, RDFa).
_PLAIN = ("nav", "ol", "ul")
_TYPED = (*_PLAIN, "div", "span", "p", "section")
_NAMED = re.compile(r"readcrumb|rotkrum|fil-?ariane|migas|briciole|krumelpad|kruimelpad")
_TYPE = "BreadcrumbList"
_HOME = re.compile(
    r"home(?:page)?|start(?:seite|sida|side)?|inicio|accueil|início|strona główna|главная|ana ?sayfa|beranda|etusivu|"
    r"forside|domů|hjem|首页|首頁|ホーム|トップ|홈|الرئيسية|होम|trang chủ|front ?page|portada|hem|à la une",
    re.IGNORECASE,
)


def breadcrumbs(page: Page) -> Told[list[Breadcrumb]] | None:
    """The steps from the front page: from JSON-LD's BreadcrumbList, or else from the list that readers see."""
    for node in page.jsonld:
        if "breadcrumblist" not in types_of(node.data):
            continue
        steps = [item for item in items(node.data.get("itemListElement"))[:_MOST] if isinstance(item, dict)]
        crumbs = [_of_data(step, page) for step in sorted(steps, key=_position)]
        found = [crumb for crumb in crumbs if crumb.name or crumb.url]
        if found:
            return Told(found, "jsonld:BreadcrumbList")
    typed = f"org/{_TYPE}" in page.html  # to look in the text of the page is much faster than in all of its elements
    lists = ((element, _source(element)) for element in page.root.iter(*(_TYPED if typed else _PLAIN)))
    for element, source in islice(((each, source) for each, source in lists if source), _MOST):
        shown = list(islice(_of_links(element, page), _MOST))
        if len(shown) >= _LEAST or (shown and source != "nav:breadcrumb"):
            return Told(shown, source)
    return None


def _source(element: HtmlElement) -> str:
    """What makes an element a list of breadcrumbs; empty where nothing does."""
    if _TYPE in (element.get("itemtype") or ""):
        return f"microdata:{_TYPE}"
    if _TYPE in (element.get("typeof") or ""):
        return f"rdfa:{_TYPE}"
    if element.tag not in _PLAIN:
        return ""
    names = f"{element.get('class') or ''} {element.get('aria-label') or ''} {element.get('id') or ''}"
    return "nav:breadcrumb" if _NAMED.search(names.lower()) else ""


def _position(step: dict[str, Any]) -> float:
    text = text_of(step.get("position"))
    return float(text) if re.fullmatch(r"[0-9]{1,4}(?:\.0)?", text) else 0.0


def _of_data(step: dict[str, Any], page: Page) -> Breadcrumb:
    inner = step.get("item")
    name = text_of(step.get("name")) or (text_of(inner.get("name")) if isinstance(inner, dict) else "")
    return Breadcrumb(name=name or None, url=absolute(url_of(inner) or url_of(step.get("url")), page.url))


def _of_links(element: HtmlElement, page: Page) -> Iterator[Breadcrumb]:
    """The links of a list, each address once; a step without a link is the page itself."""
    known: set[str] = set()
    for link in islice(element.iter("a"), _MOST * 3):
        url = absolute(link.get("href"), page.url)
        name = joined(str(piece) for piece in islice(link.itertext(), 20)) or (link.get("title") or "").strip()
        if name and len(name) <= _LONGEST and url and url not in known:
            known.add(url)
            yield Breadcrumb(name=name, url=url)


def section_of(crumbs: list[Breadcrumb], headline: str | None, url: str) -> str | None:
    """The deepest part of the paper on the path: neither the front page nor the article itself."""
    inner = [crumb for crumb in crumbs if crumb.name and not _is_home(crumb) and not _is_article(crumb, headline, url)]
    if inner and inner[0] is crumbs[0] and len(crumbs) > _LEAST and crumbs[0].url is None:
        inner = inner[1:] or inner
    return inner[-1].name if inner else None


def _is_home(crumb: Breadcrumb) -> bool:
    return bool(_HOME.fullmatch(crumb.name or "")) or bool(crumb.url and is_root(crumb.url))


def _is_article(crumb: Breadcrumb, headline: str | None, url: str) -> bool:
    name = crumb.name or ""
    if crumb.url is not None and crumb.url.partition("?")[0].rstrip("/") == url.partition("?")[0].rstrip("/"):
        return True
    if len(name) > _LONGEST_SECTION:
        return True
    begins = bool(headline) and len(name) > _LEAST_CUT and str(headline).startswith(name)
    return begins or bool(headline and same_text(name, headline))
