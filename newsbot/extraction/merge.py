"""Merge: one reading of a page out of all of its readers, every field with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

from newsbot.article import Article, Provenance
from newsbot.discovery.link import Link
from newsbot.extraction import facts
from newsbot.extraction.authors import authors_of_text, distinct
from newsbot.extraction.blocks import Kind, inline_blocks, plain_block, render
from newsbot.extraction.body import Body, choose_body, dom_body, jsonld_body
from newsbot.extraction.bylines import signed
from newsbot.extraction.corrections import correction_of
from newsbot.extraction.dates import read_date
from newsbot.extraction.furniture import Known, texts, without_furniture
from newsbot.extraction.images import read_images
from newsbot.extraction.jsonld import article_node, text_of, type_names
from newsbot.extraction.media import read_audios, read_updates, read_videos
from newsbot.extraction.moments import modified, published, unread
from newsbot.extraction.page import Page
from newsbot.extraction.paging import next_page
from newsbot.extraction.reading import Reading, Removed
from newsbot.extraction.selectors import select, select_texts
from newsbot.extraction.text import count_words, squeeze
from newsbot.extraction.told import Sources, Told

_SITE = "site:selector"
_TEXT_TAGS = {
    "p": Kind.PARAGRAPH,
    "li": Kind.ITEM,
    "h2": Kind.HEADING,
    "h3": Kind.SUBHEADING,
    "h4": Kind.LOW_HEADING,
    "blockquote": Kind.QUOTE,
}


@dataclass(slots=True)
class _Draft:
    """The article as it is filled."""

    article: Article

    def take(self, field: str, told: Told[Any] | None) -> None:
        """Set a field and note its source; None changes nothing."""
        if told is None or told.value is None or told.value == []:
            return
        setattr(self.article, field, told.value)
        self.article.provenance[field] = Provenance(source=told.source)
        if field in {"datePublished", "dateModified"}:
            setattr(self.article, f"{field}Raw", told.raw)


def _sources(page: Page, link: Link | None) -> Sources:
    titles = [*page.meta.get("og:title", ()), *page.meta.get("twitter:title", ()), *facts.headings(page)]
    canonical = facts.canonical_url(Sources(page=page, article={}))
    urls = [page.url, page.requestedUrl, *([canonical.value] if canonical else [])]
    node = article_node(page.jsonld, urls, titles)
    return Sources(page=page, article=node.data if node else {}, link=link)


def _publishers(sources: Sources, publisher: Told[str] | None) -> list[str]:
    """Every name that the publisher goes by on this page."""
    names = [publisher.value] if publisher else []
    return names + [name for key in ("og:site_name", "application-name") for name in sources.page.meta.get(key, ())]


def _fill_facts(draft: _Draft, sources: Sources, selectors: Mapping[str, str]) -> list[str]:
    """Everything but text and pictures. Gives the publisher's names."""
    own = _from_selectors(sources.page, selectors)
    publisher = facts.publisher(sources)
    names = _publishers(sources, publisher)
    language = facts.language(sources)
    crumbs = facts.breadcrumbs(sources)
    headline = own.get("headline") or facts.headline(sources, names)
    draft.take("canonicalUrl", facts.canonical_url(sources))
    draft.take("headline", headline)
    draft.take("alternativeHeadline", facts.alternative_headline(sources, headline.value if headline else None))
    draft.take("description", own.get("description") or facts.description(sources))
    draft.take("inLanguage", own.get("inLanguage") or language)
    draft.take("datePublished", own.get("datePublished") or published(sources, language.value if language else None))
    draft.take("dateModified", own.get("dateModified") or modified(sources, language.value if language else None))
    for field, raw in unread(sources).items():
        if getattr(draft.article, field) is None:  # "yesterday" is no date, and yet what the page said
            setattr(draft.article, f"{field}Raw", raw)
    draft.take("authors", own.get("authors") or signed(sources, names))
    draft.take("breadcrumbs", Told(crumbs, "jsonld:BreadcrumbList"))
    draft.take("articleSection", own.get("articleSection") or facts.section(sources, crumbs))
    draft.take("keywords", own.get("keywords") or facts.keywords(sources))
    draft.take("publisher", publisher)
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
    if field == "authors":
        return distinct(author for line in lines for author in authors_of_text(line))
    return lines if field == "keywords" else lines[0]


def _selected_body(page: Page, selector: str | None) -> Body | None:
    """The text of the elements that the site's selector names: their paragraphs, or they themselves."""
    if not selector:
        return None
    blocks = []
    for each in select(page.root, selector):
        if isinstance(each, str):
            blocks.append(plain_block(each))
            continue
        parts = [part for part in each.iter(*_TEXT_TAGS) if not _has_parts(part)] or [each]
        for part in parts:
            blocks.extend(inline_blocks(part, _TEXT_TAGS.get(str(part.tag), Kind.PARAGRAPH), page.url))
    blocks = [block for block in blocks if block.text]
    return Body(blocks, "site:articleBody") if blocks else None


def _has_parts(element: HtmlElement) -> bool:
    return any(True for _ in element.iterdescendants(*_TEXT_TAGS))


def _captions(page: Page) -> tuple[str, ...]:
    return tuple(squeeze(" ".join(element.itertext())) for element in page.root.iter("figcaption"))


def _known(sources: Sources, article: Article, names: list[str]) -> Known:
    page = sources.page
    headlines = [article.headline, article.alternativeHeadline, text_of(sources.article.get("headline"))]
    headlines += [*page.meta.get("og:title", ()), *facts.headings(page)]
    return Known(
        headlines=tuple(filter(None, headlines)),
        authors=tuple(author.name for author in article.authors),
        captions=_captions(page),
        publisher=" ".join(names),
        sections=(article.articleSection or "", *(crumb.name or "" for crumb in article.breadcrumbs)),
    )


def _fill_body(
    draft: _Draft, sources: Sources, known: Known, selector: str | None
) -> tuple[tuple[str, ...], list[Removed]]:
    """The text. Gives its blocks and what was left out."""
    page, article = sources.page, draft.article
    body = _selected_body(page, selector) or choose_body(dom_body(page), jsonld_body(sources.article, page.url))
    kept, removed = without_furniture(body.blocks, known)
    blocks = texts(kept)
    if not kept:
        return blocks, removed
    article.articleBody = "\n\n".join(blocks)
    article.articleBodyHtml = render(kept)
    article.wordCount = count_words(article.articleBody)
    for field in ("articleBody", "articleBodyHtml", "wordCount"):
        article.provenance[field] = Provenance(source=body.source)
    return blocks, removed


def _fill_media(draft: _Draft, sources: Sources, blocks: tuple[str, ...], removed: list[Removed]) -> None:
    page, data = sources.page, sources.article
    main, images = read_images(page, data, blocks)
    draft.take("mainImage", Told(main, "images"))
    draft.take("images", Told(images, "images"))
    draft.take("videos", Told(read_videos(page, data), "jsonld, meta, video"))
    draft.take("audios", Told(read_audios(page, data), "jsonld, meta, audio"))
    draft.take("liveBlogUpdate", Told(read_updates(page, data), "jsonld:liveBlogUpdate"))
    correction = correction_of(data, (*blocks, *(each.text for each in removed)))
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
    blocks, removed = _fill_body(draft, sources, known, own.get("articleBody"))
    _fill_media(draft, sources, blocks, removed)
    source = draft.article.provenance.get("articleBody")
    return Reading(
        article=draft.article,
        blocks=blocks,
        removed=tuple(removed),
        bodySource=source.source if source else None,
        jsonldTypes=type_names(page.jsonld),
        declaredWordCount=_declared_words(sources.article),
        nextPage=next_page(page) if _is_article(sources, draft.article) else None,
    )
