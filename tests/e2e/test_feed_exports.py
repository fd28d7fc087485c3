"""Scrapy's own feed exports go on working: many formats at once, and an S3 store, which is real HTTP to loopback."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from lxml import etree

from newsbot.demo.articles import Kind
from newsbot.demo.server import Demo


@contextmanager
def bucket() -> Iterator[tuple[str, dict[str, bytes]]]:
    """What takes objects as S3 does: its address, and what it was given, by path."""
    given: dict[str, bytes] = {}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_PUT(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            given[self.path.partition("?")[0]] = body
            self.send_response(200)
            self.send_header("ETag", '"0"')
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", given
    finally:
        server.shutdown()
        server.server_close()


def test_feeds_of_many_formats_and_to_s3(scrapy: Callable, demo: Demo, tmp_path: Path, uri: str) -> None:
    urls = [demo.url + piece.path for piece in demo.newspaper.of_kind(Kind.FREE)[:3]]
    with bucket() as (endpoint, given):
        feeds = {
            str(tmp_path / "out.jsonl.gz"): {
                "format": "jsonlines",
                "postprocessing": ["scrapy.extensions.postprocessing.GzipPlugin"],
            },
            str(tmp_path / "out.xml"): {"format": "xml"},
            str(tmp_path / "out.csv"): {"format": "csv", "fields": ["url", "headline"]},
            "s3://news/today/articles.jsonl": {"format": "jsonlines"},
        }
        done = scrapy(
            *("crawl", "article", "-a", f"urls={' '.join(urls)}", "-s", f"NEWSBOT_STORE={uri}"),
            *("-s", f"FEEDS={json.dumps(feeds)}", "-s", f"AWS_ENDPOINT_URL={endpoint}", "-s", "AWS_REGION_NAME=eu"),
            # Scrapy writes its settings into its log: secrets come from the environment, where boto3 looks for them.
            AWS_ACCESS_KEY_ID="key",
            AWS_SECRET_ACCESS_KEY="not-to-be-told",
        )
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert "not-to-be-told" not in done.stderr
    stored = [json.loads(line) for line in given["/news/today/articles.jsonl"].splitlines()]
    assert sorted(each["url"] for each in stored) == sorted(urls)
    assert all(each["articleBody"] and each["access"]["delivered"] == "full" for each in stored)
    with gzip.open(tmp_path / "out.jsonl.gz") as file:
        assert [json.loads(line)["url"] for line in file] == [each["url"] for each in stored]
    assert len(etree.parse(str(tmp_path / "out.xml")).findall("item")) == 3
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        assert [row["url"] for row in csv.DictReader(file)] == [each["url"] for each in stored]
