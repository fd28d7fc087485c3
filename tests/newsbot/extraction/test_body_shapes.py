"""Body: which passages of a page are the article, in the shapes in which content systems of the trade serve them."""

from __future__ import annotations

import pytest

from newsbot.extraction.body import Clues
from tests.newspages import (
    SENTENCE,
    body_of,
    card,
    chosen,
    first_words,
    lines,
    outline_of,
    paragraph,
    paragraphs,
    prose,
)

MENU = "<div class=menu><ul><li><a href=/a>News</a><li><a href=/b>Sport</a></ul></div>"
FOOT = f"<div class=footer><p>{prose('Imprint')}</p></div>"
TEXT = paragraphs("One Two Three Four")

SHAPES = {
    "wordpress": '<div id="page" class="site"><header class="site-header">'
    '{menu}</header><main id="main"><article id="post-1" '
    'class="post-1 post type-post hentry category-news tag-comments">'
    '<header class="entry-header"><h1 class="entry-title">'
    '{title}</h1></header><div class="entry-content">{text}</div></article>{more}</main>{foot}</div>',
    "arc": '<div id="fusion-app"><div class="c-stack b-header">{menu}</div>'
    '<section role="main"><h1 class="b-headline">{title}</h1>'
    '<article class="b-article-body article-body-wrapper">{text}</article>{more}</section>{foot}</div>',
    "drupal": '<div class="layout-container"><div class="region '
    'region-header">{menu}</div><div class="region region-content">'
    '<h1 class="page-header">{title}</h1><div class="node node--type-article"><div class="field field--name-body '
    'field__item">{text}</div></div></div><div class="region region-sidebar-second">{more}</div>{foot}</div>',
    "next": '<div id="__next"><div class="Header_root__x1">{menu}</div>'
    '<main class="Page_main__a8Xq2"><h1 class="css-1q">{title}'
    '</h1><div class="sc-bdVaJa kLmNoP"><div class="css-9k2">{text}</div></div></main>{more}{foot}</div>',
    "tables": "<table width=100%><tr><td colspan=3>{menu}</td></tr><tr>"
    "<td width=160>{more}</td><td><h1>{title}</h1>{text}</td>"
    "<td width=160></td></tr><tr><td colspan=3>{foot}</td></tr></table>",
    "amp": '<amp-sidebar id="s" class="sidebar">{menu}</amp-sidebar>'
    '<article class="amp-wp-article"><h1>{title}</h1><div '
    'class="amp-wp-article-content">{text}</div></article><amp-list class="related">{more}</amp-list>{foot}',
    "tailwind": '<div class="flex min-h-screen flex-col"><div class="hidden '
    'md:block">{menu}</div><div class="mx-auto max-w-3xl '
    'overflow-hidden px-4"><h1 class="text-3xl font-bold">{title}</h1><div class="prose prose-lg">{text}</div></div>'
    '<div class="mt-8 grid grid-cols-3">{more}</div>{foot}</div>',
    "bem": '<div class="page page--has-sidebar"><div class="page__nav">'
    '{menu}</div><div class="page__content story"><h1 '
    'class="story__title">{title}</h1><div class="story__text story__text--with-comments">{text}</div></div>'
    '<div class="page__sidebar">{more}</div>{foot}</div>',
    "elements": "<news-app><news-nav class=nav>{menu}</news-nav>"
    "<news-article><h1>{title}</h1><news-body>{text}</news-body>"
    "</news-article><news-teasers class=teasers>{more}</news-teasers>{foot}</news-app>",
    "microdata": '<div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">{title}</h1><div '
    'itemprop="articleBody">{text}</div></div>{menu}{more}{foot}',
    "test ids": '<div data-testid="site-navigation">{menu}</div><div>'
    '<h1>{title}</h1><div data-testid="article-body">{text}'
    '</div></div><div data-testid="related-stories">{more}</div>{foot}',
    "form": '<form id="aspnetForm" method="post"><div>{menu}</div><div>'
    "<h1>{title}</h1><div>{text}</div></div>{more}{foot}</form>",
    "sidebar": '<div class="sidebar-layout comments-enabled"><div '
    'class="sidebar">{menu}</div><div><h1>{title}</h1>{text}</div>'
    "{more}</div>{foot}",
    "headline apart": '<div class="top">{menu}<h1>{title}</h1></div><div '
    'class="x7">{text}</div><div>{more}</div>{foot}',
    "slots": "<slot-page><template><p>{menu}</p></template><section><h1>{title}</h1><section>{text}</section></section>"
    "{more}{foot}</slot-page>",
}


def shaped(shape: str, text: str) -> str:
    """A page of that shape around a text, with a menu, teasers and an imprint."""
    more = card("Elsewhere", SENTENCE) + card("Abroad", SENTENCE) + card("Nearby", SENTENCE)
    return SHAPES[shape].format(menu=MENU, title="The bridge opens", text=text, more=more, foot=FOOT)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_text_is_read_from_every_shape(shape: str) -> None:
    assert body_of(shaped(shape, TEXT)) == "One Two Three Four"


@pytest.mark.parametrize("shape", SHAPES)
def test_headings_lists_and_quotes_stay_in_every_shape(shape: str) -> None:
    text = (
        f"{paragraph('One')}<h2>Costs of it</h2>{paragraph('Two')}<ul>"
        "<li>Stone for the piers<li>Wages of the masons</ul>"
        f"{paragraph('Three')}<blockquote><p>Good bridges are quiet, she said.</p></blockquote>{paragraph('Four')}"
    )
    assert body_of(shaped(shape, text)) == "One Costs Two Stone Wages Three Good Four"


@pytest.mark.parametrize("shape", SHAPES)
def test_boxes_within_the_text_stay_out_in_every_shape(shape: str) -> None:
    box = (
        f"<div class=ad-slot>Advertisement</div><div class='newsletter-box'>{paragraph('Letter')}</div>"
        f"<aside>{paragraph('Aside')}</aside><div class=x9>{card('Another')}</div>"
        "<div class=image><img src=/i.jpg><div>The bridge at dawn, seen from the east</div></div>"
        f"<figure><img src=/j.jpg><figcaption>{prose('Caption')}</figcaption>"
        "</figure><p><a href=/x>Why it was closed</a></p>"
    )
    text = paragraphs("One Two") + box + paragraphs("Three Four")
    assert body_of(shaped(shape, text)) == "One Two Three Four"


def test_a_text_over_two_containers_with_a_box_between() -> None:
    box = f"<div class='ad-box'><p>{prose('Advert')}</p></div>"
    parts = f"<div class=part>{paragraphs('One Two')}</div>{box}<div class=part>{paragraphs('Three Four')}</div>"
    assert body_of(f"<div>{MENU}</div><div><h1>Bridge</h1>{parts}</div>{FOOT}") == "One Two Three Four"


def test_one_paragraph_a_container() -> None:
    rows = "".join(f"<div class=row><div class=col>{paragraph(word)}</div></div>" for word in ("One", "Two", "Three"))
    assert body_of(f"{MENU}<div class=x>{rows}</div>{FOOT}") == "One Two Three"


def test_an_article_element_for_each_teaser_is_not_the_article() -> None:
    teasers = "".join(
        f"<article><h3><a href=/{n}>Another story, number {n}</a></h3><p>{SENTENCE}</p></article>" for n in "abcd"
    )
    assert body_of(f"<div><h1>Bridge</h1>{TEXT}</div><div>{teasers}</div>") == "One Two Three Four"


def test_the_smallest_element_that_is_called_the_article_is_it() -> None:
    html = (
        f"<article><div>{paragraph('Lead')[:60]}</p></div><div "
        f"class=article-body>{TEXT}</div><p>Contact us.</p></article>"
    )
    assert body_of(html) == "One Two Three Four"
    around = f"<main><div class=article-body>{paragraph('One')}</div><div>{paragraphs('Two Three Four')}</div></main>"
    assert body_of(around) == "One Two Three Four"


@pytest.mark.parametrize("place", range(4))
def test_teasers_of_other_stories_between_and_after(place: int) -> None:
    words = ["One", "Two", "Three"]
    parts = [paragraph(word) for word in words]
    parts.insert(place, card("Other", "It was long ago.") + card("Else") if place else "")
    assert body_of(f"<article>{''.join(parts)}</article>") == "One Two Three"


def test_a_linked_title_with_much_text_of_its_own_is_no_teaser() -> None:
    parts = f"<div><h3><a href=/report>The report of the engineers</a></h3>{paragraphs('Two Three')}</div>"
    assert body_of(f"<article>{paragraph('One')}{parts}{paragraph('Four')}</article>") == "One Two Three Four"


def test_a_page_that_goes_on_with_the_next_article() -> None:
    def article(title: str, words: str) -> str:
        return f"<article><h1>{title}</h1><div>{paragraphs(words)}</div></article>"

    both = article("The bridge", "One Two Three") + article("The tower", "Five Six Seven Eight Nine")
    assert body_of(f"<main>{MENU}{both}</main>{FOOT}") == "One Two Three"
    listed = article("The bridge", "One Two Three") + f"<article><h2>More</h2>{paragraphs('Four Five')}</article>"
    assert body_of(f"<main>{listed}</main>").startswith("One Two Three")


STANDFIRST = "Stones: the old bridge opens again on Monday after two years of work, the council said."


@pytest.mark.parametrize(
    "html",
    [
        "<h1>Bridge</h1><p>{}</p>",
        "<h1>Bridge</h1><h2>{}</h2>",
        "<header><h1>Bridge</h1><div class=x><span>{}</span></div><p>By Ann Lee</p></header>",
        "<div class=byline-box><h1>Bridge</h1><p>{}</p></div>",
    ],
)
def test_a_standfirst_is_what_repeats_the_description(html: str) -> None:
    clues = Clues(titles=["Bridge"], descriptions=["Short.", STANDFIRST])
    above = html.format(STANDFIRST)
    assert body_of(f"<div>{above}</div><div class=article-body>{TEXT}</div>", clues) == "Stones One Two Three Four"


@pytest.mark.parametrize(
    "names", ["standfirst", "article__lead", "StoryDek_root__x1", "vorspann", "chapo", "entradilla", "ingress"]
)
@pytest.mark.parametrize("tag", ["p", "h2", "div"])
def test_a_standfirst_is_what_is_called_so(names: str, tag: str) -> None:
    above = f"<h1>Bridge</h1><{tag} class='{names}'>{STANDFIRST}</{tag}><div>1 March 2026</div>"
    assert body_of(f"<main>{above}<div class=article-body>{TEXT}</div></main>") == "Stones One Two Three Four"
    plain = f"<h1>Bridge</h1><h2 class=x>{STANDFIRST}</h2>"
    assert body_of(f"<main>{plain}<div class=article-body>{TEXT}</div></main>") == "One Two Three Four"


def test_a_standfirst_is_given_once_and_is_a_paragraph() -> None:
    clues = Clues(descriptions=[STANDFIRST])
    above, text = chosen(f"<article><h1>Bridge</h1><h2>{STANDFIRST}</h2>{TEXT}</article>", clues)
    assert first_words(p.text for p in above) == "Stones"
    assert first_words(p.text for p in text) == "One Two Three Four"


def test_a_summary_above_the_headline_is_another_storys() -> None:
    html = f"<div><p>{STANDFIRST}</p></div><article><h1>Bridge</h1>{TEXT}</article>"
    assert body_of(html, Clues(titles=["Bridge"], descriptions=[STANDFIRST])) == "One Two Three Four"


def test_a_description_that_is_the_first_paragraph_is_not_repeated() -> None:
    assert body_of(f"<article>{TEXT}</article>", Clues(descriptions=[prose("One")])) == "One Two Three Four"


def test_headings_above_the_text_are_the_headlines_kin() -> None:
    html = (
        "<article><h3>Towns</h3><h1>Bridge</h1><h2>Opens</h2>"
        f"{paragraph('One')}<h2>Costs</h2>{paragraph('Two')}</article>"
    )
    assert body_of(html) == "One Costs Two"


@pytest.mark.parametrize(
    "picture",
    [
        "<figure><img src=/i.jpg><figcaption>Dawn at the bridge.</figcaption></figure>",
        "<div><img src=/i.jpg><div>Dawn at the bridge, in March.</div><div>Bo Ek</div></div>",
        "<div class=x><div class=y><a href=/big><img src=/i.jpg>"
        "</a></div><span>Dawn at the bridge, in March.</span></div>",
        "<div><amp-img src=/i.jpg></amp-img><small>Dawn at the bridge.</small></div>",
        f"<div><img src=/i.jpg><div>Dawn: {SENTENCE}</div></div>",
        f"<p><img src=/i.jpg><span class=caption>Dawn: {SENTENCE}</span></p>",
        f"<span class=photo><img src=/i.jpg><em class=img_desc>Dawn: {SENTENCE}</em></span>",
    ],
)
def test_what_stands_with_a_picture_is_its_caption(picture: str) -> None:
    assert (
        body_of(f"<article>{paragraphs('One Two')}{picture}{paragraphs('Three Four')}</article>")
        == "One Two Three Four"
    )


@pytest.mark.parametrize(
    "html",
    [
        f"<p><img src=/i.jpg>{prose('Two')}</p>",
        f"<ul><li><img src=/i.jpg>Two: stone for the piers<li>{prose('Three')}</ul>",
        f"<h2><img src=/i.jpg>Two costs</h2>{paragraph('Three')}",
        f"<div>{paragraph('Two')}<img src=/i.jpg>{paragraph('Three')}</div>",
    ],
)
def test_text_beside_a_picture_is_text(html: str) -> None:
    found = body_of(f"<article>{paragraph('One')}{html}{paragraph('Four')}</article>")
    assert found.startswith("One Two")
    assert found.endswith("Four")


@pytest.mark.parametrize("times", [1, 2])
def test_a_line_that_stands_again_and_again_is_a_placeholder(times: int) -> None:
    line = "<p>Here you should see a post from another site.</p>"
    parts = line.join(map(paragraph, ["One", "Two", "Three", "Four"]))
    assert body_of(f"<article>{parts}</article>") == "One Two Three Four"
    few = paragraph("One") + "<p>Yes, said the mayor, and he meant it.</p>" * times + paragraph("Two")
    assert body_of(f"<article>{few}</article>") == "One" + " Yes" * times + " Two"


def test_a_line_that_is_a_link_is_no_text_and_a_list_of_links_in_prose_is() -> None:
    html = (
        f"<p>One: <a href=/x>the report</a>. {SENTENCE}</p><p><a "
        f"href=/x>Another story of the bridge</a></p>{paragraph('Two')}"
    )
    assert body_of(f"<article>{html}</article>") == "One Two"


@pytest.mark.parametrize(
    "html",
    [
        "",
        MENU,
        "<h1>404</h1><p>This page is gone.</p><p><a href=/>Home</a></p>",
        "<h1>Sign in</h1><form><label>Name</label><input><p>No account yet?</p><button>Sign in</button></form>",
        "<h1>Politics</h1>" + "".join(card(f"Story {n}", SENTENCE) for n in range(12)),
        "<h1>Politics</h1><ul>"
        + "".join(f"<li><a href=/{n}>Another long title, number {n}</a>" for n in range(30))
        + "</ul>",
        "<main>"
        + "".join(
            f"<article><a href=/{n}><h2>Long title number {n}</h2><p>{SENTENCE}</p></a></article>" for n in range(9)
        )
        + "</main>",
    ],
)
def test_a_page_without_an_article_gives_hardly_any_text(html: str) -> None:
    _, text = chosen(html)
    assert sum(len(passage.text) for passage in text) < 150


def test_every_passage_of_the_text_comes_once_and_in_order() -> None:
    html = shaped("wordpress", TEXT + card("Else") + paragraphs("Five Six"))
    _, text = chosen(html)
    places = [passage.place for passage in text]
    assert places == sorted(set(places))
    assert set(places) <= set(range(len(lines(outline_of(html)))))
