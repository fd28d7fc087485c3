"""newsbot by plain Scrapy: its spiders, arguments, settings and feeds, without the command line of newsbot."""

from __future__ import annotations

import csv
import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from statistics import fmean

import pytest

from newsbot.demo.desk import PRIVATE
from newsbot.demo.server import Demo, start_demo
from newsbot.demo.shapes import Kind, Piece
from newsbot.store.base import Query, VisitState
from newsbot.store.opening import open_store
from newsbot.urls import article_key
from tests.e2e.process import ROOT
from tests.loopback import Page, article, loopback
from tests.processes import running, until, watched

#: These hold one text at three addresses; which is kept, the one that came first, is the business of other tests.
COPIES = {Kind.WIRE, Kind.WIRE_CANONICAL, Kind.WIRE_COPY}
#: What is not kept as an article of its own: copies, and the shell that only a browser could fill.
NOT_KEPT = {*COPIES, Kind.SCRIPTED}

#: A library of Scrapy's looks whether there is IPv6 here: it binds, and closes at once.
PROBES = {"bind ::1 0"}


def stat(log: str, name: str) -> int:
    """A number among the stats that Scrapy dumps at the end; 0 where it is missing."""
    found = re.search(rf"'{re.escape(name)}': (\d+)", log)
    return int(found[1]) if found else 0


def keys_of(uri: str) -> set[str]:
    """The keys of all articles in a store."""
    with open_store(uri) as store:
        return {kept.key for kept in store.find(Query())}


def keys_in(demo: Demo, pieces: Iterable[Piece]) -> set[str]:
    """The keys of these articles of a demo newspaper, the copies left out."""
    return {article_key(demo.url + piece.path) for piece in pieces if piece.kind not in NOT_KEPT}


def copies_in(demo: Demo) -> set[str]:
    """The keys of the copies."""
    return {article_key(demo.url + piece.path) for piece in demo.newspaper.articles if piece.kind in COPIES}


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("folder", [".", "newsbot/sites/data", "tests/e2e"])
def test_list_is_exact(scrapy: Callable, folder: str) -> None:
    done = scrapy("list", cwd=ROOT / folder)
    assert done.stdout.splitlines() == ["archive", "article", "service", "site"]
    assert done.stderr == ""


def test_a_site_is_crawled_stored_and_exported(
    scrapy: Callable, environment: dict[str, str], tmp_path: Path, uri: str
) -> None:
    watching, seen = watched(environment, tmp_path / "watch")
    out = tmp_path / "out.jsonl"
    with start_demo(articles=26, crawl_delay=0.06) as demo:
        done = scrapy(
            "crawl", "site", "-a", f"url={demo.url}", "-s", f"NEWSBOT_STORE={uri}", "-o", str(out), **watching
        )
        served = [each for each in demo.log if each.path != "/robots.txt"]
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    stored = keys_of(uri)
    assert stored - copies_in(demo) == keys_in(demo, demo.newspaper.articles)
    items = lines(out)
    assert {article_key(item["canonicalUrl"] or item["url"]) for item in items} == stored
    assert all(item["headline"] and item["access"]["delivered"] and item["crawl"]["run"] for item in items)
    assert {item["access"]["delivered"] for item in items} > {"full", "partial_teaser"}
    # The totals stand among Scrapy's own stats.
    assert stat(done.stderr, "newsbot/new") == len(stored)
    assert stat(done.stderr, "newsbot/sites") == 1
    # A page that calls another its canonical address may have come before that one, which is the same then.
    others = stat(done.stderr, "newsbot/dropped") + stat(done.stderr, "newsbot/same")
    assert stat(done.stderr, "newsbot/fetched") == len(stored) + others
    # Politeness: one request at a time, as slowly as robots.txt asks for, under newsbot's own name.
    gaps = [later.at - earlier.at for earlier, later in pairwise(served)]
    assert fmean(gaps) > 0.058  # the mean: a request that this machine is late to note shortens the gap after it
    assert {each.agent.partition("/")[0] for each in served} == {"newsbot"}
    # Nothing else is connected to, looked up, or listened at.
    port = demo.url.rpartition(":")[2]
    assert f"connect 127.0.0.1 {port}" in seen()
    assert {
        line for line in seen() - PROBES if not line.startswith(("connect 127.0.0.1 ", "lookup 127.0.0.1 "))
    } == set()
    assert {line.split()[2] for line in seen() if line.startswith("connect")} == {port}


def test_the_watch_sees_ports_that_are_opened(
    scrapy: Callable, environment: dict[str, str], demo: Demo, tmp_path: Path, uri: str
) -> None:
    """What the test above would see, were the consoles on."""
    watching, seen = watched(environment, tmp_path / "watch")
    url = demo.url + demo.newspaper.articles[0].path
    consoles = ("-s", "TELNETCONSOLE_ENABLED=1", "-s", "TELNETCONSOLE_PORT=0")
    scrapy("crawl", "article", "-a", f"url={url}", "-s", f"NEWSBOT_STORE={uri}", *consoles, **watching)
    assert [line for line in seen() - PROBES if line.startswith("bind")]


def test_articles_by_url_urls_and_file(scrapy: Callable, demo: Demo, tmp_path: Path, uri: str) -> None:
    first, second, third, fourth = (demo.url + piece.path for piece in demo.newspaper.of_kind(Kind.FREE)[:4])
    names = tmp_path / "urls.txt"
    names.write_text(f"# what I like\n{third}\n\n{fourth}\n")
    out = tmp_path / "out.csv"
    command = ("crawl", "article", "-s", f"NEWSBOT_STORE={uri}")
    given = ("-a", f"url={first}", "-a", f"urls={second} {first}", "-a", f"urls_file={names}")
    done = scrapy(*command, *given, "-o", str(out))
    assert done.returncode == 0
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert sorted(row["url"] for row in rows) == sorted([first, second, third, fourth])
    assert all(row["headline"] and row["articleBody"] for row in rows)
    # A named page is read again in full, and -O writes the file anew.
    again = scrapy(*command, "-a", f"url={first}", "-O", str(out))
    assert stat(again.stderr, "newsbot/same") == 1
    with out.open(encoding="utf-8", newline="") as file:
        assert [row["url"] for row in csv.DictReader(file)] == [first]
    assert len(keys_of(uri)) == 4


def test_the_default_store_needs_no_setting(scrapy: Callable, environment: dict[str, str], demo: Demo) -> None:
    url = demo.url + demo.newspaper.of_kind(Kind.FREE)[0].path
    assert scrapy("crawl", "article", "-a", f"url={url}").returncode == 0
    store = Path(environment["NEWSBOT_DATA"]) / "newsbot.sqlite"
    assert keys_of(f"sqlite:///{store}") == {article_key(url)}


@pytest.mark.slow
def test_an_archive_holds_its_window_and_obeys_robots(scrapy: Callable, demo: Demo, uri: str) -> None:
    since, end = datetime(2026, 10, 15, tzinfo=UTC), datetime(2026, 10, 26, tzinfo=UTC)
    asked = len(demo.log)
    window = ("-a", "since=2026-10-15", "-a", "until=2026-10-25")
    done = scrapy("crawl", "archive", "-a", f"url={demo.url}", *window, "-s", f"NEWSBOT_STORE={uri}")
    assert done.returncode == 0
    within = [piece for piece in demo.newspaper.articles if since <= piece.published < end]
    assert len(within) > 5
    with open_store(uri) as store:
        kept = {each.key: each for each in store.find(Query())}
        private = store.visits([demo.url + PRIVATE])
    assert keys_in(demo, within) <= set(kept)
    # Sitemaps say when a page was last changed, not when it was published. What more came in bears no other day in its
    # address, a day more or less: its zone is not known.
    more = [kept[key].url for key in set(kept) - keys_in(demo, within) - copies_in(demo)]
    days = [found[1] for url in more if (found := re.search(r"/(2026/\d\d/\d\d)/", url))]
    assert set(days) <= {"2026/10/14", "2026/10/26"}
    assert [visit.state for visit in private.values()] == [VisitState.ROBOTS]
    assert not [each.path for each in demo.log[asked:] if each.path.startswith("/private")]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("site",), "no site was given"),
        (("site", "-a", "url=ftp://example.com"), "ftp://example.com"),
        (("site", "-a", "url=https://www.example.com", "-a", "max_requests=lots"), "whole number above 0"),
        (("site", "-a", "url=https://www.example.com", "-a", "max_request=5"), "Did you mean max_requests?"),
        (("article", "-a", "url=www.example.com"), "it is no http(s) address"),
        (("article", "-a", "urls_file=/nowhere/urls.txt"), "no such file"),
        (("archive", "-a", "url=https://www.example.com", "-a", "since=yesterday"), "it is no date"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_wrong_arguments_are_told_in_one_line(scrapy: Callable, arguments: tuple[str, ...], words: str) -> None:
    done = scrapy("crawl", *arguments)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert [line for line in done.stderr.splitlines() if "ERROR" in line and words in line]


def test_an_article_spider_without_address_says_so(scrapy: Callable) -> None:
    done = scrapy("crawl", "article")
    assert "nothing to fetch was given" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
@pytest.mark.mongo
@pytest.mark.parametrize("way", ["settings", "environment"])
def test_mongo_by_its_common_names_and_its_password_nowhere(
    scrapy: Callable, demo: Demo, tmp_path: Path, mongo_uri: str, way: str
) -> None:
    from pymongo import MongoClient
    from pymongo.uri_parser import parse_uri

    database, password = parse_uri(mongo_uri)["database"], "Sp1tzklee-0815"
    with MongoClient(mongo_uri) as client:
        client[database].command("createUser", "reporter", pwd=password, roles=["readWrite"])
    try:
        place, _, options = mongo_uri.removeprefix("mongodb://").partition(f"/{database}")
        options = options.removeprefix("?")
        address = f"mongodb://reporter:{password}@{place}/?{options}{'&' if options else ''}authSource={database}"
        given = {"MONGO_URI": address, "MONGO_DATABASE": database}
        free, locked = demo.newspaper.of_kind(Kind.FREE)[0], demo.newspaper.of_kind(Kind.LOCKED)[0]
        urls = [demo.url + free.path, demo.url + locked.path, demo.url + "/nowhere", "http://127.0.0.1:1/nobody"]
        out = tmp_path / "out.jsonl"
        command = [
            "crawl",
            "article",
            "-a",
            f"urls={' '.join(urls)}",
            "-o",
            str(out),
            "-s",
            f"JOBDIR={tmp_path / 'job'}",
        ]
        if way == "settings":
            done = scrapy(*command, *(f"-s{name}={value}" for name, value in given.items()))
        else:
            done = scrapy(*command, **given)
        assert done.returncode == 0, done.stderr
        assert len(lines(out)) == 2
        assert keys_of(mongo_uri) == {article_key(url) for url in urls[:2]}
        with MongoClient(mongo_uri) as client:
            documents = [
                each for name in client[database].list_collection_names() for each in client[database][name].find()
            ]
        left = [file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()]
        assert len(left) > 2
        everything = [done.stdout.encode(), done.stderr.encode(), repr(documents).encode(), *left]
        assert not [each for each in everything if password.encode() in each]
    finally:
        with MongoClient(mongo_uri) as client:
            client[database].command("dropUser", "reporter")


@pytest.mark.mongo
def test_a_wrong_password_is_told_without_it(scrapy: Callable, demo: Demo, tmp_path: Path, mongo_uri: str) -> None:
    password = "Sp1tzklee-0815"
    place = mongo_uri.removeprefix("mongodb://")
    url = demo.url + demo.newspaper.of_kind(Kind.FREE)[0].path
    done = scrapy("crawl", "article", "-a", f"url={url}", MONGO_URI=f"mongodb://reporter:{password}@{place}")
    assert "cannot be used" in done.stderr
    assert stat(done.stderr, "newsbot/new") == 0
    left = [file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()]
    assert not [each for each in [done.stdout.encode(), done.stderr.encode(), *left] if password.encode() in each]


def test_certificates_are_verified(scrapy: Callable, tmp_path: Path) -> None:
    import ssl

    import trustme

    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    bundle = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(bundle)
    with loopback(context=context) as web:
        web.pages["/news/the-ferry-sails-again"] = article()
        url = f"{web.url}/news/the-ferry-sails-again"
        stranger, friend = f"sqlite:///{tmp_path / 'a.sqlite'}", f"sqlite:///{tmp_path / 'b.sqlite'}"
        done = scrapy("crawl", "article", "-a", f"url={url}", "-s", f"NEWSBOT_STORE={stranger}", "-s", "RETRY_TIMES=0")
        assert web.asked == []
        scrapy("crawl", "article", "-a", f"url={url}", "-s", f"NEWSBOT_STORE={friend}", SSL_CERT_FILE=str(bundle))
    with open_store(stranger) as store:
        visit = store.visits([url])[article_key(url)]
    assert (visit.state, "certificate" in visit.reason) == (VisitState.FAILED, True)
    assert "'newsbot/trouble/the certificate of the host cannot be trusted (TLS)': 1" in done.stderr
    assert keys_of(friend) == {article_key(url)}


def test_crawl_delay_is_kept_where_the_owner_wants_it_faster(scrapy: Callable, uri: str) -> None:
    with start_demo(articles=26, crawl_delay=0.4) as demo:
        pieces = [piece for piece in demo.newspaper.articles if piece.kind is not Kind.PAGED]
        urls = " ".join(demo.url + piece.path for piece in pieces[:4])
        faster = ("-s", "DOWNLOAD_DELAY=0", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=8")
        scrapy("crawl", "article", "-a", f"urls={urls}", "-s", f"NEWSBOT_STORE={uri}", *faster)
        times = [each.at for each in demo.log if each.path != "/robots.txt"]
    assert len(times) == 5  # four articles, and what the newspaper reserves (tdmrep.json)
    assert min(later - earlier for earlier, later in pairwise(times)) > 0.35


@pytest.mark.slow
def test_retry_after_is_waited_for(scrapy: Callable, uri: str) -> None:
    busy = Page("later", 429, headers=(("Retry-After", "1"),))
    with loopback() as web:
        web.pages["/news/the-ferry-sails-again"] = lambda times: busy if times == 1 else article()
        scrapy("crawl", "article", "-a", f"url={web.url}/news/the-ferry-sails-again", "-s", f"NEWSBOT_STORE={uri}")
        times = [at for at, path in zip(web.at, web.asked, strict=True) if path.startswith("/news/")]
    assert len(times) == 2
    assert times[1] - times[0] >= 1
    assert len(keys_of(uri)) == 1


def test_too_long_a_wait_is_left_for_the_next_crawl(scrapy: Callable, uri: str) -> None:
    with loopback() as web:
        url = f"{web.url}/news/the-ferry-sails-again"
        web.pages["/news/the-ferry-sails-again"] = Page("later", 503, headers=(("Retry-After", "3600"),))
        scrapy("crawl", "article", "-a", f"url={url}", "-s", f"NEWSBOT_STORE={uri}")
        assert web.asked.count("/news/the-ferry-sails-again") == 1
    with open_store(uri) as store:
        visit = store.visits([url])[article_key(url)]
    assert visit.state is VisitState.FAILED
    assert "3600 s" in visit.reason


@pytest.mark.slow
def test_a_crawl_that_is_stopped_goes_on_in_its_job_folder(
    scrapy: Callable, environment: dict[str, str], tmp_path: Path, uri: str
) -> None:
    # What waits for its turn in the downloader is still asked for after the signal: few may.
    arguments = ["-s", f"NEWSBOT_STORE={uri}", "-s", f"JOBDIR={tmp_path / 'job'}", "-s", "CONCURRENT_REQUESTS=4"]
    with start_demo(articles=30, crawl_delay=0.1) as demo:
        command = [sys.executable, "-m", "scrapy", "crawl", "site", "-a", f"url={demo.url}", *arguments]
        with running(command, tmp_path / "first.log", env=environment, cwd=ROOT) as process:
            paths = {piece.path for piece in demo.newspaper.articles}
            until(lambda: process.poll() is not None or sum(each.path in paths for each in demo.log) >= 6)
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 0
        before = [each.path for each in demo.log]
        assert 6 <= sum(path in paths for path in before) < 16
        done = scrapy("crawl", "site", "-a", f"url={demo.url}", *arguments)
        after = [each.path for each in demo.log][len(before) :]
    assert "shutdown" in (tmp_path / "first.log").read_text()
    assert stat(done.stderr, "scheduler/dequeued/disk") > 0
    assert "Unable to serialize" not in done.stderr + (tmp_path / "first.log").read_text()
    whole = {piece.path for piece in demo.newspaper.articles if piece.kind is not Kind.PAGED}
    assert not [path for path in after if path in whole and path in before]
    assert keys_of(uri) - copies_in(demo) == keys_in(demo, demo.newspaper.articles)


@pytest.mark.parametrize("stranger", ["spiders", "pipelines"])
def test_a_foreign_package_is_told_with_the_cure(environment: dict[str, str], tmp_path: Path, stranger: str) -> None:
    package = tmp_path / "site-packages" / stranger
    package.mkdir(parents=True)
    (package / "__init__.py").write_text('"""Somebody else\'s."""\n')
    paths = {**environment, "PYTHONPATH": f"{package.parent}:{ROOT}"}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-P", "-m", *arguments]
        return subprocess.run(command, env=paths, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)

    cure = f"Uninstall the other package named {stranger!r}"
    listed = run("scrapy", "list")
    assert listed.returncode != 0
    assert listed.stdout == ""
    assert str(package) in listed.stderr.splitlines()[-1]
    assert cure in listed.stderr.splitlines()[-1]
    crawled = run("newsbot", "scrape", "https://www.example.com/")
    assert crawled.returncode == 1
    assert crawled.stdout == ""
    assert str(package) in crawled.stderr.replace("\n", "")
    assert cure in crawled.stderr
    assert "Traceback" not in crawled.stderr
    doctor = run("newsbot", "doctor", "--json")
    assert doctor.returncode == 1
    assert cure in doctor.stdout
    # The same from the project's folder, which then comes first: ours are found.
    paths["PYTHONPATH"] = str(package.parent)
    here = subprocess.run(
        [sys.executable, "-m", "scrapy", "list"], env=paths, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert here.stdout.splitlines() == ["archive", "article", "service", "site"]
