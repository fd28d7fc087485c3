"""The desk of the demo newspaper: from a request to its answer, sockets aside.

Which edition a reader gets follows from what the reader shows: whoever comes back with the ETag (or the date) of a
first edition that was corrected since gets the second. So a second crawl sees the change, in another process too, and
nobody has to be remembered.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time
from email.utils import format_datetime, parsedate_to_datetime
from threading import Event
from urllib.parse import unquote

from newsbot.demo import accounts, faults, feeds, listings, orders, reserved
from newsbot.demo.articles import article_page
from newsbot.demo.forms import session_cookie
from newsbot.demo.frame import Plan, View
from newsbot.demo.messages import HTML, Answer, Request, redirect
from newsbot.demo.orders import Switches
from newsbot.demo.paper import ZONE
from newsbot.demo.pictures import png
from newsbot.demo.readers import Readers, Visit
from newsbot.demo.shapes import Kind, Newspaper, Piece
from newsbot.demo.shelf import asset

METER_COOKIE = "meter"
CONSENT_COOKIE = "consent"
#: Addresses without an article that sitemaps still name, with what is there now.
MOVED, GONE, SOFT_404, PRIVATE = (
    "/town/2025/11/03/old-address-of-the-lighthouse-story",
    "/town/2025/09/14/withdrawn-at-the-request-of-the-author",
    "/sport/2025/10/02/results-of-the-summer-league",
    "/private/newsroom",
)
_PACKED = {"application/gzip", "image/png"}
_MOST_PRINTED = 4000
_WORTH_PACKING = 500  # bytes
_ALLOW = ("Allow", "GET, HEAD")


@dataclass(slots=True)
class _Printed:
    """A page as it can be sent again and again."""

    answer: Answer
    etag: str
    packed: bytes | None = None  #: gzip, made when first asked for


@dataclass(slots=True)
class Desk:
    """Answers requests. Safe to use from many threads."""

    paper: Newspaper
    base: str  #: such as http://127.0.0.1:8000, without a slash at its end
    crawlDelay: float = 0.05
    switches: Switches = field(default_factory=Switches)
    readers: Readers = field(default_factory=Readers)
    closing: Event = field(default_factory=Event)
    requestRate: str = ""  #: of robots.txt, such as 10/1m
    _second: Newspaper | None = None
    _print_shop: dict[tuple[object, ...], _Printed | None] = field(default_factory=dict)

    def answer(self, request: Request) -> Answer:
        """The answer to any request."""
        if request.path.startswith("/_demo/"):
            order = orders.answer(request, self.base, self.switches, self.readers)
            return order or faults.answer(request, self.closing) or self._missing(self._view(request, Visit()))
        if seconds := self.switches.held_for(request):
            self.closing.wait(seconds)
        if instead := self.switches.instead_of(request.path):
            return instead
        if self.switches.reserved and (file := reserved.answer(request, self.base)):
            return file
        visit = self.readers.recognise(request)
        view = self._view(request, visit)
        answer = self._answer(request, visit, view)
        answer.reader = view.reader or ""
        if self.switches.reserved and self._is_article(request):
            answer.headers += reserved.HEADERS
        if visit.session and answer.status in {200, 304} and self._is_article(request):
            value = self.readers.article_read(visit)
            answer.headers += [session_cookie(visit.session, value)] if value else []
        return answer

    def _answer(self, request: Request, visit: Visit, view: View) -> Answer:
        if request.path in {MOVED, GONE}:
            return redirect(301, self.paper.articles[-1].path) if request.path == MOVED else self._gone(view)
        if own := accounts.answer(request, self.readers, visit, view):
            return own
        if request.method == "POST":
            return self._newsletter(view) if request.path == "/newsletter" else Answer(405, headers=[_ALLOW])
        if visit.elsewhere and self._is_article(request):
            return accounts.another_device(request, view)
        return self._conditional(request, view)

    def _is_article(self, request: Request) -> bool:
        return self.paper.at(request.path) is not None or re.fullmatch(r"/api/articles/\d+", request.path) is not None

    def _view(self, request: Request, visit: Visit) -> View:
        account = visit.session.account if visit.session else None
        plan, reader = (account.plan, account.email) if account else (Plan.ANONYMOUS, None)
        said = request.cookie(CONSENT_COOKIE)
        consent = said == "ask" or (self.switches.consent and said != "yes")
        by_script = account is not None and account.scripted
        return View(self.paper, self.base, plan, reader, consent=consent, byScript=by_script)

    def _conditional(self, request: Request, view: View) -> Answer:
        """The page in the edition that this reader is to get, or 304."""
        view, cookies = self._metered(request, view)
        first, second = self._printed(request, view, 1), self._printed(request, view, 2)
        if first is None or second is None:
            return self._missing(view)
        chosen = first
        if first.etag != second.etag and (self.switches.edition == 2 or _has_seen(request, first, second)):  # noqa: PLR2004
            chosen = second
        headers = [*_common_headers(chosen), *cookies]
        if _unchanged(request, chosen):
            return Answer(304, b"", type="", headers=[("ETag", _tag(chosen, packed=_takes_gzip(request))), *headers])
        body = chosen.answer.body
        packed = _takes_gzip(request) and chosen.answer.type not in _PACKED and len(body) >= _WORTH_PACKING
        if packed:
            chosen.packed = body = chosen.packed or gzip.compress(body, 6, mtime=0)
            headers.append(("Content-Encoding", "gzip"))
        return replace(chosen.answer, body=body, headers=[("ETag", _tag(chosen, packed=packed)), *headers])

    def _metered(self, request: Request, view: View) -> tuple[View, list[tuple[str, str]]]:
        """The view with its place in the meter, and the cookie that keeps it: all of the meter is in the cookie."""
        piece = self.paper.at(request.path)
        if piece is None or piece.kind is not Kind.METERED or view.plan is not Plan.ANONYMOUS:
            return view, []
        read = [number for number in request.cookie(METER_COOKIE).split(".") if number.isdecimal()]
        if str(piece.number) not in read:
            read.append(str(piece.number))
        count = read.index(str(piece.number)) + 1
        cookie = f"{METER_COOKIE}={'.'.join(read[:50])}; Path=/; Max-Age=2592000"
        return replace(view, meterCount=count), [("Set-Cookie", cookie)]

    def _printed(self, request: Request, view: View, edition: int) -> _Printed | None:
        """A page as bytes, printed once for every kind of reader; None where there is no such page."""
        key = (request.target, edition, view.plan, view.reader, view.meterCount, view.consent)
        try:
            return self._print_shop[key]
        except KeyError:
            printed = self._print(request, view, edition)
        if len(self._print_shop) > _MOST_PRINTED:  # by any thread, so nothing is looked up after it
            self._print_shop.clear()
        self._print_shop[key] = printed
        return printed

    def _print(self, request: Request, view: View, edition: int) -> _Printed | None:
        paper = self.paper
        if edition == 2:  # noqa: PLR2004
            self._second = paper = self._second or self.paper.edition(2)
        answer = page(request, replace(view, paper=paper), self.crawlDelay, self.requestRate)
        return _Printed(answer, hashlib.sha256(answer.body).hexdigest()[:24]) if answer else None

    def _missing(self, view: View) -> Answer:
        return Answer(404, listings.not_found(view, "/404").encode())

    def _gone(self, view: View) -> Answer:
        text = "<p>This article has been withdrawn and will not come back.</p>"
        return Answer(410, listings.plain_page(view, GONE, "Withdrawn", text).encode())

    def _newsletter(self, view: View) -> Answer:
        text = "<p>Thank you. As this newspaper is invented, no mail will come.</p>"
        return Answer(200, listings.plain_page(view, "/newsletter", "Newsletter", text).encode())


def _common_headers(printed: _Printed) -> list[tuple[str, str]]:
    headers = [("Vary", "Accept-Encoding, Cookie, Authorization"), ("Cache-Control", "private, no-cache")]
    if printed.answer.modified:
        headers.append(("Last-Modified", format_datetime(printed.answer.modified.astimezone(UTC), usegmt=True)))
    return headers


def _tag(printed: _Printed, *, packed: bool) -> str:
    """A strong ETag; the packed bytes are others, so theirs is another."""
    return f'"{printed.etag}{"-gzip" if packed else ""}"'


def _shows(request: Request, printed: _Printed) -> bool:
    """Whether If-None-Match names this page in any coding."""
    given = request.headers.get("if-none-match", "")
    return _tag(printed, packed=False) in given or _tag(printed, packed=True) in given


def _seconds(at: datetime) -> int:
    return int(at.timestamp())


def _since(request: Request) -> int | None:
    """If-Modified-Since in seconds; it counts only where there is no If-None-Match."""
    if "if-none-match" in request.headers:
        return None
    try:
        at = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
    except ValueError:
        return None
    return _seconds(at if at.tzinfo else at.replace(tzinfo=UTC))


def _has_seen(request: Request, first: _Printed, second: _Printed) -> bool:
    """Whether this reader shows that the first edition, or the second already, is in hand."""
    if _shows(request, first) or _shows(request, second):
        return True
    since, old, new = _since(request), first.answer.modified, second.answer.modified
    return since is not None and old is not None and new is not None and old < new and since >= _seconds(old)


def _unchanged(request: Request, printed: _Printed) -> bool:
    """Whether the reader has these very bytes."""
    if "if-none-match" in request.headers:
        return _shows(request, printed) or request.headers["if-none-match"].strip() == "*"
    since, modified = _since(request), printed.answer.modified
    return since is not None and modified is not None and since >= _seconds(modified)


def _takes_gzip(request: Request) -> bool:
    accepted = request.headers.get("accept-encoding", "").replace(" ", "").lower()
    return any(part.partition(";")[0] in {"gzip", "*"} and not part.endswith(";q=0") for part in accepted.split(","))


def page(request: Request, view: View, crawl_delay: float, request_rate: str = "") -> Answer | None:
    """The page at an address, for one reader and edition; None where there is none. Pure."""
    path = request.path
    if piece := view.paper.at(path):
        return _article(request, piece, view)
    if path in listings.PLAIN:
        modified = feeds.newest(view.paper.articles) if path == "/" else _midnight(view)
        return Answer(200, listings.PLAIN[path](view).encode(), modified=modified)
    for pattern, maker in _ROUTES:
        if match := re.fullmatch(pattern, path):
            return maker(view, request, match)
    if path == "/robots.txt":
        text = _robots(view, crawl_delay, request_rate)
        return Answer(200, text.encode(), "text/plain; charset=utf-8", modified=_midnight(view))
    if path == SOFT_404:
        return Answer(200, listings.not_found(view, path).encode())
    if path == PRIVATE:
        text = listings.plain_page(view, path, "Newsroom", "<p>For the staff. Robots were asked to stay outside.</p>")
        return Answer(200, text.encode())
    return None


def _midnight(view: View) -> datetime:
    return datetime.combine(view.paper.today, time(0), ZONE)


def _article(request: Request, piece: Piece, view: View) -> Answer | None:
    number = request.query("page", "1")
    if number not in ({"1", "2"} if piece.pageBreak else {"1"}):
        return None
    text = article_page(piece, view, int(number))
    body = text.encode(piece.charset, "xmlcharrefreplace")
    return Answer(200, body, f"text/html; charset={piece.charset}", modified=feeds.changed(piece))


def _robots(view: View, crawl_delay: float, request_rate: str) -> str:
    rate = f"Request-rate: {request_rate}\n" if request_rate else ""
    return (
        "# The demo newspaper: read what you like, but not the newsroom.\n"
        "User-agent: *\nDisallow: /private/\nDisallow: /search\n"
        f"Crawl-delay: {crawl_delay:g}\n{rate}\n"
        f"Sitemap: {view.base}/sitemap.xml\nSitemap: {view.base}/sitemaps/news.xml\n"
    )


def _listing(maker: Callable[[View, str, int], str | None]) -> Callable[[View, Request, re.Match[str]], Answer | None]:
    """A route to pages of teasers."""

    def make(view: View, request: Request, match: re.Match[str]) -> Answer | None:
        number = request.query("page", "1")
        text = maker(view, match[1], int(number)) if re.fullmatch(r"\d{1,9}", number) else None
        return Answer(200, text.encode(), modified=feeds.newest(view.paper.articles)) if text else None

    return make


def _tag_page(view: View, word: str, number: int) -> str | None:
    return listings.tag_page(view, unquote(word), number)


def _feed(view: View, _: Request, match: re.Match[str]) -> Answer | None:
    section = next((each for each in view.paper.sections if each.key == match[1]), None)
    if section is None and match[1] != "all":
        return None
    modified = feeds.newest(feeds.pieces_of(view, section))
    if match[2] == "xml":
        return Answer(200, feeds.rss(view, section), "application/rss+xml; charset=utf-8", modified=modified)
    if section is not None:
        return None
    if match[2] == "atom":
        return Answer(200, feeds.atom(view), "application/atom+xml; charset=utf-8", modified=modified)
    return Answer(200, feeds.json_feed(view), "application/feed+json; charset=utf-8", modified=modified)


def _sitemap(view: View, _: Request, match: re.Match[str]) -> Answer | None:
    path, modified = match[0], feeds.newest(view.paper.articles)
    if path == "/sitemap.xml":
        body = feeds.sitemap_index(view)
    elif path not in feeds.sitemap_paths(view):
        return None
    elif path == "/sitemaps/news.xml":
        body = feeds.news_sitemap(view)
    else:
        body = feeds.month_sitemap(view, path[10:17], (MOVED, GONE, SOFT_404, PRIVATE))
    if path.endswith(".gz"):
        return Answer(200, feeds.packed(body), "application/gzip", modified=modified)
    return Answer(200, body, "application/xml; charset=utf-8", modified=modified)


def _picture(view: View, _: Request, match: re.Match[str]) -> Answer | None:
    place = int(match[1]) - 1
    pieces = view.paper.articles[place : place + 1] if place >= 0 else ()
    picture = next((each for piece in pieces for each in piece.pictures if each.path == match[0]), None)
    if picture is None:
        return None
    return Answer(
        200, png(picture.motif, picture.seed, picture.width, picture.height), "image/png", modified=_midnight(view)
    )


def _story_json(view: View, _: Request, match: re.Match[str]) -> Answer | None:
    """The text that a script asks for; only that of the article which has no other."""
    piece = next((each for each in view.paper.of_kind(Kind.SCRIPTED) if each.number == int(match[1])), None)
    if piece is None:
        return None
    blocks = [{"kind": block.kind.value, "text": block.text} for block in piece.blocks]
    data = json.dumps({"headline": piece.headline, "blocks": blocks}, ensure_ascii=False)
    return Answer(200, data.encode(), "application/json; charset=utf-8", modified=feeds.changed(piece))


def _asset(view: View, _: Request, match: re.Match[str]) -> Answer | None:
    if match[0] in {"/assets/icon.png", "/favicon.ico"}:
        return Answer(200, png("harbour", view.paper.seed, 240, 240), "image/png", modified=_midnight(view))
    kind = "css" if match[1].endswith(".css") else "javascript"
    return Answer(200, asset(match[1]), f"text/{kind}; charset=utf-8", modified=_midnight(view))


def _search(view: View, request: Request, _: re.Match[str]) -> Answer | None:
    return Answer(200, listings.search_page(view, request.query("q")[:80]).encode(), HTML)


_ROUTES: tuple[tuple[str, Callable[[View, Request, re.Match[str]], Answer | None]], ...] = (
    (r"/([a-z]+)/", _listing(listings.section_page)),
    (r"/authors/([a-z-]+)", _listing(listings.author_page)),
    (r"/tags/([^/]+)", _listing(_tag_page)),
    (r"/feeds/([a-z]+)\.(xml|atom|json)", _feed),
    (r"/sitemap\.xml|/sitemaps/[0-9a-z-]+\.xml(?:\.gz)?", _sitemap),
    (r"/pictures/(\d{1,9})-[\w-]+\.png", _picture),
    (r"/api/articles/(\d{1,9})\.json", _story_json),
    (r"/assets/(paper\.css|story\.js|member\.js|icon\.png)|/favicon\.ico", _asset),
    (r"/search", _search),
)
