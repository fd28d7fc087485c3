"""The demo newspaper over real HTTP: pages, feeds, conditional requests, editions, meter, accounts."""

import gzip
import http.client
import io
import json
import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, OpenerDirector, Request, build_opener

import feedparser
import pytest
from lxml import etree, html

from newsbot.article import Declared
from newsbot.demo import desk
from newsbot.demo.readers import PASSWORD, READER
from newsbot.demo.server import Demo, start_demo
from newsbot.demo.shapes import Kind, Layout
from newsbot.errors import FixArgument


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with start_demo() as served:
        yield served


def ask(demo: Demo, path: str, method: str = "GET", **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    """One request on a connection of its own; redirects are not followed."""
    connection = http.client.HTTPConnection(urlsplit(demo.url).netloc, timeout=20)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def tree(body: bytes) -> html.HtmlElement:
    return html.document_fromstring(body, parser=html.HTMLParser(encoding="utf-8"))


def text_of(body: bytes, css: str) -> str:
    return " ".join(element.text_content() for element in tree(body).xpath(css))


def one(demo: Demo, kind: Kind):
    return demo.newspaper.of_kind(kind)[0]


class Browser:
    """Keeps cookies and follows redirects, as a person's browser does."""

    def __init__(self, demo: Demo) -> None:
        self.demo = demo
        self.opener: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()), HTTPRedirectHandler())

    def get(self, path: str, data: dict[str, str] | None = None) -> tuple[str, str]:
        """The final address and the page."""
        body = urlencode(data).encode() if data is not None else None
        with self.opener.open(Request(self.demo.url + path, data=body), timeout=20) as response:
            return response.geturl(), response.read().decode(response.headers.get_content_charset() or "utf-8")

    def submit(self, path: str, **fields: str) -> tuple[str, str]:
        """Fill the form of a page and send it."""
        form = html.document_fromstring(self.get(path)[1]).xpath("//form[@method='post' and @id]")[0]
        return self.get(form.get("action"), dict(form.fields) | fields)


def test_every_article_shows_its_truth(demo):
    for piece in demo.newspaper.articles:
        status, headers, body = ask(demo, piece.path)
        assert status == 200
        assert headers["Content-Type"] == f"text/html; charset={piece.charset}"
        assert int(headers["Content-Length"]) == len(body)
        page = html.document_fromstring(body.decode(piece.charset))
        words = re.sub(r"\s+", " ", page.text_content())
        assert page.xpath("string(//h1)") == piece.headline
        assert all(block in words for block in piece.shown), piece.path
        hidden = {*piece.paragraphs} - {*piece.shown, piece.description}
        assert not any(text in body.decode(piece.charset) for text in hidden), piece.path
        assert page.xpath("string(//link[@rel='canonical']/@href)") == demo.url + piece.identity
        for picture in piece.pictures:
            assert page.xpath(f"//img[@src='{picture.path}']")
            assert picture.caption in words
            assert picture.credit in words


def test_declared_values_stand_where_real_sites_have_them(demo):
    for piece in demo.newspaper.articles:
        body = ask(demo, piece.path)[2].decode(piece.charset)
        page = html.document_fromstring(body)
        tier = page.xpath("string(//meta[@property='article:content_tier']/@content)")
        said = re.search(r'"isAccessibleForFree": "?(\w+)', body)
        if piece.layout is Layout.COMPACT:
            assert said is None
            found = {"metered": Declared.METERED, "locked": Declared.NOT_FREE, "free": Declared.FREE}.get(
                tier, Declared.ABSENT
            )
        elif tier == "metered":
            found = Declared.METERED
        else:
            found = {"true": Declared.FREE, "false": Declared.NOT_FREE}[said[1].lower()] if said else Declared.ABSENT
        assert found is piece.declared, piece.path


def test_jsonld_is_json_but_for_the_broken_one(demo):
    for piece in demo.newspaper.articles:
        if piece.layout is Layout.COMPACT:
            continue
        text = tree(ask(demo, piece.path)[2]).xpath("string(//script[@type='application/ld+json'])")
        if piece.kind is Kind.BROKEN_JSONLD:
            with pytest.raises(json.JSONDecodeError):
                json.loads(text)
            continue
        data = json.loads(text)
        parts = data if isinstance(data, list) else data.get("@graph", [data])
        article = next(part for part in parts if "datePublished" in part)
        assert article["datePublished"] == piece.published.isoformat()
        assert [author["name"] for author in article["author"]] == [author.name for author in piece.authors]
        assert "articleBody" not in article


def test_every_link_inside_answers(demo):
    seen, waiting = set(), ["/", "/login", "/register"]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        status, headers, body = ask(demo, path)
        assert status in {200, 303}, path
        if not headers.get("Content-Type", "").startswith("text/html"):
            continue
        page = tree(body)
        links = [
            *page.xpath("//a/@href"),
            *page.xpath("//img/@src"),
            *page.xpath("//link/@href"),
            *page.xpath("//script/@src"),
        ]
        inside = [link.removeprefix(demo.url) for link in links]
        waiting += [link.partition("#")[0] for link in inside if link.startswith("/")]
    assert {piece.path for piece in demo.newspaper.articles} <= seen
    assert {picture.path for piece in demo.newspaper.articles for picture in piece.pictures} <= seen


def test_the_same_seed_gives_the_same_bytes():
    with start_demo() as first:
        port = urlsplit(first.url).port
        paths = [piece.path for piece in first.newspaper.articles] + ["/", "/feeds/all.xml", "/sitemap.xml"]
        before = [ask(first, path)[2] for path in paths]
    with start_demo(port) as second:
        assert [ask(second, path)[2] for path in paths] == before


@pytest.mark.parametrize("name", ["all.xml", "all.atom", "sport.xml"])
def test_feeds(demo, name):
    feed = feedparser.parse(io.BytesIO(ask(demo, f"/feeds/{name}")[2]))
    pieces = demo.newspaper.articles
    if name == "sport.xml":
        pieces = tuple(piece for piece in demo.newspaper.articles if piece.section.key == "sport")
    assert not feed.bozo
    assert [entry.title for entry in feed.entries] == [piece.headline for piece in pieces]
    assert [entry.link.partition("?")[0] for entry in feed.entries] == [demo.url + piece.path for piece in pieces]
    assert all(entry.published_parsed for entry in feed.entries)


def test_json_feed(demo):
    _, headers, body = ask(demo, "/feeds/all.json")
    assert headers["Content-Type"].startswith("application/feed+json")
    assert [item["title"] for item in json.loads(body)["items"]] == [p.headline for p in demo.newspaper.articles]


def test_sitemaps_name_every_article(demo):
    def locations(body: bytes) -> list[str]:
        return [node.text.removeprefix(demo.url) for node in etree.fromstring(body).iter("{*}loc")]

    found = []
    for path in locations(ask(demo, "/sitemap.xml")[2]):
        status, headers, body = ask(demo, path)
        assert status == 200
        assert (headers["Content-Type"] == "application/gzip") is path.endswith(".gz")
        if path != "/sitemaps/news.xml":
            found += locations(gzip.decompress(body) if path.endswith(".gz") else body)
    stale = [desk.MOVED, desk.GONE, desk.SOFT_404, desk.PRIVATE]
    assert sorted(found) == sorted([*(piece.path for piece in demo.newspaper.articles), *stale])
    news = ask(demo, "/sitemaps/news.xml")[2]
    assert demo.newspaper.articles[0].path in locations(news)
    assert etree.fromstring(news).findtext(".//{*}publication_date")


def test_robots(demo):
    _, headers, body = ask(demo, "/robots.txt")
    assert headers["Content-Type"].startswith("text/plain")
    assert b"Crawl-delay: 0.05\n" in body
    assert b"Disallow: /private/\n" in body
    assert f"Sitemap: {demo.url}/sitemap.xml".encode() in body


def test_a_robots_txt_with_a_request_rate():
    with start_demo(articles=26, request_rate="10/1m") as own:
        assert b"Request-rate: 10/1m\n" in ask(own, "/robots.txt")[2]


def test_addresses_without_an_article(demo):
    assert ask(demo, "/town/2026/10/10/never-printed")[0] == 404
    assert ask(demo, desk.GONE)[0] == 410
    status, headers, _ = ask(demo, desk.MOVED)
    assert (status, headers["Location"]) == (301, demo.newspaper.articles[-1].path)
    status, _, body = ask(demo, desk.SOFT_404)
    assert status == 200
    assert tree(body).xpath("string(//h1)") == "Page not found"
    assert ask(demo, "/sport/?page=99")[0] == 404
    assert ask(demo, "/", "POST")[0] == 405


def test_an_unchanged_page_is_304_in_every_coding(demo):
    path = one(demo, Kind.FREE).path
    for coding in ("identity", "gzip"):
        _, headers, _ = ask(demo, path, accept_encoding=coding)
        status, again, body = ask(demo, path, accept_encoding=coding, if_none_match=headers["ETag"])
        assert (status, body, again["ETag"]) == (304, b"", headers["ETag"])
        assert ask(demo, path, if_modified_since=headers["Last-Modified"])[0] == 304
        assert ask(demo, path, if_none_match='"another"', if_modified_since=headers["Last-Modified"])[0] == 200
    assert ask(demo, path, if_modified_since="yesterday")[0] == 200


def test_gzip_and_head_say_the_same(demo):
    path = one(demo, Kind.FREE).path
    plain, packed = ask(demo, path), ask(demo, path, accept_encoding="gzip")
    assert packed[1]["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed[2]) == plain[2]
    assert packed[1]["ETag"] != plain[1]["ETag"]
    status, headers, body = ask(demo, path, "HEAD")
    assert (status, body) == (200, b"")
    assert headers["Content-Length"] == plain[1]["Content-Length"]
    assert headers["ETag"] == plain[1]["ETag"]
    assert "Content-Encoding" not in ask(demo, path, accept_encoding="gzip;q=0")[1]


@pytest.mark.parametrize("kind", [Kind.CORRECTED, Kind.RETITLED])
def test_whoever_has_seen_the_first_edition_gets_the_second(demo, kind):
    piece = one(demo, kind)
    _, first, body = ask(demo, piece.path)
    assert tree(body).xpath("string(//h1)") == piece.headline
    status, second, body = ask(demo, piece.path, if_none_match=first["ETag"])
    assert (status, tree(body).xpath("string(//h1)")) == (200, piece.later.headline)
    assert (piece.later.correction or "") == text_of(body, "//p[@class='correction']")
    assert parsedate_to_datetime(second["Last-Modified"]) > parsedate_to_datetime(first["Last-Modified"])
    assert ask(demo, piece.path, if_none_match=second["ETag"])[0] == 304
    assert ask(demo, piece.path, if_modified_since=first["Last-Modified"])[1]["ETag"] == second["ETag"]
    assert ask(demo, piece.path, if_modified_since=second["Last-Modified"])[0] == 304
    assert ask(demo, piece.path)[1]["ETag"] == first["ETag"]


def test_lists_and_feeds_change_with_the_edition(demo):
    retitled = one(demo, Kind.RETITLED)
    for path in ("/", "/feeds/all.xml", "/feeds/all.atom", f"/{retitled.section.key}/"):
        _, first, body = ask(demo, path)
        assert retitled.later.headline not in body.decode()
        status, _, body = ask(demo, path, if_none_match=first["ETag"])
        assert status == 200
        assert retitled.later.headline in html.fromstring(body).text_content() or b"what is known so far" in body
    changed = 0
    for piece in demo.newspaper.articles:
        changed += ask(demo, piece.path, if_none_match=ask(demo, piece.path)[1]["ETag"])[0] == 200
    related = [p for p in demo.newspaper.articles if retitled.path.encode() in ask(demo, p.path)[2] and p != retitled]
    assert changed == 2 + len(related)


def test_the_second_edition_for_everybody():
    with start_demo(edition=2) as demo:
        piece = one(demo, Kind.CORRECTED)
        assert piece.later.correction in ask(demo, piece.path)[2].decode()
        assert ask(demo, "/_demo/edition/1", "POST")[0] == 204
        assert piece.later.correction not in ask(demo, piece.path)[2].decode()
        demo.edition = 2
        assert piece.later.correction in ask(demo, piece.path)[2].decode()
        assert ask(demo, "/_demo/edition/3", "POST")[0] == 404


def test_the_meter_runs_out_in_one_cookie_jar(demo):
    browser, pieces = Browser(demo), demo.newspaper.of_kind(Kind.METERED)
    for count, piece in enumerate(pieces[:3], 1):
        page = browser.get(piece.path)[1]
        assert f"You have read {count} of 3 free articles" in page
        assert piece.paragraphs[-1] in page
    fourth = browser.get(pieces[3].path)[1]
    assert pieces[3].paragraphs[-1] not in fourth
    assert "wall-meter" in fourth
    assert pieces[0].paragraphs[-1] in browser.get(pieces[0].path)[1]
    assert pieces[3].paragraphs[-1].encode() in ask(demo, pieces[3].path)[2]


def test_a_subscriber_reads_everything(demo):
    browser, locked = Browser(demo), one(demo, Kind.LOCKED)
    assert browser.get("/account")[0].startswith(f"{demo.url}/login")
    address, page = browser.submit(f"/login?next={locked.path}", email=READER, password=PASSWORD)
    assert address == demo.url + locked.path
    assert "Sign out" in page
    for piece in demo.newspaper.articles:
        if piece.kind not in {Kind.SCRIPTED, Kind.PAGED}:
            page = browser.get(piece.path)[1]
            assert piece.paragraphs[-1] in page, piece.kind
            assert 'class="wall' not in page
    assert READER in browser.get("/account")[1]
    browser.get("/logout")
    assert locked.paragraphs[-1] not in browser.get(locked.path)[1]


def test_a_wrong_password_or_token_signs_nobody_in(demo):
    browser = Browser(demo)
    address, page = browser.submit("/login", email=READER, password="wrong")
    assert address == f"{demo.url}/login"
    assert "is wrong" in page
    with pytest.raises(HTTPError) as refused:
        browser.submit("/login", email=READER, password=PASSWORD, csrf="forged")
    refused.value.close()
    assert refused.value.code == 403
    assert browser.get("/account")[0].startswith(f"{demo.url}/login")


@pytest.mark.parametrize("target", ["//evil.example/", "https://evil.example/", "/\\evil.example", "/a\r\nX: y"])
def test_signing_in_leads_nowhere_else(demo, target):
    assert Browser(demo).submit("/login", email=READER, password=PASSWORD, next=target)[0] == f"{demo.url}/account"


def test_registration_opens_what_it_promises():
    with start_demo() as demo:
        browser, piece, locked = Browser(demo), one(demo, Kind.REGISTRATION), one(demo, Kind.LOCKED)
        assert piece.paragraphs[-1] not in browser.get(piece.path)[1]
        browser.submit(f"/register?next={piece.path}", email="new@demo.example", password="x")
        assert piece.paragraphs[-1] in browser.get(piece.path)[1]
        assert locked.paragraphs[-1] not in browser.get(locked.path)[1]
        assert (
            "account with this address" in Browser(demo).submit("/register", email="new@demo.example", password="y")[1]
        )


def test_the_two_pages_hold_all_of_the_paged_article(demo):
    piece = one(demo, Kind.PAGED)
    first, second = ask(demo, piece.path)[2], ask(demo, f"{piece.path}?page=2")[2]
    assert tree(first).xpath("string(//link[@rel='next']/@href)") == f"{demo.url}{piece.path}?page=2"
    for block in piece.blocks:
        inside = [block.text in text_of(page, "//main") for page in (first, second)]
        assert sorted(inside) == [False, True]
    assert ask(demo, f"{piece.path}?page=3")[0] == 404


def test_the_script_finds_its_text(demo):
    piece = one(demo, Kind.SCRIPTED)
    source = tree(ask(demo, piece.path)[2]).xpath("string(//*[@id='story']/@data-source)")
    blocks = json.loads(ask(demo, source)[2])["blocks"]
    assert tuple(block["text"] for block in blocks) == piece.paragraphs
    assert ask(demo, f"/api/articles/{one(demo, Kind.LOCKED).number}.json")[0] == 404


def test_the_live_blog_shows_and_declares_its_entries(demo):
    piece = one(demo, Kind.LIVE)
    body = ask(demo, piece.path)[2]
    texts = [node.text_content() for node in tree(body).xpath("//section[@class='entry']/p")]
    assert texts == [update.text for update in piece.updates]
    assert body.count(b'"BlogPosting"') == len(piece.updates) > 8


def test_the_legacy_page_is_windows_1252(demo):
    piece = one(demo, Kind.LEGACY_CHARSET)
    body = ask(demo, piece.path)[2]
    assert "– the “Œuvre” –".encode("cp1252") in body
    with pytest.raises(UnicodeDecodeError):
        body.decode()


def test_the_log_tells_what_was_asked():
    with start_demo() as demo:
        ask(demo, "/about?x=1", user_agent="tester/1")
        ask(demo, "/nowhere", "HEAD", if_none_match='"x"')
        told = [(each.method, each.path, each.status, each.agent, each.conditional) for each in demo.log]
        assert told == [("GET", "/about?x=1", 200, "tester/1", False), ("HEAD", "/nowhere", 404, "", True)]
        assert 0 <= demo.log[0].at <= demo.log[1].at
        assert [each["path"] for each in json.loads(ask(demo, "/_demo/log")[2])] == ["/about?x=1", "/nowhere"]


def test_one_connection_serves_many_requests(demo):
    connection = http.client.HTTPConnection(urlsplit(demo.url).netloc, timeout=20)
    try:
        connection.request("GET", "/about")
        connection.getresponse().read()
        first = connection.sock
        for path, status in (("/", 200), ("/nowhere", 404), ("/_demo/edition/1", 404)):
            connection.request("GET", path)
            response = connection.getresponse()
            response.read()
            assert response.status == status
        assert connection.sock is first is not None
    finally:
        connection.close()


def test_the_port_is_free_again_and_closing_twice_is_allowed():
    demo = start_demo()
    port = urlsplit(demo.url).port
    held = http.client.HTTPConnection(urlsplit(demo.url).netloc, timeout=20)
    held.request("GET", "/about")
    held.getresponse().read()
    demo.close()
    demo.close()
    held.close()
    with start_demo(port) as again:
        assert ask(again, "/about")[0] == 200
        with pytest.raises(FixArgument, match="in use"):
            start_demo(port)


@pytest.mark.parametrize("host", ["0.0.0.0", "example.com", "10.0.0.1", "::1"])
def test_it_stays_on_this_machine(host):
    with pytest.raises(FixArgument, match="stays on this machine"):
        start_demo(host=host)


def test_another_loopback_address():
    with start_demo(host="127.0.0.2") as demo:
        assert demo.url.startswith("http://127.0.0.2:")
        assert demo.url.encode() in ask(demo, "/")[2]
