"""The demo newspaper's ways to sign in, over real HTTP: form, app, steps, and pages that are no way in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from newsbot.demo.codes import counter_of, one_time_code
from newsbot.demo.readers import (
    APP,
    BASIC,
    MOST_WRONG,
    PASSWORD,
    READER,
    SEED,
    SESSION_COOKIE,
    STEPS,
)
from newsbot.demo.recipes import Way, credentials, environment, site_file
from newsbot.demo.server import Demo, start_demo
from newsbot.demo.shapes import Kind
from newsbot.sites.catalog import load_site
from tests.demo_reader import Client, locked, through, token_of

NOON = 1_800_000_000.0  # the beginning of a step


@pytest.fixture
def demo() -> Iterator[Demo]:
    with start_demo(articles=26) as served:
        yield served


# ── the form ──


def test_a_reader_signs_in_reads_and_leaves(demo):
    client, piece = Client(demo), locked(demo)
    assert not client.reads(piece)
    assert client.sign_in().path == "/account"
    page = client.ask(piece.path)
    assert READER in page.tree.cssselect(".reader")[0].text_content()
    assert page.has("a.logout")
    assert not page.has("a.login")
    assert "private" in page.headers["Cache-Control"]
    assert {"Cookie", "Authorization"} <= set(page.headers["Vary"].split(", "))
    assert client.reads(piece)
    client.ask("/logout")
    assert not client.reads(piece)
    assert client.ask(piece.path).has("a.login")


def test_a_page_is_unchanged_for_its_own_reader_only(demo):
    client, piece = Client(demo), locked(demo)
    teaser = client.ask(piece.path).headers["ETag"]
    client.sign_in()
    whole = client.ask(piece.path, if_none_match=teaser)
    assert whole.status == 200
    assert client.ask(piece.path, if_none_match=whole.headers["ETag"]).status == 304
    assert Client(demo).ask(piece.path, if_none_match=whole.headers["ETag"]).status == 200


def test_five_wrong_passwords_lock_an_account(demo):
    client = Client(demo)
    for count in range(1, MOST_WRONG):
        page = client.sign_in(password="wrong")
        assert (page.status, page.tree.cssselect(".error")[0].text_content()) == (
            200,
            "E-mail address or password is wrong.",
        )
        assert client.logins["accounts"][READER]["failed"] == count
    assert "Account locked" in client.sign_in(password="wrong").body
    page = client.sign_in()
    assert page.status == 403
    assert "Account locked" in page.body
    assert not client.signed_in
    assert client.logins["accounts"][READER] == {
        "logins": 0,
        "failed": 6,
        "articles": 0,
        "locked": True,
        "sessions": 0,
    }
    assert client.sign_in(BASIC).path == "/account"
    assert client.order("unlock").status == 204
    assert client.sign_in().path == "/account"


def test_a_login_forgets_the_wrong_passwords_before_it(demo):
    client = Client(demo)
    for _ in range(3):
        for _ in range(MOST_WRONG - 1):
            client.sign_in(password="wrong")
        assert client.sign_in().path == "/account"
    assert (client.logins["logins"], client.logins["failed"]) == (3, 12)


def test_unknown_accounts_fail_too(demo):
    client = Client(demo)
    for _ in range(7):
        assert "is wrong" in client.sign_in("nobody@demo.example").body
    told = client.logins
    assert (told["failed"], told["unknownAccount"], told["logins"]) == (7, 7, 0)
    assert "nobody@demo.example" not in told["accounts"]


def test_an_expired_form_is_no_attempt(demo):
    client = Client(demo)
    assert client.post("/login", email=READER, password=PASSWORD, csrf="forged").status == 403
    assert (client.logins["logins"], client.logins["failed"]) == (0, 0)


def test_a_cookie_is_not_sent_back_as_a_header(demo):
    client = Client(demo, cookies={"csrf": '"aaaaaaaa\\015\\012Evil: 1"'})
    page = client.ask("/login")
    assert page.headers["Evil"] is None
    assert len(client.cookies["csrf"]) == 16


# ── the app ──


def test_the_app_gets_a_token_and_whole_articles_for_it(demo):
    client, piece = Client(demo), locked(demo)
    client.bearer = token_of(client)
    assert not client.cookies
    assert client.reads(piece)
    assert client.signed_in
    assert json.loads(client.ask("/api/account").body) == {"email": APP, "plan": "Courier+ subscriber"}
    story = json.loads(client.ask(f"/api/articles/{piece.number}").body)
    assert [block["text"] for block in story["blocks"]] == list(piece.paragraphs)
    assert (story["url"], story["reader"]) == (demo.url + piece.path, APP)
    assert client.ask("/api/session/end", b"").status == 204
    assert client.ask("/api/account").status == 401
    assert not client.reads(piece)


def test_a_token_is_no_cookie_and_a_cookie_no_token(demo):
    piece = locked(demo)
    app = Client(demo)
    assert not Client(demo, cookies={SESSION_COOKIE: token_of(app)}).reads(piece)
    form = Client(demo)
    form.sign_in()
    assert not Client(demo, bearer=form.cookies[SESSION_COOKIE]).reads(piece)
    assert form.reads(piece)


def test_the_app_account_has_no_other_way_in(demo):
    client = Client(demo)
    assert "by our app only" in client.sign_in(APP).body
    assert SESSION_COOKIE not in client.cookies
    answer = client.send("/api/session", {"email": STEPS, "password": PASSWORD})
    assert answer.status == 401
    assert "one-time code" in json.loads(answer.body)["error"]


def test_the_api_tells_who_may_not_read(demo):
    piece, free = locked(demo), demo.newspaper.of_kind(Kind.FREE)[0]
    client = Client(demo)
    assert client.ask(f"/api/articles/{free.number}").status == 200
    assert client.ask(f"/api/articles/{piece.number}").status == 401
    client.bearer = token_of(client, BASIC)
    answer = client.ask(f"/api/articles/{piece.number}")
    assert answer.status == 403
    assert piece.paragraphs[-1] not in answer.body
    assert client.ask("/api/articles/99999").status == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[" * 60_000, 400),
        (b"[]", 400),
        (b'{"email": 1, "password": null}', 400),
        (b'{"email": "\\ud800@x", "password": "\\udfff"}', 401),
        (b'{"email": "reader@demo.example", "password": "\\ud800"}', 401),
        (b"\xff\xfe", 400),
    ],
)
def test_the_api_survives_what_it_is_sent(demo, body, status):
    client = Client(demo)
    assert client.ask("/api/session", body, content_type="application/json").status == status
    assert client.logins["logins"] == 0


def test_no_form_of_another_site_signs_in_by_the_api(demo):
    body = json.dumps({"email": APP, "password": PASSWORD}).encode()
    assert Client(demo).ask("/api/session", body, content_type="text/plain").status == 415
    assert Client(demo).ask("/api/session").status == 405


def test_the_app_page_has_templates_and_a_script_and_nothing_shown(demo):
    page = Client(demo).ask("/login-app")
    assert "courier_token" in page.body
    assert "/api/session" in page.body
    for template in page.tree.cssselect("template"):
        template.getparent().remove(template)
    shown = html.tostring(page.tree.cssselect("#app")[0], encoding="unicode")
    assert "password" not in shown


def test_only_readers_without_a_cookie_are_given_the_script(demo):
    client, piece = Client(demo), locked(demo)
    script = f"script[data-source='/api/articles/{piece.number}']"
    page = client.ask(piece.path)
    assert page.has(script)
    assert client.ask(page.tree.cssselect(script)[0].get("src")).status == 200
    client.sign_in()
    assert not client.ask(piece.path).has(script)


# ── in steps ──


@pytest.fixture
def steady(demo: Demo) -> Demo:
    """A newspaper whose clock for one-time codes stands still."""
    demo.readers.clock = lambda: NOON
    return demo


def test_three_pages_and_a_code(steady):
    client, piece = Client(steady), locked(steady)
    assert client.ask("/login-steps/password").path == "/login-steps"
    assert client.ask("/login-steps/code").path == "/login-steps"
    first = client.ask("/login-steps")
    assert not first.has("input[type=password]")
    second = client.submit(first, email=STEPS)
    assert second.has("input[name=password]")
    assert not second.has("input[name=otp]")
    assert client.ask("/login-steps/code").path == "/login-steps"
    third = client.submit(second, password=PASSWORD)
    assert third.has("input[name=otp]")
    assert not client.signed_in
    assert client.submit(third, otp=one_time_code(SEED, NOON)).path == "/account"
    assert client.reads(piece)
    assert client.ask("/login-steps/code").path == "/login-steps"


@pytest.mark.parametrize(("early", "right"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_one_step_of_drift(steady, early, right):
    page = through(Client(steady), one_time_code(SEED, NOON + early))
    assert (page.path == "/account") is right
    assert right or "code is wrong" in page.body


def test_the_clock_can_be_set_wrong(steady):
    client = Client(steady)
    assert client.order("clock?ahead=90").status == 204
    assert "code is wrong" in through(client, one_time_code(SEED, NOON)).body
    assert through(client, one_time_code(SEED, NOON + 90)).path == "/account"
    assert client.order("clock?ahead=soon").status == 400


def test_each_code_once(steady):
    client, code = Client(steady), one_time_code(SEED, NOON)
    assert through(client, code).path == "/account"
    assert "used before" in through(Client(steady), code).body
    assert through(Client(steady), one_time_code(SEED, NOON + 30)).path == "/account"
    client.order("unlock")
    assert through(Client(steady), code).path == "/account"
    assert (client.logins["logins"], client.logins["failed"]) == (3, 1)


def test_wrong_passwords_and_codes_count_alike(steady):
    client = Client(steady)
    assert "is wrong" in through(client, "", password="wrong").body
    assert "is wrong" in through(client, "", email="nobody@demo.example").body
    for _ in range(3):
        through(client, "000000")
    assert "Account locked" in through(client, "000000").body
    assert "Account locked" in through(client, one_time_code(SEED, NOON)).body
    assert client.logins["accounts"][STEPS]["locked"]


def test_the_plain_form_asks_for_the_code_too(steady):
    client = Client(steady)
    page = client.sign_in(STEPS)
    assert page.path == "/login-steps/code"
    assert not client.signed_in
    assert client.submit(page, otp=one_time_code(SEED, NOON)).path == "/account"


def test_who_has_no_seed_needs_no_code(demo):
    assert through(Client(demo), "", email=READER).path == "/account"


def test_codes_are_those_of_the_standard():
    seed = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # RFC 6238, appendix B, of which the last six digits count
    vectors = {59: "287082", 1111111109: "081804", 1234567890: "005924", 20000000000: "353130"}
    assert {at: one_time_code(seed, at) for at in vectors} == vectors
    assert counter_of(seed, " 287082 ", 59) == 1
    assert counter_of(seed, "28708٢", 59) is None


# ── pages that are no way in ──


def test_a_riddle_instead_of_a_form(demo):
    page = Client(demo).ask("/login-captcha")
    assert page.status == 200
    assert page.has(".g-recaptcha")
    assert not page.has("main form")
    assert not page.has("main input")


def test_a_form_that_has_changed(demo):
    client = Client(demo)
    page = client.ask("/login-changed")
    assert not page.has("main input[name=email]")
    assert not page.has("main input[name=password]")
    assert client.submit(page, **{"reader-no": "7", "secret-word": "x"}).has(".error")
    assert (client.logins["logins"], client.logins["failed"]) == (0, 0)


# ── site files ──


@pytest.mark.parametrize("way", Way)
def test_there_is_a_site_file_for_every_way(tmp_path: Path, demo: Demo, way: Way):
    file = tmp_path / "paper.yml"
    file.write_text(site_file(demo.url, way, name="Paper of Two"), "utf-8")
    site = load_site(str(file), own=tmp_path)
    assert site.login is not None
    assert set(site.login.credentials) == set(credentials(way))
    assert environment(way, name="Paper of Two")["NEWSBOT_PAPER_OF_TWO_USERNAME"].endswith("@demo.example")
    first = site.login.steps[0]
    assert Client(demo).ask(first.goto.removeprefix(demo.url)).status == 200
    assert Client(demo).ask(site.feeds[0].removeprefix(demo.url)).status == 200


def test_the_site_file_of_the_archive_names_nothing_else(tmp_path: Path):
    with start_demo(articles=26, archive=3) as demo:
        file = tmp_path / "paper.yml"
        file.write_text(site_file(demo.url + "/", archive=True), "utf-8")
        site = load_site(str(file), own=tmp_path)
        assert site.feeds == (f"{demo.url}/feeds/archive.xml",)
        assert not site.sitemaps
        assert Client(demo).ask("/feeds/archive.xml").status == 200


def test_predicates_of_the_site_files_tell_pages_apart(demo):
    anonymous, basic, reader, piece = Client(demo), Client(demo), Client(demo), locked(demo)
    basic.sign_in(BASIC)
    reader.sign_in()
    seen = {
        name: (c.ask(piece.path).has("a.login"), c.ask(piece.path).has(".wall"))
        for name, c in {"anonymous": anonymous, "basic": basic, "reader": reader}.items()
    }
    assert seen == {"anonymous": (True, True), "basic": (False, True), "reader": (False, False)}
