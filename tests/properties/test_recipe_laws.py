"""Laws of recipes: any page and any predicate give an answer, and what is hidden never makes a predicate hold."""

from contextlib import suppress

from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsbot.sessions.recipe import View, holds, token_in, view_of_html
from newsbot.sites.login import Token
from newsbot.sites.predicates import Kind, parse_predicate

unhurried = settings(deadline=None)
URL = "https://paper.example/a"

NAMES = st.sampled_from(["login", "wall", "a b", "modal"])
TAGS = st.sampled_from(["a", "p", "div", "span"])
TEXTS = st.sampled_from(["Sign in", "Sign", " in", "x", ""])


def element(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds("<{0} class='{1}'>{2}</{0}>".format, TAGS, NAMES, st.lists(inner, max_size=3).map("".join))


FRAGMENTS = st.recursive(TEXTS, element, max_leaves=8)
HIDING = st.sampled_from(
    [
        "<div hidden>{}</div>",
        "<span style='display:none'>{}</span>",
        "<section class='d-none'>{}</section>",  # no p: another one in it would end it
        "<div aria-hidden='true'>{}</div>",
        "<template>{}</template>",
        "<noscript>{}</noscript>",
        "<dialog>{}</dialog>",
        "<div class='modal'>{}</div>",
        "<script>{}</script>",
        "<!--{}-->",
    ]
)
#: All of these look for something; none of them for the lack of something.
FINDING = st.sampled_from(
    [
        "css:a.login",
        "css:.wall p",
        "css:div > .login + p",
        "css:div:has(a.login)",
        "css:p:not(.wall)",
        "css:[class^=log]",
        "xpath://a[@class='login'] | //p[@class='wall']",
        "xpath://div[.//a]",
        "xpath://a/@class",
        "xpath://p[contains(., 'Sign')]",
        "xpath:count(//a) > 1",
        "xpath:string(//p)",
        "text:Sign in",
    ]
)
ANY = st.one_of(FINDING, st.sampled_from(["xpath:not(//a)", "css:a:first-child", "xpath://a[2]", "css:p:empty"]))


def view(body: str) -> View:
    return view_of_html(f"<!DOCTYPE html><html><body><main>{body}</main></body></html>", URL)


@unhurried
@given(FRAGMENTS, FRAGMENTS, HIDING, FINDING)
@example("<p class='login'>x</p>", "<a class='login'></a>", "<div hidden>{}</div>", "css:div:has(a.login)")
def test_what_is_hidden_makes_nothing_hold(before: str, more: str, hiding: str, predicate: str) -> None:
    """A page with something hidden in it shows no more than the page without it."""
    hidden = hiding.format(more)
    for whole, base in (
        (view(before + hidden), view(before)),
        (view(hidden + before), view(before)),
        (view(f"<div>{hidden}{before}</div>"), view(f"<div>{before}</div>")),
    ):
        assert holds(predicate, base) or not holds(predicate, whole)


@unhurried
@given(FRAGMENTS, FRAGMENTS, HIDING, FINDING)
def test_to_hide_a_part_makes_nothing_hold(rest: str, part: str, hiding: str, predicate: str) -> None:
    """A page shows no more once a part of it is hidden; one that stands alone, so that nothing moves together."""
    shown = view(f"<section>{part}</section><hr>{rest}")
    hidden = view(f"<section>{hiding.format(part)}</section><hr>{rest}")
    assert holds(predicate, shown) or not holds(predicate, hidden)


@unhurried
@given(FRAGMENTS, HIDING, ANY)
def test_quick_and_thorough_looks_agree(body: str, hiding: str, predicate: str) -> None:
    """Most predicates are judged on the page as it is: the answer is that of a page without what is hidden."""
    page = view(body + hiding.format(body))
    assert page.shown is not None
    again = View(url=URL, status=200, root=page.shown, html=page.html)
    assert holds(predicate, page) == holds(predicate, again)


@unhurried
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300)), ANY, st.text(max_size=30), st.integers(0, 999))
def test_every_page_has_an_answer(html: str | bytes, predicate: str, url: str, status: int) -> None:
    found = view_of_html(html, url, status)
    assert holds(predicate, found) in {True, False}
    assert holds("status:404", found) is (status == 404)
    assert holds("url:x", found) is ("x" in url)


@unhurried
@given(
    st.sampled_from(list(Kind)),
    st.text(alphabet="ab*>~+.#[]='\":()@/|, $-0\\n", max_size=30),
)
def test_every_text_is_a_predicate_or_a_value_error(kind: Kind, value: str) -> None:
    with suppress(ValueError):
        text = f"{kind.value}:{value}"
        assert str(parse_predicate(str(parse_predicate(text)))) == str(parse_predicate(text))
        holds(text, view("<a class='login'>Sign in</a>"))


@unhurried
@given(st.dictionaries(st.sampled_from(["a", "a.b", "b"]), st.text(max_size=20)), st.text(min_size=1, max_size=20))
@example({"a": '{"b": {"c": "x"}}'}, "a.b.c")
@example({"a": "[" * 2000}, "a.b")
def test_every_storage_holds_a_token_or_none(storage: dict[str, str], key: str) -> None:
    found = token_in(Token(storage=key), storage)
    assert found is None or found
