"""Sitemaps of every kind, broken ones, bombs, and the window of an index."""

import gzip
import re
from datetime import UTC, datetime

import pytest

from newsbot.discovery.link import FoundBy
from newsbot.discovery.sitemap import SitemapKind, SitemapRef, read_sitemap, window
from newsbot.errors import NotASitemap

URL = "https://www.example.com/sitemap.xml"
TEN = datetime(2024, 5, 3, 10, 0, tzinfo=UTC)
ARTICLE = "https://www.example.com/2024/05/03/ein-langer-titel-einer-meldung.html"
OTHER = "https://www.example.com/2024/05/02/noch-ein-titel-einer-meldung.html"

URLSET = f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>{ARTICLE}</loc><lastmod>2024-05-03T12:00:00+02:00</lastmod><changefreq>daily</changefreq>
<image:image><image:loc>https://img.example.com/a.jpg</image:loc><image:title>Foto</image:title></image:image></url>
<url><loc>{OTHER}</loc><lastmod>2024-05-03</lastmod></url>
</urlset>"""

NEWS = f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>{ARTICLE}</loc><news:news><news:publication><news:name>Zeitung</news:name><news:language>de</news:language>
</news:publication><news:publication_date>2024-05-03T12:00:00+02:00</news:publication_date>
<news:title>Ein &amp; alles</news:title></news:news><lastmod>2024-05-03T12:30:00+02:00</lastmod></url>
<url><loc>{OTHER}</loc><news:news><news:publication_date>yesterday</news:publication_date></news:news></url>
</urlset>"""

INDEX = """<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://www.example.com/sitemap-2024-05.xml</loc><lastmod>2024-05-03</lastmod></sitemap>
<sitemap><loc>/sitemap-2024-04.xml.gz</loc></sitemap></sitemapindex>"""


def urls(body: bytes | str, **options: object) -> list[str]:
    return [link.url for link in read_sitemap(body.encode() if isinstance(body, str) else body, URL, **options).links]


def test_urlset() -> None:
    sitemap = read_sitemap(URLSET.encode(), URL)
    assert (sitemap.kind, sitemap.sitemaps) == (SitemapKind.URLSET, ())
    first, second = sitemap.links
    assert (first.url, first.foundBy, first.foundOn) == (ARTICLE, FoundBy.SITEMAP, URL)
    assert (first.title, first.published, first.modified) == (None, None, TEN)
    assert second.modified == datetime(2024, 5, 3, tzinfo=UTC)


def test_news() -> None:
    sitemap = read_sitemap(NEWS.encode(), URL)
    assert (sitemap.kind, sitemap.language) == (SitemapKind.NEWS, "de")
    first, second = sitemap.links
    assert (first.foundBy, first.title, first.published) == (FoundBy.NEWS_SITEMAP, "Ein & alles", TEN)
    assert first.modified == datetime(2024, 5, 3, 10, 30, tzinfo=UTC)
    assert (second.title, second.published, second.likeness) == (None, None, 1.0)


def test_index() -> None:
    sitemap = read_sitemap(INDEX.encode(), URL)
    assert (sitemap.kind, sitemap.links) == (SitemapKind.INDEX, ())
    assert sitemap.sitemaps == (
        SitemapRef("https://www.example.com/sitemap-2024-05.xml", datetime(2024, 5, 3, tzinfo=UTC)),
        SitemapRef("https://www.example.com/sitemap-2024-04.xml.gz", None),
    )


def test_plain_list() -> None:
    sitemap = read_sitemap(f"\ufeff{ARTICLE}\r\n\r\nno address\r\n{OTHER}\r\n{ARTICLE}".encode(), URL)
    assert (sitemap.kind, [link.url for link in sitemap.links]) == (SitemapKind.TEXT, [ARTICLE, OTHER])


def test_a_plain_sitemap_also_lists_what_is_no_article() -> None:
    pages = ("https://www.example.com/tag/wahl", "https://www.example.com/impressum", "https://www.example.com/")
    body = "".join(f"<url><loc>{page}</loc></url>" for page in (ARTICLE, "https://www.example.com/wahl", *pages))
    likeness = {link.url: link.likeness for link in read_sitemap(f"<urlset>{body}</urlset>".encode(), URL).links}
    assert likeness.pop(ARTICLE) == 1.0
    assert likeness.pop("https://www.example.com/wahl") < 0.5
    assert len(likeness) == len(pages)
    assert all(value <= 0.05 for value in likeness.values())


def test_gzip_whatever_its_name() -> None:
    assert urls(gzip.compress(URLSET.encode(), mtime=0)) == [ARTICLE, OTHER]
    two = gzip.compress(URLSET[:300].encode(), mtime=0) + gzip.compress(URLSET[300:].encode())
    assert urls(two) == [ARTICLE, OTHER]
    assert urls(gzip.compress(URLSET.encode(), mtime=0) + b"\0" * 100) == [ARTICLE, OTHER]


BROKEN = {
    "no namespace": URLSET.replace(' xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"', ""),
    "a wrong namespace": URLSET.replace(
        "http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.google.com/schemas/sitemap/0.84"
    ),
    "an undeclared prefix": URLSET.replace(' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"', ""),
    "a prefix everywhere": re.sub(r"<(/?)(url|loc)>", r"<\1sm:\2>", URLSET),
    "a byte order mark": "\ufeff" + URLSET,
    "blank lines": "\n\n" + URLSET,
    "a style sheet": URLSET.replace("<urlset", '<?xml-stylesheet href="/s.xsl"?>\n<!-- made by hand --><urlset'),
    "unescaped ampersands": URLSET.replace(".html</loc>", ".html?utm_source=a&utm_medium=b</loc>"),
    "white space in addresses": URLSET.replace("<loc>", "<loc>\n   ").replace("</loc>", "\n</loc>"),
    "CDATA": URLSET.replace("<loc>", "<loc><![CDATA[").replace("</loc>", "]]></loc>"),
    "elements in upper case": URLSET.replace("<loc>", "<LOC>").replace("</loc>", "</LOC>"),
    "relative addresses": URLSET.replace("https://www.example.com/", "/"),
    "entries that are empty": URLSET.replace("<url>", "<url></url><url><loc></loc></url><url>", 1),
    "no end": URLSET.replace("</urlset>", ""),
    "cut in the middle of an address": URLSET.replace("</urlset>", "<url><loc>https://www.example.com/2024/05/cut-o"),
    "cut in the middle of a tag": URLSET.replace("</urlset>", "<url><lo"),
    "control characters": URLSET.replace("daily", "dai\x08ly"),
    "less than": URLSET.replace("Foto", "1 < 2"),
    "the name of an index": URLSET.replace("urlset", "sitemapindex"),
    "each address twice": URLSET.replace(
        "</urlset>", f"<url><loc>{ARTICLE.replace('https://www.', 'http://')}/</loc></url></urlset>"
    ),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_sitemaps_that_are_broken_but_can_be_read(fault: str) -> None:
    assert urls(BROKEN[fault]) == [ARTICLE, OTHER]


def test_news_without_a_declared_prefix_and_in_the_wrong_place() -> None:
    date = "<news:publication_date>2024-05-03T10:00:00Z</news:publication_date>"
    body = f"<urlset><url><loc>{ARTICLE}</loc>{date}</url></urlset>"
    sitemap = read_sitemap(body.encode(), URL)
    assert (sitemap.kind, sitemap.links[0].published) == (SitemapKind.NEWS, TEN)


def test_videos_dates_and_titles_are_not_the_articles() -> None:
    date = "<video:publication_date>2020-01-01</video:publication_date>"
    video = f"<video:video><video:title>Clip</video:title>{date}</video:video>"
    link = read_sitemap(URLSET.replace("</lastmod>", f"</lastmod>{video}").encode(), URL).links[0]
    assert (link.title, link.published) == (None, None)


def test_what_comes_out_of_a_cut_archive_is_read() -> None:
    many = "".join(f"<url><loc>https://www.example.com/{n:x}-{n * 7919:x}</loc></url>" for n in range(20_000))
    packed = gzip.compress(f"<urlset>{many}</urlset>".encode(), mtime=0)
    found = urls(packed[: len(packed) // 2])
    assert 1000 < len(found) < 20_000
    assert found[-1] == f"https://www.example.com/{len(found) - 1:x}-{(len(found) - 1) * 7919:x}"


def test_at_most_so_many() -> None:
    many = "".join(f"<url><loc>https://www.example.com/{n}</loc></url>" for n in range(1000))
    assert urls(f"<urlset>{many}</urlset>", most=10) == [f"https://www.example.com/{n}" for n in range(10)]


def test_nothing_is_expanded_or_fetched(tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("secret") / "secret.txt"
    secret.write_text("https://www.example.com/secret")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY f SYSTEM "{secret.as_uri()}"><!ENTITY l0 "x">{laughs}]>'
    found = urls(f"{head}<urlset><url><loc>&f;</loc></url><url><loc>https://www.example.com/&l11;</loc></url></urlset>")
    assert not any("secret" in url or "xx" in url for url in found)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"<!DOCTYPE html><html><head><title>404</title></head></html>", "HTML"),
        (b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>', "feed"),
        (b'{"urls": []}', "JSON"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "binary"),
        (gzip.compress(b"\0" * 1_000_000, mtime=0), "binary"),
        (b"Not found", "neither XML"),
        (b"\x1f\x8b\x08broken", "gzip is broken"),
        (gzip.compress(b"", mtime=0) * 1000, "members"),
        (b"<urlset>" + b"<a/>" * 600_000, "without an entry"),
        (b"<a><b/></a>", "XML of another kind"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_sitemap_says_what_it_is(body: bytes, why: str) -> None:
    with pytest.raises(NotASitemap, match=why):
        read_sitemap(body, URL)


def test_bombs_end_at_the_limit() -> None:
    bomb = gzip.compress(b"<urlset>" + b" " * 60_000_000, mtime=0)
    assert len(bomb) < 100_000
    with pytest.raises(NotASitemap, match="larger than the 52,428,800 bytes"):
        read_sitemap(bomb, URL)
    with pytest.raises(NotASitemap, match="larger than the 1,000 bytes"):
        read_sitemap(b"<urlset>" + b" " * 1000, URL, limit=1000)


def refs(*names: str) -> list[SitemapRef]:
    return [SitemapRef(f"https://www.example.com/{name}") for name in names]


def kept(found: list[SitemapRef], since: str | None, until: str | None) -> list[str]:
    bounds = [datetime.fromisoformat(each).replace(tzinfo=UTC) if each else None for each in (since, until)]
    return [ref.url.removeprefix("https://www.example.com/") for ref in window(found, bounds[0], bounds[1])]


@pytest.mark.parametrize(
    "pattern",
    [
        "sitemap-{y}-{m}.xml",
        "sitemap-{y}{m}.xml",
        "sitemap/{y}/{m}.xml",
        "s_{y}_{m}.xml.gz",
        "map?ym={y}-{m}",
        "{y}.{m}/news.xml",
    ],
)
def test_months_in_addresses(pattern: str) -> None:
    names = [pattern.format(y=year, m=month) for year in ("2023", "2024") for month in ("01", "04", "05", "06", "12")]
    assert kept(refs(*names), "2024-05-10", "2024-05-20") == [pattern.format(y="2024", m="05")]
    assert kept(refs(*names), "2024-12-10", None) == [pattern.format(y="2024", m="12")]
    assert kept(refs(*names), None, "2023-01-10") == [pattern.format(y="2023", m="01")]


def test_days_weeks_and_years_in_addresses() -> None:
    days = refs("d/2024/05/01.xml", "d/2024/05/10.xml", "d/2024/05/30.xml")
    assert kept(days, "2024-05-10", "2024-05-10") == ["d/2024/05/10.xml"]
    weeks = refs("s-2024-w10.xml", "s-2024-w12.xml", "s-2024-w20.xml")
    assert kept(weeks, "2024-03-20", "2024-03-20") == ["s-2024-w12.xml"]
    years = refs("s-2022.xml", "s-2023.xml", "s-2024.xml")
    assert kept(years, "2023-06-01", "2023-07-01") == ["s-2023.xml"]
    assert kept(refs("s-2019-2022.xml", "s-2023-2024.xml"), "2020-06-01", "2020-07-01") == ["s-2019-2022.xml"]


def test_the_edges_of_a_window_have_grace() -> None:
    months = refs("s-2024-04.xml", "s-2024-05.xml", "s-2024-06.xml")
    assert kept(months, "2024-05-01", "2024-05-31") == ["s-2024-04.xml", "s-2024-05.xml", "s-2024-06.xml"]


@pytest.mark.parametrize(
    "names",
    [
        [f"post-sitemap{n}.xml" for n in (1, 2, 2023, 2024)],  # files that are counted
        [f"s-2024-{n}.xml" for n in (1, 2, 10, 11, 12, 13)],  # parts of a year, no months
        ["news.xml", "sitemap-articles.xml", "video.xml"],
        ["s-2024-06.xml"],
        ["s-2024-99.xml", "s-20241399.xml"],
    ],
)
def test_none_that_might_hold_an_article_is_dropped(names: list[str]) -> None:
    assert kept(refs(*names), "2024-06-10", "2024-06-12") == names


def test_what_was_not_changed_since_holds_nothing_new() -> None:
    old = SitemapRef("https://www.example.com/a.xml", datetime(2024, 4, 1, tzinfo=UTC))
    new = SitemapRef("https://www.example.com/b.xml", datetime(2024, 5, 9, tzinfo=UTC))
    late = SitemapRef("https://www.example.com/c.xml", datetime(2024, 9, 9, tzinfo=UTC))
    assert kept([old, new, late], "2024-05-10", "2024-05-12") == ["b.xml", "c.xml"]
