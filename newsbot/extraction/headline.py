"""Headline: what the article is called, without the site's name behind it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from newsbot.article import fold
from newsbot.extraction.text import plain
from newsbot.urls import bare_host

_SEPARATOR = re.compile(r"\s+[-–—|·•»:]\s+|\s*[|｜]\s*|：|\s+::\s+")
_LEAST = 12
#: Shorter parts of a host's name are no name of a site: co, com, www.
_NAME = 4
_LONGEST = 500


def _bare(text: str) -> str:
    """Letters and digits only, without accents, for comparing names of sites."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in letters if char.isalnum())


def _names(url: str, publishers: Iterable[str]) -> set[str]:
    host = bare_host(url).split(":")[0]
    labels = host.split(".")
    names = {_bare(name) for name in publishers}
    names |= {_bare(host), *(_bare(label) for label in labels[:-1] if len(label) >= _NAME)}
    return names - {""}


def _is_site(part: str, names: set[str]) -> bool:
    """Whether a part of a title is the site's name, or that with "the", "news" or "online"."""
    bare = _bare(part)
    longer = {form for name in names if len(name) >= _NAME for form in (f"the{name}", f"{name}news", f"{name}online")}
    return bool(bare) and bare in names | longer


def normalise_headline(
    raw: str | None, *, url: str, publishers: Iterable[str] = (), heading: str | None = None
) -> str | None:
    """One line without the site's name at its end; None where nothing is left.

    `heading` is the page's own h1: a title that is the heading, a separator and more is cut to the heading's length.
    """
    text = plain(raw)[:_LONGEST]
    h1 = plain(heading)
    if len(h1) >= _LEAST and fold(text).startswith(fold(h1)) and _SEPARATOR.match(text[len(h1) :]):
        return text[: len(h1)].strip()
    names = _names(url, publishers)
    cuts = list(_SEPARATOR.finditer(text))
    for cut in reversed(cuts):
        if cut.start() < _LEAST // 2 or not _is_site(text[cut.end() :], names):
            break
        text = text[: cut.start()].strip()
    return text.strip(" |") or None
