"""The URI says which store is opened."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from newsbot.errors import FixArgument, RetryStore
from newsbot.store.base import shown
from newsbot.store.opening import open_store


@pytest.mark.parametrize("uri", ["sqlite:///news.db", "news.db", "sqlite:///./news.db"])
def test_a_relative_path(uri: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with open_store(uri) as store:
        assert store.counts().articles == 0
    assert (tmp_path / "news.db").is_file()


def test_an_absolute_path(tmp_path: Path) -> None:
    for uri in (f"sqlite:///{tmp_path}/one.db", f"{tmp_path}/two.db"):
        open_store(uri).close()
    assert {each.name for each in tmp_path.iterdir()} == {"one.db", "two.db"}


def test_the_shown_uri_opens_the_same_store(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "news.db")) as store, open_store(store.uri) as again:
        assert again.uri == store.uri


@pytest.mark.parametrize("uri", ["sqlite://", "sqlite:///:memory:", "sqlite://:memory:", "sqlite:"])
def test_in_memory(uri: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    open_store(uri).close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "uri", ["postgres://me:s3cret@host/db", "http://x", "", "  ", "sqlite://host/news.db", "sqlite:news.db"]
)
def test_what_cannot_be_opened_names_what_can(uri: str) -> None:
    with pytest.raises(FixArgument) as caught:
        open_store(uri)
    assert "sqlite:///" in caught.value.cure
    assert "s3cret" not in str(caught.value)


def test_a_mongodb_uri_opens_a_mongodb(tmp_path: Path) -> None:
    socket = str(tmp_path / "none.sock").replace("/", "%2F")
    with pytest.raises(RetryStore):
        open_store(f"mongodb://{socket}/news?serverSelectionTimeoutMS=50", database="other", patience=1)


def test_those_with_sqlite_do_not_load_the_driver_of_mongodb() -> None:
    code = "import sys, newsbot.store.opening as o; o.open_store('sqlite://').close(); print('pymongo' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("mongodb://u:p@h:1,i:2/db?tlsCertificateKeyFilePassword=x", "mongodb://***@h:1,i:2/db"),
        ("mongodb://u:p@ss/w?rd@h/db", "mongodb://***@h/db"),
        ("mongodb://h/db", "mongodb://h/db"),
        ("mongodb+srv://u:p@h", "mongodb+srv://***@h"),
        ("/a/b?c.db", "/a/b?c.db"),
    ],
)
def test_a_uri_is_shown_without_secrets(uri: str, expected: str) -> None:
    assert shown(uri) == expected
