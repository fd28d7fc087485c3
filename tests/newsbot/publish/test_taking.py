"""Files that are taken in: what is broken in them is told, with its place, and stops nothing else."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from newsbot.article import Article, Delivered
from newsbot.errors import FixArgument
from newsbot.publish import taking
from newsbot.publish.records import json_line
from tests.newsbot.publish.exported import NAMES, take, write

GOOD = [Article(url=f"https://www.example.com/{number}", headline=f"Number {number}") for number in range(3)]


def lines() -> list[bytes]:
    return [json_line(article) for article in GOOD]


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (b"{", "no JSON"),
        (b"\xff\xfe\x00", "no JSON"),
        (b'{"headline": "no address"}', "url: Field required"),
        (b'{"url": "javascript:alert(1)"}', "no http(s) address"),
        (b'{"url": "file:///etc/passwd"}', "no http(s) address"),
        (b'{"url": "https://e.org/", "access": {"delivered": "everything"}}', "access.delivered"),
        (b'{"url": "https://e.org/", "datePublished": "yesterday"}', "datePublished"),
        (b'{"url": "https://e.org/", "authors": "me"}', "authors"),
        (b"[1]", "no object"),
        (b"null", "no object"),
        (b"[" * 100_000, "no JSON"),
        (b'{"url": "https://e.org/", "headline": "\\ud800"}', "no JSON"),
    ],
)
def test_bad_lines(tmp_path: Path, bad: bytes, why: str) -> None:
    path = tmp_path / "a.jsonl"
    first, *rest = lines()
    path.write_bytes(b"\xef\xbb\xbf" + first + bad + b"\n\n" + b"".join(rest))
    good, [told] = take(path)
    assert [article.headline for article in good] == ["Number 0", "Number 1", "Number 2"]
    assert told.place == f"{path}:2"
    assert why in told.why
    assert len(told.why) < 300


def test_a_line_that_never_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "LONGEST", 10_000)
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines()[0] + b"x" * 1_000_000 + b"\n" + lines()[1])
    good, [told] = take(path)
    assert [article.headline for article in good] == ["Number 0", "Number 1"]
    assert told.place == f"{path}:2"


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.csv.gz"])
def test_a_packed_file_that_was_cut(tmp_path: Path, name: str) -> None:
    many = [Article(url=f"https://www.example.com/{number}") for number in range(3000)]
    path = write(tmp_path / name, many)
    path.write_bytes(path.read_bytes()[:-200])
    good, bad = take(path)
    assert 1000 < len(good) < 3000
    assert "broken from here on" in bad[-1].why


@pytest.mark.parametrize("name", NAMES)
def test_what_is_another_thing(tmp_path: Path, name: str) -> None:
    if name == "notes":
        (tmp_path / name).mkdir()
        (tmp_path / name / "diary.md").write_text("dear diary")
    else:
        (tmp_path / name).write_bytes(b"%PDF-1.7 no export\n" * 100)
    try:
        good, bad = take(tmp_path / name)
    except FixArgument:
        return
    assert good == []
    assert bad


def test_a_csv_of_somebody_else(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    text = "\ufeffurl,headline,note,delivered\r\nhttps://e.org/1,'=1+1,mine,\r\nhttps://e.org/2\r\n"
    path.write_text(text + "https://e.org/3,Three,,full\r\n", "utf-8", newline="")
    good, [told] = take(path)
    assert [(article.headline, article.access.delivered) for article in good] == [
        ("=1+1", Delivered.UNKNOWN),
        ("Three", Delivered.FULL),
    ]
    assert told.place == f"{path}:3"
    assert "1 cells" in told.why


def test_a_csv_without_addresses(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("headline\nOne\n")
    with pytest.raises(FixArgument, match="no column named url"):
        take(tmp_path / "a.csv")


def test_a_parquet_of_somebody_else(tmp_path: Path) -> None:
    naive = datetime(2026, 11, 22)  # noqa: DTZ001 - as others write it
    rows = [{"url": "https://e.org/1", "headline": "One", "datePublished": naive, "x": [1]}]
    pq.write_table(pa.Table.from_pylist([*rows, {"url": None, "headline": "Two"}]), tmp_path / "a.parquet")
    [article], [told] = take(tmp_path / "a.parquet")
    assert article.datePublished == datetime(2026, 11, 22, tzinfo=UTC)
    assert article.access.delivered is Delivered.UNKNOWN
    assert told.place.endswith("row 2")


def test_a_database_with_traps(tmp_path: Path) -> None:
    path = write(tmp_path / "a.sqlite", GOOD)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE articles SET headline = x'ff00fe' WHERE url LIKE '%0'")
        connection.execute("UPDATE articles SET fetchedAt = 'never' WHERE url LIKE '%1'")
        connection.execute("INSERT INTO authors VALUES ((SELECT key FROM articles WHERE url LIKE '%2'), 1, NULL, 1, 2)")
        connection.commit()
    good, bad = take(path)
    assert len(good) + len(bad) == 3
    assert len(bad) >= 2


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("no front matter", "no front matter"),
        ("---\n- a list\n---\n", "no fields"),
        ("---\nurl: [\n---\n", "no YAML"),
        ("---\nurl: &a https://e.org/\nheadline: *a\n---\n", "aliases"),
        ("---\nurl: !!python/object/apply:os.system ['true']\n---\n", "no YAML"),
        ("---\n{1: 2}\n---\n", "no fields"),
        ("---\nheadline: x\n---\n", "url"),
    ],
)
def test_bad_notes(tmp_path: Path, text: str, why: str) -> None:
    folder = write(tmp_path / "notes", GOOD)
    (folder / "bad.md").write_text(text)
    good, [told] = take(folder)
    assert len(good) == 3
    assert why in told.why
    assert told.place.endswith("bad.md")


def test_a_note_that_was_edited_by_hand(tmp_path: Path) -> None:
    note = tmp_path / "mine.md"
    text = "---\nurl: https://e.org/1\nheadline: One\n---\n\n# One\n\nA **bold** word.\n"
    note.write_text(text, newline="\r\n")
    [found] = [*taking.take_from(note, taking.Form.MARKDOWN)]
    assert isinstance(found, taking.Found)
    assert (found.article.articleBody, found.article.access.delivered) == ("A bold word.", Delivered.UNKNOWN)
