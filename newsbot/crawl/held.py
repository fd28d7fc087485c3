"""Held: the session of one site in one crawl, its cookies, and the requests that are made with it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from http.cookiejar import CookieJar

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.cookies import CookiesMiddleware

from newsbot.sessions.keeper import State
from newsbot.sessions.saved import Cookie, SavedSession
from newsbot.sessions.sending import jar_cookies, with_jar
from newsbot.sites.model import Site

#: A key of a request's meta: it marks pages that are asked for as the owner.
AS_OWNER = "newsbot_as_owner"
#: How often a page was asked for anew.
REPLAYS = "newsbot_replays"
#: What Scrapy's middlewares write into the meta of a request that was answered.
_OF_THE_ANSWER = ("redirect_", "download_latency", "retry_times")


@dataclass(slots=True)
class Held:
    """The session of one site in this crawl."""

    site: Site
    state: State
    saved: SavedSession | None = None
    #: Whether nobody is proving or renewing it just now.
    settled: asyncio.Event = field(default_factory=asyncio.Event)
    rotating: bool = False  #: the site changes its cookies as it answers: then one page at a time
    inFlight: int = 0
    parked: list[Request] = field(default_factory=list)
    teasers: list[Request] = field(default_factory=list)  #: since the last proof; asked for anew if it fails

    @property
    def jar(self) -> str:
        """The name of its cookie jar."""
        return f"newsbot login {self.site.slug}"


class Jars:
    """The cookie jars of a crawl: a session's cookies are kept where Scrapy keeps what servers change in them."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    def of(self, held: Held) -> CookieJar | None:
        """A session's jar; None where the project has switched cookies off."""
        middleware = self.crawler.get_downloader_middleware(CookiesMiddleware)
        return None if middleware is None else middleware.jars[held.jar].jar

    def fill(self, held: Held, saved: SavedSession) -> None:
        """Put a session's cookies in the place of all that the jar held."""
        jar = self.of(held)
        if jar is None:
            return
        jar.clear()
        for cookie in jar_cookies(saved):
            jar.set_cookie(cookie)

    def learn(self, held: Held, saved: SavedSession, cookies: tuple[Cookie, ...]) -> None:
        """Take over a browser's cookies, those of the site and of where one signs in."""
        self.fill(held, replace(saved, cookies=cookies).only_for(held.site.session_hosts))

    def now(self, held: Held, saved: SavedSession) -> SavedSession:
        """A session with what servers changed in its cookies."""
        jar = self.of(held)
        return saved if jar is None else with_jar(saved, list(jar))

    def has_changed(self, held: Held) -> bool:
        """Whether a cookie of the saved session has another value by now."""
        jar = self.of(held)
        if jar is None or held.saved is None:
            return False
        known = {cookie.name: cookie.value for cookie in held.saved.cookies}
        return any(known.get(each.name, each.value) != each.value for each in jar)


def first_url(request: Request) -> str:
    """The address that was asked for, before all redirects."""
    urls = request.meta.get("redirect_urls")
    return str(urls[0]) if urls else request.url


def once_more(request: Request, url: str | None = None) -> Request:
    """The request as it was before it was answered, to be asked anew."""
    meta = {key: value for key, value in request.meta.items() if not key.startswith(_OF_THE_ANSWER)}
    return request.replace(url=url or first_url(request), meta=meta, dont_filter=True)
