"""The SQLite store at its edges: wrong paths, full disks, broken and foreign files, processes at once."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import textwrap
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsbot.article import Access, Article, Crawl, Delivered, content_hash
from newsbot.discovery.link import FoundBy, Link
from newsbot.errors import FixStore, RetryStore
from newsbot.likeness import fingerprint
from newsbot.store import sqlite_words as words
from newsbot.store.base import Outcome, Query, Saved, Spent, VisitState
from newsbot.store.sqlite import SQLiteStore

T0 = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)


def article(number: int = 0, size: int = 500) -> Article:
    return Article(
        url=f"https://example.com/{number}",
        headline="News",
        articleBody="word " * (size // 5),
        datePublished=T0,
        access=Access(delivered=Delivered.FULL),
        crawl=Crawl(site="example", fetchedAt=T0 + timedelta(minutes=number)),
    )


def fill_up(path: Path) -> SQLiteStore:
    """A store whose file may not grow: SQLite's own "database or disk is full"."""
    store = SQLiteStore(path)
    with store._database.writing() as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count={pages + 20}")
    return store


def test_a_store_of_an_older_newsbot_gets_what_is_new_and_keeps_what_is_old(tmp_path: Path) -> None:
    feed = Outcome(url="https://example.com/feed", site="e", run="r", at=T0, state=VisitState.LISTING, status=200)
    with SQLiteStore(tmp_path / "news.db") as store:
        store.settle([feed])
    connection = sqlite3.connect(tmp_path / "news.db")
    for table, column in (("visits", "news"), ("visits", "watched"), ("visits", "lastNew"), ("outcomes", "bytes")):
        connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    connection.execute("ALTER TABLE outcomes DROP COLUMN news")
    connection.close()
    again = replace(feed, at=T0 + timedelta(hours=1), news=3, bytes=500)
    with SQLiteStore(tmp_path / "news.db") as store, SQLiteStore(tmp_path / "news.db") as another:
        (old,) = store.visits([feed.url]).values()
        assert (old.lastVisit, old.news, old.watched, old.lastNew) == (T0, 0, 0, None)
        store.settle([again])
        (visit,) = another.visits([feed.url]).values()
        assert (round(visit.news), visit.lastNew) == (3, again.at)
        assert another.history(feed.url) == [feed, again]
        assert another.spent_since("e", T0) == Spent(requests=2, bytes=500)


def test_what_layout_2_kept_is_told_as_new_in_the_order_it_came_in(tmp_path: Path) -> None:
    with SQLiteStore(tmp_path / "news.db") as store:
        store.save([article(2), article(1)])
        store.save([replace(article(1, 900), crawl=Crawl(site="example", fetchedAt=T0 + timedelta(hours=2)))])
    connection = sqlite3.connect(tmp_path / "news.db", isolation_level=None)
    for statement in ("DROP TABLE events", "DROP TABLE stream", "PRAGMA user_version=2"):
        connection.execute(statement)
    connection.close()
    with SQLiteStore(tmp_path / "news.db") as store, SQLiteStore(tmp_path / "news.db") as another:
        events = store.events(0, 9)
        assert [(each.kind, each.url[-1], each.version, each.at) for each in events] == [
            ("new", "1", 2, T0 + timedelta(minutes=1)),
            ("new", "2", 1, T0 + timedelta(minutes=2)),
        ]
        assert another.events(0, 9) == events
        store.save([article(3)])
        assert [each.number for each in another.events(0, 9)] == [1, 2, 3]


def test_visits_of_layout_1_learn_when_they_are_due(tmp_path: Path) -> None:
    link = [Link(url=f"https://example.com/{n}", foundBy=FoundBy.FEED, foundOn="", published=T0) for n in range(4)]
    hour = timedelta(hours=1)
    ended = [Outcome(url=link[1].url, site="e", run="r", at=T0 + 2 * hour, state=VisitState.FAILED)]
    ended += [Outcome(url=link[2].url, site="e", run="r", at=T0 + 3 * hour, state=VisitState.STORED)]
    ended += [Outcome(url=link[3].url, site="e", run="r", at=T0 + 3 * hour, state=VisitState.GONE, status=410)]
    with SQLiteStore(tmp_path / "news.db") as store:
        store.offer(link, "e", T0 + hour)
        store.settle(ended)
        before = store.visits([each.url for each in link])
    connection = sqlite3.connect(tmp_path / "news.db", isolation_level=None)
    for statement in (
        "DROP INDEX visits_due",
        "ALTER TABLE visits DROP COLUMN due",
        "ALTER TABLE visits ADD COLUMN newest INTEGER",
        "UPDATE visits SET newest = firstSeen, turn = CASE turn WHEN 2 THEN 1 WHEN 1 THEN 0 ELSE turn END",
        "CREATE INDEX visits_turn ON visits (site, turn, newest DESC, key) WHERE turn IS NOT NULL",
        "DROP TABLE leases",
        "PRAGMA user_version=1",
    ):
        connection.execute(statement)
    connection.close()
    with SQLiteStore(tmp_path / "news.db") as store, SQLiteStore(tmp_path / "news.db") as another:
        assert store.visits([each.url for each in link]) == before
        assert [each.url[-1] for each in another.take("e", 9, at=T0 + 9 * hour)] == ["0", "1", "2"]
        assert another.lease(["site e"], "me", T0, T0 + hour)["site e"].holder == "me"


def test_other_programs_can_read_the_documents(tmp_path: Path) -> None:
    with SQLiteStore(tmp_path / "news.db") as store:
        store.save([article()])
    connection = sqlite3.connect(tmp_path / "news.db")
    site, published, document = connection.execute("SELECT site, published, document FROM articles").fetchone()
    connection.close()
    assert (site, published) == ("example", int(T0.timestamp() * 1000))
    assert json.loads(document)["headline"] == "News"
    assert json.loads(document)["datePublished"].startswith("2026-11-22T07:00:00")


def test_an_older_store_learns_its_stories_and_finds_copies_of_what_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    body = " ".join(f"word{number}" for number in range(300))
    old = Article(
        url="https://a.example/1", headline="A", articleBody=body, access=Access(delivered=Delivered.FULL), story="root"
    )
    SQLiteStore(path).save([old])
    connection = sqlite3.connect(path)
    for table in ("likenesses", "bands", "stories"):
        connection.execute(f"DROP TABLE {table}")
    connection.close()
    with SQLiteStore(path) as store:
        assert [each.story for each in store.story(old.url)] == ["root"]
        (copy,) = store.copies([content_hash(old)]).values()
        assert copy.story == "root"
        assert store.alike([fingerprint(body)]) == [[]]
        later = replace(old, crawl=Crawl(fetchedAt=datetime(2026, 11, 22, tzinfo=UTC)), story=None)
        assert store.save([later]) == [Saved.SAME]
        ((found,),) = store.alike([fingerprint(body)])
        assert (found.key, found.story) == (old.key, "root")


def test_folders_are_made_and_a_tilde_is_the_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    with SQLiteStore("~/data/deep/news.db") as store:
        assert store.uri == f"sqlite:///{tmp_path}/data/deep/news.db"
    assert (tmp_path / "data" / "deep" / "news.db").is_file()


def test_a_relative_path_is_shown_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with SQLiteStore("news.db") as store:
        assert store.uri == f"sqlite:///{tmp_path}/news.db"


def test_a_place_where_no_folder_can_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FixStore, match="folder cannot be made") as caught:
        SQLiteStore(tmp_path / "file" / "news.db")
    assert "another place" in caught.value.cure


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(FixStore, match="it is a folder"):
        SQLiteStore(tmp_path)


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a file system that nobody may write to")
def test_a_file_system_that_cannot_be_written() -> None:
    with pytest.raises(FixStore, match=r"cannot be opened|folder cannot be made"):
        SQLiteStore("/proc/self/news.db")


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(FixStore, match="cannot be opened"):
        SQLiteStore(tmp_path / "news.db")


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "news.db").write_bytes(b"This is a letter, not a database. " * 100)
    with pytest.raises(FixStore, match="no SQLite database") as caught:
        SQLiteStore(tmp_path / "news.db")
    assert "move the file away" in caught.value.cure
    assert (tmp_path / "news.db").read_bytes().startswith(b"This is a letter")


def test_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with SQLiteStore(path) as store:
        store.save([article(number, 5000) for number in range(100)])
    content = bytearray(path.read_bytes())
    content[4096 * 3 :] = os.urandom(len(content) - 4096 * 3)
    path.write_bytes(content)
    with SQLiteStore(path) as store, pytest.raises(FixStore, match="damaged"):
        store.save([article(number) for number in range(100)])


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "other.db")
    connection.execute("CREATE TABLE songs (title TEXT)")
    connection.close()
    with pytest.raises(FixStore, match="no store of newsbot"):
        SQLiteStore(tmp_path / "other.db")
    connection = sqlite3.connect(tmp_path / "other.db")
    assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("songs",)]
    connection.close()


def test_the_file_of_a_newer_newsbot(tmp_path: Path) -> None:
    SQLiteStore(tmp_path / "news.db").close()
    connection = sqlite3.connect(tmp_path / "news.db")
    connection.execute("PRAGMA user_version=99")
    connection.close()
    with pytest.raises(FixStore, match="layout 99") as caught:
        SQLiteStore(tmp_path / "news.db")
    assert "Update newsbot" in caught.value.cure


def test_a_full_disk_writes_nothing_of_the_batch_and_keeps_what_was_there(tmp_path: Path) -> None:
    with fill_up(tmp_path / "news.db") as store:
        assert store.save([article(0)]) == [Saved.NEW]
        with pytest.raises(FixStore, match="the disk is full") as caught:
            store.save([article(number, 50_000) for number in range(1, 50)])
        assert "Free some space" in caught.value.cure
        assert store.counts().articles == 1
        assert store.save([article(0)]) == [Saved.NEW]  # nothing is stuck
        with store._database.writing() as connection:
            connection.execute("PRAGMA max_page_count=1000000")
        assert len(store.save([article(number, 50_000) for number in range(1, 50)])) == 49


def test_a_document_that_another_program_spoilt(tmp_path: Path) -> None:
    with SQLiteStore(tmp_path / "news.db") as store:
        store.save([article()])
        with store._database.writing() as connection:
            connection.execute("UPDATE articles SET document = json_set(document, '$.authors', 'Nobody')")
        with pytest.raises(FixStore, match=r"example.com/0.*authors"):
            store.get("https://example.com/0")


def test_locked_by_another_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsbot.store.database._PATIENCE", 0.05)
    with SQLiteStore(tmp_path / "news.db") as store:
        other = sqlite3.connect(tmp_path / "news.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(RetryStore, match="locked"):
            store.save([article()])
        other.execute("ROLLBACK")
        other.close()
        assert store.save([article()]) == [Saved.NEW]


def test_in_memory_it_is_shared_by_all_threads() -> None:
    with SQLiteStore(":memory:") as store:
        store.save([article()])
        assert store.counts().articles == 1
        assert [each.url for each in store.find(Query())] == ["https://example.com/0"]


def test_queries_use_the_indexes(tmp_path: Path) -> None:
    with SQLiteStore(tmp_path / "news.db") as store, store._database.reading() as connection:

        def steps(sql: str, *values: object) -> str:
            return " ".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values))

        visits = steps(words.TAKE, "x", 0, 1, *words.END, 9)
        assert "visits_due" in visits
        assert "TEMP B-TREE" not in visits
        assert "COVERING INDEX visits_due" in steps("SELECT min(due) FROM visits WHERE site = 'x' AND turn = 1")
        order = "AND (firstFetched, key) > (1, 'x') ORDER BY firstFetched, key LIMIT 9"
        page = steps(f"SELECT firstFetched, key FROM articles WHERE site = 'x' {order}")
        assert "articles_site" in page
        assert "TEMP B-TREE" not in page
        assert "articles_copy" in steps(
            "SELECT key FROM articles WHERE copyHash IN (SELECT value FROM json_each('[]'))"
        )
        assert "COVERING INDEX articles_count" in steps("SELECT site, delivered, count(*) FROM articles GROUP BY 1, 2")
        assert "outcomes_site" in steps(
            "SELECT count(*) FROM outcomes WHERE site = 'x' AND at >= 1 AND status IS NOT NULL"
        )


WRITER = """
    import sys
    from datetime import UTC, datetime, timedelta
    from newsbot.article import Access, Article, Crawl, Delivered, content_hash
    from newsbot.store.sqlite import SQLiteStore

    path, worker = sys.argv[1], int(sys.argv[2])
    store = SQLiteStore(path)
    print("open", flush=True)
    for step in range(1, 1 << 30):
        batch = [
            Article(url=f"https://example.com/{number % 40}", articleBody=f"{worker} {step} {number} " * 50,
                    access=Access(delivered=Delivered.FULL),
                    crawl=Crawl(fetchedAt=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=step * 10 + worker)))
            for number in range(worker * 20, worker * 20 + 40)
        ]
        store.save(batch)
        print(step, flush=True)
"""


def test_processes_that_begin_at_once_and_are_killed_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    program = textwrap.dedent(WRITER)
    command = [sys.executable, "-c", program, str(path)]
    workers = [
        subprocess.Popen([*command, str(number)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for number in range(3)
    ]
    acknowledged = []
    for worker in workers:
        assert worker.stdout is not None
        lines = [worker.stdout.readline() for _ in range(6)]
        assert lines[0] == "open\n"
        acknowledged.append(int(lines[-1]))
    for worker in workers:
        worker.kill()
        assert worker.communicate()[1] == ""
    with SQLiteStore(path) as store:
        for number, step in enumerate(acknowledged):
            own = store.get(f"https://example.com/{number * 20 % 40}")
            assert own is not None
            assert own.crawl.fetchedAt is not None
            assert own.crawl.fetchedAt >= datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=step * 10 + number)
        with store._database.reading() as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
