"""What an article costs, all in (fetch, read, judge, store), beside a bare Scrapy that only downloads the same pages.

    python benchmarks/crawl.py --corpus FOLDER [--pages 272] [--rounds 3] [--without-mongo]

FOLDER holds pages/ID.html.gz. A server in a process of its own serves them on loopback, gzipped; every row is a crawl
in a process of its own, and the rows take turns. CPU is user + system time of the crawling process between the opening
and the closing of the spider, without start-up. Wall time is not shown: on shared machines it says nothing.

The rows of the subscriber read those pages that hold a whole text and no wall, as a subscriber gets them: anonymously,
and with a saved session from a vault, by plain HTTP, with predicates of one kind or of both. What signing in costs a
page is less than noise moves these numbers, so it is counted as well: CPU in the methods of the session's middleware,
proofs included, Scrapy's own work for them left out. The rows take turns: `--only anonymous,css,text --rounds 9`.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import hashlib
import inspect
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import types
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.mongod_server import MongodServer

ROWS = {
    "bare Scrapy, downloads only": "bare",
    "reading and judging alone": "read",
    "newsbot, all in, SQLite": "sqlite",
    "newsbot, all in, MongoDB": "mongo",
    "newsbot, 304 answers": "again",
    "a subscriber's pages, anonymous": "anonymous",
    "the same, signed in, css: predicates": "css",
    "the same, signed in, css: and text:": "text",
}
#: The rows that read a subscriber's pages, and what their site files say of a page that was not whole.
PREDICATES = {
    "anonymous": {},
    "css": {"loggedOut": ["css:header a.log-in", "css:#sign-in-link"], "teaser": ["css:#subscribe-to-read-on"]},
    "text": {
        "loggedOut": ["css:header a.log-in", "text:Sign in to read this article"],
        "teaser": ["css:#subscribe-to-read-on", "text:Subscribe to continue reading"],
    },
}
_COOKIE = "bench_session=4711"
_WHOLE = "BENCH_WHOLE"  #: a file that lists the pages which a subscriber would get whole
_ACCOUNT = {True: '<h1>My account</h1><p id="account-email">reader@demo.example</p>', False: "<h1>Sign in</h1>"}


def serve(folder: Path) -> None:
    """Serve the pages until the process is ended; print the port."""
    pages = {path.name.removesuffix(".html.gz"): path for path in folder.joinpath("pages").glob("*.html.gz")}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if self.path == "/account":
                self.account()
                return
            path = pages.get(self.path.strip("/"))
            if path is None:
                self.send_response(404)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            body = path.read_bytes()
            etag = f'"{hashlib.sha1(body).hexdigest()}"'
            same = self.headers.get("If-None-Match") == etag
            self.send_response(304 if same else 200)
            self.send_header("ETag", etag)
            if not same:
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Encoding", "gzip")
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if not same:
                self.wfile.write(body)

        def account(self) -> None:
            signed_in = _COOKIE in self.headers.get("Cookie", "")
            body = f"<!DOCTYPE html><html><body>{_ACCOUNT[signed_in]}</body></html>".encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_port, flush=True)
    server.serve_forever()


def cpu() -> float:
    """Seconds of CPU that this process has used."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def measure(mode: str, base: str, ids: list[str], store: str, folder: Path) -> None:
    """One row in this process: print CPU seconds and pages as JSON."""
    if mode in PREDICATES:
        sign_in(mode, base)
        ids = json.loads(Path(os.environ[_WHOLE]).read_text("utf-8"))
    urls = [f"{base}/{each}" for each in ids]
    session = Stopwatch()
    spent, pages = read_all(folder, ids) if mode == "read" else crawl_all(mode, urls, store, session)
    told = {"cpu": spent, "pages": pages, "session": session.seconds}
    print(json.dumps({**told, "rss": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


def sign_in(mode: str, base: str) -> None:
    """Write a site file, and save a session in the vault."""
    from newsbot.config import read_config
    from newsbot.sessions.saved import Cookie, SavedSession
    from newsbot.sessions.vault import open_vault

    config = read_config()
    login = {
        "success": ["css:#account-email"],
        "verify": {"url": f"{base}/account", "shows": ["css:#account-email"]},
    }
    site = {"name": "bench", "url": f"{base}/"} | ({"login": login | PREDICATES[mode]} if PREDICATES[mode] else {})
    config.sites.mkdir(exist_ok=True)
    (config.sites / "bench.yml").write_text(json.dumps(site), "utf-8")  # which is YAML as well
    if PREDICATES[mode]:
        name, _, value = _COOKIE.partition("=")
        cookies = (Cookie(name=name, value=value, domain="127.0.0.1"),)
        open_vault(config).save(SavedSession(site="bench", cookies=cookies, signedInAt=datetime.now(UTC)))


def is_whole(folder: Path, name: str) -> bool:
    """Whether a page holds a whole text, and nothing of what the predicates name."""
    from newsbot.article import COMPLETE
    from newsbot.errors import NotAPage
    from newsbot.reading import read_bytes
    from newsbot.sessions.recipe import first_holding, view_of

    try:
        read = read_bytes(gzip.decompress((folder / "pages" / f"{name}.html.gz").read_bytes()), "https://page.example/")
    except NotAPage:
        return False
    walls = [each for said in PREDICATES.values() for predicates in said.values() for each in predicates]
    return read.article.access.delivered in COMPLETE and first_holding(walls, view_of(read.page)) is None


def read_all(folder: Path, ids: Iterable[str]) -> tuple[float, int]:
    """Read and judge every page, without a crawl."""
    from newsbot.errors import NotAPage
    from newsbot.reading import read_bytes

    bodies = [gzip.decompress((folder / "pages" / f"{each}.html.gz").read_bytes()) for each in ids]
    read_bytes(bodies[0], "https://warm.example/")
    started = cpu()
    for number, body in enumerate(bodies):
        try:
            read_bytes(body, f"https://page.example/{number}")
        except NotAPage:
            continue
    return cpu() - started, len(bodies)


class Stopwatch:
    """The CPU seconds that some methods take, coroutines included, and what they call of each other counted once."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._inside = False

    def watch(self, owner: type, *names: str) -> None:
        for name in names:
            method = getattr(owner, name)
            make = self._coroutine if inspect.iscoroutinefunction(method) else self._function
            setattr(owner, name, make(method))

    def _run(self, call: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        if self._inside:
            return call(*arguments, **named)
        self._inside, start = True, time.thread_time()
        try:
            return call(*arguments, **named)
        finally:
            self._inside = False
            self.seconds += time.thread_time() - start

    def _function(self, method: Callable[..., Any]) -> Callable[..., Any]:
        # Scrapy's signals look at the parameters, and give one that takes any name more than the method bears.
        def timed(owner: Any, request: Any) -> Any:
            return self._run(method, owner, request)

        return timed

    def _coroutine(self, method: Callable[..., Any]) -> Callable[..., Any]:
        @types.coroutine
        def steps(running: Any) -> Any:
            """Each stretch between two awaits is timed by itself: others run meanwhile."""
            step = functools.partial(running.send, None)
            while True:
                try:
                    waited_for = self._run(step)
                except StopIteration as end:
                    return end.value
                try:
                    step = functools.partial(running.send, (yield waited_for))
                except BaseException as error:  # noqa: BLE001 (the coroutine gets it, whatever it is)
                    step = functools.partial(running.throw, error)

        @functools.wraps(method)
        async def timed(*arguments: Any, **named: Any) -> Any:
            return await steps(method(*arguments, **named))

        return timed


def crawl_all(mode: str, urls: list[str], store: str, session: Stopwatch) -> tuple[float, int]:
    """Crawl the pages, and time it from the opening of the spider to its closing."""
    from scrapy import Request, Spider, signals
    from scrapy.crawler import CrawlerProcess

    from newsbot.crawl.running import project_settings
    from newsbot.crawl.session import Sessions

    session.watch(Sessions, "before_queue", "process_request", "process_response", "judge")
    times: list[float] = []
    answers: list[int] = []
    fast = {
        "DOWNLOAD_DELAY": 0,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
        "CONCURRENT_REQUESTS": 16,
        "ROBOTSTXT_OBEY": False,
        "LOG_LEVEL": "ERROR",
        "NEWSBOT_STORE": store,
    }

    class Bare(Spider):
        name = "bare"

        async def start(self):
            for url in urls:
                yield Request(url, callback=self.parse)

        def parse(self, response):
            answers.append(response.status)

    if mode == "bare":
        settings = {**fast, "CONCURRENT_ITEMS": 1, "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False}
        process = CrawlerProcess(settings)
        crawler = process.create_crawler(Bare)
        arguments = {}
    else:
        process = CrawlerProcess(project_settings(fast))
        crawler = process.create_crawler("article")
        crawler.spidercls.conditional = mode == "again"
        arguments = {"urls": urls}
        pages = set(urls)  # a session's proofs are none
        crawler.signals.connect(
            lambda response: answers.append(response.status) if response.url in pages else None,
            signals.response_received,
            weak=False,
        )
    crawler.signals.connect(lambda: times.append(cpu()), signals.spider_opened, weak=False)
    process.crawl(crawler, **arguments)
    process.start()
    return cpu() - times[0], len(answers)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="the folder that holds pages/")
    parser.add_argument("--pages", type=int, default=272)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--without-mongo", action="store_true", help="leave that row out")
    parser.add_argument("--only", default=",".join(ROWS.values()), help="these rows, by their short names: %(default)s")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    files = (options.corpus / "pages").glob("*.html.gz")
    ids = sorted(path.name.removesuffix(".html.gz") for path in files)[: options.pages]
    if options.serve:
        serve(options.corpus)
    elif options.one:
        measure(*options.one[:2], ids, options.one[2], options.corpus)
    else:
        compare(options, ids)


def compare(options: argparse.Namespace, ids: list[str]) -> None:
    """Run the rows in turns and print the table."""
    results: dict[str, list[dict[str, float]]] = {name: [] for name in ROWS}
    command = [sys.executable, __file__, "--corpus", str(options.corpus), "--pages", str(options.pages)]
    with ExitStack() as stack:
        mongo = None if options.without_mongo else stack.enter_context(MongodServer())
        server = stack.enter_context(subprocess.Popen([*command, "--serve"], stdout=subprocess.PIPE, text=True))
        stack.callback(server.terminate)
        base = f"http://127.0.0.1:{int(server.stdout.readline())}"
        whole = Path(stack.enter_context(tempfile.TemporaryDirectory()), "whole.json")
        whole.write_text(json.dumps([each for each in ids if is_whole(options.corpus, each)]), "utf-8")
        for number in range(options.rounds):
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            stores = {"mongo": mongo.uri(f"round{number}") if mongo else None}
            for name, mode in ROWS.items():
                # A subscriber's pages are read as new ones in each row.
                own = mode if mode in PREDICATES else "bench"
                store = stores.get(mode, f"sqlite:///{folder}/{own}.sqlite")
                if store and mode in options.only.split(","):
                    run = [*command, "--one", mode, base, store]
                    environment = {
                        **os.environ,
                        "NEWSBOT_DATA": folder,
                        "NEWSBOT_SITES": f"{folder}/sites",
                        _WHOLE: str(whole),
                    }
                    done = subprocess.run(run, capture_output=True, text=True, env=environment, check=True)
                    results[name].append(json.loads(done.stdout.splitlines()[-1]))
    show(results)


def show(results: dict[str, list[dict[str, float]]]) -> None:
    """Print the medians."""
    table = Table(title="CPU of the crawling process, medians", title_justify="left")
    for column in ("", "pages", "CPU ms a page", "least", "most", "of the session", "RSS MB"):
        table.add_column(column, justify="right" if column else "left")
    for name, rounds in results.items():
        if not rounds:
            continue
        costs = [1000 * each["cpu"] / max(each["pages"], 1) for each in rounds]
        memory = statistics.median(each["rss"] for each in rounds)
        numbers = [f"{each:.2f}" for each in (statistics.median(costs), min(costs), max(costs))]
        session = 1000 * statistics.median(each["session"] / max(each["pages"], 1) for each in rounds)
        told = f"{session:.2f}" if session else ""
        table.add_row(name, str(int(rounds[0]["pages"])), *numbers, told, f"{memory:.0f}")
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
