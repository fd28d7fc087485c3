"""The verdict on texts: whole, cut, scrambled, beside notices, as declared. A case for each structure."""

import json

import pytest

from newsbot.access.explain import explain
from newsbot.access.verdict import judge
from newsbot.article import Confidence, Declared, Delivered, Gate
from newsbot.errors import FixArgument
from newsbot.extraction.merge import read_page
from newsbot.extraction.page import parse_page
from tests.newsbot.access.newspage import (
    GERMAN,
    JAPANESE,
    SEED_NOTICE,
    SENTENCES,
    URL,
    document,
    found,
    news,
    prose,
    verdict,
)

# 1: a notice, then the whole article


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{SEED_NOTICE}</p>{prose()}",
        f"{prose(3)}<p>{SEED_NOTICE}</p>{prose()}",
        f"<p>{SEED_NOTICE}</p>{prose()}<p>{SEED_NOTICE}</p>",
        f"<p>{SEED_NOTICE}</p>{prose(2)}",
        f"<p>{SEED_NOTICE}</p><p>Image credit: JANE DOE</p>{prose()}",
    ],
    ids=["before", "inside", "twice", "two paragraphs", "credit"],
)
def test_a_notice_beside_a_whole_text(body):
    html = document(f"<a href='#main'>Skip to main content</a>{body}<p>Keep up to date with our latest videos</p>")
    page = parse_page(html, URL)
    reading = read_page(page)
    access = judge(page, reading)
    assert access.delivered is Delivered.FULL_WITH_NOTICE
    assert access.gate is Gate.NONE_SEEN
    assert access.declared is Declared.ABSENT
    assert "Already a subscriber" not in reading.article.articleBody
    assert "Keep up to date" not in reading.article.articleBody


def test_the_same_notice_without_a_text():
    access = verdict(document(f"<p>{SEED_NOTICE}</p>"))
    assert access.delivered in {Delivered.NONE, Delivered.PARTIAL_TEASER}
    assert access.gate in {Gate.LOGIN_REQUIRED, Gate.SUBSCRIPTION}


# 2, 3, 4: declarations


@pytest.mark.parametrize("selector", [".story-body", ".no-such-thing", ""])
def test_declared_not_free_and_yet_whole(selector):
    part = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": selector}
    access = verdict(
        document(f"<div class='story-body'>{prose()}</div>", data=news(isAccessibleForFree=False, hasPart=part))
    )
    assert access.delivered is Delivered.FULL
    assert access.declared is Declared.NOT_FREE
    assert access.declaredSource == "jsonld"
    assert "The publisher marks it as not free (jsonld)." in explain(access)


def test_declared_free_and_cut_for_readers_without_an_account():
    body = (
        f"{prose(8)}<h2>What comes next</h2><div class='access-wall'><h3>Enjoying our latest content? "
        "Log in or create an "
        "account to continue</h3><ul><li>Access the most recent journalism</li></ul><a>Sign in or "
        "create an account</a></div>"
    )
    access = verdict(document(body, data=news(isAccessibleForFree=True)))
    assert access.delivered is Delivered.PARTIAL_TEASER
    assert access.gate is Gate.REGISTRATION
    assert access.declared is Declared.FREE


@pytest.mark.parametrize(
    "gate",
    [
        "<h3>Möchten Sie weiterlesen?</h3><p>Abonnieren Sie die Zeitung ab 9,90 € im Monat.</p><button>"
        "Anmelden</button>",
        "<p>Bereits Abonnent? <a>Anmelden</a></p><p>Jetzt diesen Artikel lesen!</p>",
        "<p>Dieser Artikel ist nur für Abonnenten lesbar.</p>",
    ],
)
def test_declared_nothing_and_cut(gate):
    access = verdict(document(f"<p>{GERMAN[0]}</p><div>{gate}</div>", lang="de"))
    assert access.delivered is Delivered.PARTIAL_TEASER
    assert access.gate is Gate.SUBSCRIPTION
    assert access.declared is Declared.ABSENT


def test_a_notice_within_the_text_of_a_page_for_members():
    message = "<div class='membership-message'><p>This story is available to members only. Please log in.</p></div>"
    html = document(f"<div class='access-restricted membership-content'><p>{SENTENCES[0]}</p>{message}</div>")
    access = verdict(html)
    assert access.delivered is Delivered.PARTIAL_TEASER
    assert access.gate in {Gate.SUBSCRIPTION, Gate.LOGIN_REQUIRED}


# 5: no notice at all


def test_far_fewer_words_than_the_publisher_counts():
    html = document(f"{prose(1)}<div id='inline-paywall-container'></div>", data=news(wordCount=1285))
    access = verdict(html)
    assert access.delivered is Delivered.PARTIAL_TEASER
    assert access.gate is Gate.SUBSCRIPTION
    assert "length" in found(access)


def test_a_text_that_ends_within_a_word():
    body = prose(5) + f"<p>{SENTENCES[0]} It may be called important and even necess…</p>"
    access = verdict(document(body, data=news(wordCount=1447)))
    assert access.delivered is Delivered.PARTIAL_TEASER


# 6, 7, 8, 9: an explicit remainder, scrambled letters, an abstract, a price table


def test_an_explicit_remainder_is_certain():
    body = f"{prose(14)}<p>Il vous reste 57.09% de cet article à lire. La suite est réservée aux abonnés.</p>"
    access = verdict(document(body, data=news(isAccessibleForFree=False), lang="fr"))
    assert access.delivered is Delivered.PARTIAL_TEASER
    assert access.gate is Gate.SUBSCRIPTION
    assert access.confidence is Confidence.CERTAIN


def test_scrambled_text_is_obfuscated():
    table = str.maketrans("abcdefghijklmnopqrstuvwxyz", "bcdfghjklmnpqrstvwxzbcdfgh")
    scrambled = "".join(
        f"<p>{sentence.translate(table)} {sentence[::-1].translate(table)} ({at})</p>"
        for at, sentence in enumerate(GERMAN * 3)
    )
    access = verdict(
        document(f"<p>{GERMAN[0]} {GERMAN[1]}</p>{scrambled}", data=news(isAccessibleForFree=False), lang="de")
    )
    assert access.delivered is Delivered.OBFUSCATED
    assert access.gate is Gate.SUBSCRIPTION
    assert access.confidence is Confidence.CERTAIN


@pytest.mark.parametrize("word", ["mnyama", "ndege", "thjófur"])
def test_languages_without_known_words_are_not_scrambled(word):
    text = "".join(
        f"<p>{' '.join([word, 'jumba', 'kubwa', 'linajengwa', 'mjini', 'haraka', 'sana'] * 4)} {at}.</p>"
        for at in range(8)
    )
    assert verdict(document(text)).delivered is Delivered.FULL


def test_an_abstract_before_the_references():
    references = "".join(
        f"<li>Doe, J. & Roe, R.: Harbours of the north, volume {at}. Journal of Piers, 19{at}.</li>"
        for at in range(60, 90)
    )
    body = (
        f"<h2>Abstract</h2><p>{SENTENCES[0]} {SENTENCES[1]} {SENTENCES[2]}</p>"
        "<p>This is a preview of subscription content, access via your institution.</p><p>Buy article "
        "PDF 39,95 €</p>"
        f"<h2>References</h2><ol>{references}</ol>"
    )
    access = verdict(document(body))
    assert access.delivered is Delivered.PARTIAL_TEASER
    assert access.gate is Gate.SUBSCRIPTION


def test_a_price_table_is_no_text():
    offers = "".join(
        f"<li>Digital {name}: {price} € a month, cancel anytime</li>" for name, price in (("basic", 4), ("plus", 9))
    )
    part = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".paid-content"}
    body = (
        f"<p>{SENTENCES[0]}</p><div class='paid-content'><h3>To read this article, subscribe now</h3><ul>"
        f"{offers}</ul>"
        "<p>Already a subscriber? <a>Log in</a></p></div>"
    )
    access = verdict(document(body, data=news(isAccessibleForFree=False, hasPart=part)))
    assert access.delivered in {Delivered.PARTIAL_TEASER, Delivered.NONE}
    assert access.gate is Gate.SUBSCRIPTION


# 10 to 14: what stands on whole pages and means nothing


@pytest.mark.parametrize(
    "wrapper",
    [
        "<div style='display:none'>{}</div>",
        "<div hidden>{}</div>",
        "<template>{}</template>",
        "<div aria-hidden='true'>{}</div>",
        "<div class='modal fade'>{}</div>",
        "<noscript>{}</noscript>",
    ],
)
@pytest.mark.parametrize(
    "text",
    [
        "El contenido al que quiere acceder es exclusivo para suscriptores",
        "Regístrate gratis para seguir leyendo",
        "THIS CONTENT IS RESERVED FOR SUBSCRIBERS ONLY",
        "Ihnen stehen diesen Monat keine freien Artikel mehr zur Verfügung",
    ],
)
def test_a_hidden_template_is_not_a_gate(wrapper, text):
    access = verdict(document(prose(5) + wrapper.format(f"<h2>{text}</h2>")))
    assert access.delivered in {Delivered.FULL, Delivered.FULL_WITH_NOTICE}


def test_labels_of_other_stories():
    others = "".join(
        f"<li><span>Subscriber only</span> <a href='/{at}'>Another story, number {at}</a></li>" for at in range(6)
    )
    access = verdict(document(f"{prose(5)}<h2>More stories</h2><ul>{others}</ul>"))
    assert access.delivered in {Delivered.FULL, Delivered.FULL_WITH_NOTICE}


@pytest.mark.parametrize(
    "text",
    [
        "Los comentarios son exclusivos para suscriptores. Inicia sesión para comentar.",
        "Subscribe to join the conversation",
    ],
)
def test_a_wall_before_the_comments_only(text):
    access = verdict(document(f"{prose(4)}<section class='comments'><h2>Comments</h2><p>{text}</p></section>"))
    assert access.delivered is Delivered.FULL


def test_an_article_about_paywalls():
    about = (
        "<p>Readers of the paper must now subscribe to read the full article, and many of them have "
        "closed their accounts.</p>"
        "<p>The newsletter, which is only for subscribers, tells them on Friday what the other readers "
        "get on Sunday.</p>"
        "<p>“You have reached your limit of free articles,” the page says after the third story of a "
        "month, and nothing else.</p>"
    )
    access = verdict(document(about * 3 + prose(4)))
    assert access.delivered is Delivered.FULL


def test_debugging_words_on_the_page():
    access = verdict(document(f"<div>showPaywall:false isSubscriber:false showRegwall:false</div>{prose(6)}"))
    assert access.delivered is Delivered.FULL


# 15: short and complete, or short and cut


def test_short_complete_news_in_japanese():
    body = "".join(f"<p>{sentence}</p>" for sentence in JAPANESE)
    access = verdict(document(body, lang="ja", title="港町の市議会、新桟橋の建設計画を可決"))
    assert access.delivered is Delivered.FULL


def test_a_short_teaser_in_japanese():
    body = f"<p>{JAPANESE[0]}</p><p>この記事は会員限定です。ログインして続きを読む</p><p>残り1234文字</p>"
    access = verdict(document(body, lang="ja", title="港町の市議会、新桟橋の建設計画を可決"))
    assert access.delivered is Delivered.PARTIAL_TEASER
    assert access.confidence is Confidence.CERTAIN


# 16: pages of one article


def test_the_first_page_of_two():
    html = document(
        f"{prose(6)}<nav class='pagination'><a href='/2026/03/harbour-plan-4711?page=2' rel='next'>2</a></nav>",
        head='<link rel="next" href="/2026/03/harbour-plan-4711?page=2">',
    )
    access = verdict(html)
    assert access.delivered is Delivered.PARTIAL_OTHER
    assert access.gate is Gate.NONE_SEEN


# 17: spellings of the declaration


@pytest.mark.parametrize(
    ("data", "expected", "source"),
    [
        (news(isAccessibleForFree="False"), Declared.NOT_FREE, "jsonld"),
        (news(isAccessibleForFree="false"), Declared.NOT_FREE, "jsonld"),
        (news(isAccessibleForFree="http://schema.org/False"), Declared.NOT_FREE, "jsonld"),
        (news(isAccessibleForFree="https://schema.org/True"), Declared.FREE, "jsonld"),
        (news(isAccessibleForFree=True), Declared.FREE, "jsonld"),
        (news(isAccessibleForFree=None), Declared.ABSENT, None),
        (news(isAccessibleForFree="perhaps"), Declared.ABSENT, None),
        (news(hasPart={"@type": "WebPageElement", "isAccessibleForFree": "False"}), Declared.NOT_FREE, "hasPart"),
        (
            news(hasPart=[{"@type": "WebPageElement", "isAccessibleForFree": True, "cssSelector": ".paywall"}]),
            Declared.ABSENT,
            None,
        ),
    ],
)
def test_spellings_of_the_declaration(data, expected, source):
    access = verdict(document(prose(6), data=data))
    assert access.declared is expected
    assert access.declaredSource == source
    assert access.delivered is Delivered.FULL


def test_a_declaration_in_broken_json():
    broken = json.dumps(news(isAccessibleForFree=False))[:-1] + ",}"
    access = verdict(document(prose(6), data=broken))
    assert access.declared is Declared.NOT_FREE
    assert access.declaredSource == "jsonld_repaired"


def test_a_declaration_in_microdata_only():
    access = verdict(document(f"<meta itemprop='isAccessibleForFree' content='false'>{prose(6)}"))
    assert (access.declared, access.declaredSource) == (Declared.NOT_FREE, "microdata")


@pytest.mark.parametrize(
    ("tier", "expected"), [("free", Declared.FREE), ("metered", Declared.METERED), ("locked", Declared.NOT_FREE)]
)
def test_a_declaration_in_a_meta_element(tier, expected):
    access = verdict(document(prose(6), head=f'<meta property="article:content_tier" content="{tier}">'))
    assert (access.declared, access.declaredSource) == (expected, "meta:article:content_tier")


def test_declarations_that_contradict_each_other():
    head = '<meta property="article:content_tier" content="locked">'
    access = verdict(document(prose(6), data=news(isAccessibleForFree=True), head=head))
    assert access.declared is Declared.CONFLICT


def test_a_word_in_a_script_is_no_declaration():
    assert (
        verdict(document(prose(6) + "<script>var a = {isAccessibleForFree: false}</script>")).declared
        is Declared.ABSENT
    )


# what else a verdict rests on


def test_a_text_in_the_data_of_a_page_that_shows_a_teaser():
    whole = " ".join(SENTENCES * 6)
    body = f"<p>{SENTENCES[0]}</p><div><p>Already a subscriber?</p><button>Login here.</button></div>"
    access = verdict(document(body, data=news(isAccessibleForFree=False, articleBody=whole)))
    assert access.delivered is Delivered.PARTIAL_TEASER


def test_a_site_file_can_prove_a_page_cut():
    html = document(f"{prose(5)}<div id='gate'></div>")
    assert verdict(html).delivered is Delivered.FULL
    for selector in ("css:#gate", "xpath://div[@id='gate']"):
        access = verdict(html, locked_when=[selector])
        assert (access.delivered, access.confidence) == (Delivered.PARTIAL_TEASER, Confidence.CERTAIN)
        assert access.evidence[0].rule == "site/locked-when"
    assert verdict(html, locked_when=["css:#other"]).delivered is Delivered.FULL


@pytest.mark.parametrize("selector", ["#gate", "css:", "xpath:///"])
def test_a_selector_that_cannot_be_understood(selector):
    with pytest.raises(FixArgument):
        verdict(document(prose(3)), locked_when=[selector])


def test_nothing_found_is_never_called_free():
    access = verdict(document(prose(6), data={}))
    assert access.declared is Declared.ABSENT
    assert "The publisher does not say whether it is free." in explain(access)
    assert access.confidence is not Confidence.CERTAIN
