"""Pages as a browser gets them: what they say, who may see them, and with which headers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from lxml import html

from newsbot.article import Session
from newsbot.publish.tokens import Scope, Tokens
from newsbot.store.base import Store
from newsbot.store.opening import open_store
from tests.newsbot.web.conftest import Newsroom
from tests.newsbot.web.desk_data import TEXT, made, own
from tests.newsbot.web.serving import browsing, config_in

PAGES = ["/", "/articles", "/sites", "/sites/times", "/sites/courier", "/live", "/sign-in"]


@pytest.fixture(scope="module")
def client(newsroom: Newsroom) -> Iterator[httpx.Client]:
    with browsing(newsroom.store, newsroom.folder) as found:
        yield found


def words(answer: Any) -> str:
    """What a reader sees of a page, in one line."""
    tree = html.document_fromstring(answer.content)
    for each in tree.xpath("//script | //style"):
        each.drop_tree()
    return " ".join(tree.find("body").text_content().split())


def get(client: httpx.Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.text[:500]
    return words(answer)


# ── what they say ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_today_says_a_lost_login_first(client: httpx.Client, newsroom: Newsroom) -> None:
    said = get(client, f"/?day={newsroom.at.date()}")
    assert "A login is lost" in said
    assert said.index("A login is lost") < said.index("came in from")
    assert "newsbot login times" in said
    assert said.index("Broken") < said.index("Two weeks")
    assert re.search(r"30 articles came in from 3 sites; 1\d are complete", said)
    assert "withdrawn Rents in the lower town" in said
    assert "Teaser only" in said


def test_another_day_is_shown(client: httpx.Client, newsroom: Newsroom) -> None:
    said = get(client, "/?day=2024-02-29")
    assert "Thursday 29 February 2024" in said
    assert "Nothing came in on this day" in said
    assert get(client, "/?day=1800-01-01")
    assert "Today," in get(client, "/?day=9999-12-31")


def test_an_empty_store_says_what_to_do(empty: Store, tmp_path: Path) -> None:
    with browsing(empty, tmp_path) as client:
        assert "newsbot crawl demo" in get(client, "/")
        assert "newsbot crawl demo" in get(client, "/articles")
        assert "No site is known yet" in get(client, "/sites")
        assert "Nothing came in yet" in get(client, "/live")


def test_articles_are_searched_and_filtered(client: httpx.Client) -> None:
    assert "Harbour railway to open on the 3rd of April" in get(client, '/articles?text="3rd of April"')
    assert 'words "3rd of April"' in get(client, '/articles?text="3rd of April"')
    said = get(client, "/articles?delivered=obfuscated&site=bote")
    assert "delivered Scrambled" in said
    assert "gate: app only" in said
    assert client.get("/feeds/articles.atom?delivered=obfuscated&site=bote").status_code == 200
    assert (
        'href="/feeds/articles.atom?delivered=obfuscated&amp;site=bote"'
        in client.get("/articles?delivered=obfuscated&site=bote").text
    )
    assert "Nothing is found" in get(client, "/articles?text=zzzz")
    assert "Nothing is found" in get(client, "/articles?text=-railway")


def test_empty_fields_of_the_form_are_left_out(client: httpx.Client) -> None:
    answer = client.get("/articles?text=a+%26b&site=&delivered=&cameSince=&gate=")
    assert (answer.status_code, answer.headers["location"]) == (303, "/articles?text=a+%26b")


def test_pages_of_the_list_hold_every_article_once(client: httpx.Client) -> None:
    path, keys = "/articles?site=times", []
    while path:
        tree = html.document_fromstring(client.get(path).content)
        keys += tree.xpath("//li[@class='row']//h3/a/@href")
        path = next(iter(tree.xpath("//a[@rel='next']/@href")), "")
    assert len(keys) == len(set(keys)) == 180


def test_an_article_is_told_with_all_that_is_known(client: httpx.Client, newsroom: Newsroom) -> None:
    said = get(client, f"/articles/{newsroom.revised}")
    assert "Harbour railway to open on the 3rd of April" in said
    assert "The first train leaves on the 3rd of April" in said
    assert "Correction An earlier version named another sum." in said
    assert "Complete text received." in said
    assert "Another source said" in said
    assert "What changed from version 2 to 3" in said
    assert "Harbour railway: the council says yes" in said
    assert "Live entries" in said
    assert "gazette" in said
    assert "the first" in said
    first = get(client, f"/articles/{newsroom.revised}?from=1&to=2")
    assert "What changed from version 1 to 2" in first
    assert "The ministry names 41 57 million" in first


def test_a_withdrawn_article_says_so(client: httpx.Client) -> None:
    tree = html.document_fromstring(client.get("/articles?site=bote&text=79").content)
    key = tree.xpath("//li[@class='row'][.//span[text()='withdrawn']]//h3/a/@href")[0]
    said = get(client, key)
    assert "Withdrawn by its publisher" in said
    assert "Only a teaser was delivered; gate: subscription; declared: not free." in said


def test_a_site_is_told_with_its_health(client: httpx.Client) -> None:
    said = get(client, "/sites/courier")
    assert "Broken articles 0 articles a day, usually 7" in said
    assert "For example https://www.courier.example/feed.xml" in said
    assert "failed the server did not answer within 30 s" in said
    assert "The last 42 days" in said
    assert "Login lost" in get(client, "/sites/times")
    assert get(client, "/sites").index("times") < get(client, "/sites").index("gazette")


def test_live_shows_who_crawls(newsroom: Newsroom, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    with open_store(f"sqlite:///{tmp_path / 'n.sqlite'}") as store, browsing(store, tmp_path) as client:
        store.lease(["site bote", "host www.bote.example"], "worker 7", now, now + timedelta(minutes=1))
        store.lease(["site over"], "worker 8", now - timedelta(minutes=9), now - timedelta(minutes=1))
        said = get(client, "/live")
    assert "bote since" in said
    assert "by worker 7" in said
    assert "Asked just now: www.bote.example" in said
    assert "over" not in said.split("What came in last")[0].split("What is being crawled")[1]


# ── headers ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", [*PAGES, "/nothing", "/articles?gate=zzz"])
def test_nothing_but_our_own_files_may_be_loaded(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    policy = dict(each.strip().split(" ", 1) for each in answer.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["img-src"] == "'self' data:"
    assert policy["connect-src"] == ("'self'" if path == "/live" else "'none'")
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert not re.search(r"<style|\sstyle=|\son\w+=", answer.text)
    assert len(re.findall(r"<script", answer.text)) == 1


def test_pictures_are_loaded_only_where_they_are_asked_for(client: httpx.Client, newsroom: Newsroom) -> None:
    path = f"/articles/{newsroom.revised}"
    plain, shown = client.get(path), client.get(path + "?pictures=1")
    assert "<img" not in plain.text
    assert "img-src 'self' data:;" in plain.headers["content-security-policy"]
    assert '<img src="https://img.bote.example/77.jpg"' in shown.text
    assert "img-src 'self' data: https: http:;" in shown.headers["content-security-policy"]


def test_our_files_are_kept_for_good_under_their_hashes(client: httpx.Client) -> None:
    page = client.get("/").text
    for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
        assert client.get(re.sub(r"\.[0-9a-f]{12}\.", ".", address)).status_code == 404
    for path in ("/static/../pages.py", "/static/%2e%2e%2fpages.py", "/static/desk.css"):
        assert client.get(path).status_code == 404


# ── errors ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_errors_are_pages_for_people_and_json_for_programs(client: httpx.Client) -> None:
    assert "Nothing is here" in get(client, "/nothing", 404)
    assert "There is no such article here." in get(client, "/articles/" + "0" * 32, 404)
    assert "The page of sites shows all" in get(client, "/sites/nobody", 404)
    assert "That is not understood" in get(client, "/articles?gate=zzz", 422)
    assert "no page of this question ended so" in get(client, "/articles?after=zzz", 400)
    assert "That is not understood" in get(client, "/?day=tomorrow", 422)
    assert client.get("/nothing", headers={"accept": "*/*"}).json()["what"] == "Not Found."
    assert client.get("/api/nothing").json()["cure"]
    assert client.post("/articles").status_code == 405


def test_what_is_asked_is_not_run_in_an_error(client: httpx.Client) -> None:
    asked = quote('"><script>alert(1)</script>')
    paths = (f"/articles?after={asked}", f"/articles?gate={asked}", f"/{asked}", f"/?day={asked}", f"/sites/{asked}")
    for path in (*paths, f"/articles?text={asked}", f"/articles?site={asked}", f"/sign-in?to=/{asked}"):
        assert "<script>alert" not in client.get(path).text, path


@pytest.mark.parametrize(
    "path", ["/articles/%00", "/sites/%00%ff", "/articles?text=%00%ed%a0%80", "/articles?author=%ff"]
)
def test_what_no_browser_sends_breaks_nothing(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code in {200, 404}


# ── who may see what ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def elsewhere(newsroom: Newsroom, tmp_path: Path) -> Iterator[tuple[httpx.Client, Tokens]]:
    """A browser on another machine, and the tokens of the server."""
    with browsing(newsroom.store, tmp_path, here=False) as client:
        yield client, Tokens(config_in(tmp_path).tokens)


def test_who_is_not_known_is_led_to_where_a_token_is_given(elsewhere: tuple[httpx.Client, Tokens]) -> None:
    client, _ = elsewhere
    for path, to in (("/", "/sign-in"), ("/articles?text=a b", "/sign-in?to=%2Farticles%3Ftext%3Da%2520b")):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, to)
    assert client.get("/api/articles").status_code == 401
    assert client.get("/", headers={"accept": "*/*"}).status_code == 401


def test_a_token_is_kept_where_no_script_sees_it(elsewhere: tuple[httpx.Client, Tokens]) -> None:
    client, tokens = elsewhere
    token = tokens.add("tablet", [Scope.READ])
    wrong = client.post("/sign-in", data={"token": "nb_wrong", "to": "/sites"})
    assert (wrong.status_code, "set-cookie" in wrong.headers) == (403, False)
    assert "This token is not known" in wrong.text
    answer = client.post("/sign-in", data={"token": f" {token} ", "to": "//evil.example/"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "; secure" not in cookie
    said = client.get("/")
    assert said.status_code == 200
    assert said.headers["cache-control"] == "no-store"
    assert "Sign out (tablet)" in words(said)
    assert token not in said.text
    tokens.remove("tablet")
    assert "not known any more" in client.get("/", follow_redirects=True).text
    out = client.post("/sign-out")
    assert (out.status_code, out.headers["location"]) == (303, "/sign-in")
    assert client.get("/").status_code == 303


def test_behind_a_server_with_tls_the_cookie_is_for_tls_only(elsewhere: tuple[httpx.Client, Tokens]) -> None:
    client, tokens = elsewhere
    token = tokens.add("tablet", [Scope.READ])
    answer = client.post("/sign-in", data={"token": token}, headers={"x-forwarded-proto": "https"})
    assert "; secure" in answer.headers["set-cookie"].lower()


@pytest.mark.parametrize("headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}])
def test_pages_of_others_cannot_sign_anybody_in_or_out(
    elsewhere: tuple[httpx.Client, Tokens], headers: dict[str, str]
) -> None:
    client, tokens = elsewhere
    token = tokens.add("tablet", [Scope.READ])
    for path in ("/sign-in", "/sign-out"):
        answer = client.post(path, data={"token": token}, headers=headers)
        assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)


def test_a_form_that_is_none_is_refused(elsewhere: tuple[httpx.Client, Tokens]) -> None:
    client, _ = elsewhere
    assert client.post("/sign-in", content=b"a" * 20_000).status_code == 413
    assert client.post("/sign-in", content="&".join(f"a{i}=1" for i in range(50)).encode()).status_code == 400
    assert client.post("/sign-in", content=b"\xff\x00%ff").status_code == 403


def test_too_many_tries_are_refused(newsroom: Newsroom, tmp_path: Path) -> None:
    with browsing(newsroom.store, tmp_path, here=False, rate=0.5) as client:
        statuses = [client.post("/sign-in", data={"token": "nb_guess"}).status_code for _ in range(5)]
    assert statuses[0] == 403
    assert statuses[-1] == 429


def test_what_was_paid_for_is_cut_for_others_on_every_page(newsroom: Newsroom, tmp_path: Path) -> None:
    secret = TEXT[2]
    with open_store(f"sqlite:///{tmp_path / 'n.sqlite'}") as store:
        first = made("times", 1, newsroom.at, own(Session.OWN_LOGIN_CONFIRMED))
        store.save([first])
        second = made(
            "times", 1, newsroom.at, own(Session.OWN_LOGIN_CONFIRMED), (first.articleBody or "") + "\n\nSecretly more."
        )
        second.crawl.fetchedAt = newsroom.at
        store.save([second])
        tokens = Tokens(config_in(tmp_path).tokens)
        path = f"/articles/{first.key}"
        told = {}
        for name, scopes in (("guest", [Scope.READ]), ("friend", [Scope.READ, Scope.PAID])):
            with browsing(store, tmp_path, here=False) as client:
                client.post("/sign-in", data={"token": tokens.add(name, scopes)})
                pages = (path, path + "?from=1&to=2", "/", "/articles", "/live", "/articles?site=times")
                told[name] = " ".join(words(client.get(each)) for each in pages)
    assert secret in told["friend"]
    assert secret not in told["guest"]
    assert "Secretly more" not in told["guest"]
    assert "cut for this token" in told["guest"]
    assert "only the beginning is shown for this token" in told["guest"]
    assert "Only a teaser was delivered" in told["guest"]


def test_who_holds_a_lease_is_told_to_the_owner_only(empty: Store, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    empty.lease(["site bote"], "pid 12 on a-machine", now, now + timedelta(minutes=1))
    with browsing(empty, tmp_path, here=False) as client:
        client.post("/sign-in", data={"token": Tokens(config_in(tmp_path).tokens).add("guest", [Scope.READ])})
        said = get(client, "/live")
    assert "bote" in said
    assert "a-machine" not in said


def test_a_token_without_the_scope_is_told_so(elsewhere: tuple[httpx.Client, Tokens]) -> None:
    client, tokens = elsewhere
    client.post("/sign-in", data={"token": tokens.add("hooks", [Scope.ADMIN])})
    assert "Not for this token" in get(client, "/", 403)
