"""`newsbot health`: which sites broke, since when, with an example and the next step."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Annotated

import orjson
import typer
from rich.box import SIMPLE_HEAD
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from newsbot.baseline import LEAST_DAYS
from newsbot.cli.console import SOME_SITES_FAILED, err, harmless, out, say
from newsbot.cli.looking import StoreOption, open_existing
from newsbot.config import read_config
from newsbot.examination import Looked, as_data, first_day, looked_at
from newsbot.health import BAD, HISTORY, Finding, Severity

#: So many of the last days are drawn.
DRAWN = 28
_BARS = "▁▂▃▄▅▆▇█"
_STYLES = {Severity.LOST: "bold red", Severity.BROKEN: "red", Severity.ODD: "yellow", Severity.NOTE: "dim"}
_MARKS = {Severity.LOST: "✗", Severity.BROKEN: "✗", Severity.ODD: "•", Severity.NOTE: "·"}
_LEAST, _MOST = 2, 3650


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(health)


def health(
    sites: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SITE]…", help="Sites, by slug, name, file or address. [default: all in the store]"),
    ] = None,
    since: Annotated[
        int,
        typer.Option(
            "--since",
            metavar="DAYS",
            min=_LEAST,
            max=_MOST,
            help="Look back so many days: the last 14 are held against those before. More helps small sites.",
        ),
    ] = HISTORY,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object, with the numbers of all days.")
    ] = False,
    store: StoreOption = None,
) -> int:
    """Tell which sites broke, and since when, by their own history. Nothing is asked of any site.

    Articles a day, teasers, missing fields, length, age, failed visits and the login are held against what is usual;
    what a site file says under [bold]expect[/] is a floor, whatever is usual. ✗ is broken, • odd: it may be chance.

    Exit code 2 where something broke or a login is lost: a cron job can say [bold]newsbot health || mail …[/]
    """
    now, config = datetime.now(UTC), read_config()
    with open_existing(store) as opened, err.status("counting …"):
        looked = looked_at(opened, sites, now, since, config)
    if as_json:
        told = {"at": now, "since": first_day(now, since), "sites": [as_data(each) for each in looked]}
        sys.stdout.write(orjson.dumps(told, option=orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z).decode() + "\n")
    else:
        _show(looked, now.date())
    return SOME_SITES_FAILED if any(each.worst in BAD for each in looked) else 0


# ── for people ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _show(looked: Sequence[Looked], today: date) -> None:
    if not looked:
        say("The store holds nothing that could be ill. `newsbot crawl demo` brings something.")
        return
    table = Table(title="Health", title_justify="left", box=SIMPLE_HEAD, pad_edge=False, caption_justify="left")
    table.add_column("", no_wrap=True)
    table.add_column("site", overflow="fold")
    table.add_column(f"articles a day, last {DRAWN} days", no_wrap=True)
    for name in ("a day", "teasers", "words"):
        table.add_column(name, justify="right", no_wrap=True)
    for each in looked:
        table.add_row(_mark(each), Text(harmless(each.name)), picture(each, today), *_numbers(each, today))
    table.caption = "· nobody asked; the numbers are of the last 7 days"
    out.print(table)
    for each in looked:
        for finding in each.findings:
            if finding.severity is not Severity.NOTE:
                _tell(each.name, finding)
    _young(looked)
    bad, odd = (sum(each.worst in these for each in looked) for these in (BAD, {Severity.ODD}))
    count = "1 site" if len(looked) == 1 else f"{len(looked)} sites"
    say(f"{count}: {bad} broken, {odd} odd, {len(looked) - bad - odd} without complaint")


def _mark(looked: Looked) -> Text:
    worst = looked.worst
    if worst is None:
        return Text("✓", style="green")
    return Text(_MARKS[worst], style=_STYLES[worst])


def picture(looked: Looked, today: date) -> Text:
    """The articles of the last days as bars; those of a drop in its colour. A day on which nobody asked is a dot."""
    by_date = {day.date: day for day in looked.days}
    days = [today - timedelta(days=number) for number in reversed(range(DRAWN))]
    numbers = sorted(by_date[day].articles for day in days if day in by_date)
    # One day that brought a whole feed must not press all others down.
    most = max(numbers[-2] if len(numbers) > 2 else max(numbers, default=1), 1)  # noqa: PLR2004
    drop = next((each for each in looked.findings if each.what == "articles"), None)
    text = Text()
    for day in days:
        known = by_date.get(day)
        if known is None or not (known.looks or known.articles):
            text.append("·", style="dim")
            continue
        height = min(known.articles / most, 1.0)
        bar = _BARS[0] if not known.articles else _BARS[max(round(height * (len(_BARS) - 1)), 1)]
        off = drop is not None and drop.since is not None and drop.until is not None and drop.since <= day <= drop.until
        style = _STYLES[drop.severity] if off and drop else "dim" if day == today else "green"
        text.append(bar, style=style)
    return text


def _numbers(looked: Looked, today: date) -> list[str]:
    week = [day for day in looked.days if today - timedelta(days=7) <= day.date < today and day.looks]
    articles = sum(day.articles for day in week)
    words = [(day.words, day.texts) for day in week if day.words is not None]
    texts = sum(of for _, of in words)
    return [
        f"{articles / len(week):.1f}" if week else "–",
        f"{sum(day.cut for day in week) / articles:.0%}" if articles else "–",
        f"{sum(median * of for median, of in words) / texts:.0f}" if texts else "–",
    ]


def _tell(site: str, finding: Finding) -> None:
    style = _STYLES[finding.severity]
    line = Text(harmless(f"{_MARKS[finding.severity]} {site}: "), style=style)
    line.append(finding.what, style=f"{style} bold")
    if finding.since is not None:
        line.append(f" since {finding.since:%Y-%m-%d}", style=style)
    out.print(line)
    out.print(Padding.indent(Text(harmless(finding.why)), 2))
    if finding.example is not None:
        why = f" ({finding.example.why})" if finding.example.why else ""
        out.print(Padding.indent(Text(harmless(f"for example {finding.example.url}{why}"), style="dim"), 2))
    if finding.cure:
        out.print(Padding.indent(Text(harmless(f"→ {finding.cure}"), style="green"), 2))


def _young(looked: Sequence[Looked]) -> None:
    """The sites of which too little is known, in one paragraph: of a new store these are all."""
    young = [(each.name, finding) for each in looked for finding in each.findings if finding.severity is Severity.NOTE]
    if young:
        names = ", ".join(f"{name} ({finding.now or 0:.0f})" for name, finding in young)
        need = f"too little history to say what is usual ({LEAST_DAYS} days with a number of articles are needed)"
        out.print(Text(harmless(f"· {need}: {names}"), style="dim"))
