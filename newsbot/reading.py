"""Reading: one page, from its bytes to a judged article. Pure: crawl, command line and API all read here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache

from lxml.html import HtmlElement

from newsbot.access.layout import is_hidden
from newsbot.access.notices import PHRASES, rulebook
from newsbot.access.signals import gather
from newsbot.access.states import PageKind
from newsbot.access.verdict import judge_signals
from newsbot.article import COMPLETE, Article, Declared, Delivered, Evidence, Gate, Session, Visibility, fold
from newsbot.discovery.link import Link
from newsbot.extraction.merge import read_page
from newsbot.extraction.page import Page, parse_page
from newsbot.extraction.reading import Reading
from newsbot.extraction.selectors import select
from newsbot.extraction.text import count_words
from newsbot.rights import rights_of
from newsbot.sites.model import Site

#: Text that is cut to its teaser keeps this many paragraphs.
TEASER_BLOCKS = 2
#: So many characters of a paragraph are enough to find it again on its page.
_RECOGNISED = 60
_WALLS = frozenset(
    {Gate.SUBSCRIPTION, Gate.REGISTRATION, Gate.METERED_EXHAUSTED, Gate.LOGIN_REQUIRED, Gate.ENTITLEMENT_MISSING}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteHints:
    """What a site file adds to the generic reading."""

    selectors: Mapping[str, str] | None = None
    remove: Sequence[str] = ()
    locked_when: Sequence[str] = ()
    gated_text: str = "keep"


NO_HINTS = SiteHints()


def hints_of(site: Site, gated_text: str = "keep") -> SiteHints:
    """What a site file adds to the generic reading; `gated_text` is the owner's setting for all sites."""
    return SiteHints(
        selectors=site.selectors.fields,
        remove=site.selectors.remove,
        locked_when=site.access.lockedWhen,
        gated_text=site.access.gatedText or gated_text,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How a page was asked for, as far as the verdict depends on it."""

    session: Session = Session.ANONYMOUS  #: as whom
    visibility: Visibility = Visibility.NOT_RENDERED  #: what a reader saw of the text, where a browser showed it


PLAINLY = Asked()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRead:
    """A page that was read and judged."""

    page: Page
    reading: Reading
    kind: PageKind

    @property
    def article(self) -> Article:
        """The article, with its verdict."""
        return self.reading.article


def read_bytes(
    body: bytes | str,
    url: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    link: Link | None = None,
    hints: SiteHints = NO_HINTS,
    asked: Asked = PLAINLY,
) -> PageRead:
    """Read and judge a page.

    `url` is the address that answered; `link` is how the page was found, and the address that was asked for. `headers`
    are those of the answer, with names in lower case. Raises `NotAPage` where the bytes are no HTML.
    """
    page = parse_page(
        body,
        url,
        requested_url=link.url if link else url,
        content_type=(headers or {}).get("content-type"),
        status=status,
        headers=headers or {},
    )
    return read_parsed(page, link=link, hints=hints, asked=asked)


def read_parsed(
    page: Page, *, link: Link | None = None, hints: SiteHints = NO_HINTS, asked: Asked = PLAINLY
) -> PageRead:
    """Read and judge a page that was parsed already."""
    reading = read_page(without(page, hints.remove), link=link, selectors=hints.selectors)
    signals = gather(page, reading, hints.locked_when)
    access = replace(judge_signals(signals, session=asked.session), visibility=asked.visibility)
    rights = rights_of(page.url, page.headers, page.meta)
    article = cut_covered(replace(reading.article, access=access, rights=rights), reading.blocks)
    if signals.in_data_only and not article.complete:
        article = only_shown(article, reading.blocks, page)
    if hints.gated_text == "teaser":
        article = cut_gated(article, reading.blocks)
    reading = replace(reading, article=article)
    return PageRead(page=page, reading=reading, kind=signals.state.kind)


def without(page: Page, selectors: Sequence[str]) -> Page:
    """The page without the elements that a site file names as no part of the text. The given page stays as it is."""
    if not selectors:
        return page
    root = deepcopy(page.root)
    for element in [each for selector in selectors for each in select(root, selector)]:
        if isinstance(element, HtmlElement) and element.getparent() is not None:
            element.drop_tree()
    return replace(page, root=root)


def only_shown(article: Article, blocks: Sequence[str], page: Page) -> Article:
    """The article with those paragraphs only that its page shows.

    A page that is cut for this reader, and carries the whole text in its data all the same, showed a teaser.
    """
    shown = fold(" ".join(each.text for each in page.outline.passages if not is_hidden(each.spot.element)))
    return _with_text(article, [block for block in blocks if fold(block)[:_RECOGNISED] in shown])


def _with_text(article: Article, blocks: Sequence[str]) -> Article:
    text = "\n\n".join(blocks)
    return replace(article, articleBody=text or None, articleBodyHtml=None, wordCount=count_words(text))


def cut_gated(article: Article, blocks: Sequence[str]) -> Article:
    """The article with its text cut to a teaser, if its publisher declares it not free and no own login was confirmed.

    This is the owner's choice `gatedText: teaser`: what the server sent is then not kept.
    """
    access = article.access
    if (
        access.declared is not Declared.NOT_FREE
        or access.session is Session.OWN_LOGIN_CONFIRMED
        or access.delivered not in COMPLETE
    ):
        return article
    return _cut(
        article, blocks, Evidence(kind="policy", value="gatedText: teaser", where="configuration", rule="gated-text")
    )


def cut_covered(article: Article, blocks: Sequence[str]) -> Article:
    """The article with its text cut to a teaser, if a wall stood before it: this reader was not shown more.

    What covers a text that nobody withholds from its reader, such as a question for consent, is no wall.
    """
    access = article.access
    withheld = access.gate in _WALLS or (
        access.declared in {Declared.NOT_FREE, Declared.METERED} and access.session is not Session.OWN_LOGIN_CONFIRMED
    )
    if access.visibility is not Visibility.HIDDEN_BY_OVERLAY or not withheld or access.delivered not in COMPLETE:
        return article
    seen = Evidence(kind="overlay", value="something stands before the text", where="browser", rule="covered")
    return _cut(article, blocks, seen)


def _cut(article: Article, blocks: Sequence[str], evidence: Evidence) -> Article:
    access = article.access
    gate = Gate.SUBSCRIPTION if access.gate is Gate.NONE_SEEN else access.gate
    cut = replace(access, delivered=Delivered.PARTIAL_TEASER, gate=gate, evidence=[*access.evidence, evidence])
    return _with_text(replace(article, access=cut), blocks[:TEASER_BLOCKS])


def why_not(article: Article) -> str | None:
    """Why this is no article that can be kept; None where it is one. A labelled teaser is one."""
    if not article.headline:
        return "it has no headline"
    if (
        not article.articleBody
        and not article.liveBlogUpdate
        and article.access.delivered in {Delivered.FULL, Delivered.UNKNOWN}
    ):
        return "it has no text"
    return None


def join_pages(first: Article, following: Sequence[Article]) -> Article:
    """One article of all its pages: texts and pictures in order, the facts and the address of the first.

    The verdict is the worst that any page got: a text of which one page is cut is not complete.
    """
    articles = [first, *following]
    # That a page has a next one makes it partial only as long as the next one was not read.
    passed = [a.access for a in articles[:-1] if a.access.delivered is not Delivered.PARTIAL_OTHER]
    access = max([*passed, articles[-1].access], key=lambda each: _SEVERITY[each.delivered])
    return replace(
        first,
        articleBody="\n\n".join(a.articleBody for a in articles if a.articleBody) or None,
        articleBodyHtml="".join(a.articleBodyHtml for a in articles if a.articleBodyHtml) or None,
        images=list({image.url: image for a in articles for image in a.images}.values()),
        wordCount=sum(a.wordCount or 0 for a in articles),
        access=replace(
            access,
            declared=first.access.declared,
            declaredSource=first.access.declaredSource,
            declaredRaw=first.access.declaredRaw,
        ),
    )


_SEVERITY = {
    delivered: order
    for order, delivered in enumerate(
        [
            Delivered.FULL,
            Delivered.FULL_WITH_NOTICE,
            Delivered.UNKNOWN,
            Delivered.PARTIAL_OTHER,
            Delivered.OBFUSCATED,
            Delivered.PARTIAL_TEASER,
            Delivered.NONE,
        ]
    )
}


_A_PAGE = b"""<!doctype html><html lang="en"><head><title>A page</title><meta property="og:title" content="A page">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "A page", "datePublished": "2026-01-02T03:04Z",
"author": {"name": "A B"}}</script></head><body><nav><a href="/">Home</a></nav><main><article><h1>A page</h1>
<p class="byline">By A B</p><time>2 January 2026</time><p>It has a text, which is not long, and is read once.</p>
<p>So all patterns are ready.</p><figure><img src="/a.jpg"><figcaption>A picture. Photo: A B</figcaption></figure>
</article></main><footer><p>Subscribe to read more</p></footer></body></html>"""


@cache
def warm_up() -> None:
    """Make ready what the first page needs: for half a second a page that was fetched would be in danger."""
    read_bytes(_A_PAGE, "https://www.example.com/2026/01/02/a-page-1", status=200, headers={})
    for phrases in PHRASES:
        rulebook(phrases)
