"""Who holds a lease: a process that lives, one that has ended, one of another machine."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from newsbot.crawl.workers import Worker, is_dead, read_worker, this_worker


def test_a_worker_is_read_from_what_is_kept() -> None:
    worker = this_worker("20261122T090000Z-abc123.2")
    assert read_worker(str(worker)) == worker
    assert worker.pid == os.getpid()
    assert worker.words.startswith(f"process {os.getpid()} on ")


@pytest.mark.parametrize("holder", ["", "somebody", "pid x () on y run z"])
def test_what_another_program_wrote_is_nobody_we_know(holder: str) -> None:
    assert read_worker(holder) is None
    assert not is_dead(holder)


def test_we_live() -> None:
    assert not is_dead(str(this_worker("run")))


def test_a_process_that_has_ended_is_dead() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        made = subprocess.run(
            [sys.executable, "-c", f"from newsbot.crawl import workers; print(workers._birth({process.pid}))"],
            capture_output=True,
            text=True,
            check=True,
        )
        worker = replace(this_worker("run"), pid=process.pid, birth=made.stdout.strip())
        assert not is_dead(str(worker))
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # it has ended, and nobody has asked how
        assert is_dead(str(worker))
    assert is_dead(str(worker))


def test_a_number_that_was_given_to_another_process_is_not_the_same_worker() -> None:
    assert is_dead(str(replace(this_worker("run"), birth="1")))


def test_of_other_machines_nobody_knows() -> None:
    assert not is_dead(str(Worker(pid=999_999, birth="1", machine="elsewhere/4026531836", run="run")))
