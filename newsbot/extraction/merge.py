"""Merge: one reading of a page out of all of its readers, every field with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from newsbot.article import Article, Provenance
from newsbot.discovery.link import Link
from newsbot.extraction import facts
from newsbot.extraction.authors import authors_of_text, distinct
from newsbot.extraction.blocks import Block, blocks_in, plain_block, render
from newsbot.extraction.body import Body, Clues, choose_body, dom_body, jsonld_body
from newsbot.extraction.bylines import signed
from newsbot.extraction.corrections import correction_of
from newsbot.extraction.crumbs import breadcrumbs
from newsbot.extraction.dates import read_date
from newsbot.extraction.furniture import Known, texts, without_furniture
from newsbot.extraction.headline import alternative_headline
from newsbot.extraction.headline import headline as article_headline
from newsbot.extraction.images import read_images
from newsbot.extraction.jsonld import article_node, text_of, type_names
from newsbot.extraction.language import bcp47
from newsbot.extraction.live import read_updates
from newsbot.extraction.media import read_audios, read_videos
from newsbot.extraction.moments import modified, published, unread
from newsbot.extraction.page import Page
from newsbot.extraction.paging import next_page
from newsbot.extraction.pictures import absolute
from newsbot.extraction.reading import Reading, Removed
from newsbot.extraction.seen import Seen
from newsbot.extraction.selectors import select, select_texts
from newsbot.extraction.stories import embedded_story
from newsbot.extraction.text import count_words, squeeze
from newsbot.extraction.told import Sources, Told, provenance_of

_SITE = "site:selector"
#: A text of fewer characters may be a shell that scripts fill from the data beside it.
_THIN = 600


@dataclass(slots=True)
class _Draft:
    """The article as it is filled."""

    article: Article

    def take(self, field: str, told: Told[Any] | None) -> None:
        """Set a field and note its source; None changes nothing."""
        if told is None or told.value is None or told.value == []:
            return
        setattr(self.article, field, told.value)
        self.article.provenance[field] = provenance_of(told)
        if field in {"datePublished", "dateModified"}:
            setattr(self.article, f"{field}Raw", told.raw)


def _sources(page: Page, link: Link | None) -> Sources:
    seen = Seen(page.root)
    titles = [*page.meta.get("og:title", ()), *page.meta.get("twitter:title", ()), *(h1.text for h1 in seen.headings)]
    canonical = absolute(seen.canonical, page.url)
    urls = [page.url, page.requestedUrl, *([canonical] if canonical else [])]
    node = article_node(page.jsonld, urls, titles)
    return Sources(page=page, article=node.data if node else {}, seen=seen, link=link)


def _publishers(sources: Sources, publisher: Told[str] | None) -> list[str]:
    """Every name that the publisher goes by on this page."""
    names = [publisher.value] if publisher else []
    return names + [name for key in ("og:site_name", "application-name") for name in sources.page.meta.get(key, ())]


def _fill_facts(draft: _Draft, sources: Sources, selectors: Mapping[str, str]) -> list[str]:
    """Everything but text and pictures. Gives the publisher's names."""
    own = _from_selectors(sources.page, selectors)
    publisher = own.get("publisher") or facts.publisher(sources)
    names = _publishers(sources, publisher)
    language = own.get("inLanguage") or facts.language(sources)
    path = breadcrumbs(sources.page)
    crumbs = path.value if path else []
    headline = own.get("headline") or article_headline(sources, names)
    draft.take("canonicalUrl", facts.canonical_url(sources))
    title = headline.value if headline else None
    draft.take("headline", headline)
    second = own.get("alternativeHeadline")
    second = second or alternative_headline(sources, title)
    draft.take("alternativeHeadline", second)
    draft.take("description", own.get("description") or facts.description(sources))
    draft.take("inLanguage", language)
    draft.take("datePublished", own.get("datePublished") or published(sources, language.value if language else None))
    draft.take("dateModified", own.get("dateModified") or modified(sources, language.value if language else None))
    for field, raw in unread(sources).items():
        if getattr(draft.article, field) is None:  # "yesterday" is no date, and yet what the page said
            setattr(draft.article, f"{field}Raw", raw)
    draft.take("authors", own.get("authors") or signed(sources, names))
    draft.take("breadcrumbs", path)
    draft.take("articleSection", own.get("articleSection") or facts.section(sources, crumbs, title))
    draft.take("keywords", own.get("keywords") or facts.keywords(sources))
    draft.take("publisher", publisher)
    draft.take("correction", own.get("correction"))
    draft.take("isAccessibleForFree", facts.accessible_for_free(sources))
    return names


def _from_selectors(page: Page, selectors: Mapping[str, str]) -> dict[str, Told[Any]]:
    """What the site's own selectors find, by field; those that find nothing leave the field to the general reading."""
    found: dict[str, Told[Any]] = {}
    for field, selector in selectors.items():
        if field == "articleBody":
            continue
        lines = select_texts(page.root, selector)
        value = _typed(field, lines)
        if value:
            found[field] = Told(value, _SITE, lines[0])
    return found


def _typed(field: str, lines: list[str]) -> Any:
    if not lines:
        return None
    if field in {"datePublished", "dateModified"}:
        return read_date(lines[0])
    if field == "inLanguage":
        return bcp47(lines[0])
    if field == "authors":
        return distinct(author for line in lines for author in authors_of_text(line))
    return lines if field == "keywords" else lines[0]


def _selected_body(page: Page, selector: str | None) -> Body | None:
    """The text of the elements that the site's selector names: their paragraphs, or they themselves."""
    if not selector:
        return None
    blocks = []
    for each in select(page.root, selector):
        blocks.extend([plain_block(each)] if isinstance(each, str) else blocks_in(each, page.url))
    blocks = [block for block in blocks if block.text]
    return Body(blocks, "site:articleBody") if blocks else None


def _captions(page: Page) -> tuple[str, ...]:
    return tuple(squeeze(" ".join(element.itertext())) for element in page.named("figcaption"))


def _known(sources: Sources, article: Article, names: list[str]) -> Known:
    page = sources.page
    headlines = [article.headline, text_of(sources.article.get("headline"))]
    headlines += [*page.meta.get("og:title", ()), *(h1.text for h1 in sources.seen.headings)]
    return Known(
        headlines=tuple(filter(None, headlines)),
        authors=tuple(author.name for author in article.authors),
        captions=_captions(page),
        publisher=" ".join(names),
        sections=(article.articleSection or "", *(crumb.name or "" for crumb in article.breadcrumbs)),
    )


def _clues(sources: Sources) -> Clues:
    names = ("og:description", "description", "twitter:description")
    return Clues(
        titles=[told.value for told in sources.strings(("headline",), ("og:title", "twitter:title"))],
        descriptions=[told.value for told in sources.strings(("description",), names)],
    )


def _general_body(sources: Sources) -> Body:
    """The text of the page's elements, or else of its data; its embedded state is looked into only for a thin text."""
    page, clues = sources.page, _clues(sources)
    body = choose_body(dom_body(page.outline, page.url, clues), jsonld_body(sources.article, page.url))
    if body.length >= _THIN:
        return body
    story = embedded_story(page, titles=clues.titles, urls=(page.url, page.requestedUrl))
    return choose_body(body, Body(list(story.blocks), story.source)) if story else body


def _fill_body(
    draft: _Draft, sources: Sources, known: Known, selector: str | None
) -> tuple[list[Block], list[Removed]]:
    """The text. Gives its blocks and what was left out."""
    page, article = sources.page, draft.article
    body = _selected_body(page, selector) or _general_body(sources)
    kept, removed = without_furniture(body.blocks, known)
    blocks = texts(kept)
    if not kept:
        return kept, removed
    article.articleBody = "\n\n".join(blocks)
    article.articleBodyHtml = render(kept)
    article.wordCount = count_words(article.articleBody)
    for field in ("articleBody", "articleBodyHtml", "wordCount"):
        article.provenance[field] = Provenance(source=body.source)
    return kept, removed


def _fill_media(draft: _Draft, sources: Sources, kept: list[Block], removed: list[Removed]) -> None:
    page, data = sources.page, sources.article
    main, images = read_images(page, data, kept)
    draft.take("mainImage", Told(main, "images"))
    draft.take("images", Told(images, "images"))
    draft.take("videos", Told(read_videos(page, data), "jsonld, meta, video"))
    draft.take("audios", Told(read_audios(page, data), "jsonld, meta, audio"))
    draft.take("liveBlogUpdate", Told(read_updates(page, data), "jsonld, live entries"))
    if draft.article.correction is None:  # the site's own selector gave none
        correction = correction_of(data, (*texts(kept), *(each.text for each in removed)))
        draft.take("correction", Told(*correction) if correction else None)


def _declared_words(data: dict[str, Any]) -> int | None:
    text = text_of(data.get("wordCount")).split(".")[0].replace(",", "")
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) <= 7 and int(text) else None  # noqa: PLR2004 (no article has more)


def _is_article(sources: Sources, article: Article) -> bool:
    """Whether anything says that this page is an article: only then is a next page its own, not that of a list."""
    declared = bool(sources.article) or "article" in sources.page.meta.get("og:type", ())
    return bool(article.articleBody) and (declared or article.datePublished is not None)


def read_page(page: Page, *, link: Link | None = None, selectors: Mapping[str, str] | None = None) -> Reading:
    """What a page gives: the article, its access not judged yet, and what judging needs.

    `link` is how the page was found: a feed's title and dates fill what the page itself does not say. `selectors` are
    the site file's (`css:…` or `xpath:…` by field name) and come first; `FixArgument` where one cannot be understood.
    """
    sources = _sources(page, link)
    draft = _Draft(Article(url=page.url))
    own = selectors or {}
    names = _fill_facts(draft, sources, own)
    known = _known(sources, draft.article, names)
    kept, removed = _fill_body(draft, sources, known, own.get("articleBody"))
    blocks = texts(kept)
    _fill_media(draft, sources, kept, removed)
    source = draft.article.provenance.get("articleBody")
    return Reading(
        article=draft.article,
        blocks=blocks,
        places=tuple(block.place for block in kept) if source and source.source == "dom" else (),
        removed=tuple(removed),
        bodySource=source.source if source else None,
        jsonldTypes=type_names(page.jsonld),
        declaredWordCount=_declared_words(sources.article),
        nextPage=next_page(page) if _is_article(sources, draft.article) else None,
    )
