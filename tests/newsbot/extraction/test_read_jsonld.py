"""JSON-LD: flattened, repaired, and the right node chosen."""

from __future__ import annotations

import json

import pytest

from newsbot.extraction.jsonld import JsonLdNode, article_node, read_jsonld, resolve, text_of, type_names, types_of
from newsbot.extraction.page import parse_page

URL = "https://paper.example/a"


def nodes_of(*blocks: str) -> tuple[JsonLdNode, ...]:
    scripts = "".join(f'<script type="application/ld+json">{block}</script>' for block in blocks)
    return read_jsonld(parse_page(f"<html><head>{scripts}</head><body><p>x</p></body></html>", URL).root)


def test_lists_and_graphs_are_laid_flat() -> None:
    block = json.dumps(
        [
            {"@graph": [{"@type": "WebPage"}, {"@graph": [{"@type": "NewsArticle", "headline": "H"}]}]},
            {"@type": "Person"},
        ]
    )
    assert [types_of(node.data) for node in nodes_of(block)] == [("webpage",), ("newsarticle",), ("person",)]


@pytest.mark.parametrize(
    "block",
    [
        '<!-- {"@type": "NewsArticle", "headline": "A b"} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "A b"}\n//]]>',
        '/*<![CDATA[*/{"@type": "NewsArticle", "headline": "A b"}/*]]>*/',
        '{"@type": "NewsArticle", "headline": "A\nb"}',
        '{"@type": "NewsArticle", "headline": "A b",}',
        '{"@type": "NewsArticle", "headline": "A b"',
        "{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;headline&quot;: &quot;A b&quot;}",
        '{"@type": "NewsArticle", "headline": "A b"};',
        '{"@type": ["http://schema.org/NewsArticle", "Thing"], "headline": ["A b"]}',
    ],
)
def test_broken_blocks_are_repaired(block: str) -> None:
    (node,) = nodes_of(block)
    assert "newsarticle" in types_of(node.data)
    assert text_of(node.data["headline"]) == "A b"


def test_what_cannot_be_repaired_is_left_out() -> None:
    assert nodes_of("", "null", "42", '"x"', "[" * 5000) == ()


def test_repairs_are_marked() -> None:
    assert [node.repaired for node in nodes_of('{"@type": "Article"}', '{"@type": "Article",}')] == [False, True]


def test_the_article_of_this_page_is_chosen() -> None:
    other = {
        "@type": "NewsArticle",
        "headline": "Other",
        "url": "https://paper.example/b",
        "author": "X",
        "image": "y",
        "datePublished": "2026",
    }
    own = {
        "@type": "https://schema.org/ReportageNewsArticle",
        "headline": "Own",
        "mainEntityOfPage": {"@id": "http://www.paper.example/a/"},
    }
    nodes = nodes_of(json.dumps([other, own]))
    node = article_node(nodes, [URL], [])
    assert node is not None
    assert node.data["headline"] == "Own"
    titled = article_node(nodes, [], ["OTHER"])
    assert titled is not None
    assert titled.data["headline"] == "Other"


def test_no_article_is_none() -> None:
    assert article_node(nodes_of('{"@type": "Organization", "name": "P"}'), [URL], []) is None


def test_references_are_followed() -> None:
    nodes = nodes_of(
        json.dumps(
            {
                "@graph": [
                    {"@type": "NewsArticle", "author": {"@id": "#1"}},
                    {"@id": "#1", "@type": "Person", "name": "Ann"},
                ]
            }
        )
    )
    assert text_of(resolve(nodes[0].data["author"], nodes)) == "Ann"


def test_types_keep_their_spelling() -> None:
    assert type_names(nodes_of('{"@type": ["schema:NewsArticle", "http://schema.org/Report"]}')) == {
        "NewsArticle",
        "Report",
    }
