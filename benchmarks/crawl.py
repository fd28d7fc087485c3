"""What an article costs, all in (fetch, read, judge, store), beside a bare Scrapy that only downloads the same pages.

    python benchmarks/crawl.py --corpus FOLDER [--pages 272] [--rounds 3] [--without-mongo]

FOLDER holds pages/ID.html.gz. A server in a process of its own serves them on loopback, gzipped; every row is a crawl
in a process of its own, and the rows take turns. CPU is user + system time of the crawling process between the opening
and the closing of the spider, without start-up. Wall time is not shown: on shared machines it says nothing.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

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
}


def serve(folder: Path) -> None:
    """Serve the pages until the process is ended; print the port."""
    pages = {path.name.removesuffix(".html.gz"): path for path in folder.joinpath("pages").glob("*.html.gz")}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
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
    urls = [f"{base}/{each}" for each in ids]
    spent, pages = read_all(folder, ids) if mode == "read" else crawl_all(mode, urls, store)
    print(json.dumps({"cpu": spent, "pages": pages, "rss": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


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


def crawl_all(mode: str, urls: list[str], store: str) -> tuple[float, int]:
    """Crawl the pages, and time it from the opening of the spider to its closing."""
    from scrapy import Request, Spider, signals
    from scrapy.crawler import CrawlerProcess

    from newsbot.crawl.running import project_settings

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
        crawler.signals.connect(lambda response: answers.append(response.status), signals.response_received, weak=False)
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
        compare(options)


def compare(options: argparse.Namespace) -> None:
    """Run the rows in turns and print the table."""
    results: dict[str, list[dict[str, float]]] = {name: [] for name in ROWS}
    command = [sys.executable, __file__, "--corpus", str(options.corpus), "--pages", str(options.pages)]
    with ExitStack() as stack:
        mongo = None if options.without_mongo else stack.enter_context(MongodServer())
        server = stack.enter_context(subprocess.Popen([*command, "--serve"], stdout=subprocess.PIPE, text=True))
        stack.callback(server.terminate)
        base = f"http://127.0.0.1:{int(server.stdout.readline())}"
        for number in range(options.rounds):
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            stores = {"mongo": mongo.uri(f"round{number}") if mongo else None}
            for name, mode in ROWS.items():
                store = stores.get(mode, f"sqlite:///{folder}/bench.sqlite")
                if store:
                    run = [*command, "--one", mode, base, store]
                    environment = {**os.environ, "NEWSBOT_DATA": folder}
                    done = subprocess.run(run, capture_output=True, text=True, env=environment, check=True)
                    results[name].append(json.loads(done.stdout.splitlines()[-1]))
    show(results)


def show(results: dict[str, list[dict[str, float]]]) -> None:
    """Print the medians."""
    table = Table(title="CPU of the crawling process, medians", title_justify="left")
    for column in ("", "pages", "CPU ms a page", "least", "most", "RSS MB"):
        table.add_column(column, justify="right" if column else "left")
    for name, rounds in results.items():
        if not rounds:
            continue
        costs = [1000 * each["cpu"] / max(each["pages"], 1) for each in rounds]
        memory = statistics.median(each["rss"] for each in rounds)
        numbers = [f"{each:.2f}" for each in (statistics.median(costs), min(costs), max(costs))]
        table.add_row(name, str(int(rounds[0]["pages"])), *numbers, f"{memory:.0f}")
    Console().print(table)


if __name__ == "__main__":
    main()
