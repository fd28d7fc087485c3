"""Literals of scripts: JSON, JavaScript's looser forms, and Nuxt 2's call."""

import pytest

from newsbot.extraction.literals import read_call, read_literal


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": [1, 2.5, null, true]} and more', {"a": [1, 2.5, None, True]}),
        ("{a: 1, 'b': [], c: {}, d: [1,],}", {"a": 1, "b": [], "c": {}, "d": [1]}),
        ("{a: !0, b: !1, c: void 0, d: undefined, e: NaN}", {"a": True, "b": False, "c": None, "d": None, "e": None}),
        (r"{a: 'it\'s', b: 'caf\xe9 \u{1F600}', c: 'two\nlines'}", {"a": "it's", "b": "café 😀", "c": "two\nlines"}),
        (r'{a: "\ud83d\ude00"}', {"a": "😀"}),
        ("{/* note */ a: 1, // more\n b: 0x10, c: -1.5e3, d: .5}", {"a": 1, "b": 16, "c": -1500.0, "d": 0.5}),
        ('{when: new Date("2024-05-01"), list: Array(3), map: new Map([["a",1]])}', None),
        ("`plain`", "plain"),
        ("'text'", "text"),
        ("[[[]]]", [[[]]]),
    ],
)
def test_reads_what_a_script_assigns(text, value):
    read, end = read_literal(text)
    assert end <= len(text)
    if value is None:
        value = {"when": "2024-05-01", "list": [], "map": [["a", 1]]}
    assert read == value


@pytest.mark.parametrize(
    "text",
    ["", "function(){}", "{a: function(){}}", "{a: b}", "[1, 2", "{a: `x${y}`}", "{,}", "[" * 5000, "new " * 5000,
     "new Date(" * 5000, "{a:" * 5000, '"open', "{a: foo()"],
)  # fmt: skip
def test_code_and_what_is_cut_off_is_no_literal(text):
    with pytest.raises(ValueError):  # noqa: PT011 (no message is promised)
        read_literal(text)


def test_names_stand_for_their_values():
    assert read_literal("{a, b: c.d}", 0, {"a": 1, "c.d": 2})[0] == {"a": 1, "b": 2}


def test_nuxt_2_call_gives_its_value():
    text = r"""(function(a,b,c){c.title=a;c.tags=[b];return {layout:"x",data:[{story:c,gone:void 0,t:b}]}}
    ("A title","tag\u002Fone",{}))"""
    assert read_call(text) == {
        "layout": "x",
        "data": [{"story": {"title": "A title", "tags": ["tag/one"]}, "gone": None, "t": "tag/one"}],
    }


def test_nuxt_2_arrays_are_filled_by_number():
    assert read_call('(function(a){a[0]="x";a[2]=1;return {list:a}}(Array(3)))') == {"list": ["x", None, 1]}


@pytest.mark.parametrize(
    "text",
    ["(function(a){return a", "(function(a){alert(1);return a}(1))", "(function(a){return a.b()}(1))", "(function(){",
     "(function(a){a[999999999]=1;}(Array(1)))"],
)  # fmt: skip
def test_a_call_that_does_more_is_not_read(text):
    with pytest.raises(ValueError):  # noqa: PT011
        read_call(text)
