"""Two newspapers in a crawl, one of which ends its readers' sessions again and again; and what the other saw of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median

from newsbot.demo.recipes import Way, environment, site_file
from newsbot.demo.server import Demo, start_demo
from tests.e2e.process import NEWSBOT, Done, run

PASSWORD = "lantern-by-the-quay-4711"


@dataclass(frozen=True, slots=True)
class Plan:
    """What the two newspapers do."""

    delay: float  #: seconds between two pages: these, and not the processor, are to set the pace
    steady: int  #: pages of the newspaper that goes on; nobody signs in to it
    ends: tuple[int, ...]  #: the other one's sessions end after so many of its pages
    held: float  #: for so many seconds it keeps whoever signs in waiting

    @property
    def pages_of_losing(self) -> int:
        """A few more than after which its last session ends."""
        return max(self.ends, default=0) + 3


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of it."""

    done: Done
    logins: int
    times: tuple[float, ...]  #: when the steady newspaper was asked for its pages
    held: tuple[tuple[float, float], ...]  #: from when to when the other one kept a sign-in waiting

    @property
    def while_held(self) -> list[int]:
        """How many pages the steady newspaper was asked for in each of these spans, as long as it had pages left."""
        return [sum(start <= at < end for at in self.times) for start, end in self.held if end < self.times[-1]]

    def gaps(self, *, held: bool) -> list[float]:
        """The seconds between two pages of the steady newspaper: those in such a span, or those in none."""
        return [
            later - earlier
            for earlier, later in pairwise(self.times)
            if held is any(start <= earlier and later < end for start, end in self.held)
        ]

    @property
    def pace(self) -> float:
        """Pages a second, from its first page to its last."""
        return (len(self.times) - 1) / (self.times[-1] - self.times[0])

    def __str__(self) -> str:
        spans = {"a sign-in was held": self.gaps(held=True), "it was not": self.gaps(held=False)}
        told = [
            f"{1000 * median(gaps):.0f} ms (longest {1000 * max(gaps):.0f}) between pages while {name}"
            for name, gaps in spans.items()
            if gaps
        ]
        return f"{self.logins} logins; {self.pace:.2f} pages/s; {', '.join(told)}; pages while held: {self.while_held}"


def crawl_two(plan: Plan, home: Path, clean: Mapping[str, str]) -> Seen:
    """Crawl both in one process. They are on two addresses: cookies know no ports, and neither does a pace."""
    few = {"articles": 26, "crawl_delay": plan.delay, "password": PASSWORD}
    with (
        start_demo(archive=plan.steady, host="127.0.0.2", **few) as steady,
        start_demo(archive=plan.pages_of_losing, **few) as losing,
    ):
        losing.readers.expire_at(plan.ends)
        losing.slow("POST /login", plan.held)
        variables = {**clean, "NEWSBOT_ALLOW_HOSTS": "127.0.0.1,127.0.0.2"}
        for name, paper in (("steady", steady), ("losing", losing)):
            text = site_file(paper.url, Way.FORM, name=name, archive=True)
            text = text if paper is losing else text.partition("login:")[0]
            (home / "sites").mkdir(exist_ok=True)
            (home / "sites" / f"{name}.yml").write_text(text, "utf-8")
        variables |= environment(Way.FORM, name="losing", password=PASSWORD)
        store = f"sqlite:///{home / 'news.sqlite'}"
        done = run([*NEWSBOT, "crawl", "steady", "losing", "--store", store, "--json"], variables, cwd=home)
        return _seen(done, steady, losing, plan)


def _seen(done: Done, steady: Demo, losing: Demo, plan: Plan) -> Seen:
    times = sorted(steady.started + each.at for each in steady.log if each.path.startswith("/archive/2"))
    starts = sorted(losing.started + each.at for each in losing.log if each.method == "POST")
    return Seen(
        done=done,
        logins=losing.readers.told()["logins"],
        times=tuple(times),
        held=tuple((start, start + plan.held) for start in starts),
    )
