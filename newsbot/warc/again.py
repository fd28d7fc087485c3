"""Again: an archive's pages, one by one, read again beside the store, and what became better stored. No network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from newsbot.access.states import PageKind
from newsbot.article import COMPLETE, Article, content_hash
from newsbot.errors import NotAPage, SetAside
from newsbot.reading import hints_of, why_not
from newsbot.sites.model import Site
from newsbot.store.base import Saved, Store
from newsbot.warc.exchange import MASK
from newsbot.warc.reading import ArchivedPage, Catalogue, Entry
from newsbot.warc.rereading import Compared, Verdict, compare, is_same_fetch, read_again, whole_article

#: So many addresses are told as examples of one thing.
_EXAMPLES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What is to be done with what was read."""

    dry_run: bool = False  #: nothing is stored
    add: bool = False  #: articles that the store does not have are stored, too
    losses: bool = False  #: as are readings that lack something which the store has, but never less of the text
    gated_text: str = "keep"


@dataclass(slots=True)
class Tally:
    """What became of the pages."""

    verdicts: Counter[Verdict] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)  #: of what is better, and was stored
    lost: Counter[str] = field(default_factory=Counter)  #: of what is worse
    stored: int = 0
    examples: dict[str, list[str]] = field(default_factory=dict)  #: addresses, by field and by verdict

    def note(self, entry: Entry, compared: Compared) -> None:
        """Count a page."""
        self.verdicts[compared.verdict] += 1
        named = compared.fields if compared.verdict is Verdict.BETTER else ()
        self.fields.update(named)
        if compared.verdict is Verdict.WORSE:
            self.lost.update(compared.lost or ("access",))
        for name in (*named, compared.verdict.value):
            known = self.examples.setdefault(name, [])
            if len(known) < _EXAMPLES and entry.url not in known:
                known.append(entry.url)


class Rereader:
    """Reads the pages of a catalogue again. `site_of` gives the site of an entry, by its file of today."""

    def __init__(
        self, catalogue: Catalogue, store: Store, site_of: Callable[[Entry], Site], wishes: Wishes | None = None
    ) -> None:
        self.catalogue = catalogue
        self.store = store
        self.site_of = site_of
        self.wishes = wishes or Wishes()
        self.tally = Tally()

    def run(self, entries: list[Entry]) -> Iterator[Entry]:
        """Read these, in order; gives each when it is done. Raises what the store raises; it can be run again."""
        for entry in entries:
            self.tally.note(entry, self._one(entry))
            yield entry

    def _one(self, entry: Entry) -> Compared:
        stored = self._stored(entry)
        if stored is not None and stored.access.delivered in COMPLETE and _is_later(stored, entry):
            return Compared(verdict=Verdict.LATER)  # whatever is read in it, the later fetch is kept
        page = self.catalogue.read(entry)
        if page is None:
            return Compared(verdict=Verdict.UNREADABLE)
        site, now = self.site_of(entry), datetime.now(UTC)
        hints = hints_of(site, self.wishes.gated_text)
        try:
            read = read_again(page, hints, stored, now)
        except NotAPage:
            return _no_article(entry, stored)
        if read.kind is not PageKind.ARTICLE:
            return _no_article(entry, stored)
        article = whole_article(
            read, entry, site.covers, self._further, lambda following: read_again(following, hints, None, now)
        )
        if article is None:
            return Compared(verdict=Verdict.UNREADABLE)
        if why_not(article):
            return _no_article(entry, stored)
        return self._beside(article, stored)

    def _stored(self, entry: Entry) -> Article | None:
        """What the store has of the page: by the address that answered, or by the one that was asked for."""
        stored = self.store.get(entry.url)
        if stored is None and entry.facts.link.url != entry.url:
            stored = self.store.get(entry.facts.link.url)
        return stored

    def _further(self, url: str, first: Entry) -> ArchivedPage | None:
        found = self.catalogue.further(url, first)
        return None if found is None else self.catalogue.read(found)

    def _beside(self, article: Article, stored: Article | None) -> Compared:
        """Compare a reading with what is kept, and store it where it is better."""
        if stored is None or stored.key != article.key:
            stored = self.store.get(article.url) or self.store.get(article.canonicalUrl or article.url)
        compared = compare(stored, article)
        if compared.verdict is Verdict.WORSE and compared.lost and self.wishes.losses:
            compared = replace(compared, verdict=Verdict.BETTER)  # `decide` still never gives up text
        if compared.verdict is Verdict.NEW and not (self.wishes.add and self._may_be_added(article)):
            return compared
        if compared.verdict not in {Verdict.BETTER, Verdict.NEW} or self.wishes.dry_run:
            return compared
        return compared if self._save(article) else replace(compared, verdict=Verdict.SAME)

    def _may_be_added(self, article: Article) -> bool:
        """Whether its address is known, and the same text not kept from another one of its site, as a crawl has it."""
        if MASK in article.url:
            return False
        kept = self.store.copies([content_hash(article)]).get(content_hash(article))
        return kept is None or kept.key == article.key or kept.site != article.crawl.site

    def _save(self, article: Article) -> bool:
        try:
            (saved,) = self.store.save([article])
        except SetAside:
            return False
        self.tally.stored += saved is not Saved.SAME
        return saved is not Saved.SAME


def _no_article(entry: Entry, stored: Article | None) -> Compared:
    """No article is seen on a page: where the store has one from it, today's code is worse."""
    if is_same_fetch(stored, entry):
        return Compared(verdict=Verdict.WORSE, lost=("article",))
    return Compared(verdict=Verdict.NOT_ARTICLE)


def _is_later(stored: Article, entry: Entry) -> bool:
    fetched = stored.crawl.fetchedAt
    return fetched is not None and fetched > entry.at and not is_same_fetch(stored, entry)
