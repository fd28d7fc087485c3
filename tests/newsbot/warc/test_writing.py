"""The files of a raw archive: rotated, repeated bodies kept once, whole after a kill and on a full disk."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from newsbot.errors import FixConfiguration
from newsbot.warc import writing
from newsbot.warc.exchange import Exchange, shareable
from newsbot.warc.index import NAME
from newsbot.warc.records import NOT_MODIFIED, SAME_PAYLOAD, group_of
from newsbot.warc.writing import ArchiveWriter, mend, ready_folder, whole_members
from tests.archives import check, files
from tests.e2e.process import clean_environment

AT = datetime(2026, 11, 1, 8, 30, 0, 123456, tzinfo=UTC)


def exchange(number: int = 1, **changes: Any) -> Exchange:
    made = Exchange(
        url=f"https://www.courier.example/news/{number}",
        at=AT + timedelta(seconds=number),
        sent=(("User-Agent", "newsbot/1"),),
        headers=(("Content-Type", "text/html"), ("ETag", f'"{number}"')),
        body=f"<h1>News {number}</h1>".encode(),
        protocol="HTTP/1.1",
        address="192.0.2.1",
        facts={"site": "courier"},
    )
    clean = shareable(replace(made, **changes))
    assert clean is not None
    return clean


def records(source: Path | bytes) -> list[dict[str, str]]:
    data = source if isinstance(source, bytes) else source.read_bytes()
    return [
        dict(record.rec_headers.headers) | {"http": str(record.http_headers or "")}
        for record in ArchiveIterator(BytesIO(data))
    ]


def test_an_exchange_is_three_records_that_name_each_other() -> None:
    answer, request, facts = records(group_of(exchange()).data)
    assert (answer["WARC-Type"], request["WARC-Type"], facts["WARC-Type"]) == ("response", "request", "metadata")
    assert answer["WARC-Date"] == request["WARC-Date"] == facts["WARC-Date"] == "2026-11-01T08:30:01.123456Z"
    assert request["WARC-Concurrent-To"] == facts["WARC-Concurrent-To"] == answer["WARC-Record-ID"]
    assert (answer["WARC-Protocol"], answer["WARC-IP-Address"]) == ("http/1.1", "192.0.2.1")
    assert answer["WARC-Payload-Digest"].startswith("sha1:")
    assert answer["http"].startswith("HTTP/1.1 200 OK")
    assert request["http"].startswith("GET /news/1 HTTP/1.1\r\nHost: www.courier.example")


@pytest.mark.parametrize(("status", "line"), [(404, "HTTP/1.1 404 Not Found"), (299, "HTTP/1.1 299")])
def test_an_answer_without_a_name_for_its_status(status: int, line: str) -> None:
    assert records(group_of(exchange(status=status)).data)[0]["http"].startswith(line)


def test_a_page_that_a_browser_showed_is_no_response() -> None:
    group = group_of(exchange(shown=True))
    answer = records(group.data)[0]
    assert (answer["WARC-Type"], answer["Content-Type"], group.record) == ("resource", "text/html", None)
    written = next(
        json.loads(each.raw_stream.read())
        for each in ArchiveIterator(BytesIO(group.data))
        if each.rec_type == "metadata"
    )
    assert written["status"] == 200
    assert ["Content-Type", "text/html"] in written["headers"]


def test_the_same_body_again_is_kept_once(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path, {})
    writer.write(exchange(1))
    writer.write(exchange(2, body=b"<h1>News 1</h1>"))
    writer.close()
    (file,) = files(tmp_path)
    first, again = (each for each in records(file) if each["WARC-Type"] in {"response", "revisit"})
    assert (again["WARC-Type"], again["WARC-Profile"]) == ("revisit", SAME_PAYLOAD)
    assert again["WARC-Refers-To"] == first["WARC-Record-ID"]
    assert again["WARC-Refers-To-Target-URI"] == first["WARC-Target-URI"]
    assert again["WARC-Payload-Digest"] == first["WARC-Payload-Digest"]
    check(file)


def test_what_is_not_modified_refers_to_what_it_was(tmp_path: Path) -> None:
    for number, sent in enumerate((("User-Agent", "x"), ("If-None-Match", '"1"'), ("If-None-Match", '"other"'))):
        writer = ArchiveWriter(tmp_path, {}, worker=f"w{number}")  # each crawl is a process of its own
        changes: dict[str, Any] = {"status": 304, "body": b""} if number else {}
        writer.write(exchange(1, at=AT + timedelta(hours=number), sent=(sent,), **changes))
        writer.close()
    kinds = [each for file in files(tmp_path) for each in records(file) if each["WARC-Type"] in {"response", "revisit"}]
    assert [each["WARC-Type"] for each in kinds] == ["response", "revisit", "response"]
    assert kinds[1]["WARC-Profile"] == NOT_MODIFIED
    assert kinds[1]["WARC-Refers-To"] == kinds[0]["WARC-Record-ID"]
    check(*files(tmp_path))


def test_what_its_owner_took_away_is_not_referred_to(tmp_path: Path) -> None:
    for number in (1, 2):
        writer = ArchiveWriter(tmp_path, {}, worker=f"w{number}")
        writer.write(exchange(number, body=b"<h1>The same</h1>"))
        writer.close()
        if number == 1:
            files(tmp_path)[0].unlink()
    assert [each["WARC-Type"] for each in records(files(tmp_path)[0])] == [
        "warcinfo",
        "response",
        "request",
        "metadata",
    ]


def test_without_its_index_the_archive_is_whole(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("No database, only words. " * 99)
    writer = ArchiveWriter(tmp_path, {})
    writer.write(exchange())
    writer.close()
    check(*files(tmp_path))


@pytest.mark.parametrize(
    ("largest", "apart", "expected"), [(1, timedelta(0), 4), (10**9, timedelta(hours=9), 2), (10**9, timedelta(0), 1)]
)
def test_a_new_file_is_begun_by_size_and_by_day(tmp_path: Path, largest: int, apart: timedelta, expected: int) -> None:
    writer = ArchiveWriter(tmp_path, {"software": "newsbot/1"}, largest=largest, worker="w1")
    for number in range(4):
        writer.write(exchange(number, at=AT + number * apart))
        assert len([path for path in files(tmp_path) if path.suffix == ".open"]) == 1
    writer.close()
    names = [path.name for path in files(tmp_path)]
    assert len(names) == expected
    assert names[0] == "newsbot-20261101083000-00001-w1.warc.gz"
    for path in files(tmp_path):
        assert records(path)[0]["WARC-Type"] == "warcinfo"
        assert records(path)[0]["WARC-Filename"] == path.name
    check(*files(tmp_path))


def test_two_writers_of_one_folder_have_files_of_their_own(tmp_path: Path) -> None:
    writers = [ArchiveWriter(tmp_path, {}, worker="same") for _ in range(2)]
    for number, writer in enumerate(writers):
        writer.write(exchange(number, at=AT))
    for writer in writers:
        writer.close()
    assert len(files(tmp_path)) == 2
    check(*files(tmp_path))


def test_files_that_are_being_written_are_not_mended(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path, {})
    writer.write(exchange(1))
    assert mend(tmp_path) == []
    writer.write(exchange(2))
    writer.close()
    check(*files(tmp_path))


def _left(tmp_path: Path, cut: int) -> Path:
    """A file as a killed process leaves it: so many bytes short."""
    writer = ArchiveWriter(tmp_path, {})
    for number in range(3):
        writer.write(exchange(number))
    writer.close()
    (whole,) = files(tmp_path)
    left = whole.with_name(whole.name + ".open")
    whole.rename(left)
    os.truncate(left, left.stat().st_size - cut)
    return left


@pytest.mark.parametrize("cut", [0, 1, 9, 200, 700])
def test_what_a_kill_left_behind_is_cut_back_to_whole_records(tmp_path: Path, cut: int) -> None:
    left = _left(tmp_path, cut)
    (mended,) = mend(tmp_path)
    assert not left.exists()
    assert mended.name == left.name.removesuffix(".open")
    check(mended)
    assert len(records(mended)) >= 4
    assert mend(tmp_path) == []


def test_a_file_with_nothing_whole_in_it_is_taken_away(tmp_path: Path) -> None:
    left = tmp_path / "newsbot-20261101083000-00001-1.warc.gz.open"
    left.write_bytes(b"\x1f\x8b\x08 no member at all")
    assert mend(tmp_path) == []
    assert files(tmp_path) == []


def test_a_file_that_is_damaged_in_its_middle_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_MOST_CUT", 300)
    left = _left(tmp_path, 0)
    data = bytearray(left.read_bytes())
    data[500:520] = bytes(20)
    left.write_bytes(data)
    assert mend(tmp_path) == []
    assert left.read_bytes() == data


def test_members_are_counted_in_bounded_memory(tmp_path: Path) -> None:
    large = group_of(exchange(body=bytes(5_000_000))).data  # a chunk of it unpacks to many
    file = tmp_path / "large"
    file.write_bytes(large + large[:300])
    with file.open("rb") as opened:
        assert whole_members(opened.fileno()) >= len(large)


_ENDLESS = """
import sys
from pathlib import Path
from tests.newsbot.warc.test_writing import exchange
from newsbot.warc.writing import ArchiveWriter
writer = ArchiveWriter(Path(sys.argv[1]), {})
number = 0
while True:
    number += 1
    writer.write(exchange(number, body=b"%d " % number * 5000))
    print(number, flush=True)
"""


@pytest.fixture
def endless(tmp_path: Path) -> Callable[..., subprocess.Popen[str]]:
    """Starts a process that writes for ever."""
    root = Path(__file__).resolve().parents[3]

    def start(**options: Any) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", _ENDLESS, str(tmp_path)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=root,
            env={**clean_environment(tmp_path), "PYTHONPATH": str(root)},
            **options,
        )

    return start


@pytest.mark.parametrize("after", [1, 40])
def test_a_kill_in_the_middle(tmp_path: Path, endless: Callable[..., subprocess.Popen[str]], after: int) -> None:
    with endless() as process:
        assert process.stdout is not None
        for number in range(1, after + 1):
            line = process.stdout.readline()
            assert line == f"{number}\n", process.communicate(timeout=60)[1]  # else it has died of something
        assert mend(tmp_path) == [], "it is still written"
        process.send_signal(signal.SIGKILL)
    (mended,) = mend(tmp_path)
    check(mended)
    assert sum(each["WARC-Type"] == "response" for each in records(mended)) >= after


def test_a_full_disk_leaves_whole_records(tmp_path: Path, endless: Callable[..., subprocess.Popen[str]]) -> None:
    limit = 20_000  # no file grows beyond it: the disk is full, for every user
    with endless(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))) as process:
        _, errors = process.communicate(timeout=60)
    assert "File too large" in errors
    (mended,) = mend(tmp_path)
    check(mended)
    assert mended.stat().st_size <= limit


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(FixConfiguration, match="NEWSBOT_WARC"):
        ready_folder(tmp_path / "file" / "below")
    assert ready_folder(tmp_path / "new" / "er").is_dir()
