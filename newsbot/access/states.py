"""States: pages that are no article, told by what the server and the page itself say.

A script of a bot filter, a sign-in form in a header, a cookie banner: healthy articles carry all of these. So every
rule here wants the page to *be* one, which mostly means that there is no article on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from urllib.parse import urlsplit

from lxml import etree

from newsbot.access.layout import Layout, is_cjk
from newsbot.access.notices import NoticeKind, find_notice, find_state, folded
from newsbot.article import Gate
from newsbot.extraction.jsonld import ARTICLE_TYPES
from newsbot.extraction.page import Page
from newsbot.extraction.reading import Reading


class PageKind(StrEnum):
    """What a page is."""

    ARTICLE = "article"
    LISTING = "listing"  #: a front page, a section, a list of results
    LOGIN = "login"
    CHALLENGE = "challenge"
    SOFT_404 = "soft_404"
    CONSENT = "consent"
    JS_SHELL = "js_shell"  #: nothing to read before scripts have run
    OTHER = "other"


#: kind, value, where and rule of a piece of evidence.
Seen = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class State:
    """What a page is, what that rests on, and how sure it is."""

    kind: PageKind
    gate: Gate
    evidence: tuple[Seen, ...] = ()
    certain: bool = False


#: Prose of so many characters is a text that outweighs a hint of a login page, a challenge, a missing page.
_TEXT = 500
_LITTLE = 120
#: Shorter paths are sections and the like: a redirect from there to the front page loses no article.
_SHORT_PATH = 10
_SMALL_PAGE = 3000
#: Links of a page that leads elsewhere; hints that make a case.
_MANY_LINKS, _SEVERAL = 40, 3
#: Blocks of so many characters are sentences, those of fewer ideographs are.
_SENTENCE, _SENTENCE_CJK = 80, 25
#: A link with so many characters is a headline, not a menu's.
_SHORTEST_POINTER = 25

_MOST_HEADINGS = 6

_FORBIDDEN = 403
#: What filters answer with, when it is not 200.
_FILTERED = frozenset({403, 405, 503})

_PASSWORD = etree.XPath("boolean(//input[@type='password' or @type='Password' or @type='PASSWORD'])")
_CHALLENGE_DOM = etree.XPath(
    "boolean(//*[@id='challenge-form' or @id='challenge-running' or @id='cf-wrapper' or @id='cf-error-details'"
    " or @id='px-captcha' or @id='turnstile-wrapper' or @id='sec-if-cpt-container' or @id='captcha-container']"
    "|//iframe[contains(@src,'_Incapsula_Resource') or contains(@src,'captcha-delivery.com')"
    " or contains(@src,'challenges.cloudflare.com')])"
)
_CHALLENGE_SCRIPT = re.compile(
    r"_cf_chl_opt|/cdn-cgi/(?:challenge-platform|l/chk_)|ct\.captcha-delivery\.com|window\._pxAppId|_Incapsula_Resource|"
    r"errors\.edgesuite\.net|/_sec/cp_challenge|awsWafCookieDomainList|ddos-guard"
)
#: Of those, the ones that stand on no page that a filter let through.
_CHALLENGE_ONLY = re.compile(
    r"_cf_chl_opt|ct\.captcha-delivery\.com|_Incapsula_Resource|/_sec/cp_challenge|awsWafCookieDomainList"
)
#: What a server says that is asked too often, in titles and headings.
_BUSY = re.compile(
    r"\W*(?:error )?(?:429\b.{0,40}|.{0,20}\b(?:too many requests|rate limit(?:ed)?)\b.{0,20}|zu viele anfragen.{0,20}|"
    r"trop de requetes.{0,20}|demasiadas (?:solicitudes|peticiones).{0,20}|troppe richieste.{0,20}|"
    r"muitas solicitacoes.{0,20}|слишком много запросов.{0,20}|リクエストが多すぎ.{0,20}|请求过于频繁.{0,20})"
)
_APP_ROOT = etree.XPath(
    "boolean(//*[@id='root' or @id='app' or @id='__next' or @id='__nuxt' or @id='fusion-app' or self::app-root])"
)
_LOGIN_PATH = re.compile(
    r"/(?:log-?in|sign-?in|signon|log-?on|logga-in|anmelden|anmeldung|connexion|iniciar-sesion|accedi|entrar|inloggen|"
    r"account/login|auth|sso|registrierung|register|registration|signup|sign-up)(?:/|\.\w+|$)",
    re.IGNORECASE,
)
_TITLE_PARTS = re.compile(r"\s+[|»«:–—·•-]+\s+|:\s+")
_CONSENT_HOST = re.compile(r"(?:^|\.)(?:consent|cmp|privacy)\.")
_FRONT = re.compile(r"/(?:[a-z]{2}(?:-[a-z]{2})?/?)?(?:index\.\w+|home|home\.\w+)?", re.IGNORECASE)
_LISTING_TYPES = frozenset(
    {"collectionpage", "itemlist", "searchresultspage", "profilepage", "aboutpage", "contactpage"}
)


@dataclass(frozen=True)
class View:
    """What the rules ask a page about, each thing worked out once."""

    page: Page
    reading: Reading
    layout: Layout

    @cached_property
    def title(self) -> str:
        """The page's title, squeezed."""
        found = self.page.root.find("head/title")
        found = next(self.page.root.iter("title"), None) if found is None else found
        return " ".join("".join(found.itertext()).split()) if found is not None else ""

    @cached_property
    def prose(self) -> int:
        """Characters of prose that the reading took for text, ideographs counted as two and a half."""
        return sum(_length(block) for block in self.reading.blocks)

    @cached_property
    def is_marked_article(self) -> bool:
        """Whether the page itself says that it is an article: JSON-LD, or OpenGraph with a date or an author."""
        article = self.reading.article
        typed = any(name.casefold() in ARTICLE_TYPES for name in self.reading.jsonldTypes)
        signed = article.datePublished is not None or bool(article.authors)
        says = any(value.casefold() == "article" for value in self.page.meta.get("og:type", ()))
        return (typed or says) and signed

    @cached_property
    def headings(self) -> list[str]:
        """Its first headings."""
        outline = self.page.outline
        spots = [spot for spot in outline.spots if spot.tag in {"h1", "h2"}][:_MOST_HEADINGS]
        found = (" ".join(each.text for each in outline.passages[spot.start : spot.end]) for spot in spots)
        return [text for text in found if text]


def _length(block: str) -> int:
    """Characters of a block that is long enough to be a sentence, ideographs counted as two and a half."""
    if is_cjk(block):
        return len(block) * 5 // 2 if len(block) >= _SENTENCE_CJK else 0
    return len(block) if len(block) >= _SENTENCE else 0


def by_status(page: Page) -> State | None:
    """What the answer's status says by itself."""
    status = page.status
    seen: tuple[Seen, ...] = (("status", str(status), "status", "access/status"),)
    if page.headers.get("cf-mitigated", "").casefold() == "challenge":
        seen = (("header", "challenge", "cf-mitigated", "access/cloudflare"), *seen)
        return State(PageKind.CHALLENGE, Gate.BOT_CHALLENGE, seen, certain=True)
    gates = {
        401: (PageKind.LOGIN, Gate.LOGIN_REQUIRED),
        402: (PageKind.OTHER, Gate.SUBSCRIPTION),
        404: (PageKind.SOFT_404, Gate.SOFT_404),
        410: (PageKind.SOFT_404, Gate.SOFT_404),
        407: (PageKind.OTHER, Gate.UNKNOWN),
        429: (PageKind.OTHER, Gate.RATE_LIMITED),
        451: (PageKind.OTHER, Gate.GEO_OR_LEGAL),
    }
    if status in gates:
        kind, gate = gates[status]
        return State(kind, gate, seen, certain=True)
    return None


def _challenge(view: View) -> State | None:
    page = view.page
    if view.is_marked_article or view.layout.visible >= _SMALL_PAGE:
        return None
    seen: list[Seen] = []
    if (notice := find_state(view.title)) and notice.kind is NoticeKind.CHALLENGE:
        seen.append(("title", view.title[:200], "title", "access/challenge-title"))
    titled = bool(seen)
    if _CHALLENGE_DOM(page.root):
        seen.append(("challenge", "the form of a bot filter", "body", "access/challenge-form"))
    if found := _CHALLENGE_SCRIPT.search(page.html):
        seen.append(("challenge", found[0], "html", "access/challenge-script"))
    if page.status in _FILTERED:
        seen.append(("status", str(page.status), "status", "access/status"))
    alone = bool(found and _CHALLENGE_ONLY.search(found[0])) and view.layout.visible < 2 * _LITTLE and not view.prose
    if titled or alone or len(seen) > 1 or (page.status == _FORBIDDEN and view.prose < _TEXT):
        return State(PageKind.CHALLENGE, Gate.BOT_CHALLENGE, tuple(seen), certain=len(seen) > 1)
    return _blank_script(view)


def _blank_script(view: View) -> State | None:
    """A page without a title, a word, or an address, but with a script: some filters look like that."""
    page = view.page
    if view.title or view.layout.visible > _LITTLE or _APP_ROOT(page.root) or page.meta.get("og:title"):
        return None
    scripts = [script for script in page.root.iter("script") if len(script.text or "") > 2000]  # noqa: PLR2004
    if not scripts or any(True for _ in page.root.iter("a")):
        return None
    seen = (("challenge", "nothing but a script, not even a title", "html", "access/blank-script"),)
    return State(PageKind.CHALLENGE, Gate.BOT_CHALLENGE, seen)


def _refused(view: View) -> State | None:
    """A page that says, with a status of success, that this is not shown here, or not now."""
    if view.is_marked_article or view.layout.visible >= _SMALL_PAGE:
        return None
    for text in (view.title, *view.headings):
        notice = find_notice(text) if text else None
        if notice and notice.kind is NoticeKind.GEO:
            seen = (("notice", text[:200], "title", f"access/geo:{notice.language}"),)
            return State(PageKind.OTHER, Gate.GEO_OR_LEGAL, seen, certain=True)
        if text and _BUSY.fullmatch(folded(text)):
            seen = (("busy", text[:200], "title", "access/busy"),)
            return State(PageKind.OTHER, Gate.RATE_LIMITED, seen, certain=True)
    return None


def _missing(view: View) -> State | None:
    if view.is_marked_article and view.prose > _TEXT:
        return None
    article = view.reading.article
    lines = [(view.title, "title"), *((part, "title") for part in _TITLE_PARTS.split(view.title))]
    lines += [(text, "heading") for text in view.headings]
    dated = article.datePublished is not None or view.prose > 4 * _TEXT
    if not dated:
        lines += [(line.text, "line") for line in view.layout.lines if len(line.text) <= _LITTLE]
    for text, where in lines:
        notice = find_state(text) if text else None
        if notice and notice.kind is NoticeKind.NOT_FOUND and not (where == "line" and len(notice.phrase) < 8):  # noqa: PLR2004
            seen = (("soft_404", text[:200], where, f"access/not-found:{notice.language}"),)
            return State(PageKind.SOFT_404, Gate.SOFT_404, seen, certain=where == "title")
    return None


def _sent_home(view: View) -> State | None:
    """A redirect from an article's address to the front page."""
    asked, got = urlsplit(view.page.requestedUrl), urlsplit(view.page.url)
    if (
        asked.path == got.path
        or not _FRONT.fullmatch(got.path or "/")
        or len(asked.path) < _SHORT_PATH
        or view.is_marked_article
    ):
        return None
    seen = (("redirect", f"{asked.path[:90]} -> {got.path or '/'}", "url", "access/redirected-home"),)
    return State(PageKind.SOFT_404, Gate.SOFT_404, seen)


def _login(view: View) -> State | None:
    named = list(_login_names(view))
    if not named and view.is_marked_article:
        return None
    seen = list(named)
    if _PASSWORD(view.page.root):
        seen.append(("login", "a field for a password", "input[type=password]", "access/password-field"))
    asks = [each for each in view.layout.sightings if each.notice.kind in {NoticeKind.LOGIN, NoticeKind.REGISTER}]
    if asks:
        seen.append(("login", asks[0].text[:200], "body", f"access/login-words:{asks[0].notice.language}"))
    if not named and any(each.notice.kind is NoticeKind.WITHHELD for each in view.layout.sightings):
        return None
    small = view.prose < (_TEXT * 3 if named else _TEXT) and view.layout.visible < 2 * _SMALL_PAGE
    if len(seen) > 1 and small:
        return State(PageKind.LOGIN, Gate.LOGIN_REQUIRED, tuple(seen), certain=len(seen) > 2)  # noqa: PLR2004
    return None


def _login_names(view: View) -> Iterator[Seen]:
    """Address, title or heading that say that this is a page to sign in."""
    path = urlsplit(view.page.url).path
    if _LOGIN_PATH.search(path) and not (view.is_marked_article and view.prose > _TEXT):
        yield ("login", path[:200], "url", "access/login-path")
    headings = [] if view.is_marked_article else view.headings[:3]
    for text in (view.title, *_TITLE_PARTS.split(view.title), *headings):
        notice = find_notice(text) if text else None
        if notice and notice.kind in {NoticeKind.LOGIN, NoticeKind.REGISTER}:
            yield ("login", text[:200], "title", f"access/login-title:{notice.language}")
            return


def _consent(view: View) -> State | None:
    host = urlsplit(view.page.url).hostname or ""
    kinds = {NoticeKind.CONSENT, NoticeKind.CONSENT_OR_PAY}
    asks = [each for each in view.layout.sightings if each.notice.kind in kinds]
    away = bool(_CONSENT_HOST.search(host)) and host != urlsplit(view.page.requestedUrl).hostname
    if view.prose > _TEXT or not (asks or away):
        return None
    pay = any(each.notice.kind is NoticeKind.CONSENT_OR_PAY for each in asks)
    if not (away or pay or (view.layout.visible < _SMALL_PAGE and len(asks) > 1)):
        return None
    seen = tuple(
        ("consent", each.text[:200], each.position.value, f"access/consent:{each.notice.language}") for each in asks
    )
    seen += (("consent", host, "url", "access/consent-host"),) if away else ()
    return State(PageKind.CONSENT, Gate.CONSENT_OR_PAY if pay else Gate.CONSENT, seen)


def _shell(view: View) -> State | None:
    if view.prose > _LITTLE or view.layout.visible > _SMALL_PAGE // 2:
        return None
    asks = any(each.notice.kind is NoticeKind.SCRIPT for each in view.layout.sightings)
    if not (_APP_ROOT(view.page.root) or asks):
        return None
    seen = (("script", "hardly a word before scripts have run", "body", "access/js-shell"),)
    return State(PageKind.JS_SHELL, Gate.UNKNOWN, seen)


def _links(view: View) -> int:
    """How many links the page has."""
    linked = (passage for passage in view.page.outline.passages if passage.linked)
    return sum(getattr(piece, "tag", None) == "a" for passage in linked for piece in passage.pieces)


def _listing(view: View) -> State | None:
    article = view.reading.article
    path = urlsplit(view.page.url).path
    types = {name.casefold() for name in view.reading.jsonldTypes}
    if any(name in ARTICLE_TYPES for name in types) and article.datePublished is not None and path not in {"", "/"}:
        return None
    website = any(value.casefold() in {"website", "object"} for value in view.page.meta.get("og:type", ()))
    front = bool(_FRONT.fullmatch(path or "/"))
    linked = sum(passage.linked for passage in view.page.outline.passages)
    length = sum(map(len, view.reading.blocks))
    pointing = sum(line.linked for line in view.layout.lines if line.isBody and line.linked >= _SHORTEST_POINTER)
    hints = [
        website and not article.authors,
        front,
        bool(types & _LISTING_TYPES) and not view.is_marked_article,
        linked > 2 * view.prose and _links(view) > _MANY_LINKS,
        2 * pointing > max(length, _TEXT),
        article.datePublished is None and not article.authors,
    ]
    if sum(hints) < _SEVERAL and not (front and view.prose < 4 * _TEXT):
        return None
    seen = (("listing", f"{_links(view)} links, {view.prose} characters of prose", "body", "access/listing"),)
    return State(PageKind.LISTING, Gate.NONE_SEEN, seen)


def state_of(view: View) -> State:
    """What this page is, in the order in which one thing hides the next: server, filter, gone, sign-in, consent."""
    if (state := by_status(view.page)) and (view.prose < _TEXT or not view.is_marked_article):
        return state
    for rule in (_challenge, _refused, _missing, _sent_home, _login, _consent, _shell, _listing):
        if state := rule(view):
            return state
    if view.is_marked_article or view.prose > _LITTLE:
        return State(PageKind.ARTICLE, Gate.NONE_SEEN)
    return State(PageKind.OTHER, Gate.UNKNOWN)
