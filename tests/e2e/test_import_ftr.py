"""`newsbot sites import-ftr`: a folder of ftr-site-config files becomes site files, and the rest is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsbot.sites.catalog import read_site_file
from tests.e2e.process import Command, without_traceback

GAZETTE = """\ufeff# of no real paper
title://h1
body: //div[@id='story']
http_header(user-agent): Mozilla/5.0 (Crawlerbot)
requires_login: yes
login_uri: https://www.gazette.example/login
login_username_field: email
login_password_field: password
login_extra_fields: pin=hunter2
not_logged_in_xpath: //body[@class='anonymous']
test_url: https://www.gazette.example/2026/ferry
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "ftr"
    made.mkdir()
    (made / "gazette.example.txt").write_text(GAZETTE, "utf-8")
    (made / ".gazette.example.txt").write_text("title: //h2\n")
    (made / "derstandard.at.txt").write_text("title: //h1[@id='t']\nfrobnicate: x\n")
    (made / "tidy.example.txt").write_text("tidy: no\n")
    (made / "README.txt").write_text("not about a site")
    return made


def test_a_folder_becomes_site_files_that_work(
    newsbot: Command, environment: dict[str, str], folder: Path, tmp_path: Path
) -> None:
    done = without_traceback(newsbot("sites", "import-ftr", str(folder)))
    assert done.returncode == 2, "one of them found its place taken"
    assert "2 of 4 files written" in done.said
    assert ".gazette.example.txt: " in done.said
    assert "line 4, http_header(user-agent): refused" in " ".join(done.stdout.split())
    own = Path(environment["NEWSBOT_SITES"])
    assert sorted(str(file.relative_to(own)) for file in own.rglob("*.yml")) == [
        "at/der-standard.yml",
        "gazette-example.yml",
    ]
    text = (own / "gazette-example.yml").read_text("utf-8")
    assert "Crawlerbot" not in text
    assert "hunter2" not in text + done.stdout + done.stderr
    assert "# - line 4, http_header(user-agent): refused" in text
    standard = read_site_file(own / "at" / "der-standard.yml").site
    assert (standard.feeds != (), standard.selectors.headline) == (True, "xpath://h1[@id='t']")
    assert "takes the place of bundled:at/der-standard.yml" in (own / "at" / "der-standard.yml").read_text("utf-8")
    shown = newsbot("sites", "show", "gazette.example")
    assert "login:\n" in shown.stdout
    assert newsbot("sites", "check").returncode == 0


def test_nothing_is_written_over_but_by_force(newsbot: Command, folder: Path, tmp_path: Path) -> None:
    to = tmp_path / "out"
    assert newsbot("sites", "import-ftr", str(folder), "--to", str(to)).returncode == 2
    mine = to / "gazette-example.yml"
    mine.write_text("name: gazette.example\nurl: https://gazette.example/\n")
    again = without_traceback(newsbot("sites", "import-ftr", str(folder), "--to", str(to)))
    assert (again.returncode, "--force" in again.said) == (2, True)
    assert "login" not in mine.read_text()
    newsbot("sites", "import-ftr", str(folder), "--to", str(to), "--force")
    assert "login" in mine.read_text()


def test_an_own_file_about_the_site_is_left_alone(newsbot: Command, environment: dict[str, str], folder: Path) -> None:
    own = Path(environment["NEWSBOT_SITES"])
    own.mkdir()
    (own / "mine.yml").write_text("name: My Gazette\nurl: https://gazette.example/\n")
    done = without_traceback(newsbot("sites", "import-ftr", str(folder), "--force"))
    assert (done.returncode, "mine.yml speaks of this site already" in done.said) == (2, True)
    assert not (own / "gazette-example.yml").exists()
    assert newsbot("sites", "check").returncode == 0


def test_as_data_and_only_logins_and_dry(newsbot: Command, environment: dict[str, str], folder: Path) -> None:
    done = newsbot("sites", "import-ftr", str(folder), "--json", "--logins", "--dry-run")
    (row,) = json.loads(done.stdout)
    assert done.returncode == 0
    assert (row["host"], row["site"], row["state"]) == ("gazette.example", "gazette-example", "would be written")
    assert row["carried"] == ["selectors.headline", "selectors.articleBody", "login"]
    assert {"line": 9, "directive": "login_extra_fields"}.items() <= row["notCarried"][3].items()
    assert not Path(environment["NEWSBOT_SITES"]).exists()


def test_files_that_cannot_be_read(newsbot: Command, tmp_path: Path) -> None:
    folder = tmp_path / "ftr"
    folder.mkdir()
    (folder / "latin.example.txt").write_bytes("title: //h1[.='é']\n".encode("latin-1"))
    (folder / "huge.example.txt").write_bytes(b"#" * 200_000)
    (folder / "gone.example.txt").symlink_to(folder / "nowhere")
    (folder / "fine.example.txt").write_text("title: //h1\n")
    done = without_traceback(newsbot("sites", "import-ftr", str(folder), "--json"))
    rows = {row["host"]: row for row in json.loads(done.stdout)}
    assert done.returncode == 2
    assert {host: row["state"] for host, row in rows.items()} == {
        "fine.example": "written",
        "gone.example": "failed",
        "huge.example": "failed",
        "latin.example": "failed",
    }
    assert "not UTF-8" in rows["latin.example"]["why"]


def test_a_folder_without_such_files(newsbot: Command, tmp_path: Path) -> None:
    for folder, said in ((tmp_path / "nowhere", "no such file"), (tmp_path, "it holds no file that is called")):
        done = without_traceback(newsbot("sites", "import-ftr", str(folder)))
        assert (done.returncode, said in done.said) == (1, True)
