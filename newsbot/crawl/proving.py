"""Proving: asks each site, as its owner, who is signed in: one page a site, with the saved session, politely."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.cookies import CookiesMiddleware
from scrapy.http import Response
from twisted.python.failure import Failure

from newsbot.access.states import PageKind
from newsbot.crawl import outcomes
from newsbot.crawl.polite import site_slots
from newsbot.crawl.running import Watch, run_crawl
from newsbot.crawl.stopping import was_sent
from newsbot.errors import NotAPage
from newsbot.reading import read_bytes
from newsbot.sessions.recipe import signed_out, verified, view_of_html
from newsbot.sessions.saved import SavedSession
from newsbot.sessions.sending import carries, headers_for, jar_cookies, with_jar
from newsbot.sites.login import Login
from newsbot.sites.model import Site

#: Whether somebody is signed in (None: it cannot be told), and why.
Verdict = tuple[bool | None, str]
#: So many redirects are followed.
MOST_HOPS = 5
#: Pages that stand in the way, and say nothing about who is signed in.
_IN_THE_WAY = frozenset({PageKind.CHALLENGE, PageKind.CONSENT})
#: How sign-in pages are called, in hosts and paths.
_SIGN_IN = re.compile(
    r"(?<![a-z])(?:log-?in|sign-?in|log-?on|sso|oauth2?|auth|authenticate|anmelde[nr]?|einloggen|connexion|identifiez-vous|"
    r"iniciar-?sesion|acceso|accedi|accesso|inloggen|logga-?in|logg-?inn|log-?ind|kirjaudu|zaloguj|logowanie|prihlaseni|"
    r"prihlasit|belepes|bejelentkezes|giris|entrar)(?![a-z])",
    re.IGNORECASE,
)
_UNAUTHORIZED, _FORBIDDEN = 401, 403


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What asking gave."""

    site: str  #: the slug
    signedIn: bool | None  #: None: it cannot be told
    why: str
    #: As it is now: the server may have renewed cookies, and where somebody is signed in it is proved.
    session: SavedSession


def prove_all(asked: Sequence[tuple[Site, SavedSession]], watch: Watch) -> list[Proof]:
    """Ask the `verify` address of each site, which all have one. Once a process, as `run_crawl`.

    A site that was not asked, since the crawl was ended before, has no proof.
    """
    proofs: list[Proof] = []
    paces = {host: pace for site, _ in asked for host, pace in site_slots(site).items()}
    # What an owner's account shows is no news: it is not archived.
    settings = {"NEWSBOT_STORE": "sqlite://", "DOWNLOAD_SLOTS": paces, "NEWSBOT_WARC": ""}
    run_crawl(Prover, {"asked": asked, "tell": proofs.append}, settings, watch)
    return proofs


class Prover(Spider):
    """A spider of one page a site. It follows redirects itself: what leads away from the site is the answer."""

    name = "prover"
    custom_settings = {  # noqa: RUF012 (Scrapy declares it so)
        "HTTPERROR_ALLOW_ALL": True,
        "REDIRECT_ENABLED": False,
        "METAREFRESH_ENABLED": False,
        "HTTPCACHE_ENABLED": False,
        "DOWNLOAD_TIMEOUT": 30,
        "DOWNLOAD_MAXSIZE": 8 * 1024 * 1024,
    }

    def __init__(
        self, asked: Sequence[tuple[Site, SavedSession]], tell: Callable[[Proof], None], **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.asked = asked
        self.tell = tell

    @property
    def named_hosts(self) -> frozenset[str]:
        """The hosts that the owner named; the guard lets them pass."""
        return frozenset().union(*(site.bare_hosts for site, _ in self.asked))

    async def start(self) -> AsyncIterator[Request]:
        """A request for each site."""
        for site, saved in self.asked:
            jar = self._cookies.jars[_jar_name(site)]
            for cookie in jar_cookies(saved):
                jar.set_cookie(cookie)
            login, address = _login(site)
            yield self._request(address, site, login, saved, 0)

    @property
    def _cookies(self) -> CookiesMiddleware:
        middleware = self.crawler.get_downloader_middleware(CookiesMiddleware)
        assert middleware is not None, "COOKIES_ENABLED is Scrapy's default"  # noqa: S101
        return middleware

    def _request(self, url: str, site: Site, login: Login, saved: SavedSession, hops: int) -> Request:
        return Request(
            url,
            callback=self.parse,
            errback=self.failed,
            headers=headers_for(site, login, saved, url),
            cb_kwargs={"site": site, "saved": saved, "hops": hops},
            # The owner looks at the own account: robots.txt speaks of crawling.
            meta={"cookiejar": _jar_name(site), "dont_cache": True, "dont_obey_robotstxt": True},
            dont_filter=True,
        )

    async def parse(self, response: Response, site: Site, saved: SavedSession, hops: int) -> AsyncIterator[Request]:
        """Judge the answer, or go where it leads."""
        login, _ = _login(site)
        target = _target(response)
        if target is None:
            self._told(site, saved, judge(site, login, response))
        elif is_sign_in(login, target):
            self._told(site, saved, (False, f"it leads to the sign-in ({_place(target)})"))
        elif not carries(site, target):
            self._told(site, saved, (None, f"it leads away, to {_place(target)}"))
        elif hops == MOST_HOPS:
            self._told(site, saved, (None, "it redirects without end"))
        else:
            yield self._request(target, site, login, saved, hops + 1)

    async def failed(self, failure: Failure) -> None:
        """There was no answer."""
        if was_sent(failure):
            request: Request = failure.request  # type: ignore[attr-defined]
            _, why = outcomes.of_error(failure.value)
            self._told(request.cb_kwargs["site"], request.cb_kwargs["saved"], (None, why))

    def _told(self, site: Site, saved: SavedSession, verdict: Verdict) -> None:
        signed_in, why = verdict
        session = with_jar(saved, self._cookies.jars[_jar_name(site)])
        if signed_in:
            session = session.proved(datetime.now(UTC), why)
        self.tell(Proof(site=site.slug, signedIn=signed_in, why=why, session=session))


def judge(site: Site, login: Login, response: Response) -> Verdict:
    """Whether somebody is signed in, by the answer of the `verify` address, and what tells so; None: nothing does."""
    view = view_of_html(response.body, response.url, response.status)
    if shown := verified(login, view):
        return True, f"it shows {shown}"
    if response.status == _UNAUTHORIZED:
        return False, "the server asks for a sign-in (401)"
    if out := signed_out(login, view):
        return False, f"it shows {out}"
    if response.status == _FORBIDDEN:
        return None, "the server refuses the page (403): nobody is signed in, or newsbot is not let in"
    if ending := outcomes.of_status(response.status, page=False):
        return None, ending[1]
    if reason := _in_the_way(site, response):
        return None, reason
    return False, "it shows nothing that `verify` names"


def _in_the_way(site: Site, response: Response) -> str | None:
    try:
        read = read_bytes(response.body, response.url, status=response.status)
    except NotAPage as error:
        return error.why
    ending = outcomes.of_page(read.kind, read.article.access) if read.kind in _IN_THE_WAY else None
    return f"{site.name}: {ending[1]}" if ending else None


def _target(response: Response) -> str | None:
    """Where a redirect leads."""
    location = response.headers.get("Location")
    if not location or not 300 <= response.status < 400:  # noqa: PLR2004
        return None
    try:
        return urljoin(response.url, location.decode("latin-1").strip())
    except ValueError:
        return None


def is_sign_in(login: Login, url: str) -> bool:
    """Whether an address is one that the recipe signs in at, or is called as sign-in pages are."""
    verify = login.verify.url if login.verify else None
    places = {urlsplit(address)[1:3] for address in login.addresses if address != verify}
    parts = urlsplit(url)
    return parts[1:3] in places or _SIGN_IN.search(f"{parts.netloc}{parts.path}") is not None


def _place(url: str) -> str:
    """An address without its query, which may hold a ticket."""
    return url.partition("?")[0].partition("#")[0]


def _login(site: Site) -> tuple[Login, str]:
    login = site.login
    assert login is not None, "only sites with a login are asked"  # noqa: S101
    assert login.verify is not None, "only sites with an address to ask are asked"  # noqa: S101
    return login, login.verify.url


def _jar_name(site: Site) -> str:
    return f"newsbot proof {site.slug}"
