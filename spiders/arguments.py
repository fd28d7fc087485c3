"""The arguments of the spiders, as `scrapy crawl NAME -a key=value` gives them: strings, checked before all else."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches

from newsbot.errors import FixArgument
from newsbot.lists import read_list
from newsbot.urls import is_http

_RELATIVE = re.compile(r"(\d{1,5})\s*(h|d|w)")
_DATE = re.compile(r"\d{4}-?\d\d-?\d\d")
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


def names_of(spider: type) -> list[str]:
    """The arguments that a spider takes: those of its `__init__`, and of those it passes the others on to."""
    initialisers = [
        vars(each)["__init__"] for each in spider.__mro__ if "__init__" in vars(each) and each is not object
    ]
    taken = [each for init in initialisers for each in inspect.signature(init).parameters.values()]
    named = [each.name for each in taken if each.kind in {each.POSITIONAL_OR_KEYWORD, each.KEYWORD_ONLY}]
    return sorted(set(named) - {"self", "name"})


def refuse_unknown(spider: type, given: Iterable[str]) -> None:
    """Raise `FixArgument` for an argument that a spider does not know: Scrapy would silently ignore a misspelt limit.

    Names that start with `_` pass: scrapyd gives `_job`.
    """
    for name in given:
        if name.startswith("_"):
            continue
        known = names_of(spider)
        close = get_close_matches(name, known, 1)
        cure = f"Did you mean {close[0]}?" if close else f"It takes {', '.join(known)}."
        raise FixArgument("argument", name, f"the spider {getattr(spider, 'name', '')} takes no such thing", cure)


def words(*values: str | Iterable[str] | None) -> list[str]:
    """All words of several arguments, in order, each once; strings are split at white space, lists stay."""
    found = [word for value in values for word in (value.split() if isinstance(value, str) else value or ())]
    return list(dict.fromkeys(word.strip() for word in found if word.strip()))


def addresses(*values: str | Iterable[str] | None, file: str | None = None) -> list[str]:
    """The http(s) addresses among several arguments and the lines of a file.

    Raises `FixArgument` for anything that is no address, and where there is none at all.
    """
    urls = words(*values, read_list(file, "urls_file"))
    for url in urls:
        if not is_http(url):
            raise FixArgument("url", url, "it is no http(s) address", "An address starts with https:// and has a host.")
    if not urls:
        raise no_address()
    return urls


def no_address() -> FixArgument:
    """The error for a spider that was given no address."""
    cure = "Give -a url=https://…, -a urls='… …' or -a urls_file=PATH."
    return FixArgument("url", "", "nothing to fetch was given", cure)


def positive(name: str, value: str | int | None) -> int | None:
    """A whole number above 0, or None where none was given. Raises `FixArgument`."""
    if value is None or value == "":
        return None
    try:
        number = int(value)
    except ValueError:
        number = 0
    if number < 1:
        raise FixArgument(name, value, "it is not a whole number above 0", f"Give for example {name}=100.")
    return number


def moment(name: str, value: str | None, now: datetime, *, last: bool = False) -> datetime | None:
    """A date, a date with time, or a span such as 3d, 12h or 2w before now; aware, in UTC. Raises `FixArgument`.

    A date means its first moment, or its `last`.
    """
    if not value:
        return None
    if match := _RELATIVE.fullmatch(value.strip()):
        return now - int(match[1]) * _UNITS[match[2]]
    try:
        parsed = datetime.fromisoformat(value.strip())
        if last and _DATE.fullmatch(value.strip()):
            parsed += timedelta(days=1, microseconds=-1)
    except ValueError:
        raise FixArgument(
            name, value, "it is no date", f"Write {name}=2026-11-01, or {name}=3d for three days ago."
        ) from None
    return parsed.astimezone(UTC) if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def site_names(site: str | Iterable[str] | None, url: str | None, file: str | None) -> list[str]:
    """What sites are meant: names, files or addresses; a string holds several, separated by commas or white space.

    Raises `FixArgument` where none is.
    """
    given = site.replace(",", " ") if isinstance(site, str) else site
    names = [*words(url, given), *read_list(file, "sites_file")]
    if not names:
        raise FixArgument(
            "site", "", "no site was given", "Give -a url=https://…, or -a site=NAME (`newsbot sites list`)."
        )
    return list(dict.fromkeys(names))
