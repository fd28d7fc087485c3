"""The verdict on small pages that have the structure of real ones: what was met in the field, a case each."""

import json

import pytest

from newsbot.access.explain import explain
from newsbot.access.states import PageKind
from newsbot.access.verdict import judge, page_kind
from newsbot.article import Confidence, Declared, Delivered, Gate, Session
from newsbot.errors import FixArgument
from newsbot.extraction.merge import read_page
from newsbot.extraction.page import parse_page

URL = "https://news.example/2026/03/harbour-plan-4711"
SENTENCES = (
    "The council of the old harbour town voted on Monday evening for a plan that has divided its people for years.",
    "Two new piers are to be built where the fish market stood until the flood of 1962 took most of its halls away.",
    "The mayor said that the money had been set aside, and that work could begin before the autumn storms.",
    "Fishermen who had come to the meeting called the plan a gift to the hotels along the shore.",
    "An engineer from the regional office explained how the currents would change, and where sand would gather.",
    "Nobody could say what would become of the small boats that have been moored in the inner basin for decades.",
)
SEED_NOTICE = (
    "Already a subscriber? Make sure to log into your account before viewing this content. You can access your account by "
    "hitting the “login” button on the top right corner. Still unable to see the content after signing in? Make sure your "
    "card on file is up-to-date."
)
GERMAN = (
    "Der Rat der alten Hafenstadt hat am Montagabend für einen Plan gestimmt, der seine Bürger seit Jahren entzweit.",
    "Zwei neue Molen sollen dort entstehen, wo der Fischmarkt stand, bis ihm die Flut von 1962 die meisten Hallen nahm.",
    "Die Bürgermeisterin sagte, das Geld liege bereit, und die Arbeiten könnten noch vor den Herbststürmen beginnen.",
)
JAPANESE = (
    "港町の市議会は月曜日の夜、長年にわたり住民を二分してきた新しい桟橋の建設計画を賛成多数で可決した。",
    "市長は記者団に対し、予算はすでに確保されており、秋の嵐が来る前に工事を始められるとの見通しを示した。",
    "漁業関係者からは、海岸沿いのホテルを優遇する計画だとの批判の声が上がっている。",
)


def prose(paragraphs=14, sentences=SENTENCES):
    """So many paragraphs of two sentences, no two of them alike."""
    lines = []
    for at in range(paragraphs):
        first, second = sentences[at % len(sentences)], sentences[(at * 2 + 1) % len(sentences)]
        lines.append(f"<p>{first} {second} ({at + 1})</p>")
    return "".join(lines)


def linked(data):
    return f'<script type="application/ld+json">{data if isinstance(data, str) else json.dumps(data)}</script>'


def news(**more):
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Council votes for the harbour plan",
        "datePublished": "2026-03-02T19:30:00+00:00",
        "author": {"@type": "Person", "name": "Jane Doe"},
        **more,
    }


def document(body, *, data=None, head="", lang="en", title="Council votes for the harbour plan"):
    data = news() if data is None else data
    return (
        f'<!doctype html><html lang="{lang}"><head><title>{title}</title><meta property="og:type" content="article">'
        f"{linked(data) if data else ''}{head}</head><body><header><nav><a href='/'>Home</a> <a href='/login'>Log in</a> "
        f"<a href='/subscribe'>Subscribe</a></nav></header><main><article><h1>{title}</h1>{body}</article></main>"
        f"<footer><p>© 2026 The Harbour News. All rights reserved.</p></footer></body></html>"
    )


def verdict(html, *, url=URL, asked=None, status=200, headers=None, **options):
    page = parse_page(html, url, requested_url=asked, status=status, headers=headers)
    return judge(page, read_page(page), **options)


def kind(html, *, url=URL, asked=None, status=200, headers=None):
    page = parse_page(html, url, requested_url=asked, status=status, headers=headers)
    return page_kind(page, read_page(page))


def found(access):
    return {each.kind for each in access.evidence}


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
        f"{prose(8)}<h2>What comes next</h2><div class='access-wall'><h3>Enjoying our latest content? Log in or create an "
        "account to continue</h3><ul><li>Access the most recent journalism</li></ul><a>Sign in or create an account</a></div>"
    )
    access = verdict(document(body, data=news(isAccessibleForFree=True)))
    assert access.delivered is Delivered.PARTIAL_TEASER
    assert access.gate is Gate.REGISTRATION
    assert access.declared is Declared.FREE


@pytest.mark.parametrize(
    "gate",
    [
        "<h3>Möchten Sie weiterlesen?</h3><p>Abonnieren Sie die Zeitung ab 9,90 € im Monat.</p><button>Anmelden</button>",
        "<p>Bereits Abonnent? <a>Anmelden</a></p><p>Jetzt diesen Artikel lesen!</p>",
        "<p>Dieser Artikel ist nur für Abonnenten lesbar.</p>",
    ],
)
def test_declared_nothing_and_cut(gate):
    access = verdict(document(f"<p>{GERMAN[0]}</p><div>{gate}</div>", lang="de"))
    assert access.delivered is Delivered.PARTIAL_TEASER
    assert access.gate is Gate.SUBSCRIPTION
    assert access.declared is Declared.ABSENT


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
        f"<p>{sentence.translate(table)} {sentence[::-1].translate(table)}</p>" for sentence in GERMAN * 3
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
        f"<p>This is a preview of subscription content, access via your institution.</p><p>Buy article PDF 39,95 €</p>"
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
        f"<p>{SENTENCES[0]}</p><div class='paid-content'><h3>To read this article, subscribe now</h3><ul>{offers}</ul>"
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
        "<p>Readers of the paper must now subscribe to read the full article, and many of them have closed their accounts.</p>"
        "<p>The newsletter, which is only for subscribers, tells them on Friday what the other readers get on Sunday.</p>"
        "<p>“You have reached your limit of free articles,” the page says after the third story of a month, and nothing else.</p>"
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


# 18: nothing before scripts have run


def test_a_shell_for_scripts():
    html = (
        "<html><head><title>The Harbour News</title></head><body><noscript>You need to enable JavaScript to run this app."
        "</noscript><div id='root'></div><script src='/app.js'></script></body></html>"
    )
    assert kind(html) is PageKind.JS_SHELL
    access = verdict(html)
    assert access.delivered is Delivered.PARTIAL_OTHER
    assert access.confidence is not Confidence.CERTAIN


# 19: consent or pay


CONSENT = (
    "<h2>Mit Werbung weiterlesen oder werbefrei im Abo</h2><p>Besuchen Sie uns wie gewohnt mit Werbung und Cookies.</p>"
    "<button>Alle akzeptieren</button><p>Bereits Pur-Abonnent? Hier anmelden</p>"
)


def test_consent_or_pay_instead_of_a_text():
    html = f"<html lang='de'><head><title>Die Hafenzeitung</title></head><body><div>{CONSENT}</div></body></html>"
    assert kind(html) is PageKind.CONSENT
    access = verdict(html)
    assert (access.delivered, access.gate) == (Delivered.NONE, Gate.CONSENT_OR_PAY)


def test_consent_or_pay_beside_a_text():
    access = verdict(document(prose(8, GERMAN) + f"<div>{CONSENT}</div>", lang="de"))
    assert access.delivered is Delivered.FULL_WITH_NOTICE
    assert access.gate is Gate.NONE_SEEN


# 20, 21: filters against bots

CHALLENGE = (
    "<html><head><title>Just a moment...</title></head><body><h1>news.example</h1><p>Verifying you are human. This may take a "
    "few seconds.</p><form id='challenge-form'></form><script>window._cf_chl_opt={}</script></body></html>"
)


def test_a_challenge_script_on_a_healthy_page():
    script = "<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>"
    assert verdict(document(prose(6) + script)).delivered is Delivered.FULL


@pytest.mark.parametrize("headers", [{"CF-Mitigated": "challenge"}, {}])
def test_a_challenge(headers):
    assert kind(CHALLENGE, status=403, headers=headers) is PageKind.CHALLENGE
    access = verdict(CHALLENGE, status=403, headers=headers)
    assert (access.delivered, access.gate, access.confidence) == (
        Delivered.NONE,
        Gate.BOT_CHALLENGE,
        Confidence.CERTAIN,
    )


@pytest.mark.parametrize(
    "html",
    [
        "<html><head><title>news.example</title></head><body><p>Please enable JS</p><script>var dd={'rt':'c'}</script>"
        "<script src='https://ct.captcha-delivery.com/c.js'></script></body></html>",
        "<html><head><title>Access to this page has been denied</title></head><body><div id='px-captcha'></div></body></html>",
        "<html><body><iframe src='/_Incapsula_Resource?SWUDNSAI=31'></iframe></body></html>",
        "<html><head><title>Access Denied</title></head><body><h1>Access Denied</h1><p>You don't have permission to access this "
        "page. Reference #18.2 https://errors.edgesuite.net/18.2</p></body></html>",
    ],
    ids=["datadome", "perimeterx", "imperva", "akamai"],
)
def test_other_filters(html):
    access = verdict(html, status=403)
    assert (access.delivered, access.gate) == (Delivered.NONE, Gate.BOT_CHALLENGE)


def test_403_is_a_paywall_where_the_page_says_so():
    body = f"<p>{SENTENCES[0]}</p><p>To read the full story, please subscribe or sign in.</p>"
    access = verdict(document(body), status=403)
    assert (access.delivered, access.gate) == (Delivered.PARTIAL_TEASER, Gate.SUBSCRIPTION)


@pytest.mark.parametrize(
    ("status", "gate"),
    [
        (401, Gate.LOGIN_REQUIRED),
        (402, Gate.SUBSCRIPTION),
        (404, Gate.SOFT_404),
        (410, Gate.SOFT_404),
        (429, Gate.RATE_LIMITED),
        (451, Gate.GEO_OR_LEGAL),
    ],
)
def test_what_a_status_says(status, gate):
    access = verdict("<html><head><title>news.example</title></head><body><p>No.</p></body></html>", status=status)
    assert (access.delivered, access.gate, access.confidence) == (Delivered.NONE, gate, Confidence.CERTAIN)


# 22: registration or subscription


def test_registration_is_not_a_subscription():
    body = (
        f"<p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p><div class='form-account-paywall'><p>Ce contenu est réservé aux inscrits</p>"
        "<h3>Inscrivez-vous gratuitement</h3><p>Déjà un compte ? <a>Connectez-vous</a></p></div>"
    )
    assert verdict(document(body, lang="fr")).gate is Gate.REGISTRATION


# 23: an own account

TEASER = f"<p>{SENTENCES[0]}</p><p>To read the full story, please subscribe or sign in.</p>"
LOGIN = (
    "<html><head><title>Log in | The Harbour News</title></head><body><h1>Log in</h1><form><label>E-mail</label><input name='u'>"
    "<label>Password</label><input type='password' name='p'><button>Log in</button></form></body></html>"
)


@pytest.mark.parametrize(
    ("session", "gate"),
    [
        (Session.ANONYMOUS, Gate.SUBSCRIPTION),
        (Session.OWN_LOGIN_CONFIRMED, Gate.ENTITLEMENT_MISSING),
        (Session.OWN_LOGIN_UNCONFIRMED, Gate.LOGIN_REQUIRED),
        (Session.OWN_LOGIN_FAILED, Gate.LOGIN_REQUIRED),
        (Session.EXPIRED, Gate.LOGIN_REQUIRED),
    ],
)
def test_a_teaser_as_seen_by_readers(session, gate):
    access = verdict(document(TEASER), session=session)
    assert (access.delivered, access.gate, access.session) == (Delivered.PARTIAL_TEASER, gate, session)


def test_a_whole_text_with_an_own_account():
    access = verdict(document(prose(8), data=news(isAccessibleForFree=False)), session=Session.OWN_LOGIN_CONFIRMED)
    assert (access.delivered, access.gate) == (Delivered.FULL, Gate.NONE_SEEN)


def test_a_login_page_where_a_session_was_expected():
    access = verdict(LOGIN, url="https://news.example/login?next=/x", asked=URL, session=Session.OWN_LOGIN_CONFIRMED)
    assert (access.delivered, access.gate, access.session) == (Delivered.NONE, Gate.LOGIN_REQUIRED, Session.EXPIRED)
    assert kind(LOGIN) is PageKind.LOGIN


def test_a_hidden_form_to_sign_in_is_no_login_page():
    form = "<div class='modal' hidden><form><input type='password'><button>Log in</button></form></div>"
    assert verdict(document(prose(6) + form), session=Session.OWN_LOGIN_CONFIRMED).delivered is Delivered.FULL


# 24: meters


def test_a_meter_that_still_runs():
    access = verdict(document(f"{prose(6)}<p>You have 2 free articles left this month</p>"))
    assert (access.delivered, access.gate) == (Delivered.FULL_WITH_NOTICE, Gate.METERED_OPEN)


def test_a_meter_that_has_run_out():
    body = f"<p>{SENTENCES[0]}</p><div class='paywall'><p>You have reached your limit of free articles this month.</p><a>Subscribe now</a></div>"
    access = verdict(document(body))
    assert (access.delivered, access.gate) == (Delivered.PARTIAL_TEASER, Gate.METERED_EXHAUSTED)


# 25, 26: exempt pages, pointers


@pytest.mark.parametrize("name", ["LiveBlogPosting", "ImageGallery"])
def test_length_says_nothing_of_live_reports_and_galleries(name):
    data = [news(**{"@type": name, "wordCount": 4000}), news(wordCount=4000)]
    assert verdict(document(f"{prose(2)}<p>{SENTENCES[3]} And then…</p>", data=data)).delivered is Delivered.FULL


def test_a_pointer_to_the_printed_magazine():
    pointer = "<p>Den kompletten Beitrag lesen Sie in der Juli-Ausgabe des Hafenmagazins, die am Freitag erscheint.</p>"
    assert verdict(document(prose(5, GERMAN) + pointer, lang="de")).delivered is Delivered.FULL


# 27: missing pages


@pytest.mark.parametrize(
    "title", ["Page not found", "Seite nicht gefunden", "Page introuvable", "404 | The Harbour News"]
)
def test_a_missing_page_that_says_200(title):
    html = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>Try the search, or go to our front page.</p></body></html>"
    assert kind(html) is PageKind.SOFT_404
    assert (verdict(html).delivered, verdict(html).gate) == (Delivered.NONE, Gate.SOFT_404)


FRONT = (
    "<html><head><title>The Harbour News</title><meta property='og:type' content='website'></head><body>"
    + "".join(f"<h2><a href='/2026/03/story-{at}'>{SENTENCES[at % 6]}</a></h2>" for at in range(50))
    + "</body></html>"
)


def test_a_redirect_to_the_front_page():
    access = verdict(FRONT, url="https://news.example/", asked=URL)
    assert (access.delivered, access.gate) == (Delivered.NONE, Gate.SOFT_404)


@pytest.mark.parametrize("url", ["https://news.example/", "https://news.example/politics/"])
def test_a_front_page_is_a_listing_and_no_article(url):
    assert kind(FRONT, url=url) is PageKind.LISTING
    access = verdict(FRONT, url=url)
    assert access.delivered is Delivered.UNKNOWN
    assert access.declared is Declared.ABSENT


def test_a_headline_about_missing_things_is_no_missing_page():
    html = document(prose(5), title="Missing page of the harbour chronicle found after 60 years")
    assert kind(html) is PageKind.ARTICLE


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
