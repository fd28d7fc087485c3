"""References, and the reading of what they name: real variables, files, commands and keyring backends."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from newsbot.sessions.commands import first_output
from newsbot.sessions.files import LONGEST
from newsbot.sessions.masking import Secret
from newsbot.sessions.sources import Reference, Surroundings, parse_reference, read_reference
from newsbot.sessions.unavailable import Unavailable
from tests.processes import until

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def around(tmp_path: Path) -> Surroundings:
    return Surroundings(environment=dict(os.environ), folder=tmp_path)


def read(text: str, around: Surroundings) -> Secret | Unavailable:
    reference = parse_reference(text)
    assert isinstance(reference, Reference), reference
    return read_reference(reference, "password for paper", around)


def value(text: str, around: Surroundings) -> str:
    found = read(text, around)
    assert isinstance(found, Secret), found
    return found.reveal()


def refused(text: str, around: Surroundings) -> Unavailable:
    found = read(text, around)
    assert isinstance(found, Unavailable)
    assert found.cure
    return found


def private(path: Path, data: bytes = b"hunter2\n") -> Path:
    path.write_bytes(data)
    path.chmod(0o600)
    return path


# ── references ──


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("env:PAPER_USER", "env:PAPER_USER"),
        ("file:~/paper", "file:~/paper"),
        ("cmd:pass paper/me", "cmd:pass …"),
        ("cmd:get-password", "cmd:get-password"),
        ("keyring:newsbot/paper/me", "keyring:newsbot/paper/me"),
        (" prompt: ", "prompt:"),
    ],
)
def test_references_are_shown_as_they_are_but_for_the_words_of_a_command(text: str, shown: str) -> None:
    assert str(parse_reference(text)) == shown


@pytest.mark.parametrize(
    "text",
    [
        "hunter2",
        "",
        "ENV:X",
        "env:",
        "env:$PAPER",
        "env:a b",
        "keyring:paper",
        "keyring:/me",
        "cmd:",
        "cmd:pass 'paper",
        "cmd:pass paper | head -1",
        "prompt:Password?",
        "https://x.example/",
        "vault:x/y",
    ],
)
def test_what_is_no_reference_is_told_without_being_repeated(text: str) -> None:
    why = parse_reference(text)
    assert isinstance(why, str)
    assert "hunter2" not in why
    assert "Password?" not in why


# ── environment ──


def test_a_variable(tmp_path: Path) -> None:
    around = Surroundings(environment={"PAPER": " s p ", "NONE": ""}, folder=tmp_path)
    assert value("env:PAPER", around) == " s p "
    assert "not set" in refused("env:OTHER", around).why
    assert "empty" in refused("env:NONE", around).why


# ── files ──


def test_the_first_line_of_a_file_that_is_its_owners_alone(around: Surroundings, tmp_path: Path) -> None:
    private(tmp_path / "one", b"\xef\xbb\xbfp\xc3\xa4ss word\r\nuser: me\n")
    assert value("file:one", around) == "päss word"
    assert value(f"file:{tmp_path}/one", around) == "päss word"
    (tmp_path / "one").chmod(0o400)
    assert value("file:one", around) == "päss word"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660, 0o620, 0o601, 0o777])
def test_a_file_that_others_may_open_is_refused(around: Surroundings, tmp_path: Path, mode: int) -> None:
    private(tmp_path / "one").chmod(mode)
    found = refused("file:one", around)
    assert f"{mode:04o}" in found.why
    assert "chmod 600" in found.cure


def test_links_folders_pipes_and_devices_are_refused(around: Surroundings, tmp_path: Path) -> None:
    private(tmp_path / "one")
    (tmp_path / "link").symlink_to(tmp_path / "one")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe", 0o600)
    assert "symbolic link" in refused("file:link", around).why
    assert refused("file:folder", around)
    assert "no regular file" in refused("file:pipe", around).why
    assert "no regular file" in refused("file:/dev/null", around).why
    assert "no such file" in refused("file:missing", around).why


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_file_of_another_user_is_refused(around: Surroundings, tmp_path: Path) -> None:
    os.chown(private(tmp_path / "one"), 65534, 65534)
    assert "another user" in refused("file:one", around).why


@pytest.mark.parametrize("data", [b"", b"\n", b"\xff\xfe\n", b"a\0b", b"x" * (LONGEST + 1)])
def test_files_that_hold_no_secret(around: Surroundings, tmp_path: Path, data: bytes) -> None:
    private(tmp_path / "one", data)
    assert refused("file:one", around)


# ── commands ──


def test_the_first_line_that_a_command_prints(around: Surroundings, tmp_path: Path) -> None:
    private(tmp_path / "one")
    assert value("cmd:cat one", around) == "hunter2"
    assert value("cmd:printf 'first line\\nsecond'", around) == "first line"
    assert value("cmd:sh -c 'echo a | tr a b'", around) == "b"
    assert value("cmd:printf %s '$HOME'", around) == "$HOME", "no shell reads it"


def test_a_command_that_fails_says_why_and_not_what_it_was_asked(around: Surroundings) -> None:
    found = refused("cmd:sh -c 'echo paper is not in the store >&2; exit 3'", around)
    assert "exit code 3" in found.why
    assert "paper is not in the store" in found.why
    leaky = refused("cmd:sh -c 'echo hunter2; echo hunter2 >&2; exit 1'", around)
    assert "hunter2" not in leaky.why
    assert "no such file" in refused("cmd:no-such-program-here x", around).why
    assert "empty" in refused("cmd:true", around).why


def test_a_command_that_prints_without_end(around: Surroundings) -> None:
    assert "more than" in refused("cmd:yes", around).why


def test_a_command_that_does_not_end_is_killed_with_its_children(tmp_path: Path) -> None:
    script = f"sleep 600 & echo $! > {tmp_path}/child; echo hunter2; wait"
    begun = time.monotonic()
    found = first_output(["sh", "-c", script], tmp_path, dict(os.environ), LONGEST, patience=1.5)
    assert isinstance(found, Unavailable)
    assert "did not end" in found.why
    assert time.monotonic() - begun < 20
    child = int((tmp_path / "child").read_text())
    until(lambda: not _lives(child), 10)


def _lives(pid: int) -> bool:
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def test_a_command_that_waits_for_an_answer_gets_none(around: Surroundings) -> None:
    assert "empty" in refused("cmd:cat", around).why


# ── terminal ──


def test_prompt(around: Surroundings, tmp_path: Path) -> None:
    asked = []

    def ask(what: str) -> str:
        asked.append(what)
        return "hunter2"

    sitting = Surroundings(environment={}, folder=tmp_path, ask=ask)
    assert value("prompt:", sitting) == "hunter2"
    assert asked == ["password for paper"]
    assert "newsbot login" in refused("prompt:", around).cure


# ── keyrings: the real package, with backends as it loads them ──

_BACKENDS = """
import time
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

class Safe(KeyringBackend):
    priority = 5
    def get_password(self, service, name):
        return {("newsbot/at", "paper"): "hunter2"}.get((service, name))
    def set_password(self, service, name, password):
        raise NotImplementedError

class Locked(Safe):
    def get_password(self, service, name):
        raise KeyringLocked("locked")

class Silent(Safe):
    def get_password(self, service, name):
        time.sleep(60)

class PlaintextKeyring(Safe):
    priority = 9
    def get_password(self, service, name):
        return "from a plain file"
"""
_ASK = """
import sys
from newsbot.sessions.keyrings import ask_keyring
found = ask_keyring(sys.argv[1], sys.argv[2], patience=float(sys.argv[3]))
print(found if isinstance(found, str) else f"refused: {found.why}")
sys.stdout.flush()
import os; os._exit(0)
"""


_CHAINS = """
from keyring.backends.chainer import ChainerBackend

class Chain(ChainerBackend):
    priority = 10
    backends = [PlaintextKeyring(), Safe()]

class PlainChain(ChainerBackend):
    priority = 10
    backends = [PlaintextKeyring()]
"""


def ask(tmp_path: Path, backend: str, service: str = "newsbot/at", patience: str = "30") -> str:
    (tmp_path / "own_backends.py").write_text(_BACKENDS + _CHAINS)
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(tmp_path)]),
        "HOME": str(tmp_path),
        "PYTHON_KEYRING_BACKEND": backend,
    }
    done = subprocess.run(
        [sys.executable, "-c", _ASK, service, "paper", patience],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout.strip()


def test_a_keyring_that_keeps_secrets(tmp_path: Path) -> None:
    assert ask(tmp_path, "own_backends.Safe") == "hunter2"
    assert "nothing for other/paper" in ask(tmp_path, "own_backends.Safe", "other")


@pytest.mark.parametrize(
    ("backend", "why"),
    [
        ("own_backends.PlaintextKeyring", "plain text"),
        ("keyring.backends.fail.Keyring", "no keyring"),
        ("keyring.backends.null.Keyring", "no keyring"),
        ("own_backends.Locked", "KeyringLocked"),
        ("no_such_module.Keyring", "cannot be read"),
    ],
)
def test_keyrings_that_do_not_keep_secrets_are_refused(tmp_path: Path, backend: str, why: str) -> None:
    said = ask(tmp_path, backend)
    assert said.startswith("refused: ")
    assert why in said


def test_a_chain_is_asked_without_its_plain_members(tmp_path: Path) -> None:
    assert ask(tmp_path, "own_backends.Chain") == "hunter2"
    assert "plain text" in ask(tmp_path, "own_backends.PlainChain")


def test_without_the_package(tmp_path: Path) -> None:
    hidden = 'import sys; sys.modules["keyring"] = None\n' + _ASK
    words = [sys.executable, "-c", hidden, "a", "b", "9"]
    done = subprocess.run(
        words, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True
    )
    assert done.stdout == "refused: the package keyring is not installed\n"


def test_a_keyring_that_does_not_answer(tmp_path: Path) -> None:
    assert "does not answer" in ask(tmp_path, "own_backends.Silent", patience="0.5")


def test_through_a_reference(around: Surroundings) -> None:
    """On the machine of the tests there is whatever there is: an answer comes, and no exception."""
    assert isinstance(read("keyring:newsbot-test-nobody/nothing", around), Unavailable)
