"""`newsbot reread`: pages of the raw archive, read again by another site file, and stored where that is better."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsbot.article import Article, Delivered
from newsbot.demo.server import Demo, start_demo
from newsbot.demo.shapes import Kind
from newsbot.store.base import Query
from newsbot.store.opening import open_store
from tests.archives import files
from tests.e2e.process import Command, Done, run, without_traceback

#: A newsbot that may not touch the network: whatever asks for an address, or connects to one, ends it.
_ALONE = """
import os, sys
def forbid(event, arguments):
    if event.startswith("socket.") and event not in {"socket.gethostname", "socket.__new__"}:
        sys.stderr.write(f"the network was touched: {event} {arguments}\\n")
        os._exit(99)
sys.addaudithook(forbid)
from newsbot.cli.app import main
sys.argv = ["newsbot", *sys.argv[1:]]
main()
"""
WRONG = "selectors:\n  headline: css:.kicker, p\n"


@pytest.fixture
def paper() -> Iterator[Demo]:
    with start_demo(articles=26, crawl_delay=0.01) as demo:
        yield demo


@pytest.fixture
def site(paper: Demo, environment: dict[str, str]) -> Callable[[str], None]:
    """Writes the newspaper's site file, with these lines at its end."""

    def write(more: str = "") -> None:
        folder = Path(environment["NEWSBOT_SITES"])
        folder.mkdir(parents=True, exist_ok=True)
        text = f"name: paper\nurl: {paper.url}/\nfeeds: ['{paper.url}/feeds/all.xml']\n{more}"
        (folder / "paper.yml").write_text(text)

    return write


@pytest.fixture
def crawled(newsbot: Command, site: Callable[[str], None], uri: str, tmp_path: Path) -> Callable[[str], Path]:
    """Crawls the newspaper by a site file with these lines at its end; the archive's folder."""

    def crawl(more: str = "") -> Path:
        site(more)
        done = newsbot("crawl", "paper", "--store", uri, "--warc", str(tmp_path / "raw"), "--delay", "0", "--quiet")
        assert done.returncode == 0, done.stderr
        return tmp_path / "raw"

    return crawl


@pytest.fixture
def reread(environment: dict[str, str], uri: str, tmp_path: Path) -> Callable[..., Done]:
    """Reads the archive again, where no network is."""

    def command(*more: str, warc: Path | None = None, store: str = uri) -> Done:
        words = ("reread", "--warc", str(warc or tmp_path / "raw"), "--store", store, "--json", *more)
        return without_traceback(run([sys.executable, "-c", _ALONE, *words], environment))

    return command


def kept(uri: str) -> dict[str, Article]:
    with open_store(uri) as store:
        return {article.key: article for article in store.find(Query())}


def test_the_guard_sees_the_network(environment: dict[str, str], paper: Demo) -> None:
    done = run([sys.executable, "-c", _ALONE, "scrape", f"{paper.url}/"], environment)
    assert done.returncode == 99, done.stderr


def test_what_the_same_code_reads_is_the_same(crawled: Callable, reread: Callable, uri: str, paper: Demo) -> None:
    crawled()
    before = kept(uri)
    done = reread()
    assert done.returncode == 0, done.stderr
    told = done.totals
    assert (told["better"], told["worse"], told["unreadable"], told["stored"]) == (0, 0, 0, 0)
    assert told["same"] >= len(before)
    assert kept(uri) == before
    paged = paper.newspaper.of_kind(Kind.PAGED)[0]
    with open_store(uri) as store:
        article = store.get(paper.url + paged.path)
    assert article is not None
    assert article.complete


def test_what_another_site_file_reads_better_is_a_version(
    crawled: Callable, site: Callable, reread: Callable, newsbot: Command, uri: str
) -> None:
    crawled(WRONG)
    before = kept(uri)
    site("")
    tried = reread("--dry-run").totals
    assert tried["better"] > len(before) / 2
    assert (tried["stored"], kept(uri)) == (0, before)
    told = reread().totals
    assert told["stored"] == told["better"] == tried["better"]
    assert told["fields"]["headline"] == told["better"]
    after = kept(uri)
    assert after.keys() == before.keys()
    changed = [key for key in after if after[key].revision.number == 2]
    assert len(changed) == told["stored"]
    for key in changed:
        old, new = before[key], after[key]
        assert new.headline != old.headline
        assert new.crawl.fetchedAt == old.crawl.fetchedAt
        assert new.crawl.rereadAt is not None
        assert new.revision.changedAt == new.crawl.rereadAt
        assert "headline" in new.revision.changed
        assert new.access == old.access
    history = json.loads(newsbot("history", after[changed[0]].url, "--store", uri, "--json").stdout)
    assert before[changed[0]].headline in json.dumps(history, ensure_ascii=False)
    assert reread().totals["stored"] == 0, "the same again changes nothing"
    assert kept(uri) == after


@pytest.mark.slow
def test_a_reading_that_lost_something_is_not_stored_unasked(
    crawled: Callable, site: Callable, reread: Callable, uri: str
) -> None:
    crawled()
    before = kept(uri)
    site("selectors:\n  remove: ['css:p']\n")
    told = reread().totals
    assert told["stored"] == 0
    assert kept(uri) == before
    assert told["worse"] > len(before) / 2
    assert told["lost"]["article"] > 0, "no article is seen any more where the store has one"


def test_a_teaser_never_replaces_a_full_text_however_it_is_wanted(
    crawled: Callable, site: Callable, reread: Callable, uri: str
) -> None:
    crawled()
    before = kept(uri)
    site("access:\n  lockedWhen: ['css:article']\n")
    told = reread("--losses").totals
    assert told["worse"] > 0
    after = kept(uri)
    whole = [key for key, article in before.items() if article.complete]
    assert all(after[key].access.delivered is before[key].access.delivered for key in whole)
    assert all(after[key].articleBody == before[key].articleBody for key in whole)


@pytest.mark.slow
def test_what_the_store_does_not_have_is_added_only_where_that_is_wanted(
    crawled: Callable, reread: Callable, uri: str, tmp_path: Path
) -> None:
    crawled()
    before = kept(uri)
    empty = f"sqlite:///{tmp_path / 'empty.sqlite'}"
    open_store(empty).close()
    told = reread(store=empty).totals
    assert told["new"] >= len(before)
    assert told["stored"] == 0
    reread("--add", store=empty)
    added = kept(empty)
    assert added.keys() == before.keys(), "second copies of a text are left out, as in a crawl"
    assert {key: each.articleBody for key, each in added.items()} == {
        key: each.articleBody for key, each in before.items()
    }
    assert {each.access.delivered for each in added.values()} >= {Delivered.FULL, Delivered.PARTIAL_TEASER}


@pytest.mark.slow
def test_only_some_pages(crawled: Callable, reread: Callable) -> None:
    crawled()
    assert reread("--site", "paper").totals["read"] > 0
    assert reread("--since", "2999-01-01").totals["read"] == 0
    wrong = reread("--site", "nowhere-at-all")
    assert wrong.returncode == 1


@pytest.mark.slow
def test_archives_that_are_broken_or_foreign(crawled: Callable, reread: Callable, tmp_path: Path) -> None:
    folder = crawled()
    whole = reread().totals["read"]
    (file,) = files(folder)
    os.truncate(file, file.stat().st_size * 2 // 3)
    done = reread()
    assert done.returncode in {0, 2}, "a cut may fall between two records"
    assert 0 < done.totals["read"] < whole
    (folder / "newsbot-noise.warc.gz").write_bytes(b"\x1f\x8b\x08" + bytes(range(256)) * 9)
    done = reread()
    assert done.returncode == 2
    assert "could not be read to its end" in done.said
    (tmp_path / "nothing").mkdir()
    assert reread(warc=tmp_path / "nothing").returncode == 1
    assert reread(warc=tmp_path / "nowhere").returncode == 1


@pytest.mark.slow
def test_the_table_tells_it_to_people(crawled: Callable, site: Callable, newsbot: Command, uri: str) -> None:
    folder = crawled(WRONG)
    site("")
    done = without_traceback(newsbot("reread", "--store", uri, NEWSBOT_WARC=str(folder)))
    assert done.returncode == 0, done.stderr
    words = " ".join(done.stdout.split())
    assert "differ, and lack nothing that the store has" in words
    assert "What differs" in words
    assert "headline" in words
