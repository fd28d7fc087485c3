"""Raw: keeps each answer as it came in the raw archive, where there is to be one.

A downloader middleware, the nearest to the server: what others unpack, follow or put in comes after it. An answer is
handed on when it is written, so an article that is stored has its page in the archive; it is written in a thread. An
archive that cannot be written costs no article: it is told at the end, and tried again after a while.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Headers as ScrapyHeaders
from scrapy.http import Response

from newsbot.article import FetchMode, Session
from newsbot.config import read_config
from newsbot.crawl.held import first_url
from newsbot.crawl.keeping import keeping_of
from newsbot.crawl.render import CAME_BEFORE, mode_of, visibility_of
from newsbot.crawl.report import report_of
from newsbot.crawl.session import Sessions, asked_as, is_proof
from newsbot.discovery.link import FoundBy, Link
from newsbot.sites.model import Site
from newsbot.tally import Archived
from newsbot.version import __version__
from newsbot.warc.exchange import Exchange, Headers, secrets_of, shareable, text_of
from newsbot.warc.facts import Facts
from newsbot.warc.writing import ArchiveWriter, mend

logger = logging.getLogger(__name__)

#: A key of a request's meta: when its answer came.
_AT = "newsbot_fetched_at"
#: Seconds after which an archive that could not be written is tried again.
_RETRY_AFTER = 60.0


def fetched_at(response: Response) -> datetime:
    """When a page was fetched: as the raw archive has it, where there is one."""
    at = response.meta.get(_AT)
    return at if isinstance(at, datetime) else datetime.now(UTC)


class Raw:
    """Writes the raw archive of a crawl."""

    def __init__(self, crawler: Crawler, folder: Path) -> None:
        self.crawler = crawler
        self.folder = folder
        self.own = crawler.settings.getbool("NEWSBOT_WARC_OWN")
        facts = {"software": f"newsbot/{__version__}", "http-header-user-agent": crawler.settings["USER_AGENT"]}
        if contact := read_config().contact:
            facts["operator"] = contact
        self._writer = ArchiveWriter(folder, facts, largest=crawler.settings.getint("NEWSBOT_WARC_BYTES"))
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="newsbot-warc")
        self._again_at = 0.0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """For this crawl. Raises `NotConfigured` where there is to be no archive."""
        folder = crawler.settings.get("NEWSBOT_WARC")
        if not folder:
            raise NotConfigured
        raw = cls(crawler, Path(folder).expanduser().absolute())
        crawler.signals.connect(raw.open, signals.spider_opened)
        crawler.signals.connect(raw.close, signals.spider_closed)
        return raw

    @property
    def _tally(self) -> Archived:
        return report_of(self.crawler).archived

    def open(self) -> None:
        """Make whole what a killed crawl left behind; nothing is written before that."""
        self._thread.submit(self._mend)

    async def process_response(self, request: Request, response: Response) -> Response:
        """The answer, when it is in the archive."""
        if CAME_BEFORE in response.flags:
            return response
        request.meta[_AT] = at = datetime.now(UTC)
        if request.method != "GET" or is_proof(request):
            return response
        if self._is_unwanted(request):
            self._tally.omitted += 1
            return response
        exchange = self._exchange(request, response, at)
        await asyncio.get_running_loop().run_in_executor(self._thread, self._write, exchange)
        return response

    def _is_unwanted(self, request: Request) -> bool:
        """Whether the owner wants a page kept out of the archive: as their own, or for `gatedText: teaser`.

        Whether its text is declared not free is not known before it is read; so none of the site is archived then.
        """
        session, site = asked_as(request), request.cb_kwargs.get("site")
        if session is not Session.ANONYMOUS and not self.own:
            return True
        if not isinstance(site, Site) or session is Session.OWN_LOGIN_CONFIRMED:
            return False
        return (site.access.gatedText or self.crawler.settings.get("NEWSBOT_GATED_TEXT")) == "teaser"

    def _exchange(self, request: Request, response: Response, at: datetime) -> Exchange:
        facts = self._facts(request)
        return Exchange(
            url=response.url,
            at=at,
            sent=_headers(request.headers),
            status=response.status,
            headers=_headers(response.headers),
            body=response.body,
            protocol=response.protocol,
            address=str(response.ip_address) if response.ip_address else None,
            shown=mode_of(request) is FetchMode.RENDER,
            facts=facts.plain() if facts else None,
            secrets=self._secrets(request, response),
        )

    def _facts(self, request: Request) -> Facts | None:
        """What reading it again needs to know, of a page that may be an article."""
        link, site, first = (request.cb_kwargs.get(name) for name in ("link", "site", "first"))
        if link is None and first is not None:
            link = Link(url=first_url(request), foundBy=FoundBy.NEXT_PAGE, foundOn=first.url)
        if not isinstance(link, Link) or not isinstance(site, Site):
            return None
        return Facts(
            link=link,
            site=site.slug,
            run=keeping_of(self.crawler).run,
            session=asked_as(request),
            visibility=visibility_of(request),
            fetchMode=mode_of(request),
        )

    def _secrets(self, request: Request, response: Response) -> frozenset[str]:
        """The secrets of the session that a page was asked for with."""
        if asked_as(request) is Session.ANONYMOUS:
            return frozenset()
        site: Site = request.cb_kwargs["site"]
        token = site.login.session.token if site.login else None
        cookies = [*request.headers.getlist("Cookie"), *response.headers.getlist("Set-Cookie")]
        tokens = request.headers.getlist(token.header) if token else []
        values = secrets_of(*([each.decode("latin-1") for each in headers] for headers in (cookies, tokens)))
        sessions = self.crawler.get_downloader_middleware(Sessions)
        held = sessions.held.get(site.slug) if sessions else None
        saved = held.saved.cookies if held and held.saved else ()
        return values | secrets_of(f"{each.name}={each.value}" for each in saved)

    # ── in the thread ───────────────────────────────────────────────────────────────────────────────────────────────

    def _mend(self) -> None:
        try:
            mend(self.folder)
        except OSError as error:
            logger.warning("%s could not be looked through for files that a killed crawl left: %s", self.folder, error)

    def _write(self, exchange: Exchange) -> None:
        if monotonic() < self._again_at:
            self._tally.lost += 1
            return
        try:
            clean = shareable(exchange)
            if clean is not None:
                self._writer.write(clean)
        except OSError as error:
            self._give_up(f"{self.folder}: {(error.strerror or str(error)).lower()}")
        except Exception as error:
            # The edge: an answer that cannot be made a record of must not cost its article.
            logger.exception("%s could not be archived: this is a bug in newsbot", exchange.url)
            self._note_lost(f"a bug of newsbot ({type(error).__name__}); see the log")
        else:
            self._tally.kept += clean is not None
            self._tally.omitted += clean is None

    def _give_up(self, why: str) -> None:
        """End the file as it is, and leave the archive alone for a while."""
        self._note_lost(why)
        self._again_at = monotonic() + _RETRY_AFTER
        self._close_file()

    def _note_lost(self, why: str) -> None:
        tally = self._tally
        if not tally.lost:
            logger.error("the raw archive cannot be written: %s", why)
        tally.lost += 1
        tally.why = tally.why or why

    def _close_file(self) -> None:
        try:
            self._writer.close()
        except OSError as error:
            logger.warning("the last file of the raw archive keeps its name for now: %s", error)

    async def close(self) -> None:
        """End the last file."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._close_file)
        self._thread.shutdown(wait=False)


def _headers(headers: ScrapyHeaders) -> Headers:
    pairs: Iterable[tuple[bytes, list[bytes]]] = headers.items()
    return tuple((name.decode("latin-1"), text_of(value)) for name, values in pairs for value in values)
