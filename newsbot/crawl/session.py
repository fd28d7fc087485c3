"""Session: the owner's own logins in a crawl. A site's pages wait until its session is proved; a lost one is renewed.

A downloader middleware over the pure state machine of newsbot.sessions.keeper. A site that has to wait is parked: its
requests leave the downloader and come back later, so that other sites go on at their own pace.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from newsbot.article import COMPLETE, Delivered, Session
from newsbot.crawl.held import AS_OWNER, REPLAYS, Held, Jars, once_more
from newsbot.crawl.ladders import ladders_of
from newsbot.crawl.logins import Logins
from newsbot.crawl.proving import is_sign_in, judge
from newsbot.crawl.report import report_of
from newsbot.crawl.stopping import ComesBack, NotSent, stopping_of
from newsbot.errors import NewsbotError
from newsbot.reading import PageRead
from newsbot.sessions import keeper
from newsbot.sessions.keeper import Need, Sign, Standing
from newsbot.sessions.recipe import is_teaser, signed_out, view_of
from newsbot.sessions.sending import carries, headers_for
from newsbot.sites.model import Site
from newsbot.tally import SiteTally

logger = logging.getLogger(__name__)

#: Keys of a request's meta: with which standing of the session it was asked for, and which login of the crawl that was.
_SESSION = "newsbot_session"
_LOGIN = "newsbot_login"
_PROBE = "newsbot_probe"
_IN_FLIGHT = "newsbot_in_flight"
_MOST_REPLAYS = 2
#: What no session would have shown more of: a page that has a next one is cut for nobody.
_ALL_THERE = COMPLETE | {Delivered.PARTIAL_OTHER}
#: With these a page is asked for anew that came signed out; another crawl's session is not proved yet.
_USABLE = frozenset({Standing.PROVEN, Standing.UNPROVEN})
_SIGNED_OUT_STATUSES = frozenset({401, 403})


class Parked(ComesBack):
    """The site's session is being proved or renewed: the request comes back when that is done."""


class SessionOver(NotSent):
    """Signing in failed: the site's pages are left for another crawl."""


def session_of(response: Response) -> Session:
    """As whom a page was asked for."""
    return Session(response.meta.get(_SESSION, Session.ANONYMOUS))


def asked_as(request: Request) -> Session:
    """As whom a page is asked for."""
    return Session(request.meta.get(_SESSION, Session.ANONYMOUS))


def is_proof(request: Request) -> bool:
    """Whether a request only asks who is signed in: its answer is about the owner, and no news."""
    return bool(request.meta.get(_PROBE))


class Sessions:
    """Gives pages of sites with a login the session of their owner, and looks after it."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.logins = Logins(crawler)
        self.jars = Jars(crawler)
        self.held: dict[str, Held | None] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """For this crawl; at its end, what servers changed in the sessions is saved."""
        sessions = cls(crawler)
        crawler.signals.connect(sessions.close, signals.spider_closed)
        crawler.signals.connect(sessions.before_queue, signals.request_scheduled)
        return sessions

    def before_queue(self, request: Request) -> None:
        """Take the session off a request that is tried again: the queue may be a file, and be read by others."""
        if (site := _site_of(request)) is not None:
            if held := self.held.get(site.slug):
                self._land(held, request)  # it was answered (by a redirect); another crawl may take it up
            self._strip(request)

    # ── before a page is asked for ──────────────────────────────────────────────────────────────────────────────────

    async def process_request(self, request: Request) -> Request | None:
        """Wait for the session, and give it to the request. Raises `Parked` or `SessionOver`, which end no visit."""
        site = _site_of(request)
        held = await self._held(site) if site is not None else None
        if site is None or held is None:
            return None
        self._strip(request)
        if not carries(site, request.url):
            self._land(held, request)
            return None
        if request.meta.get(_PROBE):
            self._attach(held, request)
            return None
        if self._leads_to_sign_in(held, request):
            return self._after_redirect(held, request)
        await self._ready(held, request)
        self._take_off(held, request)
        self._attach(held, request)
        return None

    async def _held(self, site: Site) -> Held | None:
        if site.slug not in self.held:
            self.held[site.slug] = held = Held(site, keeper.begin(saved=False, provable=False))
            self.held[site.slug] = await self._begin(held)
            self._release(held)
        return self.held[site.slug]

    async def _begin(self, held: Held) -> Held | None:
        """The session as it is found: saved, or to be made. None where neither can be: it is read as anyone may."""
        site = held.site
        try:
            held.saved = await self.logins.load(site)
            if held.saved is None:
                await self.logins.prepare(site)
        except NewsbotError as error:
            self._tally(held).anonymous = str(error)
            logger.warning("%s is read as anyone may: %s", site.name, error)
            return None
        provable = site.login is not None and site.login.verify is not None
        held.state = keeper.begin(saved=held.saved is not None, provable=provable)
        held.settled.set()
        if held.saved is not None:
            self.jars.fill(held, held.saved)
        return held

    async def _ready(self, held: Held, request: Request) -> None:
        """Return when the session is there. The first request that finds it missing sees to it, others are parked."""
        if not held.settled.is_set():
            if request.meta.pop(_IN_FLIGHT, None):
                held.inFlight -= 1
            held.parked.append(request)
            raise Parked(f"{held.site.name}: its session is being proved")
        if held.state.need is not Need.NOTHING:
            await self._restore(held)
        if held.state.standing is Standing.REFUSED:
            raise SessionOver(f"{held.site.name}: signing in failed")

    def _take_off(self, held: Held, request: Request) -> None:
        """Count the request as on its way. Where cookies rotate, only one is: the next needs what its answer brings."""
        if request.meta.get(_IN_FLIGHT):
            return
        if held.rotating and held.inFlight:
            held.parked.append(request)
            raise Parked(f"{held.site.name}: one page at a time")
        request.meta[_IN_FLIGHT] = True
        held.inFlight += 1

    def _land(self, held: Held, request: Request) -> None:
        if request.meta.pop(_IN_FLIGHT, None):
            held.inFlight -= 1
            if held.rotating and held.settled.is_set():
                self._release(held)

    def _attach(self, held: Held, request: Request) -> None:
        login = held.site.login
        assert login is not None and held.saved is not None  # noqa: S101, PT018 (only such sites are held)
        request.meta["cookiejar"] = held.jar
        request.meta["dont_cache"] = True
        request.meta[_SESSION] = held.state.session
        request.meta[_LOGIN] = held.state.logins
        for name, value in headers_for(held.site, login, held.saved, request.url).items():
            request.headers[name] = value

    def _strip(self, request: Request) -> None:
        """Take the session off a request that has it from an earlier try, or was redirected somewhere else."""
        site: Site = request.cb_kwargs["site"]
        token = site.login.session.token if site.login else None
        for name in ("Cookie", *((token.header,) if token else ())):
            request.headers.pop(name, None)
        for key in ("cookiejar", _SESSION, _LOGIN):
            request.meta.pop(key, None)

    # ── after it came ───────────────────────────────────────────────────────────────────────────────────────────────

    def _leads_to_sign_in(self, held: Held, request: Request) -> bool:
        """Whether the site sent an article's reader to its sign-in page: that one need not be fetched."""
        login = held.site.login
        return bool(login and request.meta.get("redirect_urls") and is_sign_in(login, request.url))

    def _after_redirect(self, held: Held, request: Request) -> Request:
        held.state = keeper.page_came(held.state, Sign.SIGNED_OUT)
        self._land(held, request)
        again = self._again(request, request.meta["redirect_urls"][0])
        if again is None:
            raise SessionOver(f"{held.site.name}: it leads to its sign-in page again and again")
        return again

    async def process_response(self, request: Request, response: Response) -> Response | Request:
        """A refusal by status is judged here: no page comes of it that could be read."""
        held = self._held_of(request)
        if held is None:
            return response
        if "Set-Cookie" in response.headers and self.jars.has_changed(held):
            held.rotating = True
        self._land(held, request)
        login = held.site.login
        led_away = response.url != request.url and login is not None and is_sign_in(login, response.url)
        if response.status not in _SIGNED_OUT_STATUSES and not led_away:
            return response
        held.state = keeper.page_came(held.state, Sign.SIGNED_OUT)
        return self._again(request) or response

    def process_exception(self, request: Request, exception: Exception) -> None:  # noqa: ARG002 (Scrapy gives it)
        """A page that did not come is not on its way any more."""
        held = self._held_of(request)
        if held is not None:
            self._land(held, request)

    def _held_of(self, request: Request) -> Held | None:
        """The session that a page was asked for with; None for a proof, and where there is none."""
        if not request.meta.get(_SESSION) or request.meta.get(_PROBE):
            return None
        return self.held.get(request.cb_kwargs["site"].slug)

    async def judge(self, response: Response, read: PageRead) -> Session | Request:
        """As whom a page was read that was asked for with a session; or the request to ask for it anew."""
        request = response.request
        held = self._held_of(request) if request is not None else None
        if request is None or held is None:
            return Session.ANONYMOUS
        sign = self._sign(held, read)
        held.state = keeper.page_came(held.state, sign)
        if sign is Sign.FULL:
            return Session(request.meta[_SESSION])
        believed = held.settled.is_set()
        while not held.settled.is_set():  # another page found out first
            await held.settled.wait()
        if held.state.need is not Need.NOTHING:
            believed = False
            await self._restore(held)
        # Signed out on the page, and yet not by the proof: its cookie was one that the site had changed meanwhile.
        stale = request.meta[_LOGIN] != held.state.logins or sign is Sign.SIGNED_OUT
        # At the end of the crawl nothing is proved any more: what may be a teaser for that is left for the next.
        wanted = stale if held.state.standing in _USABLE else stopping_of(self.crawler).told
        if wanted and (again := self._again(request)):
            return again
        if believed and sign is Sign.TEASER:
            held.teasers.append(request)
        return held.state.session

    def _sign(self, held: Held, read: PageRead) -> Sign:
        login = held.site.login
        assert login is not None  # noqa: S101 (only such sites are held)
        view = view_of(read.page)
        if signed_out(login, view):
            return Sign.SIGNED_OUT
        cut = is_teaser(login, view) or read.article.access.delivered not in _ALL_THERE
        return Sign.TEASER if cut else Sign.FULL

    def _again(self, request: Request, url: str | None = None) -> Request | None:
        """The request once more, without a session of its own; None where it was asked for often enough."""
        replays = request.meta.get(REPLAYS, 0)
        if replays >= _MOST_REPLAYS:
            return None
        again = once_more(request, url)
        again.meta[REPLAYS] = replays + 1
        self._strip(again)
        self._count("replays")
        return again

    # ── the session itself ──────────────────────────────────────────────────────────────────────────────────────────

    async def _restore(self, held: Held) -> None:
        """Prove the session, and sign in where there is none, until it holds or the site has said no."""
        held.settled.clear()
        try:
            while (need := held.state.need) in {Need.PROOF, Need.SIGN_IN}:
                if need is Need.SIGN_IN:
                    await self._sign_in(held)
                elif (proof := await self._prove(held)) is None:
                    held.state = keeper.proof_came(held.state, signed_in=None)
                    break
                elif (
                    not proof
                    and keeper.is_fresh(held.state)
                    and ladders_of(self.crawler).session_fails_outside(held.site)
                ):
                    continue  # it is proved once more, inside of the browser that has signed in
                else:
                    held.state = keeper.proof_came(held.state, signed_in=proof)
                    if proof:
                        held.teasers.clear()
        finally:
            held.settled.set()
            self._release(held)

    def _release(self, held: Held) -> None:
        """Let parked requests go on: all, or where cookies rotate the next; at the end of the crawl into its queue."""
        one_by_one = held.rotating and not stopping_of(self.crawler).told
        number = (0 if held.inFlight else 1) if one_by_one else len(held.parked)
        parked, held.parked = held.parked[:number], held.parked[number:]
        for request in parked:
            self._crawl(request)

    def _crawl(self, request: Request) -> None:
        if self.crawler.engine is not None:
            # A copy: Scrapy may not have let go of the request itself yet, and knows requests by identity.
            self.crawler.engine.crawl(request.copy())

    async def _prove(self, held: Held) -> bool | None:
        """Whether the site knows its reader; None where its answer says neither."""
        login, engine = held.site.login, self.crawler.engine
        if login is None or login.verify is None or engine is None:
            return None
        self._count("proofs")
        request = Request(
            login.verify.url,
            cb_kwargs={"site": held.site},
            # The owner looks at the own account: robots.txt speaks of crawling.
            meta={AS_OWNER: True, _PROBE: True, "dont_obey_robotstxt": True},
            dont_filter=True,
        )
        try:
            response = await engine.download_async(request)
        except Exception as error:  # noqa: BLE001 (whatever went wrong on the way, it proves nothing)
            logger.warning("%s could not be asked who is signed in: %s", held.site.name, type(error).__name__)
            return None
        told = (
            (False, "it leads to the sign-in") if is_sign_in(login, response.url) else judge(held.site, login, response)
        )
        if told[0] and held.saved is not None:
            held.saved = held.saved.proved(datetime.now(UTC), told[1])
        return told[0]

    async def _sign_in(self, held: Held) -> None:
        if not keeper.may_sign_in(held.state):
            why = "the last logins brought not one page in full"
            self._refuse(held, why)
            return
        before = held.state
        # Whatever ends the attempt, a bug included: it was the only one. Accounts are locked after a few.
        held.state = keeper.refused(before)
        try:
            signed = await self.logins.sign_in(held.site, held.saved)
        except NewsbotError as error:
            self._refuse(held, str(error))
            return
        held.saved = signed.saved
        held.state = keeper.signed_in(before) if signed.anew else keeper.taken_over(before)
        self.jars.fill(held, signed.saved)
        tally = self._tally(held)
        tally.signed_in(tally.logins + signed.anew)
        teasers, held.teasers = held.teasers, []
        for request in teasers:
            if again := self._again(request):
                self._crawl(again)

    def _refuse(self, held: Held, why: str) -> None:
        held.state = keeper.refused(held.state)
        logger.error("%s: no signing in any more in this crawl: %s", held.site.name, why)
        self._tally(held).login_refused(why)

    def _tally(self, held: Held) -> SiteTally:
        return report_of(self.crawler).site(held.site.slug)

    def _count(self, what: str) -> None:
        if self.crawler.stats is not None:
            self.crawler.stats.inc_value(f"newsbot/session/{what}")

    async def close(self) -> None:
        """Save what servers changed in the sessions, and let the browser go."""
        for slug in list(self.held):
            await self.let_go(slug)
        await self.logins.close()

    async def let_go(self, slug: str) -> None:
        """Save what servers changed in a site's session, and forget it: a service begins each round as a crawl does.

        So what its owner mended meanwhile counts, and what is still broken is told again.
        """
        held = self.held.pop(slug, None)
        if held is not None and held.saved is not None and held.state.standing is not Standing.REFUSED:
            await self.logins.keep(self.jars.now(held, held.saved))
        self.logins.forget(slug)


def _site_of(request: Request) -> Site | None:
    """The site of a page that is asked for as its owner; None for any other request."""
    site: Site | None = request.cb_kwargs.get("site") if request.meta.get(AS_OWNER) else None
    return site if site is not None and site.login is not None else None
