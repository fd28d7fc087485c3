"""Regions: what names say, in every way of writing them, and what they do not say."""

from __future__ import annotations

import time

import pytest

from newsbot.extraction import regions
from newsbot.extraction.regions import flags_of_names


@pytest.mark.parametrize(
    ("names", "flag"),
    [
        # one thing, written as the trade writes it
        ("related-articles", regions.OTHER),
        ("relatedArticles", regions.OTHER),
        ("RelatedArticles", regions.OTHER),
        ("related_articles", regions.OTHER),
        ("RELATED", regions.OTHER),
        ("c-related__list", regions.OTHER),
        ("story__related--wide", regions.OTHER),
        ("RelatedStories_root__a8Xq2", regions.OTHER),
        ("css-1x2y3z e1-Related", regions.OTHER),
        ("td_block_related_posts", regions.OTHER),
        # two words that are one
        ("read-more", regions.OTHER),
        ("readMore", regions.OTHER),
        ("readmore", regions.OTHER),
        ("article-body", regions.BODY),
        ("articleBody", regions.BODY),
        ("ArticleBody", regions.BODY),
        ("article__body", regions.BODY),
        ("c-article-body__content", regions.BODY),
        ("entry-content", regions.BODY),
        ("wp-caption-text", regions.CAPTION),
        ("photo_credit", regions.CAPTION),
        # what a thing has or lacks is no part of its name, and yet it has one
        ("comments--with-ads", regions.COMMENTS),
        ("relatedWithImages", regions.OTHER),
        ("noticeboard-newsletter", regions.OTHER),
        # each region
        ("modal fade", regions.HIDDEN),
        ("screen-reader-text", regions.HIDDEN),
        ("visuallyhidden", regions.HIDDEN),
        ("sidebar", regions.CHROME),
        ("onetrust-banner-sdk", regions.CHROME),
        ("site-footer", regions.FOOTER),
        ("newsletter-signup", regions.OTHER),
        ("newsletterBox", regions.OTHER),
        ("promo", regions.OTHER),
        ("taboola-below", regions.OTHER),
        ("share-bar", regions.OTHER),
        ("ad-slot", regions.OTHER),
        ("lire-aussi", regions.OTHER),
        ("leer_mas relacionados", regions.OTHER),
        ("comments-area", regions.COMMENTS),
        ("disqus_thread", regions.COMMENTS),
        ("kommentare", regions.COMMENTS),
        ("ArticleByline", regions.BYLINE),
        ("author-bio", regions.BYLINE),
        ("published-at", regions.BYLINE),
        ("paywall-barrier", regions.GATE),
        ("tp-piano-container", regions.GATE),
        ("article__standfirst", regions.STANDFIRST),
        ("vorspann", regions.STANDFIRST),
        ("swiper-slide", regions.SLIDES),
        ("liveblog-entry", regions.LIVE),
    ],
)
def test_names_that_tell(names: str, flag: int) -> None:
    assert flags_of_names(names) & flag


@pytest.mark.parametrize(
    "names",
    [
        "",
        "container mx-auto px-4 md:w-2/3",
        "col-xs-12 row wrapper inner",
        "overflow-hidden",
        "hidden md:block",
        "hidden lg:flex items-center",
        "d-none d-md-block",
        "hide has-sidebar",
        "has-sidebar",
        "no-comments",
        "without-nav",
        "with-sidebar with_newsletter",
        "not-premium no_ads",
        "story__part--with-comments page--has-sidebar",
        "StoryPart_withComments__x1 layoutNoSidebar hasNewsletter",
        "content-without-ads page_no_menu",
        "css-1q2w3e",
        "sc-bdVaJa kLmNoP",
        "StyledBox-xyz",
        "advice",
        "adventure",
        "address",
        "shadow",
        "loaded",
        "headline",
        "navarra",
        "tagesschau",
        "sharepoint-free",
        "authority",
        "biology",
        "captioned",
        "story",
        "paragraph text",
    ],
)
def test_names_that_do_not_tell(names: str) -> None:
    said = flags_of_names(names)
    hidden = regions.HIDDEN if names == "hide has-sidebar" else 0
    assert said == hidden


@pytest.mark.parametrize("names", ["hidden", "hide", "d-none", "is-hidden", "box hidden", "hidden mobile-menu-x"])
def test_classes_that_hide_as_a_whole(names: str) -> None:
    assert flags_of_names(names) & regions.HIDDEN


@pytest.mark.parametrize(
    "names",
    [
        "post-123 post type-post status-publish format-standard hentry category-news tag-comments tag-newsletter",
        "post type-post category-podcasts",
        "hentry tag-related has-post-thumbnail category-sponsored",
        "node type-article sidebar-right",
    ],
)
def test_what_a_post_is_filed_under_is_not_what_stands_there(names: str) -> None:
    assert flags_of_names(names) == regions.ARTICLE


def test_several_names_say_several_things() -> None:
    assert flags_of_names("article-body paywall") == regions.BODY | regions.GATE
    assert flags_of_names("gallery") & (regions.CAPTION | regions.SLIDES) == regions.CAPTION | regions.SLIDES


def test_words_of_two_names_make_no_pair() -> None:
    assert not flags_of_names("read more")
    assert not flags_of_names("article body")


def test_very_long_names_cost_little() -> None:
    started = time.process_time()
    for n in range(50):
        flags_of_names(f"{n} " + "aB" * 500_000)
    assert time.process_time() - started < 1
    assert flags_of_names("x" * 1000 + " newsletter") == 0
