"""Reading one page, joining several, and cutting what its publisher does not give for free."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from newsbot.access.states import PageKind
from newsbot.article import Access, Article, Declared, Delivered, Gate, Image, Session, Visibility
from newsbot.errors import NotAPage
from newsbot.reading import (
    NO_HINTS,
    TEASER_BLOCKS,
    Asked,
    PageRead,
    SiteHints,
    cut_covered,
    cut_gated,
    hints_of,
    join_pages,
    read_bytes,
)
from newsbot.sites.model import Site

URL = "https://www.courier.example/2026/11/01/ferry"
BLOCKS = [
    f"In paragraph {number} the harbour master explains at some length why the old ferry will sail at noon on every "
    "day of the week, and that nobody needs to book a place on it before the summer comes."
    for number in range(6)
]


def page(blocks: list[str] = BLOCKS, *, free: bool | None = None, extra: str = "") -> str:
    """A page with these paragraphs, which says whether it is free, where it is told to."""
    data: dict[str, object] = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "The ferry sails"}
    if free is not None:
        data["isAccessibleForFree"] = free
    text = "".join(f"<p>{block}</p>" for block in blocks)
    return (
        '<html lang="en"><head><title>The ferry sails</title>'
        f'<script type="application/ld+json">{json.dumps(data)}</script>'
        f"</head><body><article><h1>The ferry sails</h1>{text}{extra}</article></body></html>"
    )


def read(html: str, hints: SiteHints = NO_HINTS, url: str = URL) -> PageRead:
    return read_bytes(html.encode(), url, headers={"content-type": "text/html; charset=utf-8"}, hints=hints)


def test_a_page_becomes_a_judged_article() -> None:
    got = read(page())
    assert got.kind is PageKind.ARTICLE
    assert got.article.headline == "The ferry sails"
    assert (got.article.articleBody or "").split("\n\n") == BLOCKS
    assert got.article.access.delivered is Delivered.FULL
    assert got.article.access.declared is Declared.ABSENT


@pytest.mark.parametrize("body", [b"", b"   \n ", b"%PDF-1.7 \x00\x01\x02" + bytes(range(256)) * 8])
def test_what_is_no_page_says_so(body: bytes) -> None:
    with pytest.raises(NotAPage):
        read_bytes(body, URL)


def test_by_default_what_was_delivered_is_kept() -> None:
    article = read(page(free=False)).article
    assert article.access.declared is Declared.NOT_FREE
    assert article.complete
    assert (article.articleBody or "").split("\n\n") == BLOCKS


def test_gated_text_is_cut_where_the_owner_wants_it() -> None:
    article = read(page(free=False), SiteHints(gated_text="teaser")).article
    assert (article.articleBody or "").split("\n\n") == BLOCKS[:TEASER_BLOCKS]
    assert article.articleBodyHtml is None
    assert article.wordCount == len(" ".join(BLOCKS[:TEASER_BLOCKS]).split())
    assert article.access.delivered is Delivered.PARTIAL_TEASER
    assert article.access.gate is Gate.SUBSCRIPTION
    assert not article.complete
    assert [each.value for each in article.access.evidence if each.rule == "gated-text"] == ["gatedText: teaser"]
    # What the page says about itself stays as it is.
    assert article.access.declared is Declared.NOT_FREE
    assert BLOCKS[-1] not in repr(article)


@pytest.mark.parametrize("free", [True, None])
def test_only_what_is_declared_not_free_is_cut(free: bool | None) -> None:
    article = read(page(free=free), SiteHints(gated_text="teaser")).article
    assert (article.articleBody or "").split("\n\n") == BLOCKS
    assert article.complete


def gated(**access: object) -> Article:
    given = {"delivered": Delivered.FULL, "declared": Declared.NOT_FREE, **access}
    return Article(url=URL, articleBody="\n\n".join(BLOCKS), access=Access(**given))  # type: ignore[arg-type]


def test_what_an_own_login_gave_is_not_cut() -> None:
    own = gated(session=Session.OWN_LOGIN_CONFIRMED)
    assert cut_gated(own, BLOCKS) is own
    for session in set(Session) - {Session.OWN_LOGIN_CONFIRMED}:
        assert not cut_gated(gated(session=session), BLOCKS).complete


def test_a_teaser_is_not_cut_further() -> None:
    teaser = gated(delivered=Delivered.PARTIAL_TEASER, gate=Gate.REGISTRATION)
    assert cut_gated(teaser, BLOCKS) is teaser


def test_a_gate_that_was_seen_stays() -> None:
    assert cut_gated(gated(gate=Gate.METERED_OPEN), BLOCKS).access.gate is Gate.METERED_OPEN


def covered(**access: object) -> Article:
    return cut_covered(gated(visibility=Visibility.HIDDEN_BY_OVERLAY, **access), BLOCKS)


def test_what_a_wall_covers_is_kept_as_far_as_a_teaser_goes() -> None:
    for article in (covered(), covered(declared=Declared.ABSENT, gate=Gate.METERED_EXHAUSTED)):
        assert article.access.delivered is Delivered.PARTIAL_TEASER
        assert (article.articleBody or "").split("\n\n") == BLOCKS[:TEASER_BLOCKS]
        assert [each.rule for each in article.access.evidence] == ["covered"]


def test_what_covers_a_text_that_nobody_withholds_is_no_wall() -> None:
    assert covered(declared=Declared.ABSENT).complete, "a question for consent"
    assert covered(session=Session.OWN_LOGIN_CONFIRMED).complete, "the same, for somebody who is signed in"
    plain = gated(visibility=Visibility.VISIBLE)
    assert cut_covered(plain, BLOCKS) is plain


def test_how_a_page_was_asked_for_is_in_its_verdict() -> None:
    asked = Asked(session=Session.OWN_LOGIN_CONFIRMED, visibility=Visibility.VISIBLE)
    access = read_bytes(page(), URL, asked=asked).article.access
    assert (access.session, access.visibility) == (asked.session, asked.visibility)


def test_a_site_file_goes_before_the_setting_for_all() -> None:
    plain = Site.model_validate({"name": "Courier", "url": "https://www.courier.example"})
    strict = Site.model_validate({**plain.model_dump(), "access": {"gatedText": "teaser"}})
    lenient = Site.model_validate({**plain.model_dump(), "access": {"gatedText": "keep"}})
    assert [hints_of(site, "keep").gated_text for site in (plain, strict, lenient)] == ["keep", "teaser", "keep"]
    assert [hints_of(site, "teaser").gated_text for site in (plain, strict, lenient)] == ["teaser", "teaser", "keep"]


def pages(*deliveries: Delivered) -> tuple[Article, list[Article]]:
    """The pages of one article, of two paragraphs each, judged so."""
    articles = []
    for number, delivered in enumerate(deliveries):
        got = read(page(BLOCKS[2 * number : 2 * number + 2]), url=f"{URL}?page={number + 1}").article
        articles.append(replace(got, access=replace(got.access, delivered=delivered)))
    return articles[0], articles[1:]


def test_joined_pages_are_one_article() -> None:
    first, following = pages(Delivered.FULL, Delivered.FULL, Delivered.FULL)
    joined = join_pages(first, following)
    assert (joined.articleBody or "").split("\n\n") == BLOCKS
    assert joined.url == first.url
    assert joined.headline == first.headline
    assert joined.wordCount == sum(len(block.split()) for block in BLOCKS)
    assert joined.access.delivered is Delivered.FULL
    assert first.articleBody == "\n\n".join(BLOCKS[:2])


def test_pictures_of_all_pages_each_once() -> None:
    first, following = pages(Delivered.FULL, Delivered.FULL)
    harbour, ferry = Image(url="https://www.courier.example/1.png"), Image(url="https://www.courier.example/2.png")
    second = replace(following[0], images=[harbour, ferry])
    assert join_pages(replace(first, images=[harbour]), [second]).images == [harbour, ferry]


@pytest.mark.parametrize(
    ("deliveries", "expected"),
    [
        # That there is a next page made the first one partial only until the next one was read …
        ((Delivered.PARTIAL_OTHER, Delivered.FULL), Delivered.FULL),
        ((Delivered.PARTIAL_OTHER, Delivered.PARTIAL_OTHER, Delivered.FULL_WITH_NOTICE), Delivered.FULL_WITH_NOTICE),
        # … which it was not here.
        ((Delivered.PARTIAL_OTHER,), Delivered.PARTIAL_OTHER),
        ((Delivered.PARTIAL_OTHER, Delivered.PARTIAL_OTHER), Delivered.PARTIAL_OTHER),
        # A text of which one page is cut is not complete.
        ((Delivered.FULL, Delivered.PARTIAL_TEASER), Delivered.PARTIAL_TEASER),
        ((Delivered.PARTIAL_TEASER, Delivered.FULL), Delivered.PARTIAL_TEASER),
        ((Delivered.FULL, Delivered.NONE, Delivered.FULL), Delivered.NONE),
        ((Delivered.FULL, Delivered.UNKNOWN), Delivered.UNKNOWN),
        ((Delivered.FULL_WITH_NOTICE, Delivered.FULL), Delivered.FULL_WITH_NOTICE),
    ],
)
def test_the_verdict_is_the_worst_of_all_pages(deliveries: tuple[Delivered, ...], expected: Delivered) -> None:
    first, following = pages(*deliveries)
    assert join_pages(first, following).access.delivered is expected


def test_what_is_declared_is_told_by_the_first_page() -> None:
    first, following = pages(Delivered.FULL, Delivered.PARTIAL_TEASER)
    first = replace(first, access=replace(first.access, declared=Declared.NOT_FREE, declaredSource="jsonld"))
    access = join_pages(first, following).access
    assert (access.delivered, access.declared, access.declaredSource) == (
        Delivered.PARTIAL_TEASER,
        Declared.NOT_FREE,
        "jsonld",
    )
