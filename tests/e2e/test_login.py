"""`newsbot login` through the real command line, a real Chromium, and the demo newspaper's sign-ins."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsbot.config import read_config
from newsbot.demo import recipes
from newsbot.demo.recipes import Way
from newsbot.demo.server import Demo, Served, start_demo
from newsbot.sessions.processes import process
from newsbot.sessions.refusals import Kind, Refusals
from newsbot.sessions.vault import open_vault
from tests.chromium import descendants, main_of, need_chromium
from tests.e2e.process import Command, Done, Running, without_traceback
from tests.e2e.servers import Server
from tests.processes import until

PASSWORD = "horse-battery-staple"
WRONG = "donkey-battery-staple"
NAME = "Paper"
Login = Callable[..., Done]


@pytest.fixture(scope="module")
def paper() -> Iterator[Demo]:
    with start_demo(articles=40, crawl_delay=0.01, password=PASSWORD) as newspaper:
        yield newspaper


@pytest.fixture
def login(newsbot: Command, paper: Demo, environment: dict[str, str]) -> Login:
    """Signs in by one of the ways, as in `login(Way.FORM, "--json")`."""
    need_chromium()

    def command(way: Way, *options: str, password: str = PASSWORD, **variables: str) -> Done:
        write_site(environment, recipes.site_file(paper.url, way, name=NAME))
        secrets = recipes.environment(way, name=NAME, password=password)
        return without_traceback(newsbot("login", "paper", *options, **{**secrets, **variables}))

    return command


def write_site(environment: dict[str, str], text: str) -> None:
    folder = Path(environment["NEWSBOT_SITES"])
    folder.mkdir(exist_ok=True)
    (folder / "paper.yml").write_text(text)


def posted(paper: Demo, before: int) -> list[Served]:
    return [served for served in paper.log[before:] if served.method == "POST"]


def no_secret_below(folder: Path, *more: str) -> None:
    """Whatever was written holds no password, no name, no cookie; but what is asked here is text, not pictures."""
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        data = path.read_bytes()
        for secret in (PASSWORD, WRONG, *more):
            assert secret.encode() not in data, (path, secret)


# ── it works ──


@pytest.mark.browser
@pytest.mark.parametrize("way", [Way.FORM, Way.STEPS, Way.APP, Way.BOUND])
def test_signs_in_and_the_session_holds(
    way: Way, login: Login, newsbot: Command, paper: Demo, environment: dict[str, str], tmp_path: Path
) -> None:
    """Forms with a CSRF token, two steps with a one-time code, scripts with a token, a user agent that is bound."""
    before = len(paper.log)
    paper.consent = way is Way.FORM
    try:
        done = login(way, "--json")
    finally:
        paper.consent = False
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["site"], told["signedIn"]) == ("paper", True)
    assert told["proof"] == f"{paper.url}/account shows css:#account-email"
    assert len(posted(paper, before)) == (3 if way is Way.STEPS else 1)
    if way in {Way.APP, Way.BOUND}:
        checked = newsbot("sessions", "check", "paper", "--json")
        assert checked.returncode == 0, checked.stdout + checked.stderr
    assert not (Path(environment["NEWSBOT_DATA"]) / "sign-ins").exists(), "nothing is kept of what went well"
    no_secret_below(tmp_path, "demo.example")


# ── it does not ──


@pytest.mark.browser
def test_a_wrong_password_is_tried_exactly_once(login: Login, paper: Demo, tmp_path: Path) -> None:
    before = len(paper.log)
    done = login(Way.FORM, "--json", password=WRONG)
    assert done.returncode == 2
    assert [served.path for served in posted(paper, before)] == ["/login"]
    told = json.loads(done.stdout)
    assert (told["signedIn"], told["refused"]) == (False, True)
    assert "E-mail address or password is wrong" in told["why"]
    assert "locks accounts" in done.said or "lock accounts" in done.said
    folder = Path(told["folder"])
    assert sorted(path.name for path in folder.iterdir()) == ["page.html", "page.png", "steps.json"]
    assert "reader@demo.example" not in done.stdout + done.stderr
    no_secret_below(tmp_path, "reader@demo.example")


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize(("way", "says"), [(Way.CAPTCHA, "CAPTCHA"), (Way.CHANGED, "was not there")])
def test_a_page_that_is_not_known_stops_it(
    way: Way, says: str, login: Login, paper: Demo, environment: dict[str, str]
) -> None:
    before = len(paper.log)
    done = login(way, "--json", "--timeout", "5")
    assert done.returncode == 2
    told = json.loads(done.stdout)
    assert (told["refused"], says in told["why"]) == (False, True)
    assert told["step"].startswith("step 2 of 4 (fill css:input[name=email]")
    assert (Path(told["folder"]) / "page.png").read_bytes().startswith(b"\x89PNG")
    assert posted(paper, before) == []
    assert "--headed" in done.said
    note = Refusals(open_vault(read_config(environment), {})).read("paper")
    assert note is not None
    assert (note.kind, note.why) == (Kind.UNCLEAR, told["why"])


@pytest.mark.browser
def test_a_recording_is_kept_only_with_a_warning(login: Login, environment: dict[str, str]) -> None:
    done = login(Way.FORM, "--trace")
    assert done.returncode == 0
    assert "password in clear" in done.said
    (trace,) = Path(environment["NEWSBOT_DATA"]).rglob("trace-with-password.zip")
    assert trace.stat().st_mode & 0o777 == 0o600


# ── it is ended ──


@pytest.fixture
def held(
    environment: dict[str, str], running: Callable[..., Running]
) -> Iterator[tuple[Server, Callable[[], Running]]]:
    """A site whose page to sign in on never comes, and the command that waits for it."""
    need_chromium()
    with Server(held="/login") as server:
        write_site(environment, recipes.site_file(server.url, Way.FORM, name=NAME))
        secrets = recipes.environment(Way.FORM, name=NAME)
        yield server, lambda: running("login", "paper", "--json", **secrets)
        server.let()


@pytest.mark.browser
def test_a_killed_browser_is_told_and_nothing_is_left(held: tuple[Server, Callable[[], Running]]) -> None:
    server, start = held
    with start() as command:
        server.wait_for("/login", 1)
        family = descendants(command.pid)
        os.kill(main_of(command.pid).pid, signal.SIGKILL)
        done = without_traceback(command.end(20))
    assert done.returncode == 2
    assert "The browser was lost" in done.said
    assert json.loads(done.stdout)["signedIn"] is False
    assert server.count("/login") == 1, "it is not tried again"
    until(lambda: not any(process(each.pid) for each in family), 10)


@pytest.mark.browser
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_browser_outlives_the_command(how: signal.Signals, held: tuple[Server, Callable[[], Running]]) -> None:
    server, start = held
    with start() as command:
        server.wait_for("/login", 1)
        family = descendants(command.pid)
        assert len(family) > 3
        command.send(how)
        done = without_traceback(command.end(20))
    assert done.returncode == (130 if how is signal.SIGINT else -how)
    until(lambda: not [each for each in family if (now := process(each.pid)) and now.state != "Z"], 15)


# ── it cannot begin ──


@pytest.fixture
def without_playwright(tmp_path: Path, environment: dict[str, str]) -> dict[str, str]:
    """The variables of a Python that has no playwright."""
    folder = tmp_path / "without"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(
        "import importlib.machinery, sys\n"
        "class Hidden(importlib.machinery.PathFinder):\n"
        "    @classmethod\n"
        "    def find_spec(cls, name, path=None, target=None):\n"
        "        return None if name.partition('.')[0] == 'playwright' else super().find_spec(name, path, target)\n"
        "sys.meta_path[:] = [Hidden if each is importlib.machinery.PathFinder else each for each in sys.meta_path]\n"
    )
    return {"PYTHONPATH": os.pathsep.join([str(folder), environment["PYTHONPATH"]])}


def test_what_is_missing_is_told_with_its_cure(
    newsbot: Command, paper: Demo, environment: dict[str, str], without_playwright: dict[str, str]
) -> None:
    write_site(environment, recipes.site_file(paper.url, Way.FORM, name=NAME))
    secrets = recipes.environment(Way.FORM, name=NAME)
    done = without_traceback(newsbot("login", "paper", **secrets, **without_playwright))
    assert (done.returncode, "pip install 'playwright" in done.said) == (1, True)
    listed = newsbot("crawl", "paper", "--limit", "1", "--delay", "0.01", "--json", **without_playwright)
    assert listed.returncode == 0, "public pages need no browser"
    done = without_traceback(newsbot("login", "paper", NEWSBOT_BROWSER="/nowhere/chromium", **secrets))
    assert (done.returncode, "NEWSBOT_BROWSER" in done.said) == (1, True)


def test_doctor_tells_of_the_browser(newsbot: Command, without_playwright: dict[str, str], tmp_path: Path) -> None:
    def browser(**variables: str) -> dict[str, str]:
        done = without_traceback(newsbot("doctor", "--json", **variables))
        return next(each for each in json.loads(done.stdout) if each["what"] == "browser")

    told = browser(**without_playwright)
    assert (told["state"], "playwright" in told["cure"]) == ("note", True)
    other = tmp_path / "my-chrome"
    other.write_text("#!/bin/sh\necho Chromium 199.0.1.2\n")
    other.chmod(0o755)
    told = browser(NEWSBOT_BROWSER=str(other))
    assert f"{other}, 199.0.1.2 (NEWSBOT_BROWSER)" in told["saw"]
    told = browser(NEWSBOT_BROWSER="/nowhere/chromium")
    assert (told["state"], "no program" in told["saw"]) == ("wrong", True)


def test_sites_that_cannot_be_signed_in_to(newsbot: Command, paper: Demo, environment: dict[str, str]) -> None:
    done = without_traceback(newsbot("login", paper.url))
    assert (done.returncode, "does not say how to sign in" in done.said) == (1, True)


@pytest.mark.browser
def test_missing_credentials_and_displays_are_told_before_anything_starts(
    login: Login, newsbot: Command, paper: Demo
) -> None:
    before = len(paper.log)
    done = login(Way.FORM, NEWSBOT_PAPER_PASSWORD="")
    assert (done.returncode, "NEWSBOT_PAPER_PASSWORD" in done.said) == (1, True)
    done = login(Way.FORM, "--headed", DISPLAY="", WAYLAND_DISPLAY="")
    assert (done.returncode, "sessions import" in done.said) == (1, True)
    assert len(paper.log) == before
