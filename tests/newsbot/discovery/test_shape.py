"""Addresses: those of articles, and those of everything else."""

import pytest

from newsbot.discovery.shape import KNOWN_OTHER, article_likeness, is_service

SITE = "https://www.example.com"


@pytest.mark.parametrize(
    "path",
    [
        "/2024/05/03/politics/a-short-title",
        "/politik/ausland/ein-langer-titel-einer-meldung-123456.html",
        "/politik/ein-titel-a-1234567.html",
        "/story/3000000218734/noch-ein-titel",
        "/article/ab-Name_2024_05_03",
        "/articles/c1vw5gj0g7yo",
        "/news/world-europe-68950000",
        "/news/2024/may/03/title-of-story",
        "/artikel/1136696.das-radikalisiert.html",
        "/noticias/2024/05/03/titulo-de-la-noticia",
        "/7,75398,30944832,tytul-artykulu.html",
        "/archives/63076",
        "/?p=441749&post_type=article",
        "/cnt/dmf20250202_96887132",
        "/a/748f8eb6520f3f32aeb8411de8c59d37",
        "/uutiset/d6e459bb-de64-4592-9d61-ee6e6cc20230",
        "/video/2024/05/03/what-happened-in-the-town-yesterday",
        "/%E6%94%BF%E6%B2%BB/%E6%97%A5%E6%9C%AC%E3%81%AE%E6%96%B0%E3%81%97%E3%81%84%E9%A6%96%E7%9B%B8%E3%81%8C%E6%B1%BA%E3%81%BE%E3%82%8B",
        "/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/%D0%BF%D1%80%D0%B5%D0%B7%D0%B8%D0%B4%D0%B5%D0%BD%D1%82-%D1%81%D0%BA%D0%B0%D0%B7%D0%B0%D0%BB-%D1%87%D1%82%D0%BE-%D0%B1%D1%83%D0%B4%D0%B5%D1%82",
        "/wirtschaft/cookie-banner-muessen-bald-anders-aussehen-1234567.html",
    ],
)
def test_articles(path: str) -> None:
    assert article_likeness(SITE + path) >= 0.5


@pytest.mark.parametrize(
    "path",
    [
        "/tag/wahl",
        "/tags/bundestagswahl-2025/",
        "/autor/anna-berger",
        "/author/john-smith-123456",
        "/login",
        "/abo/",
        "/abo/angebote",
        "/impressum",
        "/impressum.html",
        "/datenschutz/",
        "/privacy-policy",
        "/newsletter/",
        "/video",
        "/podcast/",
        "/search?q=wahl",
        "/suche",
        "/kontakt",
        "/about-us",
        "/mentions-legales",
        "/politica-de-privacidad",
        "/om-oss",
        "/themen/twitter-4540512.html",
        "/suscripcion",
        "/account/settings",
        "/rss",
        "/wp-login.php",
        "/titel-der-meldung-hier?replytocom=5",
        "/services/article157550705/Datenschutzerklaerung-WELT-DIGITAL.html",
        "/section/sport",
        "/hub/climate",
    ],
)
def test_known_to_be_something_else(path: str) -> None:
    assert article_likeness(SITE + path) == KNOWN_OTHER
    assert is_service(SITE + path)


@pytest.mark.parametrize(
    "path",
    [
        "/politik",
        "/politik/ausland/",
        "/sport/fussball",
        "/news/world",
        "/2024/05/03/",
        "/2024/05/",
        "/lokales/wien.html",
    ],
)
def test_sections_are_unlikely_but_not_ruled_out(path: str) -> None:
    assert KNOWN_OTHER < article_likeness(SITE + path) < 0.4


@pytest.mark.parametrize(
    "url",
    [
        SITE,
        f"{SITE}/",
        f"{SITE}/?utm_source=x",
        f"{SITE}/2024/05/03/long-title-of-a-picture.jpg",
        f"{SITE}/feed.xml",
        f"{SITE}/a.PDF",
        "http://[::1",
        "",
    ],
)
def test_front_pages_and_files_are_none(url: str) -> None:
    assert article_likeness(url) == 0.0


def test_hosts_that_are_not_the_newspaper() -> None:
    assert article_likeness("https://abo.example.com/ein-langer-titel-eines-angebots") == KNOWN_OTHER
    assert article_likeness("https://sport.example.com/ein-langer-titel-einer-meldung") >= 0.5
