"""newsbot in scrapyd: its egg is built, deployed, and runs there."""

from __future__ import annotations

import json
import re
import sys
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from newsbot.demo.server import Demo
from newsbot.store.base import Query
from newsbot.store.opening import open_store
from tests.e2e.built import build, must_hold
from tests.e2e.process import ROOT, clean_environment
from tests.processes import free_port, serving, until


@pytest.fixture(scope="module")
def egg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The egg, as `make egg` builds it."""
    return build(tmp_path_factory.mktemp("egg"), "setup.py", "-q", "bdist_egg", mark='BOT_NAME = "newsbot-egg"\n')


class Scrapyd:
    """A running scrapyd, by its HTTP API."""

    def __init__(self, base: str) -> None:
        self.base = base

    def get(self, name: str, **fields: str) -> dict[str, Any]:
        """Ask."""
        return self._send(Request(f"{self.base}/{name}.json?{urlencode(fields)}"))

    def post(self, name: str, **fields: str) -> dict[str, Any]:
        """Tell."""
        return self._send(Request(f"{self.base}/{name}.json", urlencode(fields).encode()))

    def deploy(self, egg: Path) -> dict[str, Any]:
        """Hand over an egg, as scrapyd-deploy does: a form with a file."""
        boundary = uuid.uuid4().hex
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in (("project", "newsbot"), ("version", "1"))
        ]
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="egg"; filename="newsbot.egg"\r\n\r\n'.encode()
        body = b"".join([*parts, head, egg.read_bytes(), f"\r\n--{boundary}--\r\n".encode()])
        kind = f"multipart/form-data; boundary={boundary}"
        return self._send(Request(f"{self.base}/addversion.json", body, {"Content-Type": kind}))

    def _send(self, request: Request) -> dict[str, Any]:
        with urlopen(request, timeout=60) as answer:
            return json.load(answer)


@pytest.fixture(scope="module")
def scrapyd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Scrapyd, Path]]:
    """Scrapyd and its folder: on loopback, with nothing of this checkout on its path."""
    home = tmp_path_factory.mktemp("scrapyd")
    port = free_port()
    (home / "scrapyd.conf").write_text(
        f"[scrapyd]\nbind_address = 127.0.0.1\nhttp_port = {port}\npoll_interval = 0.2\nmax_proc = 1\n"
    )
    base = f"http://127.0.0.1:{port}"
    # This Python may have the checkout on its path, which would go before the egg: it is taken off.
    (home / "path").mkdir()
    (home / "path" / "sitecustomize.py").write_text(
        f"import sys\nsys.path[:] = [p for p in sys.path if p != {str(ROOT)!r}]\n"
    )
    environment = {**clean_environment(home), "PYTHONPATH": str(home / "path")}
    # Our checkout may be on this Python's path by a .pth file: the egg must be found in spite of it, so it goes first.
    with serving(
        [sys.executable, "-P", "-m", "scrapyd"], f"{base}/daemonstatus.json", home / "log", env=environment, cwd=home
    ):
        yield Scrapyd(base), home


def test_the_egg_is_whole(egg: Path) -> None:
    with zipfile.ZipFile(egg) as archive:
        names = set(archive.namelist())
        settings = archive.read("EGG-INFO/entry_points.txt").decode()
    assert must_hold() - names == set()
    assert sum(name.startswith("newsbot/sites/data/") for name in names) >= 173
    assert "newsbot/demo/assets/paper.css" in names
    assert "[scrapy]\nsettings = newsbot.settings" in settings
    assert not [name for name in names if name.startswith(("tests/", "benchmarks/"))]


def test_an_egg_is_deployed_and_crawls(scrapyd: tuple[Scrapyd, Path], egg: Path, demo: Demo) -> None:
    server, home = scrapyd
    deployed = server.deploy(egg)
    assert (deployed["status"], deployed["spiders"]) == ("ok", 4), deployed
    assert server.get("listspiders", project="newsbot")["spiders"] == ["archive", "article", "service", "site"]
    uri = f"sqlite:///{home / 'news.sqlite'}"
    scheduled = server.post(
        "schedule", project="newsbot", spider="site", url=demo.url, max_requests="8", setting=f"NEWSBOT_STORE={uri}"
    )
    assert scheduled["status"] == "ok"
    # By name: the bundled site files are found inside the egg. Nothing is asked, as the limit is wrong.
    wrong = server.post("schedule", project="newsbot", spider="site", site="der-standard", max_requests="none")

    def finished() -> set[str]:
        return {job["id"] for job in server.get("listjobs", project="newsbot")["finished"]}

    until(lambda: finished() == {scheduled["jobid"], wrong["jobid"]}, 90)
    log = (home / "logs" / "newsbot" / "site" / f"{scheduled['jobid']}.log").read_text()
    assert "Traceback" not in log
    assert "(bot: newsbot-egg)" in log
    with open_store(uri) as store:
        kept = list(store.find(Query()))
    blocked = re.search(r"'newsbot/visits/blocked': (\d+)", log)  # one is a shell that only a browser fills
    assert len(kept) == 8 - log.count("Dropped: ") - (int(blocked[1]) if blocked else 0)
    assert all(article.headline and article.url.startswith(demo.url) for article in kept)
    told = (home / "logs" / "newsbot" / "site" / f"{wrong['jobid']}.log").read_text()
    assert "max_requests 'none' cannot be used" in told
    assert "Traceback" not in told
