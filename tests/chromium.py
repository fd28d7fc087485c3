"""The real browser that tests use, and the processes it consists of, found by parenthood."""

from __future__ import annotations

import os
from importlib.util import find_spec

import pytest

from newsbot.errors import FixConfiguration
from newsbot.sessions.installed import locate_browser
from newsbot.sessions.processes import Process, command, processes

EXPECTED = "NEWSBOT_TEST_BROWSER"


def need_chromium() -> None:
    """Skip a test where there is no browser; where there should be one (NEWSBOT_TEST_BROWSER=1, as in CI), fail it."""
    try:
        missing = "" if locate_browser(os.environ) else "no Chromium on this machine (apt-get install chromium)"
    except FixConfiguration as error:
        missing = str(error)
    if find_spec("playwright") is None:
        missing = "playwright is not installed"
    if not missing:
        return
    if os.environ.get(EXPECTED):
        pytest.fail(f"These tests need a real browser: {missing}", pytrace=False)
    pytest.skip(f"{missing}; set {EXPECTED}=1 to have this fail")


def descendants(pid: int) -> list[Process]:
    """Everything that a process started, and that was started by that."""
    everybody = processes()
    found: list[Process] = []
    parents = {pid}
    while parents:
        children = [each for each in everybody if each.parent in parents]
        found += children
        parents = {each.pid for each in children}
    return found


def driver_of(pid: int) -> Process:
    """Playwright's driver of a process."""
    (driver,) = [each for each in descendants(pid) if each.parent == pid and each.state != "Z" and is_driver(each)]
    return driver


def is_driver(each: Process) -> bool:
    return "run-driver" in command(each.pid)


def main_of(pid: int) -> Process:
    """Chromium's main process: the driver's child that leads a process group."""
    driver = driver_of(pid)
    (main,) = [each for each in descendants(driver.pid) if each.parent == driver.pid and each.group == each.pid]
    return main


def renderers_of(pid: int) -> list[Process]:
    """The processes of Chromium that show pages."""
    return [each for each in descendants(main_of(pid).pid) if "--type=renderer" in " ".join(command(each.pid))]


def left_of(pid: int) -> list[str]:
    """What is left of browsers that a process started: its children, running or dead, and their commands."""
    here = [
        each
        for each in descendants(pid)
        if is_driver(each) or "chrom" in " ".join(command(each.pid)) or each.state == "Z"
    ]
    return [f"{each.state} {' '.join(command(each.pid))[:80]}" for each in here]
