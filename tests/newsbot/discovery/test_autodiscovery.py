"""What a site without a site file names of itself, and where else to look."""

from pathlib import Path

import pytest
from lxml import html

from newsbot.discovery.autodiscovery import (
    Discovered,
    discover_page,
    discover_robots,
    feeds_of_page,
    robots_places,
    sitemaps_of_robots,
    well_known_feeds,
    well_known_sitemaps,
)

URL = "https://www.example.com/"

PAGE = (Path(__file__).parent / "data" / "page_with_feeds.html").read_text("utf-8")


def test_feeds_of_a_page() -> None:
    assert feeds_of_page(html.document_fromstring(PAGE), URL) == (
        "https://www.example.com/feed/",
        "https://feeds.example.net/atom",
        "https://www.example.com/feed.json",
        "https://www.example.com/rss/politik",
        "http://www.example.com/rss/sport",
        "https://feeds.example.com/alle",
        "https://www.example.com/podcast/feed.xml",
    )


def test_the_comments_of_an_article_are_no_feed_of_the_site() -> None:
    url = "https://www.example.com/2024/05/03/ein-titel/"
    text = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="{href}">' for href in (f"{url}feed/", "/feed/")
    )
    assert feeds_of_page(html.document_fromstring(text), url) == ("https://www.example.com/feed/",)


def test_a_page_names_feeds_and_sections() -> None:
    found = discover_page(html.document_fromstring(PAGE), URL, frozenset({"example.com"}))
    assert found.feeds[0] == "https://www.example.com/feed/"
    assert found.sections == ("https://www.example.com/politik/",)
    assert found.sitemaps == found.newsSitemaps == ()


ROBOTS = """\ufeffUser-agent: *
Disallow: /suche
sitemap: https://www.example.com/sitemap-videos.xml
Sitemap:https://www.example.com/sitemap.xml  # alles
 SITEMAP : /news-sitemap.xml
Site-map: https://cdn.example.net/maps/index.xml.gz
Sitemap: https://www.example.com/sitemap.xml
Sitemap: javascript:alert(1)
Sitemap:
# Sitemap: https://www.example.com/old.xml"""


def test_sitemaps_of_robots() -> None:
    assert sitemaps_of_robots(ROBOTS, "https://www.example.com/robots.txt") == (
        "https://www.example.com/sitemap-videos.xml",
        "https://www.example.com/sitemap.xml",
        "https://www.example.com/news-sitemap.xml",
        "https://cdn.example.net/maps/index.xml.gz",
    )
    assert discover_robots(ROBOTS, "https://www.example.com/robots.txt") == Discovered(
        newsSitemaps=("https://www.example.com/news-sitemap.xml",),
        sitemaps=(
            "https://www.example.com/sitemap.xml",
            "https://cdn.example.net/maps/index.xml.gz",
            "https://www.example.com/sitemap-videos.xml",
        ),
    )


@pytest.mark.parametrize("text", ["", "<!doctype html><html><p>Sitemap: none</p></html>", "User-agent: *"])
def test_robots_without_sitemaps(text: str) -> None:
    assert sitemaps_of_robots(text, URL) == ()


def test_well_known_places_of_a_host() -> None:
    places = well_known_sitemaps(URL)
    assert "https://www.example.com/sitemap.xml" in places.sitemaps
    assert "https://www.example.com/news-sitemap.xml" in places.newsSitemaps
    assert well_known_feeds(URL)[:2] == ("https://www.example.com/feed", "https://www.example.com/rss")
    assert robots_places(URL) == ("https://www.example.com/robots.txt",)


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:8099/zeitung/", "http://127.0.0.1:8099/zeitung", "http://127.0.0.1:8099/zeitung/index.html"],
)
def test_well_known_places_of_a_site_below_a_path(url: str) -> None:
    feeds = well_known_feeds(url)
    assert feeds.index("http://127.0.0.1:8099/zeitung/feed") < feeds.index("http://127.0.0.1:8099/feed")
    assert well_known_sitemaps(url).sitemaps[0] == "http://127.0.0.1:8099/zeitung/sitemap.xml"
    assert robots_places(url) == ("http://127.0.0.1:8099/robots.txt", "http://127.0.0.1:8099/zeitung/robots.txt")


def test_findings_are_merged_in_order_without_repetition() -> None:
    one = Discovered(
        feeds=("https://a.example/feed",),
        newsSitemaps=("https://a.example/news.xml",),
        sections=("https://a.example/x",),
    )
    two = Discovered(
        feeds=("https://a.example/rss", "http://www.a.example/feed/"),
        sitemaps=("https://a.example/news.xml", "https://a.example/s.xml"),
    )
    assert one | two == Discovered(
        feeds=("https://a.example/feed", "https://a.example/rss"),
        newsSitemaps=("https://a.example/news.xml",),
        sitemaps=("https://a.example/s.xml",),
        sections=("https://a.example/x",),
    )
