"""Links of front pages: what is an article, by address and by place; and the sections of the navigation."""

import re
from pathlib import Path

import pytest
from lxml import html

from newsbot.discovery.link import FoundBy
from newsbot.discovery.section import read_section, section_links

URL = "https://www.example.com/"
HOSTS = frozenset({"example.com"})

PAGE = (Path(__file__).parent / "data" / "front_page.html").read_text("utf-8")


def root(text: str = PAGE) -> html.HtmlElement:
    return html.document_fromstring(text)


def test_articles_of_a_front_page() -> None:
    links = read_section(root(), URL, HOSTS)
    likely = [link for link in links if link.likeness >= 0.5]
    assert [(link.url.removeprefix(URL), link.title) for link in likely] == [
        ("politik/ein-langer-titel-einer-meldung-123456.html", "Ein langer Titel einer Meldung"),
        ("wirtschaft/kurz-und-gut", "Kurz und gut"),
        ("chronik/meistgelesene-meldung-des-tages-654321.html", "Meistgelesen: die Meldung des Tages"),
    ]
    assert {(link.foundBy, link.foundOn) for link in links} == {(FoundBy.SECTION, URL)}


def test_files_front_pages_and_other_sites_are_left_out() -> None:
    found = {link.url for link in read_section(root(), URL, HOSTS)}
    assert not any(url.endswith((".jpg", ".com/")) or "facebook" in url for url in found)
    assert all(url.startswith("https://") and "#" not in url for url in found)


def test_the_place_of_a_link_counts() -> None:
    text = '<body><{0}><a href="/politik/der-neue-kanzler">Der neue Kanzler</a></{0}></body>'
    likeness = {
        tag: read_section(root(text.format(tag)), URL, HOSTS)[0].likeness
        for tag in ("h2", "article", "div", "nav", "footer")
    }
    assert likeness["h2"] > likeness["article"] > likeness["div"] > likeness["nav"]
    assert likeness["div"] > likeness["footer"]


def test_navigation_made_of_divs_counts_too() -> None:
    text = '<div class="{}"><a href="/politik/der-neue-kanzler">Kanzler</a></div>'
    plain, named = (
        read_section(root(text.format(name)), URL, HOSTS)[0].likeness for name in ("inhalt", "site-nav main")
    )
    assert named < plain


def test_patterns_of_the_site_file_have_the_last_word() -> None:
    links = read_section(
        root(), URL, HOSTS, match=[re.compile(r"/lokales/"), re.compile(r"/bilder/")], never=[re.compile(r"/chronik/")]
    )
    likeness = {link.url.removeprefix(URL): link.likeness for link in links}
    assert likeness["lokales/wien/"] == 1.0
    assert likeness["bilder/foto.jpg"] == 1.0
    assert not any(url.startswith("chronik/") for url in likeness)


def test_the_page_itself_is_left_out_and_its_base_is_believed() -> None:
    text = (
        '<head><base href="https://www.example.com/politik/"></head>'
        '<body><a href="a-b">A</a><a href="../heute?utm_source=x">B</a></body>'
    )
    found = [link.url for link in read_section(root(text), "https://example.com/heute/", HOSTS)]
    assert found == ["https://www.example.com/politik/a-b"]


def test_a_plain_list_on_a_port_is_found() -> None:
    text = (
        '<body><nav><a href="/about">about</a> <a href="/login">login</a></nav>'
        '<ul><li><a href="/article/at-Zeitung_2024_05_03">Titel</a></li></ul></body>'
    )
    links = read_section(root(text), "http://127.0.1.1:8099/", frozenset({"127.0.1.1:8099"}))
    assert [link.url for link in links if link.likeness >= 0.5] == [
        "http://127.0.1.1:8099/article/at-Zeitung_2024_05_03"
    ]


def test_sections_of_the_navigation() -> None:
    assert section_links(root(), URL, HOSTS) == (
        "https://www.example.com/politik/",
        "https://www.example.com/wirtschaft/",
        "https://sport.example.com/",
        "https://www.example.com/lokales/wien/",
    )


def test_at_most_twelve_sections() -> None:
    text = "".join(f'<a href="/teil{"abcdefghijklmnopqrst"[n]}/">Teil</a>' for n in range(20))
    assert len(section_links(root(f"<body><nav>{text}</nav></body>"), URL, HOSTS)) == 12


def test_the_query_of_a_section_only_counts_clicks() -> None:
    text = '<body><nav><a href="/politik/?from=nav">Politik</a><a href="/liste/?id=7">Liste</a></nav></body>'
    assert section_links(root(text), URL, HOSTS) == ("https://www.example.com/politik/",)


@pytest.mark.parametrize(
    "text", ["<p></p>", "<a>x</a>", "<a href=''>x</a>", "<base href='http://[x'><a href='y'>x</a>"]
)
def test_pages_without_links(text: str) -> None:
    assert section_links(root(text), URL, HOSTS) == ()
    assert all(link.likeness <= 0.5 for link in read_section(root(text), URL, HOSTS))
