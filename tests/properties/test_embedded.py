"""Laws of embedded data and live blogs: whatever scripts and elements hold, reading ends, and gives text or nothing."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsbot.extraction.embedded import embedded_values, linked, revive
from newsbot.extraction.flight import elements_html, pieces, read_flight
from newsbot.extraction.literals import read_call, read_literal
from newsbot.extraction.live import live_entries, read_updates
from newsbot.extraction.page import Page, parse_page
from newsbot.extraction.richtext import rich_html
from newsbot.extraction.stories import embedded_story

WORDS = str.split
URL = "https://paper.example/news/bridge-48151"
KEYS = st.one_of(
    st.sampled_from(
        WORDS(
            "type content children text body article headline title url slug id html items nodeType _type __typename "
            "value data marks listItem style markDefs blocks isTruncated attrs tagName props __ref json authors 0 $ "
            "__html hasAccess"
        )
    ),
    st.text(max_size=8),
)
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 40), st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=40),
    st.sampled_from(
        ["$", "$1", "$L2", "$@3", "$0:a:b", "$$x", "$undefined", "p", "h2", "ul", "li", "a", "text", "paragraph",
         "list", "quote",
         "<p>Some words of a paragraph that is long enough to be one.</p>" * 5,
         "Plain words of prose, and more of them. " * 9,
         "Bridge is mended after nine years", "https://paper.example/news/bridge-48151", "javascript:x",
         '{"a": [1, "', "[[["]
    ),
)  # fmt: skip
JSONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=6), st.dictionaries(KEYS, inner, max_size=6)),
    max_leaves=40,
)
CODE = st.one_of(
    st.text("{}[]()\"'`,:;=!$\\/* \nabcx01.-+ue", max_size=200),
    JSONS.map(json.dumps),
    st.builds(lambda value, at: json.dumps(value)[:at], JSONS, st.integers(0, 200)),
    st.builds(lambda value: f"(function(a,b){{a.x={json.dumps(value)};return {{y:a,z:b}}}}({{}},1))", JSONS),
)
PREFIXES = st.sampled_from(
    ["window.__INITIAL_STATE__=", "window.__NUXT__=", "self.__next_f.push(", "Fusion.globalContent=",
     "window.__APOLLO_STATE__ = ",
     "__NEXT_DATA__=JSON.parse(", "var pageData=JSON.parse(decodeURIComponent(", ""]
)  # fmt: skip
SCRIPTS = st.builds(
    lambda kind, prefix, code, fill: f"<script {kind}>{prefix}{code}{' ' * fill}</script>",
    st.sampled_from(
        ["", 'type="application/json" id="__NEXT_DATA__"',
         'type="application/json" id="__NUXT_DATA__"', 'type="module"']
    ),
    PREFIXES, CODE, st.sampled_from([0, 400]),
)  # fmt: skip
QUICK = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=150)


def page_of(inner: str) -> Page:
    return parse_page(
        f"<html><head><title>Bridge is mended after nine years</title></head><body>{inner}</body></html>", URL
    )


@QUICK
@given(st.lists(SCRIPTS, max_size=4))
def test_any_scripts_give_a_story_or_none(scripts):
    page = page_of("".join(scripts))
    assert all(isinstance(source, str) for source, _ in embedded_values(page))
    story = embedded_story(page)
    assert story is None or (story.blocks and all(block.text.strip() for block in story.blocks))
    assert story is None or story.source.startswith("data:")


@QUICK
@given(JSONS)
def test_any_value_of_a_state_gives_a_story_or_none_and_twice_the_same(value):
    text = json.dumps(value).replace("</", "<\\/")
    page = page_of(f"<script>window.__INITIAL_STATE__={text}{' ' * 400}</script>")
    assert embedded_story(page) == embedded_story(page)


@QUICK
@given(JSONS)
def test_any_value_is_written_as_html(value):
    assert isinstance(rich_html(value), str)
    assert isinstance(elements_html(value), str)


@QUICK
@given(CODE)
def test_code_is_a_literal_or_a_value_error(code):
    for read in (read_literal, read_call):
        try:
            read(code)
        except ValueError:
            continue


@QUICK
@given(JSONS)
def test_what_json_says_the_loose_reader_says_too(value):
    text = json.dumps(value)
    assert repr(read_literal(text, 0, {"unused": 1})[0]) == repr(json.loads(text))


@QUICK
@given(
    st.lists(
        st.one_of(st.text(max_size=60), st.builds(lambda n, v: f"{n:x}:{json.dumps(v)}\n", st.integers(0, 4), JSONS)),
        max_size=8,
    )
)
def test_any_stream_is_rows(parts):
    assert isinstance(read_flight(parts), list)
    elements_html(read_flight(parts))
    assert all(
        isinstance(piece, str) for piece in pieces("".join(f"x.__next_f.push([1,{json.dumps(p)}])" for p in parts))
    )


@QUICK
@given(st.lists(JSONS, max_size=8))
def test_any_list_is_revived_or_none(flat):
    revive(flat)


@QUICK
@given(JSONS)
def test_any_value_is_linked(value):
    linked(value)


@pytest.mark.parametrize(
    "script",
    [
        "window.__INITIAL_STATE__=" + "[" * 200_000,
        "window.__INITIAL_STATE__=" + '{"a":' * 200_000,
        "window.__INITIAL_STATE__={a:" * 20_000,
        "window.__NUXT__=(function(a){" + "a.b=1;" * 100_000 + "return a}({}))",
        "window.__NUXT__=(function(a){a[0]=" * 10_000,
        "self.__next_f.push([1," * 20_000,
        "window.__data={" + "/*" * 100_000,
        "window.__data=" + " " * 400_000 + "{",
        'window.__data={"a":"' + "\\u0041" * 100_000,
    ],
    ids=range(9),
)
def test_hostile_scripts_end_soon(script):
    assert embedded_story(page_of(f"<script>{script}</script>")) is None


def test_hostile_islands_and_rows_end_soon():
    deep = '{"type":"x","children":[' * 900 + "]}" * 900
    wide = json.dumps({"article": {"body": [{"type": "p", "children": [{"text": "Words of prose. " * 3}] * 40}] * 400}})
    rows = "".join(
        f'{n:x}:["$","p",null,{{"children":["${n + 1:x}","${n + 2:x}","${n + 3:x}"]}}]\n' for n in range(3000)
    )
    push = f"<script>self.__next_f.push({json.dumps([1, rows])})</script>"
    islands = "".join(
        f'<script type="application/json">{text}</script>' for text in (deep, wide, " " * 500_000 + "]]>")
    )
    embedded_story(page_of(islands + push))


NAMES = st.sampled_from(["live-blog-entry", "live-blog", "comment", "card", "ticker", "byline", ""])
ENTRIES = st.recursive(
    st.sampled_from(["Words of prose that are long enough. ", '<time datetime="2024-05-01T10:00Z">10:00</time>',
                     "<a href=/x>Link</a>",
                     "<h3>Head</h3>", "<time>now</time>", "<button>Share</button>"]),
    lambda inner: st.builds(
        lambda tag, name, parts: f'<{tag} class="{name}">{"".join(parts)}</{tag}>',
        st.sampled_from(["div", "li", "article", "p", "section"]), NAMES, st.lists(inner, max_size=5),
    ),
    max_leaves=40,
)  # fmt: skip


@QUICK
@given(ENTRIES, st.one_of(st.just({}), st.fixed_dictionaries({"liveBlogUpdate": JSONS})))
def test_any_page_gives_entries_or_none(body, article):
    page = page_of(body)
    assert all(each.headline or each.articleBody for each in read_updates(page, article))
    assert len(live_entries(page, article)) != 1
