"""Images: the pictures of the article as its reader sees them, each once, and the one that leads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from lxml.html import HtmlElement

from newsbot.article import Image, fold
from newsbot.extraction.credit import split_credit
from newsbot.extraction.frames import NEUTRAL, describe, frame_of, names_of, text_in
from newsbot.extraction.jsonld import items, resolve, text_of, url_of
from newsbot.extraction.page import Page
from newsbot.extraction.pictures import absolute, best_url, is_tiny, is_unfit, marks, size_of
from newsbot.extraction.text import squeeze
from newsbot.urls import article_key

_MOST = 60
_MOST_LOOKED_AT = 1500
_META = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src", "parsely-image-url")
#: Names of elements whose pictures belong to something else: whole class names, or ids, with the usual additions.
_OTHERS = (
    r"related\w*|recommend\w*|recirc\w*|more|read-?(?:more|next|also)|most-?(?:read|popular)|trending|popular|latest|newsletter\w*|promo\w*|"
    r"sponsor\w*|advert\w*|ads?|banner|taboola\w*|outbrain\w*|sidebar|aside|rail|footer|nav|navbar|navigation|menu|masthead|site-?header|"
    r"logo|avatar|authors?|authorbox|author-?(?:bio|image|photo|box|info)|bylines?|bio|profile|comments?|shar(?:e|ing)|social\w*|"
    r"breadcrumbs?|subscri\w*|paywall|cookie\w*|consent\w*|podcasts?|teaser-?(?:list|box|group)|app-?banner|widget"
)
_ELSEWHERE = re.compile(
    rf"(?:[a-z]{{1,3}}-|js-|article-|story-|post-|page-|content-|block-|entry-|section-|site-|main-)?(?:{_OTHERS})"
    r"(?:[-_]+(?:articles?|stor(?:y|ies)|news|posts?|box|content|container|wrapper|wrap|list|links?|widget|module|section|area|block|items?|image|"
    r"img|picture|photo|inner|top|bottom|left|right|cards?|teasers?|unit|slot|bar|icons?|buttons?|head|header|from|on|grid|row|column|col)s?)*",
    re.IGNORECASE,
)
_OUTSIDE_TAGS = frozenset({"nav", "footer", "aside", "noscript", "template"})


#: What is counted to say where something stands, and what of it is text.
_LANDMARKS = ("h1", "h2", "h3", "p", "li", "blockquote", "img", "amp-img")
_TEXT_TAGS = frozenset({"p", "li", "h2", "h3", "blockquote"})
#: A paragraph is known by its first characters; shorter ones than the second number are not unique.
_KEYED = 60
_TELLING = 40
#: A picture may stand this many landmarks after the last paragraph.
_AFTER = 2


@dataclass(frozen=True, slots=True)
class _Found:
    """A picture of the page, and what tells it from others."""

    image: Image
    marks: frozenset[str]


def _is_elsewhere(img: HtmlElement, page: Page, around: frozenset[HtmlElement]) -> bool:
    """Whether a picture stands in something that is not the article: a list of other stories, a byline, a footer.

    `around` are the elements that hold the text: whatever they are called, they are the article.
    """
    for ancestor in img.iterancestors():
        if ancestor in around:
            return False
        if ancestor.tag in _OUTSIDE_TAGS or (ancestor.tag not in NEUTRAL and _named_elsewhere(ancestor)):
            return True
        if ancestor.tag == "a" and _leads_away(ancestor, page):
            return True
    return False


def _named_elsewhere(element: HtmlElement) -> bool:
    return any(_ELSEWHERE.fullmatch(name) for name in names_of(element).split())


def _leads_away(link: HtmlElement, page: Page) -> bool:
    """Whether a link around a picture goes to another page, not to the picture itself or its gallery."""
    href = absolute(link.get("href"), page.url)
    if href is None or re.search(r"\.(?:jpe?g|png|webp|gif|avif)(?:$|\?)", href, re.IGNORECASE):
        return False
    if article_key(href) == article_key(page.url) or href.startswith(page.url.rstrip("/") + "/"):
        return False
    return not any(True for _ in link.iterancestors("figure"))


def _image_of(img: HtmlElement, page: Page) -> _Found | None:
    url = best_url(img, page.url)
    if url is None or is_unfit(url) or is_tiny(img):
        return None
    caption, maker = describe(frame_of(img))
    width, height = size_of(img)
    image = Image(
        url=url,
        caption=caption,
        creditText=maker,
        description=squeeze(img.get("alt")) or None,
        width=width,
        height=height,
    )
    return _Found(image, marks(url))


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Where the article stands in the page. Places count the elements of `_LANDMARKS` in document order."""

    around: frozenset[HtmlElement]  #: the innermost element with all of the text, and those around it
    innermost: HtmlElement | None
    start: int
    end: int  #: -1 where the text was not found


def _stretch(page: Page, body: Iterable[str]) -> _Stretch:
    """The stretch from the headline, or the first paragraph, to the last paragraph."""
    wanted = {fold(text)[:_KEYED] for text in body if len(text) > _TELLING}
    anchors: list[tuple[int, HtmlElement]] = []
    start = -1
    for number, element in enumerate(page.root.iter(*_LANDMARKS)):
        if element.tag == "h1" and start < 0 and text_in(element):
            start = number
        elif element.tag in _TEXT_TAGS and fold(_opening(element))[:_KEYED] in wanted:
            anchors.append((number, element))
    if not anchors:
        return _Stretch(frozenset(), None, start, -1)
    innermost = _common([element for _, element in anchors])
    around = frozenset({innermost, *innermost.iterancestors()}) if innermost is not None else frozenset()
    first, last = anchors[0][0], anchors[-1][0]
    return _Stretch(around, innermost, min(start, first) if start >= 0 else first, last)


def _opening(element: HtmlElement) -> str:
    """The first characters of an element's text; the rest is not looked at."""
    parts: list[str] = []
    length = 0
    for part in element.itertext():
        parts.append(part)
        length += len(part)
        if length > _KEYED * 4:
            break
    return squeeze("".join(parts))


def _common(anchors: list[HtmlElement]) -> HtmlElement | None:
    """The innermost element around all of the anchors."""
    shared = list(anchors[0].iterancestors())
    for anchor in anchors[1:]:
        around = set(anchor.iterancestors())
        shared = [element for element in shared if element in around]
    return shared[0] if shared else None


def _seen(page: Page, body: Iterable[str], lead: frozenset[str]) -> Iterator[_Found]:
    """Pictures between the headline and the end of the text, and the lead wherever it stands above."""
    stretch = _stretch(page, body)
    looked_at = 0
    for place, img in enumerate(page.root.iter(*_LANDMARKS)):
        if img.tag not in {"img", "amp-img"} or (stretch.end >= 0 and place > stretch.end + _AFTER):
            continue
        looked_at += 1
        if looked_at > _MOST_LOOKED_AT:
            return
        if _is_elsewhere(img, page, stretch.around):
            continue
        found = _image_of(img, page)
        if found is None:
            continue
        inside = stretch.innermost is not None and any(each is stretch.innermost for each in img.iterancestors())
        if found.marks & lead or stretch.start <= place <= stretch.end or (inside and place <= stretch.end + _AFTER):
            yield found


def _declared(page: Page, article: dict[str, Any]) -> list[_Found]:
    """The pictures that JSON-LD and meta elements name, the surest first."""
    found: list[_Found] = []
    for item in items(resolve(article.get("image"), page.jsonld))[:20]:
        url = absolute(url_of(item), page.url)
        if url is None or is_unfit(url):
            continue
        data = item if isinstance(item, dict) else {}
        maker = next(
            filter(None, (text_of(data.get(key)) for key in ("creditText", "copyrightHolder", "author"))), None
        )
        caption, at_end = split_credit(text_of(data.get("caption")) or text_of(data.get("description")))
        width, height = _whole(data.get("width")), _whole(data.get("height"))
        image = Image(url=url, caption=caption, creditText=maker or at_end, width=width, height=height)
        found.append(_Found(image, marks(url)))
    for name in _META:
        for content in page.meta.get(name, ())[:1]:
            url = absolute(content, page.url)
            if url and not is_unfit(url):
                alt = next(iter(page.meta.get("og:image:alt", ())), None)
                found.append(_Found(Image(url=url, description=alt), marks(url)))
    return found


def _whole(value: Any) -> int | None:
    match = re.match(r"\d{1,5}", text_of(value))
    return int(match[0]) or None if match else None


def _merged(first: Image, more: Image) -> Image:
    return replace(
        first,
        caption=first.caption or more.caption,
        creditText=first.creditText or more.creditText,
        description=first.description or more.description,
        width=first.width or more.width,
        height=first.height or more.height,
    )


def _once(found: Iterable[_Found]) -> list[_Found]:
    """Each picture once: the first version, with what the others know more."""
    kept: list[_Found] = []
    for each in found:
        same = next((n for n, k in enumerate(kept) if k.image.url == each.image.url or k.marks & each.marks), None)
        if same is None:
            kept.append(each)
        else:
            kept[same] = replace(kept[same], image=_merged(kept[same].image, each.image))
    return kept[:_MOST]


def read_images(page: Page, article: dict[str, Any], body: Iterable[str]) -> tuple[Image | None, list[Image]]:
    """The picture that leads, and all pictures of the article in order, that one included.

    `body` is the article's text, by which its place in the page is found; `article` its JSON-LD node, or {}.
    """
    declared = _declared(page, article)
    lead = frozenset(mark for each in declared for mark in each.marks)
    seen = _once(_seen(page, body, lead))
    if not declared:
        return None, [each.image for each in seen]
    first = declared[0]
    position = next((n for n, each in enumerate(seen) if each.marks & lead or each.image.url == first.image.url), None)
    if position is None:
        seen.insert(0, first)
        position = 0
    main = seen[position].image
    for each in declared:
        if each.marks & seen[position].marks or each.image.url == main.url:
            main = _merged(main, each.image)
    main = replace(main, representativeOfPage=True)
    seen[position] = replace(seen[position], image=main)
    return main, [each.image for each in seen]
