"""Pages that are no article, readers who had signed in, meters: a case for each structure met in the field."""

import pytest

from newsbot.access.states import PageKind
from newsbot.article import Confidence, Declared, Delivered, Gate, Session
from tests.newsbot.access.newspage import GERMAN, SENTENCES, URL, document, kind, news, prose, verdict

# 18: nothing before scripts have run


def test_a_shell_for_scripts():
    html = (
        "<html><head><title>The Harbour News</title></head><body><noscript>You need to enable "
        "JavaScript to run this app."
        "</noscript><div id='root'></div><script src='/app.js'></script></body></html>"
    )
    assert kind(html) is PageKind.JS_SHELL
    access = verdict(html)
    assert access.delivered is Delivered.PARTIAL_OTHER
    assert access.confidence is not Confidence.CERTAIN


def test_a_headline_whose_text_only_scripts_put_in():
    body = "<p>Council votes on piers.</p><noscript>Please enable JavaScript to read this page.</noscript>"
    access = verdict(document(f"<p class='summary'>{SENTENCES[3]}</p>{body}"))
    assert access.delivered in {Delivered.PARTIAL_OTHER, Delivered.FULL}
    assert access.confidence is Confidence.WEAK
    bare = verdict(document("<noscript>Please enable JavaScript to read this page.</noscript>"))
    assert bare.delivered is Delivered.PARTIAL_OTHER
    assert bare.gate in {Gate.NONE_SEEN, Gate.UNKNOWN}


# 19: consent or pay


CONSENT = (
    "<h2>Mit Werbung weiterlesen oder werbefrei im Abo</h2><p>Besuchen Sie uns wie gewohnt mit "
    "Werbung und Cookies.</p>"
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
    "<html><head><title>Just a moment...</title></head><body><h1>news.example</h1><p>Verifying you "
    "are human. This may take a "
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
        "<html><head><title>news.example</title></head><body><p>Please enable JS</p><script>var "
        "dd={'rt':'c'}</script>"
        "<script src='https://ct.captcha-delivery.com/c.js'></script></body></html>",
        "<html><head><title>Access to this page has been denied</title></head><body><div "
        "id='px-captcha'></div></body></html>",
        "<html><body><iframe src='/_Incapsula_Resource?SWUDNSAI=31'></iframe></body></html>",
        "<html><head><title>Access Denied</title></head><body><h1>Access Denied</h1><p>You don't have "
        "permission to access this "
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
        f"<p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p><div class='form-account-paywall'><p>Ce contenu est "
        "réservé aux inscrits</p>"
        "<h3>Inscrivez-vous gratuitement</h3><p>Déjà un compte ? <a>Connectez-vous</a></p></div>"
    )
    assert verdict(document(body, lang="fr")).gate is Gate.REGISTRATION


@pytest.mark.parametrize(
    ("lines", "gate"),
    [
        ("<p>This content is for registered users.</p><p>Log in</p>", Gate.REGISTRATION),
        ("<p>Register for free to keep reading</p><a>Register</a>", Gate.REGISTRATION),
        ("<p>This content is for subscribers.</p><p>Log in</p>", Gate.SUBSCRIPTION),
        ("<p>You must be logged in to view this page.</p><button>Log in</button>", Gate.LOGIN_REQUIRED),
        ("<p>Read the full story in our app</p>", Gate.APP_ONLY),
    ],
)
def test_who_stands_in_the_way(lines, gate):
    access = verdict(document(f"<p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p><div>{lines}</div>"))
    assert (access.delivered, access.gate) == (Delivered.PARTIAL_TEASER, gate)


# 23: an own account

TEASER = f"<p>{SENTENCES[0]}</p><p>To read the full story, please subscribe or sign in.</p>"
LOGIN = (
    "<html><head><title>Log in | The Harbour News</title></head><body><h1>Log in</h1><form><label>"
    "E-mail</label><input name='u'>"
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
    body = (
        f"<p>{SENTENCES[0]}</p><div class='paywall'><p>You have reached your limit of free articles this "
        "month.</p><a>Subscribe now</a></div>"
    )
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
    html = (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>Try the search, or go to our "
        "front page.</p></body></html>"
    )
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


@pytest.mark.parametrize(
    ("text", "gate"),
    [
        ("Please disable your ad blocker to continue.", Gate.ADBLOCK),
        ("We're sorry, this content is not available in your region.", Gate.GEO_OR_LEGAL),
    ],
)
def test_what_a_site_asks_before_it_shows_a_text(text, gate):
    access = verdict(document(f"<div>{text}</div>"))
    assert (access.delivered, access.gate) == (Delivered.NONE, gate)
    beside = verdict(document(f"{prose(8)}<div>{text}</div>"))
    assert beside.delivered in {Delivered.FULL, Delivered.FULL_WITH_NOTICE}
