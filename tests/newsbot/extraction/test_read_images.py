"""Images: those of the article, each once, with caption and credit."""

from __future__ import annotations

import pytest

from newsbot.article import Article
from newsbot.extraction.credit import credit_of, split_credit
from newsbot.extraction.merge import read_page
from newsbot.extraction.page import parse_page
from newsbot.extraction.pictures import is_unfit, largest, marks

URL = "https://paper.example/news/a"
TEXT = [f"<p>Paragraph {word} tells what the council decided about the old bridge, and why it took so long.</p>"
        for word in ("one", "two", "three", "four")]  # fmt: skip


def read(inside: str = "", *, head: str = "", before: str = "", after: str = "") -> Article:
    text = f"<div>{TEXT[0]}{TEXT[1]}{inside}{TEXT[2]}{TEXT[3]}</div>"
    body = f"<article><h1>The bridge opens again</h1>{before}{text}</article>{after}"
    return read_page(parse_page(f"<html><head>{head}</head><body>{body}</body></html>", URL)).article


@pytest.mark.parametrize(
    ("caption", "expected"),
    [
        ("A bridge. Photo: Ann Lee", ("A bridge.", "Ann Lee")),
        ("A bridge (Ann Lee/AP)", ("A bridge", "Ann Lee/AP")),
        ("A bridge. © Ann Lee", ("A bridge.", "Ann Lee")),
        ("A bridge. Ann Lee / Reuters", ("A bridge.", "Ann Lee / Reuters")),
        ("Eine Brücke. Foto: dpa", ("Eine Brücke.", "dpa")),
        ("A bridge | Ann Lee via Getty Images", ("A bridge", "Ann Lee via Getty Images")),
        ("A bridge [사진 = 이름]", ("A bridge", "이름")),
        ("Photo by Ann Lee", (None, "Ann Lee")),
        ("(Ann Lee)", (None, "Ann Lee")),
        ("A bridge (left) and its keeper", ("A bridge (left) and its keeper", None)),
        ("", (None, None)),
    ],
)
def test_captions_and_credits(caption: str, expected: tuple[str | None, str | None]) -> None:
    assert split_credit(caption) == expected


def test_a_line_that_is_a_credit() -> None:
    assert credit_of("Image credit: JANE DOE") == "JANE DOE"
    assert credit_of("The image of a city is its bridge") is None


def test_figures_of_the_article_and_no_others() -> None:
    figure = (
        "<figure><img src='/p/bridge-4711223.jpg' width=800 alt='A bridge'>"
        "<figcaption>It opens. <span class='credit'>Ann Lee</span></figcaption></figure>"
    )
    others = (
        "<aside><img src='/p/aside-992211.jpg'></aside><img src='/i/logo.png'>"
        "<img src='/p/dot-778811.gif' width=1 height=1>"
        "<div class='related-stories'><img src='/p/other-665544.jpg'></div>"
        "<a href='/news/b'><img src='/p/teaser-554433.jpg'></a>"
        "<img src='data:image/gif;base64,R0lGOD'>"
    )
    article = read(
        figure + others,
        after="<div><img src='/p/below-112233.jpg'><p>x</p><p>y</p><p>z</p><img src='/p/low-1122.jpg'></div>",
    )
    assert [image.url for image in article.images if "below" not in image.url] == [
        "https://paper.example/p/bridge-4711223.jpg"
    ]
    assert (article.images[0].caption, article.images[0].creditText) == ("It opens.", "Ann Lee")
    assert (article.images[0].description, article.images[0].width) == ("A bridge", 800)


def test_the_lead_is_the_figure_that_shows_the_same_picture() -> None:
    head = '<meta property="og:image" content="https://cdn.example/crop/1200x630/bridge-4711223.jpg?w=1200">'
    lead = "<figure><img src='/p/bridge-4711223-640x360.jpg'><figcaption>It opens.</figcaption></figure>"
    article = read("<figure><img src='/p/keeper-8899001.jpg'></figure>", head=head, before=lead)
    assert [image.representativeOfPage for image in article.images] == [True, None]
    assert article.mainImage is not None
    assert article.mainImage.url == "https://paper.example/p/bridge-4711223-640x360.jpg"
    assert article.mainImage.caption == "It opens."


def test_a_declared_picture_leads_where_no_figure_shows_it() -> None:
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "The bridge opens again",'
        '"image": {"@type": "ImageObject",'
        '"url": "/p/lead-5566778.jpg", "caption": "It opens. Photo: Bo Ek", "width": "1200", "height": 800}}</script>'
    )
    main = read(head=head).mainImage
    assert main is not None
    assert (main.url, main.caption, main.creditText) == (
        "https://paper.example/p/lead-5566778.jpg",
        "It opens.",
        "Bo Ek",
    )
    assert (main.width, main.height) == (1200, 800)


def test_the_biggest_version_is_taken() -> None:
    picture = (
        "<picture><source srcset='/p/b-77665544-400.webp 400w, /p/b-77665544-1600.webp 1600w'>"
        "<source srcset='/p/b-77665544-800.webp 800w'><img src='/p/b-77665544-200.jpg' alt=x></picture>"
    )
    assert [image.url for image in read(picture).images] == ["https://paper.example/p/b-77665544-1600.webp"]
    assert largest("https://x.example/a,b,w=1.jpg 2x, /c.jpg 1x") == ("https://x.example/a,b,w=1.jpg", 2.0)
    assert largest("") is None


def test_marks_tell_pictures_apart() -> None:
    assert marks("https://a.example/w/640/bridge-4711223.jpg") & marks(
        "https://b.example/x/bridge-4711223-1200x630.webp?q=8"
    )
    assert not marks("https://a.example/2026/03/01/keeper.jpg") & marks("https://a.example/2026/03/01/bridge.jpg")


def test_what_is_no_picture() -> None:
    assert is_unfit("https://a.example/img/logo.png")
    assert is_unfit("https://a.example/icons/x.svg")
    assert not is_unfit("https://a.example/2026/logomotive-museum.jpg")
