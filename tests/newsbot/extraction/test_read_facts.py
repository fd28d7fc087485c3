"""The other facts: publisher, section, path, keywords, language, addresses; and what contradicts them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from newsbot.article import Article, Author, Provenance
from newsbot.extraction.corrections import correction_of
from newsbot.extraction.language import bcp47
from newsbot.extraction.merge import read_page
from newsbot.extraction.page import parse_page
from newsbot.extraction.told import Told, provenance_of

TEXT = "<p>The council met and voted on the bridge after a long and quiet debate.</p>" * 4
URL = "https://www.paper.example/town/bridge-opens"


def read(head: str = "", body: str = "", attributes: str = "", **data: Any) -> Article:
    node = json.dumps({"@type": "NewsArticle", "headline": "The bridge opens", **data})
    head += f'<script type="application/ld+json">{node}</script>'
    html = f"<html {attributes}><head>{head}</head><body>{body}<article>{TEXT}</article></body></html>"
    return read_page(parse_page(html, URL)).article


def names(article: Article) -> list[str | None]:
    return [crumb.name for crumb in article.breadcrumbs]


MICRODATA = """<ol itemscope itemtype="https://schema.org/BreadcrumbList">
<li itemprop="itemListElement"><a itemprop="item" href="/"><span itemprop="name">Home</span></a></li>
<li itemprop="itemListElement"><a itemprop="item" href="/town/"><span itemprop="name">Town</span></a></li></ol>"""
RDFA = MICRODATA.replace("itemscope itemtype", "vocab='https://schema.org/' typeof").replace(
    "https://schema.org/B", "B"
)
PLAIN = '<nav aria-label="Breadcrumb"><a href="/">Home</a><a href="/town/">Town</a><span>The bridge opens</span></nav>'


@pytest.mark.parametrize(
    ("body", "source"),
    [(MICRODATA, "microdata:BreadcrumbList"), (RDFA, "rdfa:BreadcrumbList"), (PLAIN, "nav:breadcrumb")],
)
def test_breadcrumbs_without_jsonld(body: str, source: str) -> None:
    article = read(body=body)
    assert names(article) == ["Home", "Town"]
    assert article.breadcrumbs[1].url == "https://www.paper.example/town/"
    assert article.provenance["breadcrumbs"].source == source
    assert (article.articleSection, article.provenance["articleSection"].source) == ("Town", "breadcrumbs")


def test_a_menu_is_no_path() -> None:
    assert names(read(body='<nav class="main"><a href="/">Home</a><a href="/town/">Town</a></nav>')) == []
    assert names(read(body='<nav class="breadcrumb"><a href="/">Home</a></nav>')) == []


@pytest.mark.parametrize(
    ("path", "section"),
    [
        (["Startseite", "NRW", "Landespolitik"], "Landespolitik"),
        (["Home", "Town", "The bridge opens"], "Town"),
        (["World", "USA"], "USA"),
        (["Home"], None),
        (["Home", "The bridge opens"], None),
    ],
)
def test_the_section_is_the_deepest_step_that_is_one(path: list[str], section: str | None) -> None:
    steps = [
        {"@type": "ListItem", "position": n, "name": name, "item": f"https://www.paper.example/x{n}/"}
        for n, name in enumerate(path, start=1)
    ]
    crumbs = {"@type": "BreadcrumbList", "itemListElement": steps}
    assert read(f'<script type="application/ld+json">{json.dumps(crumbs)}</script>').articleSection == section


def test_keywords_of_machines_are_left_out() -> None:
    words = [
        "8f507083-bac4-423a-9015-2eb31e1bce50",
        "Category: News",
        "sport/formula-1",
        "Bridge",
        "bridge",
        "12345678",
        "AC/DC",
    ]
    assert read(keywords=words).keywords == ["Bridge", "AC/DC"]


@pytest.mark.parametrize("name", ["https://www.paper.example", "© 2026 Paper Media", "All rights reserved", ""])
def test_an_address_or_a_line_about_rights_is_no_publisher(name: str) -> None:
    assert (
        read(f'<meta name="application-name" content="{name}"><meta name="copyright" content="{name}">').publisher
        is None
    )


@pytest.mark.parametrize(
    ("raw", "tag"), [("deu", "de"), ("eng-US", "en-US"), ("fil", "fil"), ("von", None), ("all", None)]
)
def test_three_letters_are_a_language_only_if_they_are_one(raw: str, tag: str | None) -> None:
    assert bcp47(raw) == tag


@pytest.mark.parametrize(
    ("field", "head", "data", "expected"),
    [
        ("publisher", '<meta property="og:site_name" content="Other Media">', {"publisher": {"name": "The Paper"}},
         Provenance(source="jsonld:publisher", runnerUp="Other Media", runnerUpSource="meta:og:site_name")),
        ("publisher", '<meta property="og:site_name" content="Paper">', {"publisher": {"name": "The Paper"}},
         Provenance(source="jsonld:publisher")),
        ("description", '<meta name="description" content="Another summary">', {"description": "The summary"},
         Provenance(source="jsonld:description", runnerUp="Another summary", runnerUpSource="meta:description")),
        ("description", '<meta name="description" content="The sum…">', {"description": "The summary"},
         Provenance(source="jsonld:description")),
        ("articleSection", '<meta name="section" content="Sport">', {"articleSection": "Town"},
         Provenance(source="jsonld:articleSection", runnerUp="Sport", runnerUpSource="meta:section")),
        ("inLanguage", '<meta property="og:locale" content="pt_BR">', {"inLanguage": "en"},
         Provenance(source="jsonld:inLanguage", runnerUp="pt-BR", runnerUpSource="meta:og:locale")),
        ("inLanguage", '<meta property="og:locale" content="nb_NO">', {"inLanguage": "no"},
         Provenance(source="jsonld:inLanguage")),
        ("canonicalUrl", f'<link rel="canonical" href="{URL}">', {"url": "https://other.example/x"},
         Provenance(source="link:canonical", runnerUp="https://other.example/x", runnerUpSource="jsonld:url")),
        ("canonicalUrl", f'<link rel="canonical" href="{URL}">', {"url": f"{URL}?utm_source=x"},
         Provenance(source="link:canonical")),
        ("authors", '<meta name="author" content="Cy Wu and Bo Ek">', {"author": [{"name": "Ann Lee"}]},
         Provenance(source="jsonld:author", runnerUp="Cy Wu; Bo Ek", runnerUpSource="meta:author")),
        ("authors", '<meta name="author" content="ann lee">', {"author": [{"name": "Ann Lee"}]},
         Provenance(source="jsonld:author")),
    ],
)  # fmt: skip
def test_what_another_source_says_is_told(field: str, head: str, data: dict[str, Any], expected: Provenance) -> None:
    assert read(head, **data).provenance[field] == expected


def test_provenance_holds_text() -> None:
    told = Told(
        [Author(name="Ann Lee")], "byline", rival=Told([Author(name="Bo Ek"), Author(name="Cy Wu")], "meta:author")
    )
    assert provenance_of(told).runnerUp == "Bo Ek; Cy Wu"


def test_a_canonical_link_in_a_broken_head_counts() -> None:
    article = read("<p>a paragraph in the head ends it</p>" + f'<link rel="canonical" href="{URL}">')
    assert article.canonicalUrl == URL


@pytest.mark.parametrize(
    ("line", "is_note"),
    [
        ("Correction: the bridge is 40 metres long, not 60.", True),
        ("In einer früheren Version dieses Artikels stand, die Brücke sei 60 Meter lang. Das wurde korrigiert.", True),
        ("Corrections and clarifications", False),
        ("Correction", False),
        ("Corrections Policy", False),
        ("The correction of the river took nine years.", False),
    ],
)
def test_a_note_says_what_was_wrong(line: str, is_note: bool) -> None:
    found = correction_of({}, ["The council met.", line])
    assert found == ((line, "text") if is_note else None)
    assert correction_of({"correction": {"text": line}}, []) == (line, "jsonld:correction")
