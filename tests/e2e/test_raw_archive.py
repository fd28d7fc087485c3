"""The raw archive of a crawl: all that came, as it came, without secrets; whole after kills and on full disks."""

from __future__ import annotations

import random
import resource
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsbot.demo.recipes import Way, environment, site_file
from newsbot.demo.server import Demo, start_demo
from newsbot.store.base import Query
from newsbot.store.opening import open_store
from tests.archives import all_bytes, check, files, records
from tests.chromium import need_chromium
from tests.e2e.process import Command, Running, without_traceback
from tests.e2e.servers import Reply, Server, feed, held_paper, page, to
from tests.e2e.servers import site_file as plain_site_file
from tests.processes import until

PASSWORD = "lantern-by-the-quay-4711"
KILOBYTE = 1024


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the archive goes."""
    return tmp_path / "raw"


def crawl_of(file: Path, uri: str, folder: Path, *more: str) -> tuple[str, ...]:
    return ("crawl", str(file), "--store", uri, "--delay", "0", "--warc", str(folder), "--json", "--quiet", *more)


def write_site(server: Server, tmp_path: Path) -> Path:
    file = tmp_path / "paper.yml"
    file.write_text(plain_site_file(server, "Paper", feeds=["/feed.xml"]))
    return file


def test_every_answer_is_in_it_as_it_came(newsbot: Command, tmp_path: Path, uri: str, folder: Path) -> None:
    with Server() as server:
        urls = [f"{server.url}/news/{number}" for number in range(3)]
        server.routes |= {f"/news/{number}": Reply(page(number).encode()) for number in range(2)}
        server.routes |= {
            "/news/2": to("/moved", ("Set-Cookie", "visitor=abcdefghijkl")),
            "/moved": Reply(page(2).encode()),
        }
        server.routes["/feed.xml"] = feed(urls)
        done = without_traceback(newsbot(*crawl_of(write_site(server, tmp_path), uri, folder)))
        asked = sorted(server.asked)
    assert (done.returncode, done.totals["new"]) == (0, 3)
    assert f"raw archive: {len(asked)} answers written" in done.said
    (file,) = files(folder)
    check(file)
    kept = records(file)
    assert kept[0].kind == "warcinfo"
    assert b"software: newsbot/" in kept[0].body
    responses = {record.url: record for record in kept if record.kind == "response"}
    assert sorted(url.removeprefix(server.url) for url in responses) == asked
    assert responses[f"{server.url}/moved"].body == page(2).encode()
    assert responses[f"{server.url}/news/2"].status == 302
    assert "Location: /moved" in responses[f"{server.url}/news/2"].http
    assert b"abcdefghijkl" not in all_bytes(folder)
    facts = {record.url: record.facts for record in kept if record.kind == "metadata"}
    moved = facts[f"{server.url}/moved"]
    assert (moved["site"], moved["foundBy"], moved["session"]) == ("paper", "feed", "anonymous")
    assert moved["requestedUrl"] == urls[2]
    with open_store(uri) as store:
        times = {article.url: article.crawl.fetchedAt for article in store.find(Query())}
    written = {record.url: record.headers["WARC-Date"] for record in kept if record.kind == "response"}
    assert all(time and written[url].startswith(time.isoformat()[:23]) for url, time in times.items())


def test_a_second_crawl_refers_to_the_first(newsbot: Command, demo: Demo, uri: str, folder: Path) -> None:
    for _ in range(2):
        done = newsbot("crawl", demo.url, "--store", uri, "--warc", str(folder), "--limit", "10", "--quiet")
        assert done.returncode == 0, done.stderr
    first, second = files(folder)
    check(first, second)
    ids = {record.headers["WARC-Record-ID"] for record in records(first)}
    again = [record for record in records(second) if record.kind == "revisit"]
    assert any(record.url.endswith("/robots.txt") for record in again)
    assert {record.status for record in again} == {200, 304}
    assert {record.headers["WARC-Refers-To"] for record in again} <= ids


@pytest.mark.slow
def test_each_worker_has_files_of_its_own(newsbot: Command, demo: Demo, uri: str, folder: Path) -> None:
    with start_demo(articles=26, crawl_delay=0.01, host="127.0.0.2", seed=2) as other:
        done = newsbot(
            *("crawl", demo.url, other.url, "--store", uri, "--limit", "8", "--workers", "2", "--warc", str(folder)),
            NEWSBOT_ALLOW_HOSTS="127.0.0.2",
        )
    assert done.returncode == 0, done.stderr
    assert "raw archive:" in done.said
    check(*files(folder))
    hosts = {record.url.split("/")[2] for record in records(*files(folder)) if record.kind == "response"}
    assert len(hosts) == 2
    assert len({path.name.split("-")[-1] for path in files(folder)}) == len(files(folder))


def test_files_are_rotated_by_size(newsbot: Command, tmp_path: Path, uri: str, folder: Path) -> None:
    noise = random.Random(7).randbytes(600 * KILOBYTE).hex()
    with Server() as server:
        routes = {f"/news/{number}": page(number, extra=f"<!-- {noise[number:]} -->") for number in range(5)}
        server.routes |= {path: Reply(text.encode()) for path, text in routes.items()}
        server.routes["/feed.xml"] = feed([server.url + path for path in routes])
        done = newsbot(*crawl_of(write_site(server, tmp_path), uri, folder), NEWSBOT_WARC_MEGABYTES="1")
    assert done.returncode == 0, done.stderr
    assert len(files(folder)) >= 3
    check(*files(folder))


def test_a_folder_that_cannot_be_made_is_told_before_anything_is_asked(
    newsbot: Command, tmp_path: Path, uri: str
) -> None:
    (tmp_path / "file").write_text("no folder")
    with Server() as server:
        done = without_traceback(newsbot("crawl", server.url, "--store", uri, "--warc", str(tmp_path / "file" / "raw")))
        assert server.asked == []
    assert done.returncode == 1
    assert "NEWSBOT_WARC" in done.said


def test_what_a_killed_crawl_left_is_whole_after_the_next(
    running: Callable[..., Running], newsbot: Command, tmp_path: Path, uri: str, folder: Path
) -> None:
    with held_paper(8) as server:
        command = crawl_of(write_site(server, tmp_path), uri, folder)
        with running(*command) as crawl:
            server.let(4)
            server.wait_for("/news/", 5)
            with open_store(uri) as store:
                until(lambda: store.counts().articles == 4)
            crawl.send(signal.SIGKILL)
            crawl.end(20)
        (left,) = files(folder)
        assert left.suffix == ".open"
        with left.open("ab") as opened:
            opened.write(left.read_bytes()[:100])  # as if it had been killed while it wrote
        server.let()
        done = without_traceback(newsbot(*command))
    assert (done.returncode, done.totals["new"]) == (0, 4)
    assert [path.suffix for path in files(folder)] == [".gz", ".gz"]
    check(*files(folder))
    pages = [record.url for record in records(*files(folder)) if record.kind == "response" and "/news/" in record.url]
    assert len(set(pages)) == len(pages) == 8


def test_a_full_disk_costs_the_archive_and_no_article(
    environment: dict[str, str], tmp_path: Path, uri: str, folder: Path
) -> None:
    noise = random.Random(7).randbytes(200 * KILOBYTE).hex()  # the archive grows by it, and the store does not
    limit = 700 * KILOBYTE
    with Server() as server:
        routes = {f"/news/{number}": page(number, extra=f"<!-- {noise[number:]} -->") for number in range(6)}
        server.routes |= {path: Reply(text.encode()) for path, text in routes.items()}
        server.routes["/feed.xml"] = feed([server.url + path for path in routes])
        arguments = crawl_of(write_site(server, tmp_path), uri, folder)
        full = {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))}
        with Running(arguments, environment, **full) as crawl:
            done = without_traceback(crawl.end())
    assert (done.returncode, done.totals["new"]) == (0, 6)
    assert "could not be written" in done.said
    assert "file too large" in done.said
    check(*files(folder))
    assert all(path.suffix == ".gz" for path in files(folder))


def test_text_that_is_to_be_cut_is_not_kept_whole_here(newsbot: Command, demo: Demo, uri: str, folder: Path) -> None:
    words = ("crawl", demo.url, "--store", uri, "--limit", "3", "--warc", str(folder))
    done = newsbot(*words, NEWSBOT_GATED_TEXT="teaser")
    assert done.returncode == 0, done.stderr
    assert "left out" in done.said
    assert not [record for record in records(*files(folder)) if record.kind == "metadata"]


# ── signed in ──


@pytest.fixture
def paper() -> Iterator[Demo]:
    """A newspaper of one's own, of which subscribers read more."""
    need_chromium()
    with start_demo(articles=26, archive=8, crawl_delay=0.01, password=PASSWORD) as demo:
        yield demo


def signed_in(newsbot: Command, paper: Demo, home: Path, way: Way, **variables: str) -> Path:
    sites = home / "sites"
    sites.mkdir(exist_ok=True)
    (sites / "paper.yml").write_text(site_file(paper.url, way, name="paper", archive=True), "utf-8")
    secrets = environment(way, name="paper", password=PASSWORD)
    uri = f"sqlite:///{home / 'news.sqlite'}"
    done = newsbot("crawl", "paper", "--store", uri, "--warc", str(home / "raw"), "--quiet", **secrets, **variables)
    assert done.returncode == 0, done.stderr
    return home / "raw"


@pytest.mark.browser
@pytest.mark.parametrize(
    "way", [Way.FORM, *(pytest.param(each, marks=pytest.mark.slow) for each in (Way.ROTATING, Way.APP, Way.TIED))]
)
def test_a_signed_in_crawl_leaves_no_secret_in_it(newsbot: Command, paper: Demo, tmp_path: Path, way: Way) -> None:
    paper.readers.expire_at([4])
    folder = signed_in(newsbot, paper, tmp_path, way)
    check(*files(folder))
    content = all_bytes(folder)
    secrets = {secret.encode() for secret in {*paper.readers.secrets, PASSWORD} if len(secret) > 5}
    assert len(secrets) > 1
    assert not [secret for secret in secrets if secret in content]
    for name in (b"\r\nCookie:", b"\r\nSet-Cookie:", b"\r\nAuthorization:"):
        assert name.lower() not in content.lower()
    facts = [record.facts for record in records(*files(folder)) if record.kind == "metadata"]
    assert "own_login_confirmed" in {each["session"] for each in facts if "/archive/" in each["requestedUrl"]}
    assert not [record for record in records(*files(folder)) if record.url.endswith("/account")]
    told = newsbot("reread", "--warc", str(folder), "--store", f"sqlite:///{tmp_path / 'news.sqlite'}", "--json").totals
    assert told["same"] >= 8
    assert told["better"] == told["worse"] == 0


@pytest.mark.slow
@pytest.mark.browser
def test_what_is_read_as_a_subscriber_may_be_left_out(newsbot: Command, paper: Demo, tmp_path: Path) -> None:
    folder = signed_in(newsbot, paper, tmp_path, Way.FORM, NEWSBOT_WARC_OWN="omit")
    kept = records(*files(folder))
    assert not [record for record in kept if record.kind == "response" and "/archive/2" in record.url]
    assert {record.facts["session"] for record in kept if record.kind == "metadata"} <= {"anonymous"}


@pytest.mark.browser
@pytest.mark.slow
def test_a_page_that_a_browser_showed_is_a_resource(newsbot: Command, paper: Demo, tmp_path: Path) -> None:
    folder = signed_in(newsbot, paper, tmp_path, Way.SCRIPTED)
    check(*files(folder))
    shown = [record for record in records(*files(folder)) if record.kind == "resource"]
    assert shown
    done = newsbot("reread", "--warc", str(folder), "--store", f"sqlite:///{tmp_path / 'news.sqlite'}", "--json")
    assert done.returncode == 0, done.stderr
    assert done.totals["better"] == done.totals["worse"] == 0
