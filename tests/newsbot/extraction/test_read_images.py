"""Images: those of the article, each once, with caption and credit."""

from __future__ import annotations

import time

import pytest

from newsbot.article import Article
from newsbot.extraction.body import dom_body
from newsbot.extraction.credit import credit_of, split_credit
from newsbot.extraction.images import read_images
from newsbot.extraction.merge import read_page
from newsbot.extraction.page import parse_page
from newsbot.extraction.pictures import candidates, is_unfit, name_of, tokens_of

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
        ("The minister (CDU)", ("The minister (CDU)", None)),
        ("The bridge in May. (Photo by Ann Lee/AFP)", ("The bridge in May.", "Ann Lee/AFP")),
        ("The bridge is open. (District Court, New York)", ("The bridge is open.", "District Court, New York")),
        (
            "The bridge is open. | Ann Lee/PA Images via Getty Images",
            ("The bridge is open.", "Ann Lee/PA Images via Getty Images"),
        ),
        ("The bridge is open. Getty Images", ("The bridge is open.", "Getty Images")),
        ("橋が開通した（東京で、３日）＝ＡＰ", ("橋が開通した（東京で、３日）", "ＡＰ")),
        ("Cây cầu mở lại. Ảnh: Lan Anh", ("Cây cầu mở lại.", "Lan Anh")),
        ("Мост открыт. Фото: Анна Ли", ("Мост открыт.", "Анна Ли")),
        ("افتتاح الجسر. صورة: آن لي", ("افتتاح الجسر.", "آن لي")),
        ("Die Brücke, | Foto: Ann Lee", ("Die Brücke", "Ann Lee")),
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


def test_a_declared_picture_that_the_page_does_not_show_is_not_among_those_it_shows() -> None:
    head = '<meta property="og:image" content="/p/opened-5566778.jpg">'
    article = read("<figure><img src='/p/keeper-8899001.jpg'></figure>", head=head)
    assert [image.url for image in article.images] == ["https://paper.example/p/keeper-8899001.jpg"]
    assert article.mainImage is not None
    assert article.mainImage.url == "https://paper.example/p/opened-5566778.jpg"


def test_the_biggest_version_is_taken_and_all_are_known() -> None:
    picture = (
        "<picture><source srcset='/p/b-77665544-400.webp 400w, /p/b-77665544-1600.webp 1600w'>"
        "<source srcset='/p/b-77665544-800.webp 800w'><img src='/p/b-77665544-200.jpg' alt=x></picture>"
    )
    [image] = read(picture).images
    assert image.url == "https://paper.example/p/b-77665544-1600.webp"
    assert [(size.url.rpartition("-")[2], size.width) for size in image.sizes] == [
        ("1600.webp", 1600),
        ("800.webp", 800),
        ("400.webp", 400),
        ("200.jpg", None),
    ]


@pytest.mark.parametrize(
    ("srcset", "expected"),
    [
        ("https://x.example/a,b,w=1.jpg 2x, /c.jpg 1x", [("https://x.example/a,b,w=1.jpg", 2.0), ("/c.jpg", 1.0)]),
        ("/a.jpg 480w,/b.jpg 960w", [("/a.jpg", 480.0), ("/b.jpg", 960.0)]),
        ("/a.jpg 400w 300h, /b.jpg", [("/a.jpg", 400.0), ("/b.jpg", 0.0)]),
        ("/a.jpg, /b.jpg 2x", [("/a.jpg", 0.0), ("/b.jpg", 2.0)]),
        ("data:image/gif;base64,R0lGOD 1w, /b.jpg 2w", [("/b.jpg", 2.0)]),
        ("480w", []),
        ("", []),
    ],
)
def test_srcset(srcset: str, expected: list[tuple[str, float]]) -> None:
    assert candidates(srcset) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/w/640/bridge-4711223.jpg", "https://b.example/x/bridge-4711223-1200x630.webp?q=8"),
        ("https://a.example/_next/image?url=%2Fp%2Fbridge-4711223.jpg&w=640", "https://a.example/p/bridge-4711223.jpg"),
        (
            "https://cdn.example/resize/?url=https%3A%2F%2Fa.example%2Fp%2Fold-bridge.jpg",
            "https://a.example/p/old-bridge.jpg",
        ),
        ("https://a.example/id/195679/width/730/crop/1", "https://a.example/id/195679/width/300/crop/1"),
    ],
)
def test_versions_of_one_picture_are_known_by_their_name(one: str, other: str) -> None:
    assert name_of(one).replace("730", "300") == name_of(other)


def test_names_and_tokens_tell_pictures_apart() -> None:
    assert name_of("https://a.example/2026/03/01/keeper.jpg") != name_of("https://a.example/2026/03/01/bridge.jpg")
    assert name_of("https://a.example/p/11/image.jpg") != name_of("https://a.example/p/12/image.jpg")
    assert tokens_of("https://a.example/p/a1b2c3d4e5/bridge.jpg") & tokens_of("https://b.example/a1b2c3d4e5.webp")


def test_pictures_of_one_article_that_share_its_number_are_several() -> None:
    figures = "".join(f"<figure><img src='/2026/3700095_{name}.jpg'></figure>" for name in ("38e147bb", "d992e9ec"))
    assert len(read(figures).images) == 2


def test_placeholders_do_not_make_pictures_one() -> None:
    figures = "".join(f"<img src='/i/82001.cms' data-src='/p/msid-4455{n}/bridge-{n}.jpg'>" for n in (61, 72))
    assert [image.url.rpartition("/")[2] for image in read(figures).images] == ["bridge-61.jpg", "bridge-72.jpg"]


def test_a_picture_and_its_copy_for_browsers_without_scripts_are_one() -> None:
    copy = "<noscript><img src='/p/bridge-4711223.jpg'></noscript>"
    assert len(read(f"<div class='image'><img data-src='/p/bridge-4711223.jpg'>{copy}</div>").images) == 1


def test_what_is_no_picture() -> None:
    assert is_unfit("https://a.example/img/logo.png")
    assert is_unfit("https://a.example/icons/x.svg")
    assert not is_unfit("https://a.example/2026/logomotive-museum.jpg")


@pytest.mark.parametrize(
    "frame",
    [
        "<figure>{img}<figcaption>{said} <span class=credit>Photo: {by}</span></figcaption></figure>",
        "<figure>{img}<figcaption><span>{said}</span><span>Ann Lee/AFP</span></figcaption></figure>",
        "<div class='wp-caption'>{img}<p class='wp-caption-text'>{said} (Photo: {by})</p></div>",
        "<div>{img}<p class='image-caption'>{said}</p><p class='image-credit'>© {by}</p></div>",
        "<div><b>{img}</b><div><span class=caption>{said}</span> <span class=credit>{by}</span></div></div>",
        "<div class='box'>{img}<div><small>{said}</small><small>© {by}</small></div></div>",
        "<div><figure>{img}<div>View 3 images</div></figure><figcaption>{said} Photo: {by}</figcaption></div>",
        "<div itemscope>{img}<span itemprop='description'>{said}</span><span itemprop='author'>{by}</span></div>",
        "<div><img src='/p/bridge-4711223.jpg' data-caption='{said}' data-credit='{by}'></div>",
        "<figure>{img}<figcaption><span class=sr-only>Image source, </span>{said} © {by}</figcaption></figure>",
    ],
)
def test_where_captions_and_credits_stand(frame: str) -> None:
    html = frame.format(
        img="<img src='/p/bridge-4711223.jpg'>", said="The keeper waits at the old bridge.", by="Ann Lee/AFP"
    )
    [image] = read(html).images
    assert (image.caption, image.creditText) == ("The keeper waits at the old bridge.", "Ann Lee/AFP")


@pytest.mark.parametrize(
    "box",
    [
        "<div class='video-player'><img src='/p/other-665544.jpg'><h3>Another story altogether</h3></div>",
        "<div><img src='/p/other-665544.jpg'><p><a href='/news/b'>Another story altogether</a></p></div>",
        "<a href='/news/b'><figure><img src='/p/other-665544.jpg'></figure></a>",
        "<div class='author-box'><img src='/p/face-665544.jpg'><p>Ann Lee writes about bridges.</p></div>",
        "<aside><article><div><img src='/p/other-665544.jpg'></div></article></aside>",
        "<div style='display:none'><img src='/p/other-665544.jpg'></div>",
        "<img src='/p/other-665544.jpg' width=60 height=60>",
        "<div class='promo'><img src='/p/other-665544.jpg'></div>",
    ],
)
def test_pictures_in_the_midst_of_the_text_that_are_not_the_articles(box: str) -> None:
    assert read(box).images == []


@pytest.mark.parametrize(
    "box",
    [
        "<div class='widget-image'><img src='/p/bridge-4711223.jpg'></div>",
        "<div class=slider><figure><img src='/p/bridge-4711223.jpg'><figcaption>It opens.</figcaption></figure></div>",
        "<figure><div aria-hidden=true><img src='/p/bridge-4711223.jpg'></div><figcaption>It opens.</figcaption>",
        "<figure><a class='lightbox' href='/p/bridge-4711223-full.jpg'><img src='/p/bridge-4711223.jpg'></a></figure>",
        "<amp-img src='/p/bridge-4711223.jpg' width=640 height=360></amp-img>",
    ],
)
def test_names_that_say_how_a_picture_is_shown_do_not_keep_it_out(box: str) -> None:
    assert [image.url for image in read(box).images] == ["https://paper.example/p/bridge-4711223.jpg"]


def test_the_declared_picture_leads_from_a_header_that_is_named_like_the_sites() -> None:
    head = '<meta property="og:image" content="https://cdn.example/1200x630/bridge-4711223.jpg">'
    img = "<img src='/p/bridge-4711223-640x360.jpg' width=90 height=60>"
    main = read(head=head, before=f"<header class='site-header'><a href='/gallery/7'>{img}</a></header>").mainImage
    assert main is not None
    assert main.url == "https://paper.example/p/bridge-4711223-640x360.jpg"


@pytest.mark.parametrize(
    "inside",
    [
        "<figure><img src='/p/bridge-4711223.jpg'>" * 3000,
        "".join(f"<img src='/p/bridge-{n}4711223.jpg'>" for n in range(10_000)),
        f"<img srcset='{', '.join(f'/p/{n}-4711223.jpg {n}w' for n in range(1, 8000))}'>",
        "<img src='/p/bridge-4711223.jpg' alt='" + "(" * 50_000 + "'>",
        "<figure><img src='/p/b-4711223.jpg'><figcaption>" + "(Photo: " * 20_000 + "</figcaption></figure>",
        "<figure><img src='/p/b-4711223.jpg'><figcaption>" + "<span>a</span>" * 20_000 + "</figcaption></figure>",
        "<img " + " ".join(f"data-src{n}=/p/{n}4711223.jpg" for n in range(20_000)) + ">",
        "<img src='http://[::1/p.jpg'><img src='//'><img srcset=', , ,'><img src='https://%00'>",
    ],
)
def test_hostile_pictures_cost_little(inside: str) -> None:
    page = parse_page(
        f"<html><body><article><h1>The bridge</h1>{TEXT[0]}{TEXT[1]}{inside}{TEXT[2]}{TEXT[3]}</article></body></html>",
        URL,
    )
    blocks = dom_body(page.outline, page.url).blocks
    started = time.process_time()
    _, images = read_images(page, {}, blocks)
    assert time.process_time() - started < 1.5
    assert len(images) <= 80
