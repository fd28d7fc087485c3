"""Which predicates hold on a page: what a reader sees counts, and nothing else."""

import time

import pytest

from newsbot.extraction.page import parse_page
from newsbot.sessions.recipe import (
    View,
    failed,
    holds,
    is_teaser,
    signed_out,
    succeeded,
    token_in,
    verified,
    view_of,
    view_of_html,
)
from newsbot.sites.login import Login, Token

URL = "https://www.paper.example/story/1?next=%2F"


def page(body: str, status: int = 200) -> View:
    return view_of_html(
        f"<!DOCTYPE html><html><head><title>Ferry</title></head><body>{body}</body></html>", URL, status
    )


LINK = '<a class="login" href="/login">Sign in</a>'
FINDERS = (
    "css:a.login",
    "css:[href='/login']",
    "xpath://a[@class='login']",
    "xpath://a[.='Sign in']",
    "xpath://a/@href",
    "xpath:count(//a) = 1",
    "xpath://body[.//a]",
    "css:body:has(a.login)",
    "css:a:first-child",
    "text:sign IN",
)


@pytest.mark.parametrize("finder", FINDERS)
@pytest.mark.parametrize(
    "shown",
    [
        "{}",
        "<div>{}</div>",
        '<div class="overflow-hidden no-modal">{}</div>',
        '<div class="hidden md:block">{}</div>',
        '<div style="display:block; opacity: .5">{}</div>',
        "<dialog open>{}</dialog>",
        '<div class="modal is-open">{}</div>',
        '<div class="modal" style="display: block">{}</div>',
        '<div class="login-popup" aria-hidden="false">{}</div>',
        "<script>if (1) {{}}</script><p hidden></p>{}",
    ],
)
def test_what_is_shown_is_found(finder: str, shown: str) -> None:
    assert holds(finder, page(shown.format(LINK)))


@pytest.mark.parametrize("finder", FINDERS)
@pytest.mark.parametrize(
    "hidden",
    [
        "",
        "<div hidden>{}</div>",
        '<div hidden="until-found"><p>{}</p></div>',
        '<div aria-hidden="TRUE"><p>{}</p></div>',
        '<div style="color:red; display : none !important">{}</div>',
        '<div style="visibility:hidden">{}</div>',
        '<div class="x d-none">{}</div>',
        '<div class="visually-hidden">{}</div>',
        '<div class="modal hidden is-open">{}</div>',
        '<div class="login-modal"><p>{}</p></div>',
        "<dialog>{}</dialog>",
        "<template>{}</template>",
        "<noscript>{}</noscript>",
        "<script type='text/html'>{}</script>",
        "<style>{}</style>",
        "<!-- {} -->",
        "<textarea hidden>{}</textarea>",
    ],
)
def test_what_is_hidden_is_not(finder: str, hidden: str) -> None:
    assert not holds(finder, page("<p>The ferry sailed.</p>" + hidden.format(LINK)))


def test_the_page_itself_is_never_hidden() -> None:
    html = f'<html class="hidden"><body class="not-logged-in" style="visibility:hidden">{LINK}</body></html>'
    view = view_of_html(html, URL)
    assert holds("css:body.not-logged-in", view)
    assert holds("text:Sign in", view)


def test_hidden_fields_are_hidden() -> None:
    assert not holds("css:input[name=user]", page('<form><input type="HIDDEN" name="user"></form>'))
    assert holds("css:input[name=user]", page('<form><input type="text" name="user"></form>'))


def test_what_the_head_says_can_be_asked() -> None:
    view = view_of_html('<html><head><meta name="tier" content="gold"></head><body><p>x</p></body></html>', URL)
    assert holds("xpath://meta[@name='tier']/@content", view)
    assert holds("css:meta[content=gold]", view)
    assert not holds("text:gold", view)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>You are SIGNED\n in&nbsp;as <b>Ann</b></p>", True),
        ("<p>Signed</p><p>in as</p>", True),
        ("<p>Signed<br>in as</p>", True),
        ("<p>Si<b>gn</b>ed in as</p>", True),
        ("<p>Sign&shy;ed in as</p>", True),
        ("<p>Signed in <span hidden>never</span>as</p>", True),
        ("<p>Signed in</p><script>x</script><p>as</p>", True),
        ("<p>Signedinas</p>", False),
        ("<p>Signed in</p><p>again as</p>", False),
        ('<input placeholder="Signed in as">', False),
        ("<select><option>Signed in as</option></select>", False),
        ("<textarea>Signed in as</textarea>", False),
        ("<svg><title>Signed in as</title></svg>", False),
        ("<p>S<i>i</i>gned <i>in</i> a<i>s</i></p>", True),
        ("<p>Sign<i hidden>post</i>ed<i hidden></i> in <u>a</u><i hidden>!</i>s</p>", True),
        ("<p>Signed</p><div hidden>in</div><p>as</p>", False),
        ("<p>Signed in a</p><p>s</p>", False),
        ("<div hidden>Signed in as</div><p>Signedinas</p>", False),
        ("<div hidden>Signed in as</div><p>Are you signed in as Ann?</p>", True),
        ("<p hidden>Signed in as</p>" * 9, False),
        ("<p hidden>Signed in as</p>" * 9 + "<p>signed in as</p>", True),
        ("<div hidden><p>x</p>Signed in as</div>", False),
        ("<div><p hidden>x</p>Signed in as</div>", True),
    ],
)
def test_words_are_found_as_they_are_read(body: str, expected: bool) -> None:
    assert holds("text:Signed in as", page(body)) is expected


def test_words_of_other_scripts() -> None:
    assert holds("text:ANMELDEN FÜR", page("<p>Anmelden fu\u0308r</p>"))
    assert holds("text:STRASSE", page("<p>Straße</p>"))
    assert holds("text:登录", page("<p>请登录后阅读</p>"))


def test_address_and_status() -> None:
    view = page("<p>x</p>", status=403)
    assert holds("status:403", view)
    assert not holds("status:200", view)
    assert holds("url:^https://www\\.paper\\.example/story/", view)
    assert holds("url:[?&]next=", view)
    assert not holds("url:/login", view)


@pytest.mark.parametrize("body", [b"", b'{"a": "Sign in"}', b"\x89PNG\r\n", "just words, Sign in", b"\x00" * 50])
def test_what_is_no_page_has_an_address_and_a_status_only(body: str | bytes) -> None:
    view = view_of_html(body, URL, 401)
    assert holds("status:401", view)
    assert holds("url:/story/1", view)
    for predicate in (*FINDERS, "xpath:not(//a)", "xpath:true()"):
        assert not holds(predicate, view)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("not(//a[@id='out'])", True),
        ("not(//a[@class='login'])", False),
        ("count(//a) > 1", False),
        ("count(//a)", True),
        ("number('x')", False),
        ("string(//a)", True),
        ("string(//b)", False),
        ("//a[1][@class]", True),
        ("//p[not(a)]", True),
        ("//a[@class!='login']", False),
        ("//div[a='Sign in']", True),
    ],
)
def test_expressions_of_every_type(expression: str, expected: bool) -> None:
    assert holds(f"xpath:{expression}", page(f"<div>{LINK}</div><p>x</p>")) is expected


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ("css:p + a.x", True),  # what is hidden stands between them no more
        ("css:ul > li:first-child.b", True),
        ("css:ul:has(li.a)", False),
        ("css:p ~ a.x", True),
        ("css:li.a ~ li.b", False),
        ("xpath://li[@class='b'][preceding-sibling::li]", False),
        ("xpath://ul[count(li) = 1]", True),
    ],
)
def test_places_are_counted_among_what_is_shown(selector: str, expected: bool) -> None:
    body = "<p>x</p><i hidden>y</i><a class=x>z</a><ul><li class=a hidden>1</li><li class=b>2</li></ul>"
    assert holds(selector, page(body)) is expected


def test_a_shared_page_stays_as_it_is() -> None:
    parsed = parse_page(f"<html><body><p hidden>x</p>{LINK}</body></html>", URL, status=200)
    before = parsed.root.xpath("string()"), len(list(parsed.root.iter()))
    view = view_of(parsed)
    assert holds("xpath:not(//p)", view)
    assert holds("text:sign in", view)
    assert (parsed.root.xpath("string()"), len(list(parsed.root.iter()))) == before
    assert (view.url, view.status, view.root) == (URL, 200, parsed.root)


RECIPE = Login.model_validate(
    {
        "success": ["css:.account", "text:Welcome back"],
        "failure": ["css:.error", "status:429"],
        "verify": {"url": "https://www.paper.example/account", "shows": ["css:#email"]},
        "loggedOut": ["url:/login", "css:a.login"],
        "teaser": ["css:.wall"],
    }
)


def test_a_recipe_says_which_of_its_predicates_held() -> None:
    asked = [succeeded, failed, verified, signed_out, is_teaser]
    told = {
        "<p>x</p>": [None, None, None, None, None],
        "<p>Welcome <b>back</b></p>": ["text:Welcome back", None, None, None, None],
        "<p class=error>wrong</p>": [None, "css:.error", None, None, None],
        "<p id=email>ann@a.example</p>": [None, None, "css:#email", None, None],
        LINK: [None, None, None, "css:a.login", None],
        f"{LINK}<div class=wall></div>": [None, None, None, "css:a.login", "css:.wall"],
        "<div class='wall' hidden></div><template><p class=error></p></template>": [None, None, None, None, None],
    }
    for body, expected in told.items():
        found = [ask(RECIPE, page(body)) for ask in asked]
        assert [str(each) if each else None for each in found] == expected


def test_not_entitled_is_not_signed_out() -> None:
    view = page('<a class="log-out">Ann</a><div class="wall">Upgrade your plan</div>')
    assert signed_out(RECIPE, view) is None
    assert str(is_teaser(RECIPE, view)) == "css:.wall"


def test_without_verify_nothing_is_verified() -> None:
    assert verified(Login.model_validate({"success": ["css:p"]}), page("<p>x</p>")) is None


@pytest.mark.parametrize(
    ("text", "fault"), [("", "starts with"), ("a", "starts with"), ("css:[", "not a CSS"), ("text:x", "too many pages")]
)
def test_what_is_no_predicate_is_said(text: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        holds(text, page("<p>x</p>"))


@pytest.mark.parametrize(
    ("storage", "key", "expected"),
    [
        ({"token": "abc"}, "token", "abc"),
        ({"token": '"abc"'}, "token", "abc"),
        ({"token": "123"}, "token", "123"),
        ({"auth": '{"user": {"jwt": "abc"}}'}, "auth.user.jwt", "abc"),
        ({"auth.user": '{"jwt": "abc"}', "auth": "{}"}, "auth.user.jwt", "abc"),
        ({"a.b": "abc"}, "a.b", "abc"),
        ({"auth": '{"user": 7}'}, "auth.user", None),
        ({"auth": '{"user": 7}'}, "auth.user.jwt", None),
        ({"auth": "not json"}, "auth.user", None),
        ({"auth": ""}, "auth", None),
        ({"auth": '""'}, "auth", None),
        ({}, "auth", None),
    ],
)
def test_a_token_is_found_by_its_key_and_path(storage: dict[str, str], key: str, expected: str | None) -> None:
    assert token_in(Token(storage=key), storage) == expected


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 3000 + LINK,
        "<p hidden>x</p>y" * 40_000,
        f"<div hidden>{'<b>' * 2000}</div>{LINK}",
        "<a class='login'></a>" * 40_000,
        "<div class='" + "a-b " * 100_000 + "'>x</div>",
    ],
    ids=["deep", "hidden", "deep and hidden", "links", "classes"],
)
@pytest.mark.parametrize("predicate", ["css:a.login", "xpath:not(//a)", "text:sign in"])
def test_large_pages_take_time_that_grows_with_them_only(body: str, predicate: str) -> None:
    view = page(body)
    before = time.process_time()
    holds(predicate, view)
    assert time.process_time() - before < 3
