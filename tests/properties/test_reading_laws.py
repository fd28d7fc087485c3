"""Laws of reading, tried on hostile input: the targets of tests/fuzz, fed by Hypothesis instead of by coverage.

A few seconds each; `make fuzz` looks further (docs/reading.md).
"""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz import targets
from tests.fuzz.laws import ADDRESS, read_lawfully
from tests.fuzz.seeds import seeds_of

pytestmark = pytest.mark.slow


@cache
def printed() -> list[bytes]:
    """An article of each kind, as the demo newspaper prints it."""
    return [page[:-3] for page in seeds_of("page")]


@cache
def listings() -> list[bytes]:
    """Feeds and sitemaps, sound ones and odd ones."""
    return list(dict.fromkeys(seed[:-2] for seed in seeds_of("listing")))


HARD = settings(deadline=None, max_examples=120, suppress_health_check=list(HealthCheck))

WORDS = str.split
SENTENCE = (
    "The council of the old harbour town voted on Monday evening for a plan that has divided its people for years."
)
TEXT = st.text(st.characters(), max_size=80)  # lone surrogates too
ODD = st.sampled_from(
    [
        "\x00",
        "\ud800",
        "\u202e(\u202c",
        "\u200b\u200d\ufeff",
        "&#xD800;",
        "&#0;",
        "&amp;lt;p&amp;gt;",
        "&notit;&nbsp;",
        "\x1b$B",
        "<",
        "]]>",
        "-->",
        "العربية 漢字 ไทย हिन्दी",
        "e\u0301" * 30,
        "{{x}}",
        "javascript:alert(1)",
        "//[",
        "http://./",
    ]
)
NAMES = st.sampled_from(
    WORDS(
        "class id href src srcset data-src alt width height datetime itemprop itemtype content name property "
        "rel lang style role hidden title type"
    )
)
VALUES = st.one_of(
    ODD,
    TEXT,
    st.sampled_from(
        WORDS(
            "paywall teaser byline author date caption credit breadcrumb live-entry articleBody headline author "
            "canonical next http://schema.org/NewsArticle display:none og:title og:image article:published_time "
            "2026-03-01T10:20:30Z /a-600x400.jpg /a.jpg,600w 600 dialog application/ld+json"
        )
    ),
    ODD.map(lambda text: text * 300),
)
TAGS = st.sampled_from(
    WORDS(
        "p div span a em b h1 h2 ul ol li table tr td th blockquote article main aside section figure "
        "figcaption img picture source time script style iframe svg math template noscript video amp-img form "
        "button select dialog details header footer nav br meta link base title body html head plaintext "
        "textarea frameset"
    )
)
VOID = frozenset(["img", "source", "br", "meta", "link", "base"])


@st.composite
def elements(draw: st.DrawFn, deep: int = 3) -> str:
    """An element with anything in it, perhaps often, perhaps never closed, perhaps closed by another's name."""
    tag = draw(TAGS)
    attributes = "".join(
        f" {name}={quote}{value}{quote}"
        for name, value, quote in draw(st.lists(st.tuples(NAMES, VALUES, st.sampled_from(["'", '"', ""])), max_size=4))
    )
    inner = draw(st.lists(st.one_of(TEXT, ODD, st.just(SENTENCE)), max_size=3))
    if deep:
        inner += draw(st.lists(elements(deep - 1), max_size=3))
    end = "" if tag in VOID else f"</{draw(st.one_of(st.just(tag), TAGS))}>" if draw(st.booleans()) else ""
    times = draw(st.sampled_from([1, 1, 2, 30])) if deep == 1 else 1  # at every level: megabytes
    return f"<{tag}{attributes}>{''.join(inner)}{end}" * times


DOCUMENTS = st.lists(elements(), min_size=1, max_size=5).map(lambda parts: "".join(parts)[:40_000])
ENCODINGS = st.sampled_from(
    ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1251", "shift_jis", "gb18030", "utf-7"]
)
KEYS = st.sampled_from(
    WORDS(
        "@type @id @graph @context @value @list name headline alternativeHeadline author creator image url "
        "contentUrl articleBody datePublished dateModified keywords publisher liveBlogUpdate itemListElement "
        "item position isAccessibleForFree hasPart cssSelector wordCount video audio correction caption "
        "creditText width height inLanguage articleSection mainEntity description thumbnailUrl "
        "associatedMedia props pageProps body content content_elements type text value children blocks data "
        "nodes ops insert __ref __typename elements paragraphs publishedAt credits by items html title"
    )
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    TEXT,
    ODD,
    st.sampled_from(
        WORDS(
            "NewsArticle LiveBlogPosting Person ImageObject BreadcrumbList VideoObject paragraph text $1 $L2 "
            "$D2026 https://paper.example/a.jpg 2026-03-01T10:20:30+01:00 By Ann Lee <p>x</p> False"
        )
    ),
    st.just(SENTENCE),
)
JSON = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=5), st.dictionaries(KEYS, inner, max_size=6)),
    max_leaves=30,
)
NODES = st.dictionaries(KEYS, JSON, max_size=12)


@HARD
@given(DOCUMENTS, ENCODINGS, st.sampled_from(targets.CONTENT_TYPES), st.sampled_from(targets.STATUSES))
def test_hostile_html(html: str, encoding: str, content_type: str | None, status: int) -> None:
    targets.page(html.encode(encoding, "replace"), ADDRESS, content_type, status)


@HARD
@given(DOCUMENTS)
def test_hostile_html_as_text(html: str) -> None:
    read_lawfully(f"<html><body><article><h1>T</h1>{html}{targets.PROSE}</article>")


@HARD
@given(st.data())
def test_a_good_page_with_a_fault(data: st.DataObject) -> None:
    page = data.draw(st.sampled_from(printed()))
    start = data.draw(st.integers(0, len(page)))
    fault = data.draw(st.one_of(elements(1), ODD)).encode("utf-8", "surrogatepass")
    targets.page(page[:start] + fault + page[start + data.draw(st.sampled_from([0, 1, 9, 400])) :], ADDRESS, None, 200)


@HARD
@given(NODES)
def test_any_value_in_every_slot_of_jsonld(node: dict[str, object]) -> None:
    targets.jsonld(targets.built({"@context": "https://schema.org", "@type": "NewsArticle", **node}))


@HARD
@given(JSON, st.integers(0, 400), st.integers(0, 9), TEXT)
def test_jsonld_with_a_fault(value: object, start: int, length: int, fault: str) -> None:
    text = targets.built({"@type": "NewsArticle", "a": value})
    targets.jsonld((text[:start] + fault + text[start + length :]).replace("</", ""))


@HARD
@given(JSON, st.integers(0, len(targets.FRAMES) - 1))
def test_any_value_as_the_data_of_scripts(value: object, frame: int) -> None:
    targets.state(targets.built(value), frame)


DATES = st.one_of(
    TEXT,
    st.lists(
        st.sampled_from(
            WORDS(
                "2026 26 03 3 31 13 May mai März мая พฤษภาคม 年 月 日 오후 T Z +01:00 - . / : , 10:20 10h20 at um PM "
                "GMT EST Published: de ago vor 1772361630 1772361630123 0000 9999 ٢٠٢٤ [Europe/Paris]"
            )
        ),
        max_size=9,
    ).flatmap(lambda parts: st.sampled_from(["".join(parts), " ".join(parts), "-".join(parts)])),
)


@HARD
@given(DATES, st.sampled_from([None, "en", "de", "fr", "ar", "th", "ja", "xx", "\x00"]))
def test_any_text_as_a_date(text: str, language: str | None) -> None:
    targets.dates(text, language)


ADDRESSES = st.one_of(
    TEXT,
    st.lists(
        st.sampled_from(
            [
                "http://",
                "https://",
                "//",
                "/",
                "..",
                ".",
                "?",
                "#",
                "&",
                "=",
                "%",
                "%2F",
                "%zz",
                ":",
                "@",
                "[",
                "]",
                "[::1]",
                ":80",
                ":99999",
                "paper.example",
                "bücher.example",
                "xn--a",
                "a..b",
                "\\",
                ";",
                "utm_source=x",
                "a",
                "b=c",
                "ä",
                "�",
                "\u202e",
                "javascript:",
                "data:",
                "mailto:",
            ]
        ),
        max_size=10,
    ).map("".join),
)


@settings(HARD, max_examples=1500)
@given(ADDRESSES, ADDRESSES)
def test_any_text_as_an_address(url: str, base: str) -> None:
    targets.urls(url, base)


@HARD
@given(
    st.one_of(ADDRESSES, st.lists(st.one_of(ADDRESSES, st.sampled_from(["600w", "2x", ",", "300h"]))).map(" ".join)),
    st.integers(0, 5),
)
def test_any_text_as_pictures(text: str, frame: int) -> None:
    targets.pictures(text, frame)


@HARD
@given(
    st.one_of(
        TEXT,
        st.lists(st.sampled_from(WORDS("// / * h1 p [ ] @class . # :not( ) text() count( , > | = 'x' 2 or and"))).map(
            "".join
        ),
    ),
    st.sampled_from(["css", "xpath"]),
)
def test_any_text_as_a_selector(expression: str, language: str) -> None:
    targets.selectors(expression, language)


@HARD
@given(
    st.integers(0, 5),
    st.lists(
        st.one_of(
            st.deferred(lambda: st.sampled_from(listings())),
            st.binary(max_size=40),
            st.sampled_from(
                [b"<loc>", b"&#xD800;", b"</url>", b"\xff", b"<item>", b"]]>", b"\x1f\x8b", b"<!ENTITY a 'x'>", b"&a;"]
            ),
        ),
        max_size=4,
    ),
    st.integers(0, 300),
)
def test_any_bytes_as_a_listing(source: int, parts: list[bytes], cut: int) -> None:
    targets.listing(source, b"".join(part[: len(part) - cut] if n % 2 else part for n, part in enumerate(parts)), None)


@HARD
@given(
    st.one_of(
        TEXT,
        st.lists(
            st.sampled_from(WORDS("By Von Ann Lee Bo Ek and und , ; / | ( ) - – dpa AFP Jr. @ 3 May 2024 、 文/ and"))
        ).map(" ".join),
    )
)
def test_any_text_as_a_byline(text: str) -> None:
    targets.bylines(text)


UNITS = st.one_of(
    st.sampled_from([seed[:-2].decode() for seed in seeds_of("pump")]).map(
        lambda seed: seed.split("\n")[min(1, seed.count("\n"))]
    ),
    st.text(st.characters(), min_size=1, max_size=6),
)


@HARD
@given(st.integers(0, len(targets.SLOTS) - 1), st.text(max_size=5), UNITS, st.text(max_size=3))
def test_a_text_that_repeats_itself_takes_no_longer(slot: int, prefix: str, unit: str, suffix: str) -> None:
    targets.pump(slot, prefix, unit or " ", suffix)
