"""Render: pages that are had by the browser, where plain HTTP does not bring their text.

A download handler, so that a page waits for its turn, and is counted and retried, as any other; what it is asked for
in which way decides the pure `newsbot.sessions.ladder`. What the browser asks for on its own, scripts and the data that
they load, passes the guard, and not the queue: it is part of showing one page.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from typing import Self

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes
from scrapy.utils.misc import build_from_crawler, load_object

from newsbot.access.states import PageKind
from newsbot.article import RESTRICTED, Access, FetchMode, Session, Visibility
from newsbot.crawl.guard import Guard
from newsbot.crawl.held import AS_OWNER, REPLAYS, Held, Jars, once_more
from newsbot.crawl.ladders import ladders_of
from newsbot.crawl.outcomes import Postponed, Refused, Unfit
from newsbot.crawl.paces import Paces, paces_of
from newsbot.crawl.report import report_of
from newsbot.crawl.resolver import guard_names, visiting
from newsbot.crawl.session import Sessions
from newsbot.errors import BrowserGone, InstallBrowser, NotAPage, RefuseAddress, TryLater
from newsbot.reading import PageRead
from newsbot.sessions.fetching import Fetched
from newsbot.sessions.ladder import is_higher
from newsbot.sessions.sending import carries
from newsbot.sessions.tab import Tab
from newsbot.sites.model import Site

logger = logging.getLogger(__name__)

#: Keys of a request's meta: how it is asked for; the rung of the one page that is tried higher than its site's others;
#: whether something stood before the text of a page that was shown; that no browser is to be tried any more; and what
#: had come before it was.
FETCH = "newsbot_fetch"
_TRIAL = "newsbot_trial"
_OVERLAY = "newsbot_overlay"
_SETTLED = "newsbot_settled"
_BEFORE = "newsbot_before"
#: A flag of an answer that came before, and is used after all: nothing was asked for this time.
CAME_BEFORE = "newsbot_came_before"
#: What a page asks for beside its cookies that goes along with a fetch inside of the browser.
_KEPT = ("If-None-Match", "If-Modified-Since")
#: The body comes unpacked, whatever the server said of its packing.
_PACKING = frozenset({"content-encoding", "content-length", "transfer-encoding"})


def mode_of(page: Response | Request) -> FetchMode:
    """How a page was asked for."""
    return FetchMode(page.meta.get(FETCH, FetchMode.HTTP))


def visibility_of(page: Response | Request) -> Visibility:
    """What a reader saw of the text; known only where the page was shown."""
    if mode_of(page) is not FetchMode.RENDER:
        return Visibility.NOT_RENDERED
    return Visibility.HIDDEN_BY_OVERLAY if page.meta.get(_OVERLAY) else Visibility.VISIBLE


class Handler(BaseDownloadHandler):
    """Scrapy's own handler, but for the pages that are to be had by the browser."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        plain = load_object(crawler.settings["DOWNLOAD_HANDLERS_BASE"]["https"])
        self._paces: Paces | None = None
        self._plain: BaseDownloadHandler = build_from_crawler(plain, crawler)

    async def download_request(self, request: Request) -> Response:
        """The answer. Raises what Scrapy's own raises, and `Refused`, `Postponed`, `Unfit`, `BrowserGone`.

        The host's pace is told of it here, where Scrapy has not yet sent the next request of the host.
        """
        paces = self._paces or self._find_paces()
        try:
            response = await self._download(request)
        except Exception as error:
            paces.failed(request, error)
            raise
        paces.answered(request, response)
        return response

    def _find_paces(self) -> Paces:
        self._paces = paces_of(self.crawler)
        return self._paces

    async def _download(self, request: Request) -> Response:
        mode = FetchMode(request.meta.get(FETCH, FetchMode.HTTP))
        rendering = None if mode is FetchMode.HTTP else self.crawler.get_downloader_middleware(Rendering)
        if rendering is None:
            return await self._ask(request)
        try:
            if rendering.is_worth_it(request, mode):
                return await rendering.browse(request, mode)
        except (InstallBrowser, Refused, Postponed, Unfit, BrowserGone) as error:
            if not rendering.goes_without(request, error):
                raise
        return give_up(request) or await self._ask(request)

    async def _ask(self, request: Request) -> Response:
        """The answer to a plain request. Raises `Refused` where the host's name leads inside."""
        guard = self.crawler.get_downloader_middleware(Guard)
        if guard is None:  # the project took it out
            return await self._plain.download_request(request)
        guard_names()
        with visiting(request, guard.reach) as visit:
            try:
                return await self._plain.download_request(request)
            except CannotResolveHostError:
                if visit.refused is None:
                    raise
        raise guard.refusal(request.url, visit.refused)

    async def close(self) -> None:
        """Let connections go."""
        await self._plain.close()


@dataclass(slots=True)
class _Open:
    """The tab of one site, and which of the crawl's logins it is signed in with."""

    tab: Tab
    login: int
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class Rendering:
    """A downloader middleware that says how each page of a site is asked for, and has by the browser what is so."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.jars = Jars(crawler)
        self._tabs: dict[str, _Open] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """For this crawl."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Write down how it is asked for."""
        site: Site | None = request.cb_kwargs.get("site") if request.meta.get(AS_OWNER) else None
        if site is not None and (site.login is None or carries(site, request.url)):  # the tab has the session's cookies
            rung = ladders_of(self.crawler).rung(site)
            trial = FetchMode(request.meta.get(_TRIAL, rung))
            request.meta[FETCH] = (trial if is_higher(trial, rung) else rung).value

    def climb(self, response: Response, read: PageRead, site: Site) -> Request | None:
        """The request to ask for a page once more, where its verdict says that a browser may bring its text."""
        wanting = lacks_text(read.kind, read.article.access)
        higher = ladders_of(self.crawler).page_came(site, mode_of(response), whole=not wanting)
        if higher is None or response.request is None or response.meta.get(_SETTLED):
            return None
        climbing = once_more(response.request)
        climbing.meta[_TRIAL] = higher.value
        climbing.meta.pop(REPLAYS, None)
        if not self.crawler.settings["JOBDIR"]:  # a queue on disk is no place for pages
            climbing.meta[_BEFORE] = response.replace(request=None, flags=[*response.flags, CAME_BEFORE])
        return climbing

    async def browse(self, request: Request, mode: FetchMode) -> Response:
        """A page by the browser. Raises `Refused`, `Postponed`, `Unfit`, and `BrowserGone`, which is tried again."""
        site: Site = request.cb_kwargs["site"]
        sessions = self.crawler.get_downloader_middleware(Sessions)
        held = sessions.held.get(site.slug) if sessions else None
        opened = await self._opened(site, held)
        try:
            async with opened.turn:
                fetched = await self._fetched(opened.tab, request, mode, held)
        except RefuseAddress as error:
            raise Refused(error) from None
        except TryLater as error:
            raise Postponed(error) from None
        except NotAPage as error:
            raise Unfit(error) from None
        report_of(self.crawler).site(site.slug).browsed += 1
        request.meta[_OVERLAY] = fetched.overlay
        request.meta.pop(_BEFORE, None)
        return _response(fetched)

    def is_worth_it(self, request: Request, mode: FetchMode) -> bool:
        """Whether to try a page higher than its site's others still: many wait when the first proves to be in vain."""
        ladders, site = ladders_of(self.crawler), request.cb_kwargs["site"]
        return ladders.is_hopeful(site) or not is_higher(mode, ladders.rung(site))

    def goes_without(self, request: Request, error: Exception) -> bool:
        """Whether to ask plainly, after the browser failed: what came so before must not be lost by a trial.

        A browser that was lost is used again first, as often as Scrapy tries.
        """
        site: Site = request.cb_kwargs["site"]
        if isinstance(error, InstallBrowser):
            ladders_of(self.crawler).lose_browser(site, str(error))
        else:
            last = request.meta.get("retry_times", 0) >= self.crawler.settings.getint("RETRY_TIMES")
            if _TRIAL not in request.meta or (isinstance(error, BrowserGone) and not last):
                return False
            logger.info("%s is asked for plainly again: %s", request.url, error)
            ladders_of(self.crawler).page_came(site, FetchMode(request.meta[_TRIAL]), whole=False)
        return True

    async def _fetched(self, tab: Tab, request: Request, mode: FetchMode, held: Held | None) -> Fetched:
        """Fetch or show it; plain answers may have changed the session's cookies before, and this one may now."""
        saved = held.saved if held else None
        if held is not None and saved is not None:
            await tab.put_cookies(self.jars.now(held, saved).cookies)
        if mode is FetchMode.RENDER:
            fetched = await tab.render(request.url)
        else:
            fetched = await tab.fetch(request.url, _headers(request))
        if held is not None and saved is not None:
            self.jars.learn(held, saved, await tab.cookies())
        return fetched

    async def _opened(self, site: Site, held: Held | None) -> _Open:
        """The site's tab: a new one after each sign-in."""
        login = held.state.logins if held else 0
        known = self._tabs.get(site.slug)
        if known is not None and known.login == login:
            return known
        sessions = self.crawler.get_downloader_middleware(Sessions)
        assert sessions is not None, "newsbot's add-on sets it"  # noqa: S101
        fresh = self._tabs[site.slug] = _Open(sessions.logins.browser.tab(held.saved if held else None), login)
        if known is not None:
            await known.tab.close()
        return fresh


def give_up(request: Request) -> Response | None:
    """Let a page be as it came before it was tried in another way; None where it has to be asked for once more."""
    request.meta.pop(_TRIAL, None)
    request.meta.update({_SETTLED: True, FETCH: FetchMode.HTTP.value})
    before: Response | None = request.meta.pop(_BEFORE, None)
    return before


def lacks_text(kind: PageKind, access: Access) -> bool:
    """Whether a browser may bring a text that did not come: scripts put it in, or put in more for who is signed in."""
    if kind is PageKind.JS_SHELL:
        return True
    return access.session is Session.OWN_LOGIN_CONFIRMED and access.delivered in RESTRICTED


def _headers(request: Request) -> dict[str, str]:
    """What of a request's headers goes along with a fetch inside of the browser, which has cookies of its own."""
    site: Site = request.cb_kwargs["site"]
    token = site.login.session.token if site.login else None
    names = (*_KEPT, token.header) if token else _KEPT
    return {name: value.decode("latin-1") for name in names if (value := request.headers.get(name))}


def _response(fetched: Fetched) -> Response:
    headers = Headers({name: value for name, value in fetched.headers if name not in _PACKING})
    kind = responsetypes.from_args(headers=headers, url=fetched.url, body=fetched.body)
    return kind(url=fetched.url, status=fetched.status, headers=headers, body=fetched.body, protocol=None)
