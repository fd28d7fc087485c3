"""Walls of site software and of publishers in many languages: cut pages are told from whole ones, and by whom."""

import pytest

from newsbot.access.states import PageKind
from newsbot.article import COMPLETE, RESTRICTED, Confidence, Delivered
from tests.newsbot.access.newspage import URL, kind, verdict
from tests.newsbot.access.wallpages import FURNITURE, INSTEAD, TALES, WALLS, furniture_page, wall_page

#: What the rules do not see, and why. Whoever mends one takes it out.
MISSED = {
    # No line of it speaks of reading and of paying at once; nor is any a notice by itself.
    "en: Get the full picture",
    "de: Neugierig, wie es weitergeht?",
    # An offer for all articles below a short text: on the pages of other sites it is an advertisement of their own.
    "de: Lesen Sie diesen und alle anderen Plus-Artikel vier Wochen lang für 99 Cent",
}


@pytest.mark.parametrize("wall", [each for each in WALLS if each.name not in MISSED], ids=lambda each: each.name)
def test_a_wall_after_a_teaser(wall):
    access = verdict(wall_page(wall, cut=True))
    assert access.delivered in RESTRICTED
    assert access.gate is wall.gate
    assert access.evidence


@pytest.mark.parametrize("wall", [each for each in WALLS if each.name in MISSED], ids=lambda each: each.name)
def test_what_is_missed_is_never_called_complete(wall):
    access = verdict(wall_page(wall, cut=True))
    assert access.delivered in COMPLETE
    assert access.confidence is Confidence.WEAK


@pytest.mark.parametrize("wall", WALLS, ids=lambda each: each.name)
def test_the_same_site_with_a_whole_text(wall):
    assert verdict(wall_page(wall, cut=False)).delivered in COMPLETE


def test_walls_of_many_languages():
    assert len(TALES) >= 28
    assert {wall.language for wall in WALLS} == TALES.keys()


@pytest.mark.parametrize("page", INSTEAD, ids=lambda each: each.name)
def test_what_came_instead_of_an_article(page):
    access = verdict(page.html, url=page.url, asked=URL, status=page.status)
    assert access.delivered is Delivered.NONE
    assert access.gate is page.gate
    assert kind(page.html, url=page.url, asked=URL, status=page.status) is not PageKind.ARTICLE


@pytest.mark.parametrize("paragraphs", [1, 2, 4, 9])
@pytest.mark.parametrize("each", FURNITURE, ids=lambda each: f"{each.language}: {each.name}")
def test_furniture_of_whole_pages(each, paragraphs):
    assert verdict(furniture_page(each, paragraphs)).delivered in COMPLETE
