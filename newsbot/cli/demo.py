"""The demo newspaper as a site of a crawl: served while the crawl runs, with a site file and a subscriber's account."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager, ExitStack
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

from newsbot.cli.console import say
from newsbot.demo.recipes import environment, site_file
from newsbot.demo.server import start_demo
from newsbot.errors import FixArgument

PORT = 8811


class DemoSite(AbstractContextManager[str]):
    """The path of a site file of the demo newspaper, always on the same port, so that its addresses stay the same.

    Its subscriber's user name and password are in the environment while the block runs, and not over what is there.
    """

    def __init__(self) -> None:
        self._stack = ExitStack()

    def __enter__(self) -> str:
        url = self._serve()
        folder = self._stack.enter_context(TemporaryDirectory(prefix="newsbot-demo-"))
        path = Path(folder) / "demo.yml"
        path.write_text(site_file(url), "utf-8")
        for name, value in environment().items():
            if name not in os.environ:
                os.environ[name] = value
                self._stack.callback(os.environ.pop, name, None)
        return str(path)

    def _serve(self) -> str:
        running = f"http://127.0.0.1:{PORT}"
        if _is_demo(running):
            return running
        try:
            demo = start_demo(PORT)
        except FixArgument:  # somebody else has that port
            demo = start_demo(0)
        self._stack.callback(demo.close)
        say(f"The demo newspaper is at {demo.url} while this crawl runs.")
        return demo.url

    def __exit__(self, *exc: object) -> None:
        self._stack.close()


def _is_demo(url: str) -> bool:
    """Whether `newsbot demo` runs there already."""
    try:
        with urlopen(f"{url}/_demo/log", timeout=2) as answer:  # noqa: S310 (a fixed address of this computer)
            return bool(answer.status == HTTPStatus.OK)
    except OSError:
        return False
