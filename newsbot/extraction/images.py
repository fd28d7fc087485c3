"""Images: the pictures of the article as its reader sees them, each once, and the one that leads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from lxml.html import HtmlElement

from newsbot.article import Image, fold
from newsbot.extraction.credit import credit_of, split_credit
from newsbot.extraction.jsonld import items, resolve, text_of, url_of
from newsbot.extraction.page import Page
from newsbot.extraction.pictures import absolute, best_url, is_tiny, is_unfit, marks, size_of
from newsbot.extraction.text import squeeze
from newsbot.urls import article_key

_MOST = 60
#: Names of elements whose pictures belong to something else.
_ELSEWHERE = re.compile(
    r"(?:^|[\s_-])(?:related|recommend\w*|recirc\w*|more-?(?:news|stories|from|on)|read-?(?:more|next|also)|most-?(?:read|popular)|trending|popular|"
    r"newsletter\w*|promo\w*|sponsor\w*|advert\w*|ads?|banner|taboola|outbrain|sidebar|aside|rail|footer|nav|navigation|menu|masthead|site-?header|"
    r"logo|avatar|author\w*|byline\w*|bio|profile|comments?|share\w*|social\w*|teasers?-?(?:list|box|group)|carousel-related|podcast\w*|"
    r"authorbox|breadcrumb\w*|subscri\w*|paywall\w*|cookie\w*|consent\w*|app-?(?:banner|promo))(?:$|[\s_-])",
    re.IGNORECASE,
)
_OUTSIDE_TAGS = frozenset({"nav", "footer", "aside", "noscript", "template"})
_CREDIT_NAME = re.compile(r"credit|copyright|photographer|rights|quelle|source|fotograf|byline|author|attribution|agency", re.IGNORECASE)
_CAPTION_NAME = re.compile(r"caption|legend|bildunterschrift|bildtext|subtitle|didascalia|pie-?(?:de-?)?foto|leyenda|bu-text", re.IGNORECASE)
_CLIMB = 4
_LONGEST_CAPTION = 1000


@dataclass(frozen=True, slots=True)
class _Found:
    """A picture of the page, and what tells it from others."""

    image: Image
    marks: frozenset[str]
    declared: bool = False


def _names(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _text(element: HtmlElement) -> str:
    return squeeze(" ".join(element.itertext()))


def _is_elsewhere(img: HtmlElement, page: Page, top: HtmlElement | None) -> bool:
    """Whether a picture stands in something that is not the article: a list of other stories, a byline, a footer."""
    for ancestor in img.iterancestors():
        if ancestor is top:
            return False
        if ancestor.tag in _OUTSIDE_TAGS or (ancestor.tag not in {"body", "html", "main", "article"} and _ELSEWHERE.search(_names(ancestor))):
            return True
        if ancestor.tag == "a" and _leads_away(ancestor, page):
            return True
    return False


def _leads_away(link: HtmlElement, page: Page) -> bool:
    """Whether a link around a picture goes to another page, not to the picture itself or its gallery."""
    href = absolute(link.get("href"), page.url)
    if href is None or re.search(r"\.(?:jpe?g|png|webp|gif|avif)(?:$|\?)", href, re.IGNORECASE):
        return False
    if article_key(href) == article_key(page.url) or href.startswith(page.url.rstrip("/") + "/"):
        return False
    return not any(True for _ in link.iterancestors("figure"))


def _frame(img: HtmlElement) -> HtmlElement | None:
    """The element that holds a picture and its caption: the figure, or a near ancestor that has a caption."""
    for climbed, ancestor in enumerate(img.iterancestors()):
        if ancestor.tag == "figure":
            return ancestor
        if climbed < _CLIMB and _captions(ancestor) and sum(1 for _ in ancestor.iter("img")) <= 2:  # noqa: PLR2004 (a second, lazy one)
            return ancestor
        if ancestor.tag in {"article", "body", "main"}:
            return None
    return None


def _captions(frame: HtmlElement) -> list[HtmlElement]:
    captions = [e for e in frame.iter("figcaption") if _text(e)]
    if captions:
        return captions
    named = (e for e in frame.iter("p", "div", "span", "small", "em", "dd") if _CAPTION_NAME.search(_names(e)) and _text(e))
    return [next(named)] if (named := iter(list(named))) and any(True for _ in frame.iter("img")) and _peek(frame) else []


def _peek(frame: HtmlElement) -> bool:
    return any(_CAPTION_NAME.search(_names(e)) and _text(e) for e in frame.iter("p", "div", "span", "small", "em", "dd"))


def _credits(frame: HtmlElement) -> list[HtmlElement]:
    """The outermost elements of a frame that are named for a credit, or marked up as one."""
    found: list[HtmlElement] = []
    for element in frame.iter("span", "small", "cite", "p", "div", "em", "a", "footer", "i"):
        named = _CREDIT_NAME.search(f"{_names(element)} {element.get('itemprop') or ''}") or element.tag in {"cite", "small"}
        if named and _text(element) and not any(outer in found for outer in element.iterancestors()):
            found.append(element)
    return found


def _without(text: str, part: str) -> str:
    return squeeze(text.replace(part, " ", 1)) if part else text


def describe(frame: HtmlElement | None) -> tuple[str | None, str | None]:
    """Caption and credit of the picture in a frame."""
    if frame is None:
        return None, None
    captions = _captions(frame)
    text = _text(captions[0]) if captions else ""
    makers = [_text(element) for element in _credits(frame) if element not in captions]
    makers = [maker for maker in makers if len(maker) < 200 and fold(maker) != fold(text)]  # noqa: PLR2004 (a credit is short)
    for line in (_text(p) for p in frame.iter("p", "span", "div")):
        if credit_of(line) and line not in makers and len(line) < 120:  # noqa: PLR2004
            makers.append(line)
    for maker in makers:
        text = _without(text, maker)
    caption, at_end = split_credit(text[:_LONGEST_CAPTION])
    maker = next((credit_of(m) or m.strip(" .|()/") for m in makers if m.strip(" .|()/")), None)
    return _finished(caption), maker or at_end


def _finished(caption: str | None) -> str | None:
    """A caption without the label of its credit left hanging at its end."""
    if not caption:
        return None
    text = re.sub(r"[\s|/(\[–—-]*(?:\b(?:foto|photo|bild|image|credit|quelle|source|fotos?)\s*:?)?[\s|/(\[–—-]*$", "", caption, flags=re.IGNORECASE)
    return text.strip() or None


def _image_of(img: HtmlElement, page: Page) -> _Found | None:
    url = best_url(img, page.url)
    if url is None or is_unfit(url) or is_tiny(img):
        return None
    caption, maker = describe(_frame(img))
    width, height = size_of(img)
    image = Image(url=url, caption=caption, creditText=maker, description=squeeze(img.get("alt")) or None, width=width, height=height)
    return _Found(image, marks(url))


def _stretch(page: Page, body: Iterable[str]) -> tuple[HtmlElement | None, int, int, dict[HtmlElement, int]]:
    """The element that holds the text, and where the article starts and ends in document order."""
    order: dict[HtmlElement, int] = {}
    wanted = {fold(text)[:60] for text in body if len(text) > 40}  # noqa: PLR2004 (short lines are not unique)
    anchors: list[HtmlElement] = []
    start = -1
    for number, element in enumerate(page.root.iter()):
        if not isinstance(element.tag, str):
            continue
        order[element] = number
        if element.tag == "h1" and start < 0 and _text(element):
            start = number
        if element.tag in {"p", "li", "h2", "h3", "blockquote"} and wanted:
            text = fold(" ".join("".join(element.itertext())[:400].split()))[:60]
            if text in wanted:
                anchors.append(element)
    if not anchors:
        return None, start, -1, order
    first, last = order[anchors[0]], order[anchors[-1]]
    return _common(anchors), min(start, first) if start >= 0 else first, last, order


def _common(anchors: list[HtmlElement]) -> HtmlElement | None:
    """The innermost element around all of the anchors."""
    shared = [anchors[0], *anchors[0].iterancestors()]
    for anchor in anchors[1:]:
        around = {anchor, *anchor.iterancestors()}
        shared = [element for element in shared if element in around]
    return shared[0] if shared else None


def _seen(page: Page, body: Iterable[str], lead: frozenset[str]) -> Iterator[_Found]:
    """Pictures between the headline and the end of the text, and the lead wherever it stands above."""
    top, start, end, order = _stretch(page, body)
    for img in page.root.iter("img", "amp-img"):
        place = order.get(img, -1)
        if (end >= 0 and place > end + 40) or _is_elsewhere(img, page, None):
            continue
        found = _image_of(img, page)
        if found is None:
            continue
        inside = top is not None and any(ancestor is top for ancestor in img.iterancestors())
        if found.marks & lead or start <= place <= end or (inside and place <= end):
            yield found


def _declared(page: Page, article: dict[str, Any]) -> list[_Found]:
    """The pictures that JSON-LD and meta elements name, the surest first."""
    found: list[_Found] = []
    for item in items(resolve(article.get("image"), page.jsonld))[:20]:
        url = absolute(url_of(item), page.url)
        if url is None or is_unfit(url):
            continue
        data = item if isinstance(item, dict) else {}
        maker = text_of(data.get("creditText")) or text_of(data.get("copyrightHolder")) or text_of(data.get("author")) or None
        caption = text_of(data.get("caption")) or text_of(data.get("description")) or None
        found.append(_Found(Image(url=url, caption=caption, creditText=maker, width=_whole(data.get("width")), height=_whole(data.get("height"))), marks(url), declared=True))
    for name in ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src", "parsely-image-url"):
        for content in page.meta.get(name, ())[:1]:
            url = absolute(content, page.url)
            if url and not is_unfit(url):
                alt = next(iter(page.meta.get("og:image:alt", ())), None)
                found.append(_Found(Image(url=url, description=alt), marks(url), declared=True))
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
    lead = frozenset().union(*(each.marks for each in declared)) if declared else frozenset()
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
        if each.marks & seen[position].marks or each is first:
            main = _merged(main, each.image)
    main = replace(main, representativeOfPage=True)
    seen[position] = replace(seen[position], image=main)
    return main, [each.image for each in seen]
