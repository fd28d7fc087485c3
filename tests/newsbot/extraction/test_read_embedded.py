"""Embedded data: found in a page's scripts, and decoded, for each framework's way of carrying it."""

import json

import pytest

from newsbot.extraction.embedded import embedded_values
from newsbot.extraction.page import parse_page

FILL = "lorem " * 80
STATE = {"article": {"title": "A title", "body": FILL}}


def page_with(script: str):
    return parse_page(f"<html><body><h1>A title</h1>{script}</body></html>", "https://paper.example/a")


def values(script: str):
    return list(embedded_values(page_with(script)))


def flight(*rows: str, size: int = 100) -> str:
    """The scripts in which Next.js sends these rows, in pieces of `size` characters."""
    stream = "".join(rows)
    parts = [stream[at : at + size] for at in range(0, len(stream), size)]
    scripts = "".join(f"<script>self.__next_f.push({json.dumps([1, part])})</script>" for part in parts)
    return f"<script>(self.__next_f=self.__next_f||[]).push([0])</script>{scripts}"


def text_row(name: str, text: str) -> str:
    return f"{name}:T{len(text.encode()):x},{text}"


@pytest.mark.parametrize(
    ("script", "source"),
    [
        (f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(STATE)}</script>', "nextdata"),
        (f"<script>__NEXT_DATA__ = {json.dumps(STATE)};module={{}};</script>", "nextdata"),
        (f"<script>window.Fusion=window.Fusion||{{}};Fusion.globalContent={json.dumps(STATE)};</script>", "fusion"),
        (f"<script>window.__APOLLO_STATE__ = {json.dumps(STATE)}</script>", "apollo"),
        (f"<script>window.__INITIAL_STATE__={json.dumps(STATE)};(function(){{}}())</script>", "redux"),
        (f'<script>window["__PRELOADED_STATE__"] = {json.dumps(STATE)}</script>', "redux"),
        (
            f"<script><!--//--><![CDATA[//><!--\nwindow.__PRELOADED_STATE__ = {json.dumps(STATE)}\n//]]></script>",
            "redux",
        ),
        (f"<script>window.__data={json.dumps(STATE)}</script>", "state"),
        (f"<script>window.__INITIAL_DATA__=JSON.parse({json.dumps(json.dumps(STATE))});</script>", "redux"),
        (f"<script>window.__INITIAL_DATA__={json.dumps(json.dumps(STATE))};</script>", "redux"),
        (f"<script>window.__remixContext = {json.dumps(STATE)};</script>", "remix"),
        (f'<script type="application/json" data-x="y">{json.dumps(STATE)}</script>', "json"),
        (f'<script type="application/json">{json.dumps(STATE).replace(chr(34), "&q;")}</script>', "json"),
        (f'<script>var pageData = {{article: {{title: "A title", body: "{FILL}", x: undefined}}}};</script>', None),
    ],
)
def test_finds_and_decodes(script, source):
    found = values(script)
    assert len(found) == 1
    assert found[0][1]["article"]["title"] == "A title"
    assert found[0][1]["article"]["body"] == FILL
    assert found[0][0] == (source or "state")


def test_percent_encoded_json_is_decoded():
    from urllib.parse import quote

    script = f'<script>window.__INITIAL_STATE__ = JSON.parse(decodeURIComponent("{quote(json.dumps(STATE))}"))</script>'
    assert values(script) == [("redux", STATE)]


def test_nuxt_2_call_is_read_without_being_run():
    script = (
        f'<script>window.__NUXT__=(function(a){{return {{data:[{{title:a,body:"{FILL}"}}]}}}}("A title"));</script>'
    )
    assert values(script) == [("nuxt", {"data": [{"title": "A title", "body": FILL}]})]


def test_nuxt_3_references_are_followed():
    flat = [["ShallowReactive", 1], {"data": 2, "none": -1}, {"story": 3, "self": 1}, {"title": 4, "tags": 5, "at": 7},
            "A title", ["Set", 6], FILL, ["Date", "2024-05-01T00:00:00Z"]]  # fmt: skip
    ((source, value),) = values(f'<script type="application/json" id="__NUXT_DATA__">{json.dumps(flat)}</script>')
    assert source == "nuxt"
    assert value["data"]["story"]["title"] == "A title"
    assert value["data"]["story"]["tags"] == [FILL]
    assert value["none"] is None
    assert value["data"]["self"] is value


@pytest.mark.parametrize("reference", [{"__ref": "Body:1"}, {"type": "id", "id": "Body:1", "generated": False}])
def test_apollo_entities_stand_in_the_place_of_references(reference):
    state = {
        "ROOT_QUERY": {"__typename": "Query", "article": {"__ref": "Article:1"}},
        "Article:1": {"__typename": "Article", "title": "A title", "body": reference},
        "Body:1": {"__typename": "Body", "text": FILL, "of": {"__ref": "Article:1"}},
    }
    ((source, value),) = values(f"<script>window.__APOLLO_STATE__={json.dumps(state)}</script>")
    assert source == "apollo"
    assert value["Article:1"]["body"]["text"] == FILL
    assert value["Article:1"]["body"]["of"] is value["Article:1"]


@pytest.mark.parametrize("size", [7, 100, 100_000])
def test_flight_rows_are_joined_and_references_resolved(size):
    text = "Ärger über Öl – " + FILL
    scripts = flight(
        '1:"$Sreact.fragment"\n',
        '2:I[123,["a","b.js"],"default"]\n',
        ':HL["/x.css","style"]\n',
        '5:{"title":"A title","body":"$6","price":"$$5","none":"$undefined","at":"$D2024-05-01T00:00:00.000Z"}\n',
        text_row("6", text),
        '0:["$","$L2",null,{"article":"$5","first":"$5:title","children":["$","p",null,{"children":"x"}]}]\n',
        size=size,
    )
    ((source, roots),) = values(scripts)
    assert source == "nextflight"
    props = next(row[3] for row in roots if isinstance(row, list))
    assert props["article"] == {
        "title": "A title", "body": text, "price": "$5", "none": None, "at": "2024-05-01T00:00:00.000Z",
    }  # fmt: skip
    assert props["first"] == "A title"


def test_ways_into_elements_are_followed():
    scripts = flight(
        '3:["$","div",null,{"children":["$","p",null,{"children":"deep"}]}]\n',
        '0:{"x":"$3:props:children:props:children"}\n',
    )
    ((_, roots),) = values(scripts)
    assert roots == [{"x": "deep"}]


@pytest.mark.parametrize(
    "script",
    [
        "",
        f"<script>var a = '{FILL}'; function state(){{ return {{a: 1}} }}</script>",
        f"<script src='x.js'></script><style>{FILL}</style>",
        f'<script type="application/ld+json">{json.dumps(STATE)}</script>',
        f'<script type="text/template">window.__INITIAL_STATE__={json.dumps(STATE)}</script>',
        f'<script type="application/json">{{"broken": "{FILL}</script>',
        f"<script>window.__INITIAL_STATE__={json.dumps(STATE)[:-40]}</script>",
        '<script>window.__NUXT__=(function(a){fetch("/x");return {a:a}}(1));' + " " * 400 + "</script>",
        '<script>self.__next_f.push([1,"broken</script>',
        '<script type="application/json" id="__NUXT_DATA__">' + json.dumps([["Reactive", 0], FILL]) + "</script>",
    ],
)
def test_nothing_is_made_of_what_is_no_data(script):
    assert [value for _, value in values(script) if value not in ([], None)] == []


def test_a_circle_of_rows_ends():
    ((_, roots),) = values(flight('0:{"a":"$1"}\n', '1:{"b":"$0"}\n', '2:"$2"\n', '3:"$3:x:y"\n'))
    assert roots
