"""One process at a time signs in to a site: two real processes, one of them killed, and what was saved meanwhile."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsbot.config import Config, read_config
from newsbot.errors import AwaitOther, FixVault
from newsbot.sessions import turns
from newsbot.sessions.saved import Cookie, SavedSession
from newsbot.sessions.turns import newer, own_turn
from newsbot.sessions.vault import open_vault

ROOT = Path(__file__).resolve().parents[3]
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
#: Holds the turn until a line comes; and has a child that lives on, as a browser may.
_HOLDER = """
import asyncio, subprocess, sys
from newsbot.config import read_config
from newsbot.sessions.turns import own_turn
from newsbot.sessions.vault import open_vault

async def hold():
    async with own_turn(open_vault(read_config()), "paper", tell=print):
        child = subprocess.Popen(["sleep", "60"], stdout=subprocess.DEVNULL)
        print(child.pid, flush=True)
        sys.stdin.readline()

asyncio.run(hold())
"""


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return read_config({"NEWSBOT_DATA": str(tmp_path / "data"), "NEWSBOT_SITES": str(tmp_path / "sites")})


@contextmanager
def other_process(config: Config) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the turn already."""
    environment = {**os.environ, "NEWSBOT_DATA": str(config.data), "PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDER], env=environment, stdin=pipe, stdout=pipe, text=True
    ) as process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
        try:
            yield process
        finally:
            process.kill()
            os.kill(child, signal.SIGKILL)


def turn(config: Config, tell: Callable[[str], None] = lambda _: None, patience: float = 60) -> None:
    async def take() -> None:
        async with own_turn(open_vault(config), "paper", tell=tell, patience=patience):
            pass

    asyncio.run(take())


def test_who_is_alone_does_not_wait(config: Config) -> None:
    told: list[str] = []
    for _ in range(2):
        turn(config, told.append, patience=0)
    assert told == []
    assert stat.S_IMODE((config.vault / "paper.lock").stat().st_mode) == 0o600
    assert stat.S_IMODE(config.vault.stat().st_mode) == 0o700
    assert open_vault(config).names() == [], "it is no session"


def test_another_process_is_waited_for(config: Config) -> None:
    with other_process(config) as process:
        told: list[str] = []

        def tell(words: str) -> None:
            told.append(words)
            assert process.stdin is not None
            process.stdin.write("\n")  # only now may it end
            process.stdin.flush()

        turn(config, tell)
        assert len(told) == 1
        assert f"process {process.pid}" in told[0]


def test_the_wait_has_an_end(config: Config) -> None:
    with other_process(config) as process:
        with pytest.raises(AwaitOther, match=f"process {process.pid}") as caught:
            turn(config, patience=0.3)
        assert caught.value.cure


def test_a_wait_can_be_given_up(config: Config) -> None:
    async def take() -> None:
        async with own_turn(open_vault(config), "paper", tell=lambda _: None, given_up=lambda: True):
            pass

    with other_process(config), pytest.raises(AwaitOther):
        asyncio.run(take())


def test_a_killed_process_gives_its_turn_back(config: Config) -> None:
    """Also where a child of it lives on."""
    with other_process(config) as process:
        turn(config, lambda _: os.kill(process.pid, signal.SIGKILL))


def test_two_turns_in_one_process_wait_for_each_other(config: Config) -> None:
    order: list[str] = []

    async def take(name: str, told: asyncio.Event, go: asyncio.Event) -> None:
        async with own_turn(open_vault(config), "paper", tell=lambda _: told.set()):
            order.append(f"{name} begins")
            await go.wait()
            order.append(f"{name} ends")

    async def both() -> None:
        waits = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            group.create_task(take("first", asyncio.Event(), waits))
            group.create_task(take("second", waits, waits))

    asyncio.run(both())
    assert order == ["first begins", "first ends", "second begins", "second ends"]


def test_sites_do_not_wait_for_each_other(config: Config) -> None:
    async def both() -> None:
        vault = open_vault(config)
        async with own_turn(vault, "paper", tell=print), own_turn(vault, "other", tell=print, patience=0):
            pass

    asyncio.run(both())


def test_a_turn_that_is_given_up_is_free(config: Config) -> None:
    async def give_up() -> None:
        async with own_turn(open_vault(config), "paper", tell=print):
            raise KeyError

    with pytest.raises(KeyError):
        asyncio.run(give_up())
    turn(config, patience=0)


@pytest.mark.parametrize("there_is", [None, "locks that are refused"])
def test_where_there_are_no_locks_nobody_waits(
    config: Config, monkeypatch: pytest.MonkeyPatch, there_is: str | None
) -> None:
    if there_is is None:
        monkeypatch.setattr(turns, "fcntl", None)
    else:

        def flock(*_: object) -> None:
            raise OSError(errno.ENOLCK, "no locks available")

        monkeypatch.setattr(turns.fcntl, "flock", flock)
    turn(config, patience=0)


def test_a_folder_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(FixVault):
        turn(read_config({"NEWSBOT_DATA": str(tmp_path), "NEWSBOT_VAULT": str(tmp_path / "file")}))


def test_what_somebody_signed_in_for_meanwhile(config: Config) -> None:
    vault = open_vault(config)
    ours = SavedSession(
        site="paper", cookies=(Cookie(name="sid", value="x", domain="paper.example"),), signedInAt=NOW, madeBy="test"
    )
    assert newer(vault, "paper", None, NOW) is None
    vault.save(ours)
    assert newer(vault, "paper", None, NOW) == ours, "there was none when it was looked for"
    assert newer(vault, "paper", ours.proved(NOW, "seen"), NOW) is None, "it is the one that is over"
    theirs = replace(ours, signedInAt=NOW + timedelta(seconds=1))
    vault.save(theirs)
    assert newer(vault, "paper", ours, NOW) == theirs
    assert newer(vault, "paper", theirs, NOW) is None
    run_out = replace(theirs, cookies=(replace(theirs.cookies[0], expires=NOW.timestamp()),))
    vault.save(run_out)
    assert newer(vault, "paper", ours, NOW + timedelta(hours=1)) is None
