"""`newsbot export` and `newsbot import`: in all forms, in steps, and there and back."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsbot.article import Access, Article, Crawl, Declared, Delivered
from newsbot.store.base import Query
from newsbot.store.opening import open_store
from tests.e2e.process import Command, run_many, without_traceback

T0 = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
NAMES = ["news.jsonl", "news.jsonl.gz", "news.csv", "news.csv.gz", "news.parquet", "news.sqlite", "news.db", "notes"]


def article(name: str, minutes: float = 0, body: str = "A text.") -> Article:
    return Article(
        url=f"https://www.example.com/{name}",
        headline=name,
        articleBody=body,
        access=Access(delivered=Delivered.FULL),
        crawl=Crawl(site="example", fetchedAt=T0 + timedelta(minutes=minutes)),
    )


def save(uri: str, *articles: Article) -> None:
    with open_store(uri) as store:
        store.save(articles)


def test_there_and_back_in_every_form(filled: str, environment: dict[str, str], tmp_path: Path) -> None:
    commands = []
    for name in NAMES:
        path, uri = str(tmp_path / name), f"sqlite:///{tmp_path}/{name}.store"
        commands += [
            ["export", "--store", filled, "--to", path],
            ["export", "--store", filled, "--to", path],
            ["export", "--store", filled, "--to", path, "--overwrite"],
            ["import", path, "--store", uri, "--dry-run"],
            ["import", path, "--store", uri],
            ["import", path, "--store", uri],
            ["export", "--store", uri, "-f", "csv"],
        ]
    done = [without_traceback(each) for each in run_many(commands, environment)]
    with open_store(filled) as store:
        kept = list(store.find(Query()))
    for place, name in enumerate(NAMES):
        first, refused, over, dry, imported, again, back = done[place * 7 : place * 7 + 7]
        assert first.returncode == over.returncode == 0, first.stderr
        assert f"{len(kept)} articles exported" in first.said
        assert "not known to be whole" in first.said
        assert "cursor: " in first.said
        assert (refused.returncode, refused.stdout) == (1, "")
        assert "--overwrite" in refused.said
        assert dry.returncode == imported.returncode == again.returncode == 0, (name, imported.stderr)
        assert f"{len(kept)} articles new, 0 changed, 0 known already: would be kept" in dry.said
        assert f"{len(kept)} articles new" in imported.said
        assert f"0 articles new, 0 changed, {len(kept)} known already" in again.said
        assert back.stdout.count("partial_teaser") >= sum(not each.complete for each in kept) > 0
    for name in ("news.jsonl", "news.parquet"):
        with open_store(f"sqlite:///{tmp_path}/{name}.store") as store:
            came = {each.url: each for each in store.find(Query())}
        for each in kept:
            # The number of a version, and since when it is known, are the store's own.
            each.revision = came[each.url].revision
            assert came[each.url] == each
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("state", [True, False])
def test_only_what_changed(newsbot: Command, uri: str, tmp_path: Path, state: bool) -> None:
    save(uri, article("a"), article("b", 1))
    file = tmp_path / "cursor.txt"

    def changes(cursor: str, *more: str) -> tuple[list[tuple[str, str]], str]:
        since = ["--state", str(file)] if state else (["--since-cursor", cursor] if cursor else [])
        done = newsbot("export", "--store", uri, *since, *more)
        assert done.returncode == 0, done.stderr
        end = file.read_text().strip() if state else done.said.rpartition("cursor: ")[2]
        return [(each.get("change", {}).get("kind", ""), each["headline"]) for each in done.lines], end

    first, end = changes("")
    assert first == [("new" if state else "", "a"), ("new" if state else "", "b")]
    assert changes(end)[0] == []
    save(uri, article("c", 2), article("a", 3, "Another text."))
    second, end = changes(end, "--limit", "1")
    assert second == [("new", "c")]
    third, end = changes(end)
    assert third == [("changed", "a")]
    assert changes(end)[0] == []


def test_the_state_is_written_only_when_the_export_is_whole(newsbot: Command, uri: str, tmp_path: Path) -> None:
    save(uri, article("a"))
    file = tmp_path / "cursor.txt"
    (tmp_path / "there.jsonl").write_text("mine")
    refused = newsbot("export", "--store", uri, "--state", str(file), "--to", str(tmp_path / "there.jsonl"))
    assert refused.returncode == 1
    assert not file.exists()
    assert (tmp_path / "there.jsonl").read_text() == "mine"
    with Path("/dev/full").open("w") as full:
        newsbot("export", "--store", uri, "--state", str(file), "--to", str(tmp_path / "no" / "such.jsonl"))
        assert full.writable()
    assert not file.exists()


def test_a_store_is_never_written_over(newsbot: Command, uri: str, tmp_path: Path) -> None:
    save(uri, article("a"))
    path = uri.removeprefix("sqlite:///")
    for more in ([], ["--overwrite"], ["-f", "csv", "--overwrite"], ["--state", str(tmp_path / "cursor.txt")]):
        done = without_traceback(newsbot("export", "--store", uri, "--to", path, *more))
        assert done.returncode == 1
    done = without_traceback(newsbot("export", "--store", uri, "--state", path))
    assert done.returncode == 1
    with open_store(uri) as store:
        assert store.counts().articles == 1


def test_a_cursor_of_another_store(newsbot: Command, uri: str, tmp_path: Path) -> None:
    save(uri, article("a"))
    other = f"sqlite:///{tmp_path}/other.sqlite"
    save(other, article("a"))
    (tmp_path / "cursor.txt").write_text("nonsense")
    newsbot("export", "--store", other, "--state", str(tmp_path / "other.txt"))
    for cursor in (["--state", str(tmp_path / "other.txt")], ["--state", str(tmp_path / "cursor.txt")]):
        done = without_traceback(newsbot("export", "--store", uri, *cursor))
        assert (done.returncode, done.stdout) == (1, "")
        assert "fix:" in done.said


@pytest.mark.parametrize("name", ["export.sqlite", "notes"])
def test_changes_are_put_into_what_is_there(newsbot: Command, uri: str, tmp_path: Path, name: str) -> None:
    save(uri, article("a"), article("b", 1))
    command = ("export", "--store", uri, "--state", str(tmp_path / "cursor.txt"), "--to", str(tmp_path / name))
    newsbot(*command)
    save(uri, article("c", 2), article("a", 3, "Another text."))
    done = newsbot(*command)
    assert "2 articles exported" in done.said
    again = f"sqlite:///{tmp_path}/again.sqlite"
    assert "3 articles new" in newsbot("import", str(tmp_path / name), "--store", again).said
    with open_store(again) as store:
        assert {each.headline: each.articleBody for each in store.find(Query())} == {
            "a": "Another text.",
            "b": "A text.",
            "c": "A text.",
        }


def test_what_is_given_on_is_cut(newsbot: Command, uri: str) -> None:
    paid = article("paid", body="The beginning.\n\nWhat was paid for.")
    paid.access.declared = Declared.NOT_FREE
    save(uri, paid, article("free", 1, body="The beginning.\n\nThe rest."))
    mine = newsbot("export", "--store", uri)
    assert "What was paid for." in mine.stdout
    shared = newsbot("export", "--store", uri, "--shareable")
    assert "What was paid for." not in shared.stdout
    assert {each["headline"]: each["access"]["delivered"] for each in shared.lines} == {
        "paid": "partial_teaser",
        "free": "full",
    }
    assert "1 of them not known to be whole" in shared.said


def test_bad_lines_are_told_and_all_else_is_kept(newsbot: Command, uri: str, tmp_path: Path) -> None:
    good = [json.dumps({"url": f"https://www.example.com/{number}"}) for number in range(3)]
    file = tmp_path / "a.jsonl"
    file.write_text("\n".join([good[0], "\x1b[31m{", good[1], *(['{"url": "ftp://x/"}'] * 30), good[2]]))
    done = without_traceback(newsbot("import", str(file), "--store", uri))
    assert done.returncode == 2
    assert f"{file}:2: it is no JSON" in done.said
    assert "3 articles new" in done.said
    assert "31 records could not be read" in done.said
    assert f"{file}:33" not in done.said
    with open_store(uri) as store:
        assert {each.access.delivered for each in store.find(Query())} == {Delivered.UNKNOWN}


def test_import_of_what_comes_through_a_pipe(newsbot: Command, uri: str, filled: str) -> None:
    given = newsbot("export", "--store", filled, "--limit", "5").stdout
    done = newsbot("import", "-", "--store", uri, stdin=given)
    assert "5 articles new" in done.said
    csv = newsbot("export", "--store", filled, "--limit", "5", "-f", "csv").stdout
    again = newsbot("import", "-", "-f", "csv", "--store", uri, stdin=csv)
    assert "0 articles new, 0 changed, 5 known already" in again.said
