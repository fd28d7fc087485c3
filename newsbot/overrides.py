"""Overrides: the lines of a site file that go before the general reading, and what each of them does on a page. Pure.

A crawl counts those that find nothing (`missed`); `newsbot sites check` tries each by itself (`try_on`): the page is
read with all of them, and once more without this one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from newsbot.article import COMPLETE, Access, Article, Author, Delivered
from newsbot.discovery.link import Link
from newsbot.extraction.page import Page
from newsbot.extraction.selectors import holds, select, select_texts
from newsbot.extraction.text import squeeze
from newsbot.reading import PageRead, SiteHints, hints_of, read_parsed
from newsbot.sites.model import Site
from newsbot.sites.tree import spell

#: What most articles do not have: that a selector for it finds nothing says little.
_RARE = frozenset({"correction"})
_CUT = frozenset({Delivered.PARTIAL_TEASER, Delivered.OBFUSCATED, Delivered.NONE})
#: What a reader has of an article: `remove` is of use where it changes any of it.
_CONTENT = (
    "headline",
    "alternativeHeadline",
    "description",
    "articleBody",
    "authors",
    "datePublished",
    "dateModified",
    "articleSection",
    "keywords",
    "inLanguage",
    "publisher",
    "mainImage",
    "images",
    "correction",
)


@dataclass(frozen=True, slots=True)
class Override:
    """One selector of a site file, and where in the file it stands."""

    place: tuple[str | int, ...]
    selector: str

    @property
    def where(self) -> str:
        """As faults name it: `selectors.headline`, `selectors.remove #2`, `access.lockedWhen #1`."""
        return spell(self.place)

    @property
    def field(self) -> str | None:
        """The field that it gives; None for `remove` and `lockedWhen`."""
        return str(self.place[1]) if len(self.place) == 2 else None  # noqa: PLR2004 (lists have a third step)

    @property
    def locks(self) -> bool:
        """Whether it proves that a page was cut."""
        return self.place[0] == "access"


def overrides_of(site: Site) -> tuple[Override, ...]:
    """Every override of a site file, in the order of docs/sites.md."""
    fields = [Override(("selectors", name), selector) for name, selector in site.selectors.fields.items()]
    removes = [Override(("selectors", "remove", i), each) for i, each in enumerate(site.selectors.remove)]
    locks = [Override(("access", "lockedWhen", i), each) for i, each in enumerate(site.access.lockedWhen)]
    return (*fields, *removes, *locks)


def expected(site: Site) -> tuple[Override, ...]:
    """The overrides that should find something on most pages: what proves a cut, and corrections, need not."""
    return tuple(each for each in overrides_of(site) if not each.locks and each.field not in _RARE)


def missed(site: Site, read: PageRead) -> list[str]:
    """Where those of the `expected` overrides stand that had no effect on a page that was read with them."""
    return [each.where for each in expected(site) if not _matched(each, read)]


def _matched(override: Override, read: PageRead) -> bool:
    """Whether an override had its way: a selector that finds an element, but no date in it, has not."""
    if override.locks:
        return holds(read.page.root, override.selector)
    if override.field is None:
        return bool(select(read.page.root, override.selector))
    source = read.article.provenance.get(override.field)
    return source is not None and source.source.startswith("site:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What one override did on one page. The texts are whole; whoever shows them shortens them."""

    matched: bool
    due: bool  #: False where there was nothing for it to find, as far as the general reading can tell
    gave: str  #: what it gave; where it had no effect, what its selector found all the same
    without: str  #: what is read without it
    same: bool  #: whether it matched and nothing would be different without it
    whole: bool  #: it says that the page was cut, and without it the page looks whole


def try_on(page: Page, site: Site, link: Link | None = None) -> tuple[Trial, ...]:
    """Try every override of a site on one of its pages; in the order of `overrides_of`.

    Reads the page once more for each of them. Text is compared as it was delivered, whatever `gatedText` says.
    """
    hints = replace(hints_of(site), gated_text="keep")
    read = read_parsed(page, link=link, hints=hints)
    return tuple(
        _trial(override, read, read_parsed(page, link=link, hints=_hints_without(hints, override)).article)
        for override in overrides_of(site)
    )


def _hints_without(hints: SiteHints, override: Override) -> SiteHints:
    if override.field is not None:
        rest = {name: each for name, each in (hints.selectors or {}).items() if name != override.field}
        return replace(hints, selectors=rest)
    if override.locks:
        return replace(hints, locked_when=[each for each in hints.locked_when if each != override.selector])
    return replace(hints, remove=[each for each in hints.remove if each != override.selector])


def _trial(override: Override, read: PageRead, without: Article) -> Trial:
    matched = _matched(override, read)
    due, gave, other, same = True, "", "", False
    if override.locks:
        due = without.access.delivered in _CUT
        gave, other = _verdict(read.article.access), _verdict(without.access)
        same = gave == other
    elif override.field is not None:
        value, before = getattr(read.article, override.field), getattr(without, override.field)
        gave, other, same = _text(value), _text(before), value == before
        due = override.field not in _RARE or bool(before)
        if not matched:
            gave = next(iter(select_texts(read.page.root, override.selector)), "")
    else:
        gave = next(iter(select_texts(read.page.root, override.selector)), "")
        other = _first_difference(read.article, without)
        same = not other
    return Trial(
        matched=matched,
        due=due,
        gave=gave,
        without=other,
        same=matched and same,
        whole=override.locks and matched and without.access.delivered in COMPLETE,
    )


def _verdict(access: Access) -> str:
    return f"{access.delivered.value}, {access.gate.value}"


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(each.name if isinstance(each, Author) else str(each) for each in value)
    return value.isoformat() if isinstance(value, datetime) else squeeze(str(value or ""))


def _first_difference(article: Article, without: Article) -> str:
    """The first thing that is otherwise where a `remove` is left out: a line of the text, or the name of a field."""
    kept = set((article.articleBody or "").split("\n\n"))
    lines = (without.articleBody or "").split("\n\n")
    more = next((squeeze(line) for line in lines if line and line not in kept), "")
    if more:
        return more
    changed = next((name for name in _CONTENT if getattr(article, name) != getattr(without, name)), "")
    return f"another {changed}" if changed else ""


class Verdict(StrEnum):
    """How an override did on all the pages that it was tried on."""

    MATCHES = "matches"
    SOME = "matches on some"
    NEVER = "no longer matches"
    NOT_DUE = "nothing to match"  #: no page was cut, or none bears a correction


@dataclass(slots=True, kw_only=True)
class Tried:
    """How an override did on the pages that it was tried on; `line` is its own in the site file."""

    override: Override
    line: int
    pages: int = 0
    matched: int = 0
    due: int = 0
    same: int = 0  #: pages on which nothing would be different without it
    whole: int = 0  #: pages that it calls cut and that look whole without it
    gave: str = ""  #: of the page that tells most: where it matched, and made a difference
    without: str = ""  #: what the same page gives without it
    missedOn: str | None = None  #: the first page on which it found nothing, though it should have
    _best: tuple[bool, ...] = field(default=(), repr=False)

    def add(self, page: str, trial: Trial) -> None:
        """One more page, by its address or file."""
        self.pages += 1
        self.matched += trial.matched
        self.due += trial.due
        self.same += trial.same
        self.whole += trial.whole
        if trial.due and not trial.matched:
            self.missedOn = self.missedOn or page
        telling = (trial.matched, not trial.same, bool(trial.gave))
        if telling > self._best:
            self._best, self.gave, self.without = telling, trial.gave, trial.without

    @property
    def verdict(self) -> Verdict:
        """In one word; of an override that was tried on no page, that there was nothing to match."""
        if self.matched:
            return Verdict.MATCHES if self.matched == self.pages else Verdict.SOME
        return Verdict.NEVER if self.due else Verdict.NOT_DUE

    @property
    def needless(self) -> bool:
        """Whether the general reading gives the same on every page that it matched on."""
        return 0 < self.matched == self.same


def tried_on(site: Site, lines: Sequence[int], pages: Iterable[tuple[str, Sequence[Trial]]]) -> list[Tried]:
    """Sum up the trials of several pages, each with its address: one `Tried` for each of `overrides_of`, in order.

    `lines` are those of the overrides in the site file.
    """
    tried = [Tried(override=each, line=line) for each, line in zip(overrides_of(site), lines, strict=True)]
    for page, trials in pages:
        for each, trial in zip(tried, trials, strict=True):
            each.add(page, trial)
    return tried
