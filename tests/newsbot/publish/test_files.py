"""Files that are whole or not there, and what is never written over."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from newsbot.article import Article
from newsbot.errors import FixArgument
from newsbot.publish import writing as writing_module
from newsbot.publish.files import MARK, may_write
from newsbot.publish.forms import Form
from newsbot.publish.writing import need_parquet, writing
from tests.newsbot.publish.exported import NAMES, form_at, take, write

ONE = Article(url="https://www.example.com/1", headline="One")
TWO = Article(url="https://www.example.com/2", headline="Two")
ROOT = Path(__file__).resolve().parents[3]


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("name", NAMES)
def test_what_fails_leaves_what_was_there(name: str, tmp_path: Path) -> None:
    path = write(tmp_path / name, [ONE])

    def half() -> None:
        with writing(path, form_at(path)) as sink:
            sink.add(TWO)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half()
    assert names_in(tmp_path) == [name]
    assert [article.headline for article in take(path)[0]] == ["One"]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_replaced_is_replaced_as_a_whole(name: str, tmp_path: Path) -> None:
    write(tmp_path / name, [ONE])
    path = write(tmp_path / name, [TWO])
    assert names_in(tmp_path) == [name]
    assert [article.headline for article in take(path)[0]] == ["Two"]


#: Writes without end, and says when it has begun.
_ENDLESS = """
import sys
from pathlib import Path
from newsbot.article import Article
from tests.newsbot.publish.exported import form_at
from newsbot.publish import writing as writing_module
from newsbot.publish.writing import need_parquet, writing
path = Path(sys.argv[1])
with writing(path, form_at(path)) as sink:
    for number in range(10**9):
        sink.add(Article(url=f"https://www.example.com/{number}", headline="x" * 1000))
        if number == 2000:
            print("begun", flush=True)
"""


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_process_that_is_ended_leaves_nothing_under_the_name(name: str, how: signal.Signals, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", _ENDLESS, str(tmp_path / name)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        process.send_signal(how)
        process.wait(60)
    finally:
        process.kill()
        process.communicate()
    assert not (tmp_path / name).exists()
    if how is signal.SIGINT:
        assert names_in(tmp_path) == []


@pytest.mark.parametrize("name", ["news.jsonl", "news.csv.gz", "news.parquet", "news.sqlite", "notes"])
def test_a_full_disk(name: str, tmp_path: Path) -> None:
    code = f"""
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
{_ENDLESS.replace("print", "pass #")}
""".replace("import sys\n", "import os, sys\n").replace('"x" * 1000', "os.urandom(9000).hex()")
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / name)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "FixArgument" in done.stderr.strip().splitlines()[-1], done.stderr
    assert names_in(tmp_path) == []


def test_nothing_is_overwritten_in_silence(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    may_write(file, option="--to", overwrite=False)
    file.write_text("mine")
    with pytest.raises(FixArgument, match="--overwrite"):
        may_write(file, option="--to", overwrite=False)
    may_write(file, option="--to", overwrite=True)


def test_a_folder_of_the_owner_is_never_replaced(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    may_write(notes, option="--to", overwrite=False)
    (notes / "diary.md").write_text("dear diary")
    for overwrite in (False, True):
        with pytest.raises(FixArgument, match="no export"):
            may_write(notes, option="--to", overwrite=overwrite)
    (notes / MARK).touch()
    may_write(notes, option="--to", overwrite=True)
    with pytest.raises(FixArgument, match="--overwrite"):
        may_write(notes, option="--to", overwrite=False)


def test_a_link_stays_and_its_target_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    real, link = tmp_path / "far" / "real.jsonl", tmp_path / "link.jsonl"
    real.write_text("old")
    link.symlink_to(real)
    write(link, [ONE])
    assert link.is_symlink()
    assert [article.headline for article in take(real)[0]] == ["One"]


def test_the_same_articles_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("news.jsonl", "news.jsonl.gz", "news.csv.gz", "news.parquet", "news.sqlite"):
        first, second = (write(tmp_path / f"{number}{name}", [ONE, TWO]).read_bytes() for number in (1, 2))
        assert first == second


def test_a_database_takes_more(tmp_path: Path) -> None:
    path = write(tmp_path / "news.sqlite", [ONE])
    changed = Article(url=ONE.url, headline="One, corrected")
    with writing(path, Form.SQLITE, update=True) as sink:
        sink.add(changed)
        sink.add(TWO)
    assert [article.headline for article in take(path)[0]] == ["One, corrected", "Two"]


def test_a_strange_database_takes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    path.write_bytes(b"")
    with pytest.raises(FixArgument, match="no export"), writing(path, Form.SQLITE, update=True):
        pass


def test_a_folder_takes_more_and_moves_what_has_another_name(tmp_path: Path) -> None:
    path = write(tmp_path / "notes", [ONE, TWO])
    with writing(path, Form.MARKDOWN, update=True) as sink:
        sink.add(Article(url=ONE.url, headline="One, corrected"))
    assert sorted(article.headline or "" for article in take(path)[0]) == ["One, corrected", "Two"]
    index = (path / "unknown-site" / "index.md").read_text()
    assert index.count(ONE.key) == 1
    assert "One, corrected" in index


def test_parquet_without_its_package_tells_the_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing_module, "find_spec", lambda name: None)
    with pytest.raises(FixArgument, match="pip install 'pyarrow"):
        need_parquet("--format")


def test_no_other_export_loads_pyarrow() -> None:
    code = "import sys, newsbot.cli.exporting, newsbot.cli.bringing; sys.exit('pyarrow' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    assert subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode == 0


def test_a_strange_database_is_never_overwritten(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE mine (x)")
    own = write(tmp_path / "own.db", [ONE])
    may_write(own, option="--to", overwrite=True)
    with pytest.raises(FixArgument, match="no export"):
        may_write(other, option="--to", overwrite=True)
