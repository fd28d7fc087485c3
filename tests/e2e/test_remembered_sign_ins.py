"""Sign-ins that failed are remembered by the next crawl, and two newsbots do not sign in at the same time."""

from __future__ import annotations

import asyncio
import json
import shutil
import signal
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsbot.config import Config, read_config
from newsbot.demo import recipes
from newsbot.demo.recipes import Way
from newsbot.demo.server import Demo, start_demo
from newsbot.errors import FailedStep, SignInFailed, SignInUnclear
from newsbot.sessions.refusals import Refusals
from newsbot.sessions.saved import Cookie, SavedSession
from newsbot.sessions.turns import own_turn
from newsbot.sessions.vault import Vault, open_vault
from tests.chromium import need_chromium
from tests.demo_reader import Client
from tests.e2e.process import Command, Done, Running, run_many, without_traceback
from tests.e2e.servers import Server
from tests.processes import until

PASSWORD = "lantern-by-the-quay-4711"
WRONG = "lantern-by-the-quay-4712"
#: A program that is no browser: whoever starts it, fails.
NOWHERE = shutil.which("false") or "/bin/false"

pytestmark = pytest.mark.browser
Crawl = Callable[..., Done]


@pytest.fixture(autouse=True)
def _browser() -> None:
    need_chromium()


@pytest.fixture
def paper() -> Iterator[Demo]:
    with start_demo(articles=26, archive=2, crawl_delay=0.01, password=PASSWORD) as demo:
        yield demo


@pytest.fixture
def config(environment: dict[str, str]) -> Config:
    return read_config(environment)


@pytest.fixture
def vault(config: Config) -> Vault:
    return open_vault(config, {})


def write_site(config: Config, text: str) -> Path:
    config.sites.mkdir(exist_ok=True)
    (file := config.sites / "paper.yml").write_text(text)
    return file


def secrets(password: str = PASSWORD, **variables: str) -> dict[str, str]:
    return {**recipes.environment(Way.FORM, name="paper", password=password), **variables}


@pytest.fixture
def crawl(newsbot: Command, paper: Demo, config: Config, uri: str) -> Crawl:
    """Crawls the newspaper's locked articles."""

    def command(password: str = PASSWORD, **variables: str) -> Done:
        write_site(config, recipes.site_file(paper.url, Way.FORM, name="paper", archive=True))
        words = ("crawl", "paper", "--store", uri, "--json", "--quiet")
        return without_traceback(newsbot(*words, **secrets(password, **variables)))

    return command


def failed(paper: Demo) -> int:
    return int(paper.readers.told()["failed"])


# ── it is remembered ──


def test_a_wrong_password_is_tried_once_and_not_once_a_crawl_but_whenever_its_owner_asks(
    crawl: Crawl, newsbot: Command, paper: Demo, config: Config, environment: dict[str, str], tmp_path: Path
) -> None:
    assert (crawl(WRONG).returncode, failed(paper)) == (2, 1)
    again = crawl(WRONG, NEWSBOT_BROWSER=NOWHERE)
    assert (again.returncode, failed(paper)) == (2, 1)
    assert "not tried: the sign-in of 20" in again.said
    assert "E-mail address or password is wrong" in again.said
    assert "newsbot login paper" in again.said
    file = str(config.sites / "paper.yml")
    assert (newsbot("login", file, **secrets(WRONG)).returncode, failed(paper)) == (2, 2)
    for path in [path for path in tmp_path.rglob("*") if path.is_file()]:
        assert not [secret for secret in (PASSWORD, WRONG) if secret.encode() in path.read_bytes()], path
    words = [["sessions", "list", "--json"], ["sessions", "list"], ["doctor"], ["sessions", "forget", file, "--yes"]]
    listed, shown, doctor, forgotten = run_many(words, environment)
    (row,) = json.loads(listed.stdout)
    assert (row["site"], row["refused"]["kind"], row["refused"]["times"]) == ("paper", "refused", 2)
    assert ("not signed in" in shown.stdout, "was refused" in shown.said) == (True, True)
    assert "sign-in to paper" in doctor.stdout
    assert (forgotten.returncode, list(config.vault.glob("*.refused"))) == (0, []), "though no session was saved"


def unclear() -> SignInFailed:
    return SignInUnclear(FailedStep("paper", 1, "step 1 of 1", "", "", None), "stopped", "")


def test_what_was_unclear_is_left_alone_for_a_while(crawl: Crawl, paper: Demo, vault: Vault) -> None:
    Refusals(vault).note("paper", unclear(), None, datetime.now(UTC))
    done = crawl(NEWSBOT_BROWSER=NOWHERE)
    assert (done.returncode, "crawls try again from" in done.said, "--headed" in done.said) == (2, True, True)
    assert not [served for served in paper.log if served.path.startswith("/login")]


# ── one at a time ──


@pytest.mark.slow
def test_a_crawl_takes_the_session_that_another_made_while_it_waited(
    running: Callable[..., Running], paper: Demo, config: Config, vault: Vault, uri: str
) -> None:
    write_site(config, recipes.site_file(paper.url, Way.FORM, name="paper", archive=True))
    other = Client(paper)
    assert other.sign_in(password=PASSWORD).has("#account-email")
    cookies = tuple(Cookie(name=name, value=value, domain="127.0.0.1") for name, value in other.cookies.items())
    made = SavedSession(site="paper", cookies=cookies, signedInAt=datetime.now(UTC), madeBy="another newsbot")

    async def meanwhile() -> None:
        async with own_turn(vault, "paper", tell=print):
            command = running("crawl", "paper", "--store", uri, "--json", "--quiet", **secrets(NEWSBOT_BROWSER=NOWHERE))
            until(lambda: config.log.exists() and "another newsbot" in config.log.read_text())
            vault.save(made)
        with command:
            done = without_traceback(command.end())
        assert done.returncode == 0, done.stderr
        assert (done.totals["new"] > 0, done.totals["teasers"]) == (True, 0)

    asyncio.run(meanwhile())
    assert paper.readers.told()["logins"] == 1


@pytest.mark.slow
def test_a_crawl_that_waits_for_its_turn_can_be_ended(
    running: Callable[..., Running], paper: Demo, config: Config, vault: Vault, uri: str
) -> None:
    write_site(config, recipes.site_file(paper.url, Way.FORM, name="paper", archive=True))

    async def meanwhile() -> None:
        async with own_turn(vault, "paper", tell=print):
            with running("crawl", "paper", "--store", uri, "--quiet", **secrets(NEWSBOT_BROWSER=NOWHERE)) as command:
                until(lambda: config.log.exists() and "another newsbot" in config.log.read_text())
                command.send(signal.SIGINT)
                done = without_traceback(command.end(30))
                assert (done.returncode, "Another newsbot" in done.said) == (2, True), done.stderr

    asyncio.run(meanwhile())
    assert Refusals(vault).names() == []


@pytest.mark.slow
def test_a_login_waits_for_another_and_is_free_when_that_is_killed(
    running: Callable[..., Running], config: Config
) -> None:
    with Server(held="/login") as server:
        write_site(config, recipes.site_file(server.url, Way.FORM, name="paper"))
        with running("login", "paper", **secrets()) as first:
            server.wait_for("/login", 1)
            with running("login", "paper", **secrets()) as second:
                assert f"process {first.pid}" in second.says("another newsbot")
                assert server.count("/login") == 1
                first.send(signal.SIGKILL)
                server.wait_for("/login", 2)
                second.send(signal.SIGINT)
                second.end(20)
            first.end(20)
        server.let()
