"""The vault: real files, real processes, full disks, and deaths in the middle."""

from __future__ import annotations

import base64
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsbot.config import Config, read_config
from newsbot.errors import FixArgument, FixVault, UnlockVault
from newsbot.sessions.keys import VaultKey, parse_key
from newsbot.sessions.saved import Cookie, SavedSession
from newsbot.sessions.vault import open_vault

ROOT = Path(__file__).resolve().parents[3]
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SECRET = "s3cr3t-of-the-paper"
KEYS = [base64.b64encode(bytes([number]) * 32).decode() for number in (1, 2)]


def session(site: str = "paper", value: str = SECRET, number: int = 1) -> SavedSession:
    cookies = tuple(Cookie(name=f"sid{each}", value=value, domain=f".{site}.example") for each in range(number))
    return SavedSession(
        site=site,
        cookies=cookies,
        storage={f"https://{site}.example": {"token": value}},
        signedInAt=NOW,
        madeBy="test",
    )


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return configured(tmp_path)


def configured(tmp_path: Path, **variables: str) -> Config:
    return read_config({"NEWSBOT_DATA": str(tmp_path / "data"), "NEWSBOT_SITES": str(tmp_path / "sites"), **variables})


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# ── keeping ──


def test_what_is_saved_is_loaded(config: Config) -> None:
    vault = open_vault(config)
    assert (vault.names(), vault.load("paper")) == ([], None)
    assert not config.data.exists(), "looking makes nothing"
    vault.save(session())
    vault.save(session("other-paper"))
    vault.save(session(value="renewed"))
    again = open_vault(config)
    assert again.names() == ["other-paper", "paper"]
    assert again.load("paper") == session(value="renewed")
    assert again.load("none") is None
    assert (again.forget("paper"), again.forget("paper")) == (True, False)
    assert again.names() == ["other-paper"]


def test_all_is_the_owners_alone_and_nothing_is_in_clear(config: Config) -> None:
    before = os.umask(0)
    try:
        open_vault(config).save(session())
    finally:
        os.umask(before)
    assert mode(config.vault) == 0o700
    assert files(config.vault) == ["paper.session"]
    assert mode(config.vault / "paper.session") == mode(config.own_vault_key) == 0o600
    for path in config.data.rglob("*"):
        assert path.is_dir() or SECRET.encode() not in path.read_bytes()
        assert path.is_dir() or b"sid0" not in path.read_bytes()


def test_an_open_folder_is_closed(config: Config) -> None:
    config.vault.mkdir(parents=True)
    config.vault.chmod(0o755)
    open_vault(config).save(session())
    assert mode(config.vault) == 0o700


@pytest.mark.parametrize("site", ["", "..", "../paper", "a/b", "Paper", "-a", "a-", ".new-x", "a\0b", "a" * 300, "ä"])
def test_names_that_are_no_slugs(config: Config, site: str) -> None:
    vault = open_vault(config)
    for use in (vault.load, vault.forget, vault.export, lambda name: vault.save(replace(session(), site=name))):
        with pytest.raises(FixArgument):
            use(site)


def test_strange_files_are_no_sessions(config: Config) -> None:
    vault = open_vault(config)
    vault.save(session())
    for name in (".new-abc", "notes.txt", "Ä.session", ".session"):
        (config.vault / name).write_text("x")
    assert vault.names() == ["paper"]


def test_what_killed_writers_left_is_swept(config: Config) -> None:
    vault = open_vault(config)
    vault.save(session())
    for name, age in ((".new-old", 7200), (".new-young", 10)):
        (config.vault / name).write_text("x")
        os.utime(config.vault / name, (time.time() - age,) * 2)
    vault.save(session())
    assert files(config.vault) == [".new-young", "paper.session"]


# ── keys ──


def test_a_key_is_made_once_and_told_once(config: Config) -> None:
    vault = open_vault(config)
    vault.save(session())
    assert vault.key.was_made
    assert vault.key.source == str(config.own_vault_key)
    key = config.own_vault_key.read_bytes()
    again = open_vault(config)
    again.save(session("other"))
    assert (again.key.was_made, config.own_vault_key.read_bytes()) == (False, key)


def test_keys_of_every_source(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(KEYS[0] + "\n")
    (tmp_path / "key").chmod(0o600)
    given = [
        (KEYS[0], "NEWSBOT_VAULT_KEY"),
        (KEYS[0].rstrip("="), "NEWSBOT_VAULT_KEY"),
        ("01" * 32, "NEWSBOT_VAULT_KEY"),
        (f"file:{tmp_path}/key", f"NEWSBOT_VAULT_KEY (file:{tmp_path}/key)"),
        (f"cmd:cat {tmp_path}/key", "NEWSBOT_VAULT_KEY (cmd:cat …)"),
        ("env:OTHER", "NEWSBOT_VAULT_KEY (env:OTHER)"),
    ]
    for number, (text, source) in enumerate(given):
        config = configured(tmp_path, NEWSBOT_VAULT_KEY=text)
        assert KEYS[0] not in repr(config)
        vault = open_vault(config, {**os.environ, "OTHER": KEYS[0]})
        assert vault.key.source == source
        vault.save(session(value=f"value {number}"))
        assert open_vault(configured(tmp_path, NEWSBOT_VAULT_KEY=KEYS[0])).load("paper") == session(
            value=f"value {number}"
        )
        assert KEYS[0] not in repr(vault)
    assert not config.own_vault_key.exists()


@pytest.mark.parametrize(
    "text",
    [
        "short",
        "hunter2 " * 4,
        KEYS[0][:-4],
        KEYS[0] * 2,
        "env:NOT_SET_ANYWHERE",
        "keyring:nonsense",
        "prompt:",
        "zz" * 32,
        "file:/nowhere/key",
        "cmd:false",
    ],
)
def test_what_is_no_key(tmp_path: Path, text: str) -> None:
    vault = open_vault(configured(tmp_path, NEWSBOT_VAULT_KEY=text))
    with pytest.raises(UnlockVault) as caught:
        vault.save(session())
    assert "hunter2" not in str(caught.value)
    assert caught.value.cure
    assert vault.names() == []


def test_an_open_file_of_a_key_is_refused(config: Config) -> None:
    open_vault(config).save(session())
    config.own_vault_key.chmod(0o644)
    with pytest.raises(UnlockVault, match="others can read") as caught:
        open_vault(config).load("paper")
    assert "chmod 600" in caught.value.cure


def test_a_lost_key_is_not_replaced(config: Config) -> None:
    open_vault(config).save(session())
    config.own_vault_key.unlink()
    for use in (lambda vault: vault.load("paper"), lambda vault: vault.save(session("new"))):
        with pytest.raises(UnlockVault, match="is not there"):
            use(open_vault(config))
    assert not config.own_vault_key.exists()
    assert open_vault(config).forget("paper"), "forgetting needs no key"
    open_vault(config).save(session())


def test_keys_are_parsed() -> None:
    raw = bytes(range(224, 256))
    standard = base64.b64encode(raw).decode()
    spellings = {standard, base64.urlsafe_b64encode(raw).decode(), standard.rstrip("="), f" {standard}\n", raw.hex()}
    assert {parse_key(text) for text in spellings} == {base64.urlsafe_b64encode(raw)}
    assert parse_key("!" * 44) is None
    assert standard not in repr(VaultKey(Path("/x"), standard))


# ── wrong keys and tampering ──


def bytes_of(config: Config) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in config.vault.iterdir()}


def test_another_key_opens_nothing_and_writes_over_nothing(tmp_path: Path) -> None:
    first, second = (configured(tmp_path, NEWSBOT_VAULT_KEY=key) for key in KEYS)
    open_vault(first).save(session())
    open_vault(first).save(session("other"))
    before = bytes_of(first)
    for use in (
        lambda vault: vault.load("paper"),
        lambda vault: vault.export("paper"),
        lambda vault: vault.save(session(value="new")),
        lambda vault: vault.save(session("third")),
    ):
        with pytest.raises(UnlockVault, match="another key") as caught:
            use(open_vault(second))
        assert "NEWSBOT_VAULT_KEY" in caught.value.cure
    assert bytes_of(first) == before
    assert open_vault(second).names() == ["other", "paper"]


@pytest.mark.parametrize(
    "tamper",
    [
        lambda data: b"",
        lambda data: data[:-1],
        lambda data: data[: len(data) // 2],
        lambda data: data[:40] + bytes([data[40] ^ 1]) + data[41:],
        lambda data: b'{"cookies": [], "origins": []}',
        lambda data: os.urandom(len(data)),
        lambda data: b"\0" * len(data),
    ],
    ids=["empty", "cut", "halved", "one bit", "in clear", "noise", "zeros"],
)
def test_a_file_that_was_changed(config: Config, tamper: Callable[[bytes], bytes]) -> None:
    vault = open_vault(config)
    vault.save(session())
    path = config.vault / "paper.session"
    path.write_bytes(tamper(path.read_bytes()))
    with pytest.raises(UnlockVault, match="damaged") as caught:
        vault.load("paper")
    assert "newsbot sessions forget paper" in caught.value.cure
    before = bytes_of(config)
    with pytest.raises(UnlockVault):
        vault.save(session())
    assert bytes_of(config) == before
    vault.forget("paper")
    vault.save(session("other"))
    path.write_bytes(tamper((config.vault / "other.session").read_bytes()))
    with pytest.raises(UnlockVault, match="changed by somebody"):  # the key is the right one: the other opens
        vault.load("paper")


def test_the_session_of_another_site_in_a_sites_place(config: Config) -> None:
    vault = open_vault(config)
    vault.save(session())
    shutil.copy(config.vault / "paper.session", config.vault / "bank.session")
    with pytest.raises(UnlockVault, match="holds the session of paper"):
        vault.load("bank")


def test_something_else_that_was_locked_with_the_key(config: Config) -> None:
    vault = open_vault(config)
    vault.save(session())
    (config.vault / "paper.session").write_bytes(vault.key.fernet(make=False).encrypt(b"not a session"))
    with pytest.raises(UnlockVault, match="another program"):
        vault.load("paper")


# ── folders that cannot be used ──


def test_a_vault_that_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for place in ("file", "file/below"):
        vault = open_vault(configured(tmp_path, NEWSBOT_VAULT=str(tmp_path / place)))
        with pytest.raises(FixVault) as caught:
            vault.save(session())
        assert "NEWSBOT_VAULT" in caught.value.cure
    (tmp_path / "data").write_text("x")
    with pytest.raises(FixVault):
        open_vault(configured(tmp_path, NEWSBOT_VAULT=str(tmp_path / "vault"))).save(session())


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give folders away")
def test_a_folder_of_another_user(config: Config) -> None:
    config.vault.mkdir(parents=True)
    os.chown(config.vault, 65534, 65534)
    with pytest.raises(FixVault, match="belongs to you"):
        open_vault(config).save(session())


# ── processes ──

_COMMON = """
import os, resource, signal, sys, threading
from datetime import UTC, datetime
sys.path.insert(0, {root!r})
from newsbot.config import read_config
from newsbot.errors import NewsbotError
from newsbot.sessions.saved import Cookie, SavedSession
from newsbot.sessions.vault import open_vault

def session(value, number=20):
    cookies = tuple(Cookie(name=f"sid{{each}}", value=value, domain=".paper.example") for each in range(number))
    return SavedSession(site="paper", cookies=cookies, signedInAt=datetime(2026, 11, 22, tzinfo=UTC))

config = read_config({{"NEWSBOT_DATA": sys.argv[1], "NEWSBOT_SITES": sys.argv[1]}})
vault = open_vault(config)
"""


def start(code: str, *arguments: str) -> subprocess.Popen[str]:
    script = _COMMON.format(root=str(ROOT)) + code
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def finish(process: subprocess.Popen[str]) -> str:
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    return output


def whole(found: SavedSession | None, values: set[str]) -> bool:
    """Whether this is one of the sessions that were saved, and no mixture."""
    return found is not None and len({cookie.value for cookie in found.cookies} & values) == 1


def test_several_processes_write_at_the_same_time(config: Config) -> None:
    """Each makes a key if there is none, too: they must end up with the same one."""
    code = "for number in range(30): vault.save(session(sys.argv[2])); assert vault.load('paper') is not None"
    values = {f"value-of-{number}" for number in range(3)}
    writers = [start(code, str(config.data), value) for value in values]
    seen: set[str] = set()
    while any(writer.poll() is None for writer in writers):
        if config.own_vault_key.exists() and (found := open_vault(config).load("paper")) is not None:
            assert whole(found, values)
            seen.add(found.cookies[0].value)
    for writer in writers:
        finish(writer)
    assert whole(open_vault(config).load("paper"), values)
    assert files(config.vault) == ["paper.session"]
    assert seen <= values


def test_kill_9_leaves_the_old_session_or_the_new(config: Config) -> None:
    code = """
number = 0
print("ready", flush=True)
while True:
    vault.save(session(f"value-{number % 2}", 200 + number % 2))
    number += 1
"""
    open_vault(config).save(session(value="value-0", number=200))
    for attempt in range(8):
        writer = start(code, str(config.data))
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(0.003 * attempt)  # somewhere in the middle of a write
        writer.send_signal(signal.SIGKILL)
        writer.communicate(timeout=30)
        found = open_vault(config).load("paper")
        assert found is not None
        assert {cookie.value for cookie in found.cookies} == {f"value-{len(found.cookies) % 2}"}
    for left in config.vault.glob(".new-*"):
        assert mode(left) == 0o600
        assert b"value-" not in left.read_bytes()


def test_a_full_disk_leaves_the_old_session(config: Config) -> None:
    """A limit on the size of files stands for the disk: writing fails in the middle, as it would there."""
    vault = open_vault(config)
    vault.save(session())
    code = """
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    vault.save(session("x" * 1000, 100))
except NewsbotError as error:
    print(type(error).__name__, error)
"""
    said = finish(start(code, str(config.data)))
    assert said.startswith("FixVault")
    assert "too large" in said
    assert open_vault(config).load("paper") == session()
    assert files(config.vault) == ["paper.session"]


@pytest.mark.skipif(os.geteuid() != 0 or sys.platform != "linux", reason="needs a small disk of its own")
def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("nothing can be mounted here")
    try:
        config = read_config({"NEWSBOT_DATA": str(disk), "NEWSBOT_SITES": str(disk)})
        open_vault(config).save(session())
        with pytest.raises(FixVault, match="space"):
            open_vault(config).save(session(value="x" * 1000, number=100))
        assert open_vault(config).load("paper") == session()
        assert files(config.vault) == ["paper.session"]
    finally:
        subprocess.run(["umount", str(disk)], check=True)


# ── in and out ──


def test_export_and_import(config: Config, tmp_path: Path) -> None:
    vault = open_vault(config)
    made = replace(session(), provedAt=NOW, proof="css:.account", userAgent="Mozilla/5.0")
    vault.save(made)
    state = vault.export("paper")
    assert json.loads(state)["cookies"][0]["value"] == SECRET
    elsewhere = open_vault(configured(tmp_path / "elsewhere"))
    assert elsewhere.import_state("paper", state, frozenset({"paper.example"}), NOW) == made
    assert elsewhere.load("paper") == made
    with pytest.raises(FixArgument, match="no session of it is saved") as caught:
        vault.export("none")
    assert "newsbot login none" in caught.value.cure


def test_import_keeps_what_is_the_sites(config: Config) -> None:
    state = {
        "cookies": [
            {"name": "sid", "value": "abc", "domain": ".paper.example", "path": "/", "expires": -1},
            {"name": "ad", "value": "abc", "domain": ".ads.example", "path": "/", "expires": -1},
        ],
        "origins": [{"origin": "https://ads.example", "localStorage": [{"name": "id", "value": "1"}]}],
    }
    vault = open_vault(config)
    found = vault.import_state("paper", json.dumps(state), frozenset({"paper.example"}), NOW)
    assert ([each.name for each in found.cookies], dict(found.storage)) == (["sid"], {})
    with pytest.raises(FixArgument, match=r"it has cookies of ads\.example, paper\.example"):
        vault.import_state("other", json.dumps(state), frozenset({"other.example"}), NOW)
    assert vault.names() == ["paper"]


def test_playwright_itself_takes_an_export(config: Config) -> None:
    """Its own code reads the file; nothing is opened."""
    playwright = pytest.importorskip("playwright.sync_api")
    from newsbot.sessions.installed import find_browser  # the browser is an extra

    browser = find_browser({})
    if browser is None:
        pytest.skip("no Chromium on this machine")
    vault = open_vault(config)
    vault.save(replace(session(), site="paper"))
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=str(browser.path), args=["--no-sandbox"])
        context = chromium.new_context(storage_state=json.loads(vault.export("paper")))
        kept = context.storage_state()
        chromium.close()
    back = vault.import_state("paper", json.dumps(kept), frozenset({"paper.example"}), NOW)
    assert {(each.name, each.value, each.domain) for each in back.cookies} == {
        (each.name, each.value, each.domain) for each in session().cookies
    }
    assert back.storage == session().storage
