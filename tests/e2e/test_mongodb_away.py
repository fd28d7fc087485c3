"""A MongoDB that is away for a while, in the middle of writes: nothing lost, nothing twice, and what is told of it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest

from newsbot.store.base import Query
from newsbot.store.opening import open_store
from newsbot.store.outbox import Outbox
from tests.e2e.process import Command, Running, without_traceback
from tests.e2e.servers import Server, feed, news, site_file
from tests.mongod_server import MongodServer
from tests.processes import until

ARTICLES = 120
#: The whole: five seconds, half a minute, two minutes (`NEWSBOT_TEST_OUTAGES=5,30,120 make test-slow`).
OUTAGES = [float(each) for each in os.environ.get("NEWSBOT_TEST_OUTAGES", "5").split(",")]


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.mongo
@pytest.mark.parametrize("seconds", OUTAGES)
@pytest.mark.parametrize("how", ["killed", "ended"])
def test_an_outage_loses_nothing_and_doubles_nothing(
    running: Callable[..., Running],
    newsbot: Command,
    environment: dict[str, str],
    mongod: MongodServer,
    tmp_path: Path,
    how: str,
    seconds: float,
) -> None:
    paths = [f"/news/{number}" for number in range(ARTICLES)]
    with Server({path: news(number) for number, path in enumerate(paths)}) as server:
        server.routes["/feed.xml"] = feed([server.url + path for path in paths])
        file = tmp_path / "paper.yml"
        file.write_text(site_file(server, "Paper", feeds=["/feed.xml"]))
        uri = mongod.uri("news")
        arguments = ("crawl", str(file), "--due", "--store", uri, "--delay", "0.2", "--json", "--quiet")
        with running(*arguments) as crawl:
            until(lambda: server.count("/news/") >= 15)
            mongod.kill() if how == "killed" else mongod.stop()
            Event().wait(seconds)  # this is the outage itself
            mongod.start()
            done = without_traceback(crawl.end(200))
        ended = done.returncode
        with closing(Outbox(Path(environment["NEWSBOT_DATA"]) / "outbox.sqlite")) as outbox:
            waiting = outbox.count()
            assert (ended, waiting > 0) in {(0, False), (3, True)}
            while ended != 0:
                done = without_traceback(newsbot(*arguments))
                ended = done.returncode
            assert outbox.count() == 0
        with open_store(uri) as store:
            kept = list(store.find(Query()))
            visits = store.visits([server.url + path for path in paths])
            assert all(len(store.revisions(article.url)) == 1 for article in kept)
        again = sum(Counter(path for path in server.asked if path in paths).values()) - ARTICLES
        print(f"{how} for {seconds:.0f} s: exit code, outbox {(done.returncode, waiting)}, {again} pages asked again")
    assert len({article.headline for article in kept}) == len(kept) == ARTICLES
    assert {visit.state.value for visit in visits.values()} <= {"stored", "unchanged"}
    assert again <= 0.02 * ARTICLES
