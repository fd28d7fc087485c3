"""What is remembered of hosts' tdmrep.json from crawl to crawl."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsbot.crawl.rights import Known, Remembered
from newsbot.rights import TdmRule

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
RULES = (TdmRule("/", True, "https://www.example.com/policy"), TdmRule("/a", False))


def test_what_was_written_is_read(tmp_path: Path) -> None:
    first = Remembered(tmp_path / "new" / "tdmrep.json")
    first.hosts["https://www.example.com"] = Known(NOW, answered=True, rules=RULES)
    first.hosts["https://old.example"] = Known(NOW - timedelta(days=31), answered=True)
    first.write(NOW)
    assert Remembered(first.path).hosts == {"https://www.example.com": Known(NOW, answered=True, rules=RULES)}
    assert [each.name for each in first.path.parent.iterdir()] == ["tdmrep.json"]


def test_crawls_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    one, other = Remembered(tmp_path / "t.json"), Remembered(tmp_path / "t.json")
    one.hosts["https://a.example"] = Known(NOW, answered=True)
    other.hosts["https://b.example"] = Known(NOW, answered=False)
    one.write(NOW)
    other.write(NOW)
    assert Remembered(tmp_path / "t.json").hosts.keys() == {"https://a.example", "https://b.example"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"a": 1}',
        '{"a": {"at": "x", "answered": true, "rules": []}}',
        '{"a": {"at": "2026-01-01", "answered": 1, "rules": [[1]]}}',
        "[" * 99_999,
        '{"a": {"at": "2026-01-01T00:00:00"}}',
    ],
    ids=range(7),
)
def test_a_damaged_file_is_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "t.json").write_text(text)
    assert Remembered(tmp_path / "t.json").hosts == {}


def test_where_nothing_can_be_written_nothing_breaks(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    remembered = Remembered(tmp_path / "file" / "t.json")
    remembered.hosts["https://a.example"] = Known(NOW, answered=True)
    remembered.write(NOW)
    assert json.loads(json.dumps(str(remembered.path)))


def test_an_answer_holds_for_a_day_and_none_for_an_hour() -> None:
    answered, silent = Known(NOW, answered=True), Known(NOW, answered=False)
    assert answered.is_fresh(NOW + timedelta(hours=23))
    assert not answered.is_fresh(NOW + timedelta(hours=24))
    assert silent.is_fresh(NOW + timedelta(minutes=59))
    assert not silent.is_fresh(NOW + timedelta(hours=1))
    assert not answered.is_fresh(NOW - timedelta(seconds=1))  # by a clock that was wrong
