"""`newsbot why` and `newsbot demo`: looking at what is there."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.table import Table
from rich.text import Text

from newsbot.access.explain import explain
from newsbot.article import Article
from newsbot.cli.console import out, say
from newsbot.config import read_config
from newsbot.demo.archive import MOST
from newsbot.demo.readers import PASSWORD, READER
from newsbot.demo.recipes import Way, site_file
from newsbot.demo.server import Demo, run_demo
from newsbot.errors import FixArgument
from newsbot.schedule import next_look, why_then
from newsbot.sites.catalog import open_catalog
from newsbot.sites.model import Schedule
from newsbot.store.base import RECHECKED, Outcome, Store, Visit, VisitState
from newsbot.store.due import LEAST_WAIT, next_due
from newsbot.store.opening import open_store
from newsbot.urls import is_http

StoreOption = Annotated[str | None, typer.Option("--store", metavar="URI", help="The store, as for crawl.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(why)
    app.command()(demo)


def open_existing(uri: str | None, *, mapped: bool = False) -> Store:
    """The store that is meant, and that must be there: looking never makes one. Raises `FixArgument`."""
    config = read_config()
    uri = uri or config.store
    path = uri.removeprefix("sqlite:///") if uri.startswith("sqlite:///") else None
    if path and not Path(path).expanduser().exists():
        raise FixArgument("--store", uri, "there is no store yet", "Crawl something first: `newsbot crawl demo`.")
    return open_store(uri, database=config.mongo_database, mapped=mapped)


def why(
    url: Annotated[str, typer.Argument(metavar="URL", help="The address of an article, feed or page.")],
    store: StoreOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the story as one JSON object.")] = False,
) -> int:
    """Tell the story of an address: where it was found, each visit and how it ended, how the article was judged.

    And when it is due again, and why then: for a feed, sitemap or section, by what was learnt of it.

    Exit code 1 where the address is not known.
    """
    if not is_http(url):
        raise FixArgument("URL", url, "it is no http(s) address", "Give it as it stands in the browser, with https://.")
    with open_existing(store) as opened:
        visit = next(iter(opened.visits([url]).values()), None)
        history, article, versions = opened.history(url), opened.get(url), opened.revisions(url)
    if visit is None and article is None:
        say("newsbot has never seen this address: no feed, sitemap or section named it, and nobody gave it.")
        return 1
    again = when_again(visit) if visit else None
    if as_json:
        _why_json(visit, history, article, again)
    else:
        _why_words(visit, history, article, versions)
        if again:
            out.print(Text(f"\n{again.words}"))
    return 0


@dataclass(frozen=True, slots=True)
class Again:
    """When an address is due, for a crawl with `--due`."""

    due: datetime | None
    why: str

    @property
    def words(self) -> str:
        """In one line."""
        due = f"Due {self.due:%Y-%m-%d %H:%M} UTC" if self.due else "Not due any more"
        return f"{due} for `newsbot crawl --due`: {self.why}."


def when_again(visit: Visit) -> Again:
    """When an address is asked for again, and why then. A site's file is found by the name that its visits bear."""
    if visit.lastVisit is None:
        return Again(visit.firstSeen, "it was never asked for")
    if visit.state is not VisitState.LISTING:
        due = next_due(visit)
        again = visit.state in RECHECKED or visit.state is VisitState.GONE
        why = "after half the time that it has been known for" if again else visit.state.value
        return Again(due and max(due, visit.lastVisit + LEAST_WAIT), why)
    entry = open_catalog(read_config().sites).named(visit.site)
    schedule = entry.site.schedule if entry else Schedule()
    unknown = "" if entry else f"; no site file is known by the name {visit.site}, so as if there were none"
    due = next_look(visit, schedule)
    return Again(due and due.astimezone(UTC), why_then(visit, schedule) + unknown)


def _why_json(visit: Visit | None, history: list[Outcome], article: Article | None, again: Again | None) -> None:
    story = {
        "visit": visit,
        "history": history,
        "again": again,
        "access": article.access if article else None,
        "key": article.key if article else None,
    }
    sys.stdout.write(orjson.dumps(story, option=orjson.OPT_INDENT_2).decode() + "\n")


def _why_words(visit: Visit | None, history: list[Outcome], article: Article | None, versions: list[Article]) -> None:
    if visit is not None:
        out.print(Text(visit.url, style="bold"))
        seen = f"{visit.firstSeen:%Y-%m-%d %H:%M} UTC" if visit.firstSeen else "an unknown time"
        found = f"Found {seen} by {visit.foundBy or 'hand'} on {visit.foundOn or visit.url}."
        out.print(Text(f"{found} Now: {visit.state.value}. {visit.reason}"))
    if history:
        table = Table(title="Visits", title_justify="left")
        for column in ("when (UTC)", "ended as", "status", "why", "run"):
            table.add_column(column, overflow="fold")
        for each in history:
            table.add_row(
                f"{each.at:%Y-%m-%d %H:%M:%S}", each.state.value, str(each.status or ""), Text(each.reason), each.run
            )
        out.print(table)
    if article is not None:
        out.print(Text(f"\n{article.headline or 'An article without headline'}", style="bold"))
        out.print(f"Version {article.revision.number} of {max(len(versions), 1)}, key {article.key}")
        if article.revision.withdrawnAt is not None:
            out.print(Text(f"Withdrawn: {article.revision.withdrawnReason}", style="yellow"))
        if len(versions) > 1:
            out.print("What changed: newsbot history URL")
        for line in explain(article.access):
            out.print(Text(f"  {line}"))


def demo(
    port: Annotated[
        int,
        typer.Option(help="The port to listen on, on this machine only; 0 takes any that is free.", min=0, max=65535),
    ] = 8811,
    edition: Annotated[int, typer.Option(help="2 serves the corrected edition to everyone.", min=1, max=2)] = 1,
    archive: Annotated[
        int, typer.Option(help="Add so many articles for subscribers, in a section of their own.", min=0, max=MOST)
    ] = 0,
    consent: Annotated[bool, typer.Option("--consent", help="Cover every page with a consent banner.")] = False,
    site: Annotated[
        Way | None, typer.Option("--site-file", help="Print a site file that signs in this way, and serve nothing.")
    ] = None,
) -> None:
    """Serve the demo newspaper on this machine until Ctrl-C: free, metered, locked, registration articles and more.

    Sign in as [bold]reader@demo.example[/] with the password [bold]demo[/] to read all of it; more accounts, and what
    is special about them: [bold]newsbot/demo/__init__.py[/].
    """
    if site is not None:
        if port == 0:
            raise FixArgument("--port", port, "a site file names the port", "Give the one that you serve it on.")
        sys.stdout.write(site_file(f"http://127.0.0.1:{port}", site, archive=archive > 0))
        return

    def ready(newspaper: Demo) -> None:
        newspaper.edition = edition
        out.print(f"The demo newspaper is at {newspaper.url}/ until Ctrl-C.")
        out.print(f"Crawl it from another terminal: newsbot crawl {newspaper.url}/")
        out.print(f"Sign in at {newspaper.url}/login: {READER}, password {PASSWORD}.")

    run_demo(port, archive=archive, consent=consent, ready=ready)
