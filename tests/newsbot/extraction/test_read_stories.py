"""Stories: the article in embedded data, in the forms of many systems, and never another story."""

import json

import pytest

from newsbot.extraction.blocks import Kind, render
from newsbot.extraction.page import parse_page
from newsbot.extraction.richtext import rich_html
from newsbot.extraction.stories import embedded_story

URL = "https://paper.example/news/bridge-is-mended-48151"
TITLE = "Bridge is mended after nine years"
ONE = "The council met on Monday evening and, after two hours of quiet talk, voted to mend the old bridge."
TWO = "Nobody had crossed it for nine years; the ferry carried people, carts and sheep over the river instead."
SUB = "What it costs"
ITEM = "Stone and mortar for the two piers"
SAID = "It is a good bridge, and it deserves good stone, the mayor said of it."
LINK = "https://paper.example/ferry"
#: paragraph, subheading, item, quote, paragraph with a link
WANTED = [ONE, SUB, ITEM, SAID, TWO]
KINDS = [Kind.PARAGRAPH, Kind.HEADING, Kind.ITEM, Kind.QUOTE, Kind.PARAGRAPH]
HTML_ONE = f"<p>{ONE}</p><h2>{SUB}</h2><ul><li>{ITEM}</li></ul><blockquote><p>{SAID}</p></blockquote>"
A, B, C = TWO.partition("the ferry")
HTML_TWO = f'<p>{A}<a href="{LINK}">{B}</a>{C}</p>'
HTML = HTML_ONE + HTML_TWO

FORMS = {
    "html": HTML,
    "rendered": {"rendered": HTML, "protected": False},
    "list of html": [HTML_ONE, HTML_TWO],
    "ans": [
        {"type": "text", "content": ONE},
        {"type": "header", "level": 2, "content": SUB},
        {"type": "image", "caption": "A bridge, seen from the ferry on a fine morning"},
        {"type": "interstitial_link", "content": "Read more about the ferry", "url": LINK},
        {"type": "list", "list_type": "unordered", "items": [{"type": "text", "content": ITEM}]},
        {"type": "quote", "content_elements": [{"type": "text", "content": SAID}]},
        {"type": "text", "content": f'{A}<a href="{LINK}">{B}</a>{C}'},
    ],
    "prosemirror": {
        "type": "doc",
        "content": [
            {"type": "paragraph", "content": [{"type": "text", "text": ONE}]},
            {"type": "heading", "attrs": {"level": 2}, "content": [{"type": "text", "text": SUB}]},
            {"type": "bulletList", "content": [
                {"type": "listItem", "content": [{"type": "paragraph", "content": [{"type": "text", "text": ITEM}]}]}]},
            {"type": "blockquote", "content": [{"type": "paragraph", "content": [{"type": "text", "text": SAID}]}]},
            {"type": "paragraph", "content": [
                {"type": "text", "text": A},
                {"type": "text", "text": B, "marks": [{"type": "link", "attrs": {"href": LINK}}]},
                {"type": "text", "text": C}]},
        ],
    },
    "contentful": {
        "nodeType": "document", "data": {},
        "content": [
            {"nodeType": "paragraph", "data": {}, "content": [{"nodeType": "text", "value": ONE, "marks": []}]},
            {"nodeType": "heading-2", "data": {}, "content": [{"nodeType": "text", "value": SUB, "marks": []}]},
            {"nodeType": "embedded-asset-block", "data": {"target": {"title": "picture"}}, "content": []},
            {"nodeType": "unordered-list", "content": [{"nodeType": "list-item", "content": [
                {"nodeType": "paragraph", "content": [{"nodeType": "text", "value": ITEM}]}]}]},
            {"nodeType": "blockquote", "content": [
                {"nodeType": "paragraph", "content": [{"nodeType": "text", "value": SAID}]}]},
            {"nodeType": "paragraph", "content": [
                {"nodeType": "text", "value": A},
                {"nodeType": "hyperlink", "data": {"uri": LINK}, "content": [{"nodeType": "text", "value": B}]},
                {"nodeType": "text", "value": C}]},
        ],
    },
    "portable text": [
        {"_type": "block", "style": "normal", "children": [{"_type": "span", "text": ONE, "marks": []}]},
        {"_type": "block", "style": "h2", "children": [{"_type": "span", "text": SUB}]},
        {"_type": "image", "asset": {"_ref": "image-x"}, "alt": "A bridge, seen from the ferry on a fine morning"},
        {"_type": "block", "style": "normal", "listItem": "bullet", "children": [{"_type": "span", "text": ITEM}]},
        {"_type": "block", "style": "blockquote", "children": [{"_type": "span", "text": SAID}]},
        {"_type": "block", "style": "normal", "markDefs": [{"_key": "k1", "_type": "link", "href": LINK}],
         "children": [{"_type": "span", "text": A}, {"_type": "span", "text": B, "marks": ["k1"]},
                      {"_type": "span", "text": C}]},
    ],
    "slate": [
        {"type": "paragraph", "children": [{"text": ONE}]},
        {"type": "heading-two", "children": [{"text": SUB}]},
        {"type": "bulleted-list", "children": [{"type": "list-item", "children": [{"text": ITEM}]}]},
        {"type": "block-quote", "children": [{"text": SAID}]},
        {"type": "paragraph", "children": [
            {"text": A}, {"type": "link", "url": LINK, "children": [{"text": B}]}, {"text": C}]},
    ],
    "lexical": {"root": {"type": "root", "children": [
        {"type": "paragraph", "children": [{"type": "text", "text": ONE, "format": 0}]},
        {"type": "heading", "tag": "h2", "children": [{"type": "text", "text": SUB}]},
        {"type": "list", "listType": "bullet", "tag": "ul", "children": [
            {"type": "listitem", "value": 1, "children": [{"type": "text", "text": ITEM}]}]},
        {"type": "quote", "children": [{"type": "text", "text": SAID}]},
        {"type": "paragraph", "children": [
            {"type": "text", "text": A},
            {"type": "link", "fields": {"url": LINK}, "children": [{"type": "text", "text": B}]},
            {"type": "text", "text": C}]},
    ]}},
    "editor.js": {"time": 1, "blocks": [
        {"id": "a", "type": "paragraph", "data": {"text": ONE}},
        {"id": "b", "type": "header", "data": {"text": SUB, "level": 2}},
        {"id": "c", "type": "list", "data": {"style": "unordered", "items": [ITEM]}},
        {"id": "d", "type": "quote", "data": {"text": SAID, "caption": "the mayor"}},
        {"id": "e", "type": "paragraph", "data": {"text": f'{A}<a href="{LINK}">{B}</a>{C}'}},
    ]},
    "gutenberg": [
        {"name": "core/paragraph", "attributes": {"content": ONE}, "innerBlocks": []},
        {"name": "core/heading", "attributes": {"content": SUB, "level": 2}},
        {"name": "core/list", "attributes": {}, "innerBlocks": [
            {"name": "core/list-item", "attributes": {"content": ITEM}}]},
        {"name": "core/quote", "innerBlocks": [{"name": "core/paragraph", "attributes": {"content": SAID}}]},
        {"name": "core/image", "attributes": {"caption": "A bridge, seen from the ferry on a fine morning"}},
        {"blockName": "core/paragraph", "attrs": {}, "innerHTML": f'<p>{A}<a href="{LINK}">{B}</a>{C}</p>'},
    ],
    "hast": {"type": "root", "children": [
        {"type": "element", "tagName": tag, "properties": {}, "children": children}
        for tag, children in (
            ("p", [{"type": "text", "value": ONE}]),
            ("h2", [{"type": "text", "value": SUB}]),
            ("ul", [{"type": "element", "tagName": "li", "children": [{"type": "text", "value": ITEM}]}]),
            ("blockquote", [{"type": "text", "value": SAID}]),
            ("p", [{"type": "text", "value": A},
                   {"type": "element", "tagName": "a", "properties": {"href": LINK},
                    "children": [{"type": "text", "value": B}]},
                   {"type": "text", "value": C}]),
        )
    ]},
    "jsonml": ["div", ["p", ONE], ["h2", {}, SUB], ["ul", ["li", ITEM]], ["blockquote", ["p", SAID]],
               ["inline-embed", {"type": "callout:related"}, ["p", "Another story that is read a lot on this site"]],
               ["p", A, ["a", {"href": LINK}, B], C]],
    "apollo blocks": {"__typename": "Document", "content": [
        {"__typename": "ParagraphBlock", "content": [{"__typename": "TextInline", "text": ONE}]},
        {"__typename": "Heading2Block", "content": [{"__typename": "TextInline", "text": SUB}]},
        {"__typename": "ListBlock", "content": [
            {"__typename": "ListItemBlock", "content": [{"__typename": "TextInline", "text": ITEM}]}]},
        {"__typename": "BlockquoteBlock", "content": [{"__typename": "TextInline", "text": SAID}]},
        {"__typename": "ImageBlock", "media": {"caption": {"text": "A bridge, seen from the ferry"}}},
        {"__typename": "ParagraphBlock", "content": [
            {"__typename": "TextInline", "text": A},
            {"__typename": "TextInline", "text": B, "formats": [{"__typename": "LinkFormat", "url": LINK}]},
            {"__typename": "TextInline", "text": C}]},
    ]},
    "keys for types": [{"p": ONE}, {"subhead": SUB}, {"image": {"caption": "A bridge, seen from the ferry"}},
                       {"li": ITEM}, {"quote": SAID}, {"p": f'{A}<a href="{LINK}">{B}</a>{C}'}],
    "components": [
        {"component": "paragraph", "props": {"text": ONE}},
        {"component": "heading", "props": {"text": SUB}},
        {"component": "list", "props": {"items": [ITEM]}},
        {"component": "quote", "props": {"text": SAID}},
        {"component": "newsletter", "props": {"text": "Get our best stories every morning in your mailbox"}},
        {"component": "paragraph", "props": {"htmlText": f'{A}<a href="{LINK}">{B}</a>{C}'}},
    ],
}  # fmt: skip


def state(body, **more):
    return {
        "props": {"pageProps": {"article": {"headline": TITLE, "slug": "bridge-is-mended-48151", "body": body, **more}}}
    }


def story_of(value, head=f"<title>{TITLE} - The Paper</title>", **known):
    script = f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(value)}</script>'
    page = parse_page(f"<html><head>{head}</head><body><div id=root></div>{script}</body></html>", URL)
    return embedded_story(page, **known)


@pytest.mark.parametrize("form", FORMS)
def test_reads_the_text_of_each_form(form):
    story = story_of(state(FORMS[form]))
    assert story is not None
    assert [block.text for block in story.blocks] == WANTED
    assert [block.kind for block in story.blocks] == KINDS
    assert f'<a href="{LINK}">the ferry</a>' in render(story.blocks)
    assert (story.source, story.headline) == ("data:nextdata", TITLE)


def test_plain_forms_give_paragraphs():
    for body in (f"{ONE}\n\n{TWO}", [ONE, TWO], {"blocks": [{"text": ONE, "type": "unstyled"}, {"text": TWO}]}):
        story = story_of(state(body))
        assert [block.text for block in story.blocks] == [ONE, TWO]


def test_json_in_a_string_is_read():
    story = story_of(state(json.dumps(FORMS["prosemirror"])))
    assert [block.text for block in story.blocks] == WANTED


def test_draft_js_ordered_lists_and_headings():
    html = rich_html({"blocks": [{"text": "One", "type": "header-three"}, {"text": "a", "type": "ordered-list-item"}]})
    assert html == "<h3>One</h3><ol><li>a</li></ol>"


def test_facts_of_the_article_are_told():
    more = {
        "authors": [{"name": "Ann Lee"}, {"name": "Bo Ek"}],
        "publishedAt": "2024-05-01T10:00:00Z",
        "isTruncated": True,
    }
    story = story_of(state(HTML, **more))
    assert story.authors == ("Ann Lee", "Bo Ek")
    assert story.datePublishedRaw == "2024-05-01T10:00:00Z"
    assert story.cut == "isTruncated=true"
    assert story_of(state(HTML, hasAccess=False)).cut == "hasAccess=false"
    assert story_of(state(HTML, hasAccess=True, isLocked=False)).cut is None


def test_the_page_s_own_story_is_taken_and_not_a_longer_one():
    other = {"headline": "Ferry will be sold to a museum", "slug": "ferry-sold-48200", "body": f"<p>{TWO}</p>" * 40}
    value = state(HTML)
    value["props"]["pageProps"]["more"] = [other, {**other, "slug": "x-2", "headline": "Another tale"}]
    assert [block.text for block in story_of(value).blocks] == WANTED


@pytest.mark.parametrize(
    "value",
    [
        {"stories": [{"headline": f"S {n}", "url": f"/n/{n}", "body": f"<p>{ONE}</p>" * 3} for n in range(9)]},
        {"items": [{"type": "card", "title": f"Bridge mended {n}", "url": f"/n/{n}", "text": ONE} for n in range(9)]},
        {"comments": [{"text": f"{ONE} The bridge is mended after nine years!", "author": "x"} for _ in range(9)]},
        {"article": {"headline": TITLE, "slug": "bridge-is-mended-48151", "description": ONE * 5, "body": ""}},
        {"article": {"headline": TITLE, "text": [{"odd": {"q": {"text": f"{ONE} {TWO} {n}"}}} for n in range(5)]}},
        {"config": {"terms": f"<p>{ONE}</p>" * 20}},
        {"translations": {"text": f"<p>{ONE}</p>" * 20}},
        {"body": "".join(f'<p><a href="/n/{n}">{ONE} mended after nine years</a></p>' for n in range(9))},
        {"article": {"headline": TITLE, "css": ".a{color:red;margin:0}" * 60, "code": "var a = 1; f(b); c = {};" * 60}},
        [],
        {"article": {"headline": TITLE, "body": {"body": [[[[1, None, True, {"type": 5}]]]]}}},
    ],
)  # fmt: skip
def test_no_other_text_is_taken_for_the_article(value):
    assert story_of(value) is None


def test_a_text_without_a_name_needs_the_page_s_description_or_words():
    value = {"data": {"content": HTML * 2}}
    assert story_of(value, head="<title>Bridge voted: council mends the bridge</title>").known == "words"
    assert story_of(value, head="<title>Tax on sugar rises again in spring</title>") is None
    described = f'<title>Tax on sugar rises again</title><meta property="og:description" content="{ONE}">'
    assert story_of(value, head=described).known == "description"


def test_a_title_that_is_known_elsewhere_helps():
    assert story_of(state(HTML) | {"x": 1}, head="", titles=[TITLE]).known == "url"
    value = {"article": {"headline": TITLE, "body": HTML}}
    assert story_of(value, head="", titles=[TITLE]).known == "headline"


def flight_page(*rows):
    scripts = f"<script>self.__next_f.push({json.dumps([1, ''.join(rows)])})</script>"
    return parse_page(f"<html><head><title>{TITLE}</title></head><body><p>Loading</p>{scripts}</body></html>", URL)


def test_flight_data_with_the_text_in_a_row_of_its_own():
    story = embedded_story(
        flight_page(
            '0:["$","$L5",null,{"article":{"id":48151,"title":"' + TITLE + '","contents":"$9"}}]\n',
            f"9:T{len(HTML.encode()):x},{HTML}",
        )
    )
    assert story.source == "data:nextflight"
    assert [block.text for block in story.blocks] == WANTED
    assert story.where == "article.contents"


def test_flight_data_that_draws_the_text():
    paragraphs = [["$", "p", str(n), {"children": f"{ONE} {TWO} Bridge {n} mended after years."}] for n in range(4)]
    menu = ["$", "nav", None, {"children": [["$", "a", None, {"href": "/", "children": "Home"}]]}]
    main = [
        "$",
        "article",
        None,
        {"className": "article-body", "children": ["$", "$L7", None, {"children": paragraphs}]},
    ]
    story = embedded_story(
        flight_page(f'0:["$","body",null,{{"children":["$2","$L3"]}}]\n2:{json.dumps(menu)}\n3:{json.dumps(main)}\n')
    )
    assert [block.text.split()[-4] for block in story.blocks] == ["0", "1", "2", "3"]


def test_what_holds_itself_is_read_once():
    entity = {"__typename": "Article", "title": TITLE, "body": HTML, "related": [{"__ref": "Article:1"}]}
    script = f"<script>window.__APOLLO_STATE__={json.dumps({'Article:1': entity})}</script>"
    page = parse_page(f"<html><head><title>{TITLE}</title></head><body>{script}</body></html>", URL)
    assert [block.text for block in embedded_story(page).blocks] == WANTED


def test_a_list_that_holds_itself_ends():
    node = {"type": "paragraph", "children": []}
    node["children"].append(node)
    assert rich_html(node) == ""


def test_a_page_without_data_has_no_story():
    page = parse_page(
        f"<html><body><article><h1>{TITLE}</h1>{HTML}</article><script>var a=1</script></body></html>", URL
    )
    assert embedded_story(page) is None
