"""Images: the pictures of the article as its reader sees them, each once, and the one that leads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from newsbot.article import Image, ImageSize
from newsbot.extraction import regions
from newsbot.extraction.blocks import Block
from newsbot.extraction.credit import bare_credit, split_credit
from newsbot.extraction.frames import describe
from newsbot.extraction.jsonld import items, resolve, text_of, url_of
from newsbot.extraction.outline import Picture
from newsbot.extraction.page import Page
from newsbot.extraction.pictures import absolute, is_tiny, is_unfit, name_of, names, size_of, tokens_of, versions
from newsbot.extraction.standing import HEADINGS, Standing, read_standing
from newsbot.extraction.text import squeeze
from newsbot.urls import article_key

_MOST = 80
_MOST_LOOKED_AT = 400
#: Regions whose pictures are never the article's, whatever is declared.
_NEVER = regions.HIDDEN | regions.FOOTER | regions.COMMENTS
_META = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src", "parsely-image-url")
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)(?:$|[?&#/])", re.IGNORECASE)
#: What a site shows in networks where an article has no picture of its own.
_STAND_IN = re.compile(
    r"(?:^|[/_.-])(?:default|share|sharing|social|og|opengraph|open-graph|facebook|twitter|no-?image)(?:[/_.-]|$)",
    re.IGNORECASE,
)
_TEASER_LINKED = 0.6
_CARD_LEVELS = 5
_CARD_PASSAGES = 8
_CARD_PICTURES = 2  #: one for each width of screen
#: A picture under the h1 is the article's.
_CARD_HEADINGS = HEADINGS - {"h1"}


@dataclass(frozen=True, slots=True)
class _Found:
    """A picture, and what tells it from others."""

    image: Image
    names: frozenset[str]
    tokens: frozenset[str]
    early: bool = False  #: it stands before the text


@dataclass(frozen=True, slots=True)
class _Marks:
    """What tells the pictures that a page declares."""

    names: frozenset[str]
    tokens: frozenset[str]

    def shows(self, sizes: list[ImageSize]) -> bool:
        """Whether these versions show one of them."""
        return bool(names(sizes) & self.names or tokens_of(sizes[0].url) & self.tokens)


def _is_card(picture: Picture, standing: Standing) -> bool:
    """Whether a picture stands in the card of another story: beside a heading or links, and none of the text."""
    passages = standing.outline.passages
    for _, spot in zip(range(_CARD_LEVELS), picture.spot.up(), strict=False):
        if standing.counts.get(id(spot), 0) > _CARD_PICTURES or spot.end - spot.start > _CARD_PASSAGES:
            return False
        inside = passages[spot.start : spot.end]
        if not inside:
            continue
        if standing.text_in(spot) or any(each.spot.flags & regions.CAPTION for each in inside):
            return False
        length = sum(len(each.text) for each in inside)
        headed = any(each.spot.tag in _CARD_HEADINGS for each in inside)
        return headed or sum(each.linked for each in inside) >= _TEASER_LINKED * length
    return False


def _leads_away(picture: Picture, page: Page) -> bool:
    """Whether a link around a picture goes to another page, not to the picture itself or its gallery."""
    href = absolute(picture.link.get("href"), page.url) if picture.link is not None else None
    if href is None or _PICTURE_FILE.search(href):
        return False
    return article_key(href) != article_key(page.url) and not href.startswith(page.url.rstrip("/") + "/")


def _image_of(picture: Picture, standing: Standing, sizes: list[ImageSize]) -> _Found:
    element = picture.element
    caption, maker = describe(picture, standing)
    width, height = size_of(element)
    image = Image(
        url=sizes[0].url,
        caption=caption,
        creditText=maker,
        description=squeeze(element.get("alt")) or None,
        width=sizes[0].width or width,
        height=height if sizes[0].width in {None, width} else None,
        sizes=sizes,
    )
    return _Found(image, names(sizes), tokens_of(sizes[0].url), standing.before(picture))


def _seen(page: Page, standing: Standing, lead: _Marks) -> Iterator[_Found]:
    """The pictures that stand in the article, in order; the declared one also where it stands oddly."""
    looked_at = 0
    for picture in standing.pictures:
        elsewhere = standing.elsewhere(picture.spot)
        strange = bool(elsewhere) or is_tiny(picture.element) or _is_card(picture, standing)
        if strange and (elsewhere & _NEVER or not standing.early(picture)):
            continue
        looked_at += 1
        if looked_at > _MOST_LOOKED_AT:
            return
        sizes = versions(picture.element, page.url)
        if not sizes:
            continue
        if strange or (picture.link is not None and _leads_away(picture, page)):
            if not lead.shows(sizes):
                continue
            yield _image_of(picture, standing, sizes)
            continue
        found = _image_of(picture, standing, sizes)
        if not is_unfit(sizes[0].url, captioned=found.image.caption is not None):
            yield found


def _declared(page: Page, article: dict[str, Any]) -> list[_Found]:
    """The pictures that JSON-LD and meta elements name, the surest first."""
    found: list[_Found] = []
    for item in items(resolve(article.get("image"), page.jsonld))[:20]:
        url = absolute(url_of(item), page.url)
        if url is None or is_unfit(url, captioned=True):
            continue
        data = item if isinstance(item, dict) else {}
        makers = (text_of(data.get(key)) for key in ("creditText", "copyrightHolder", "author", "copyrightNotice"))
        maker = next(filter(None, makers), None)
        caption, at_end = split_credit(text_of(data.get("caption")) or text_of(data.get("description")))
        width, height = _whole(data.get("width")), _whole(data.get("height"))
        image = Image(
            url=url, caption=caption, creditText=bare_credit(maker or "") or at_end, width=width, height=height
        )
        found.append(_named(image))
    for name in _META:
        for content in page.meta.get(name, ())[:1]:
            url = absolute(content, page.url)
            if url and not is_unfit(url, captioned=True):
                alt = next(iter(page.meta.get("og:image:alt", ())), None)
                found.append(_named(Image(url=url, description=alt)))
    return found


def _named(image: Image) -> _Found:
    sizes = [ImageSize(url=image.url, width=image.width, height=image.height)]
    return _Found(replace(image, sizes=sizes), names(sizes), tokens_of(image.url))


def _whole(value: Any) -> int | None:
    match = re.match(r"\d{1,5}", text_of(value))
    return int(match[0]) or None if match else None


def _merged(first: Image, more: Image) -> Image:
    known = {size.url for size in first.sizes}
    return replace(
        first,
        caption=first.caption or more.caption,
        creditText=first.creditText or more.creditText,
        description=first.description or more.description,
        sizes=first.sizes + [size for size in more.sizes if size.url not in known],
    )


def _once(found: Iterable[_Found]) -> list[_Found]:
    """Each picture once: the first version, with what the others know more."""
    kept: list[_Found] = []
    places: dict[str, int] = {}
    for each in found:
        same = next((places[name] for name in each.names if name in places), None)
        if same is None:
            if len(kept) >= _MOST:
                continue
            same = len(kept)
            kept.append(each)
        else:
            before = kept[same]
            kept[same] = replace(before, image=_merged(before.image, each.image), early=before.early or each.early)
        places.update((name, same) for name in each.names if name not in places)
    return kept


def _position(seen: Sequence[_Found], declared: Sequence[_Found]) -> int | None:
    """Which of the pictures that are seen is the one that is declared."""
    for each in declared:
        for number, found in enumerate(seen):
            if found.names & each.names:
                return number
    shared = Counter(token for found in seen for token in found.tokens)
    for each in declared:
        telling = {token for token in each.tokens if shared[token] == 1}
        for number, found in enumerate(seen):
            if found.tokens & telling:
                return number
    return None


def _is_stand_in(url: str) -> bool:
    return bool(_STAND_IN.search(name_of(url)))


def read_images(page: Page, article: dict[str, Any], blocks: Sequence[Block]) -> tuple[Image | None, list[Image]]:
    """The picture that leads, and all pictures of the article in order, that one included.

    `blocks` are the article's text, by which its place in the page is found; `article` its JSON-LD node, or {}.
    """
    declared = _declared(page, article)
    standing = read_standing(page.outline, [block.place for block in blocks])
    lead = _Marks(frozenset().union(*(d.names for d in declared)), frozenset().union(*(d.tokens for d in declared)))
    seen = _once(_seen(page, standing, lead))
    position = _position(seen, declared)
    if position is None and seen and seen[0].early:
        position = 0
    if position is None:
        first = next((each for each in declared if not _is_stand_in(each.image.url)), None)
        if first is None:
            return None, [each.image for each in seen]
        if seen:
            return replace(first.image, representativeOfPage=True), [each.image for each in seen]
        seen.insert(0, first)
        position = 0
    main = seen[position].image
    for each in declared:
        if each.names & seen[position].names or each.tokens & seen[position].tokens:
            main = _merged(main, each.image)
    main = replace(main, representativeOfPage=True)
    images = [each.image for each in seen]
    images[position] = main
    return main, images
