"""The store in MongoDB: any deployment, one document an article, for other tools to read.

Collections: `articles` (by key), `revisions` (`key:number`: the versions before), `visits` (by key), `outcomes` (every
visit), `leases`, `events` (by number). Nothing is locked: a write names the version that it was decided on; who finds
another one decides again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial

import bson
from bson.raw_bson import RawBSONDocument
from pymongo import DESCENDING, InsertOne, ReplaceOne, UpdateOne

from newsbot.article import Article
from newsbot.discovery.link import Link
from newsbot.errors import SetAside
from newsbot.likeness import Fingerprint
from newsbot.store import mongo_events as events
from newsbot.store import mongo_likenesses as likenesses
from newsbot.store import mongo_pages as pages
from newsbot.store import mongo_words as words
from newsbot.store.base import Candidate, Copy, Counts, Lease, Outcome, Query, Saved, Spent, Visit
from newsbot.store.days import Day, Example, Flaw
from newsbot.store.documents import Document, Draft, Plan, drafts, number_of, plan, to_article
from newsbot.store.events import Event
from newsbot.store.leases import claimed, renewed
from newsbot.store.mongo_days import read_days, read_example
from newsbot.store.mongo_server import SLOW, LostRaceError, MongoServer
from newsbot.store.mongo_words import DUPLICATE, FIRST
from newsbot.store.pages import MOST, Page, is_search, place_of, terms
from newsbot.store.visits import offered, settled_all, tidied, turn
from newsbot.store.withdrawals import withdrawals
from newsbot.urls import article_key

_PAGE = 200
_LINKS_AT_ONCE = 5000


class MongoStore(MongoServer):
    """A `newsbot.store.base.Store` in MongoDB.

    Args:
        uri: `mongodb://` or `mongodb+srv://`; the database that its path names is used.
        database: the database, where the URI names none.
        patience: for how many seconds a server that does not answer is asked again, before `RetryStore`.

    Raises:
        FixStore, RetryStore: it cannot be used, or does not answer now.
    """

    # ── articles ──

    def save(self, articles: Sequence[Article]) -> list[Saved]:
        """Keep these articles."""
        made, refused = drafts(articles)
        answers: list[Saved | None] = [None] * len(made)
        pending = {place: each for place, each in enumerate(made) if each is not None}

        def write_pending() -> None:
            decided, lost, faults = self._write(list(pending.values()))
            for (place, each), answer in zip(list(pending.items()), decided.answers, strict=True):
                if each.key in faults:
                    refused[place] = faults[each.key]
                elif each.key not in lost:
                    answers[place] = answer
                if each.key not in lost:
                    del pending[place]
            if pending:
                raise LostRaceError

        if pending:
            self._patiently(write_pending)
        if refused:
            raise SetAside(self._uri, answers, refused)
        return [answer for answer in answers if answer is not None]

    def _write(self, batch: Sequence[Draft]) -> tuple[Plan, set[str], dict[str, str]]:
        """Decide and write: first the versions before, which may be written twice. Keys of lost races, and faults."""
        olds = {old["_id"]: old for old in self._articles.find({"_id": {"$in": [each.key for each in batch]}})}
        decided = plan(olds, batch)
        return decided, *self._carry_out(olds, decided)

    def _carry_out(self, olds: Mapping[str, Document], decided: Plan) -> tuple[set[str], dict[str, str]]:
        before = {f"{key}:{number_of(old):06d}": words.as_replaced(old) for key, old in decided.revisions}
        kept = [ReplaceOne({"_id": name}, {**old, "_id": name}, upsert=True) for name, old in before.items()]
        self._bulk(self._revisions, kept)
        keys, writes, faults = [], [], {}
        for key, document in words.article_documents(olds, decided):
            raw = RawBSONDocument(bson.encode(document))
            if len(raw.raw) > self._largest:
                faults[key] = f"it is larger than the {self._largest >> 20} MB that MongoDB can hold"
                continue
            keys.append(key)
            old = olds.get(key)
            writes.append(UpdateOne(words.this_version(old), {"$set": raw}, upsert=True) if old else InsertOne(raw))
        failed = self._bulk(self._articles, writes)
        lost = {keys[place] for place, fault in failed.items() if fault["code"] == DUPLICATE}
        faults |= {keys[place]: fault["errmsg"] for place, fault in failed.items() if fault["code"] != DUPLICATE}
        return lost, faults

    def _mark_withdrawn(self, outcomes: Sequence[Outcome]) -> None:
        """Mark the articles whose pages are gone, and take the mark from those that are there again."""
        if condition := words.perhaps_withdrawn(outcomes):
            olds = {old["_id"]: old for old in self._articles.find(condition)}
            lost, _ = self._carry_out(olds, withdrawals(olds, outcomes))  # one too large to be marked stays as it is
            if lost:
                raise LostRaceError

    def _present(self, url: str) -> Document | None:
        key = article_key(url)
        found = self._articles.find_one({"_id": key})
        return found or self._articles.find_one({"aliases": key}, sort=[("crawl.fetchedAt", DESCENDING)])

    def get(self, url: str) -> Article | None:
        """The article at this address, in any of its spellings."""
        found = self._patiently(lambda: self._present(url))
        return to_article(found, self._uri) if found else None

    def find(self, query: Query) -> Iterator[Article]:
        """Articles in the order in which they were first fetched; no cursor is open between two of them."""
        self._make_searchable(query)
        left = query.limit
        last: Document | None = None
        while left is None or left > 0:
            size = _PAGE if left is None else min(left, _PAGE)
            page = self._patiently(partial(self._page, query, last, size))
            yield from (to_article(each, self._uri) for each in page)
            if len(page) < size:
                return
            left = None if left is None else left - size
            last = page[-1]

    def page(self, query: Query, limit: int, after: str | None = None, *, heads: bool = False) -> Page:
        """Articles, the newest first."""
        asked = pages.behind_place(None if after is None else place_of(after, searching=False))
        limit = min(max(limit, 1), MOST)
        if query.text and not any(not each.excluded for each in terms(query.text)):
            return Page()
        self._make_searchable(query)
        asked = {"$and": [words.condition(query), asked]}
        read = self._articles.find
        shown = pages.HEAD if heads else None
        found = self._patiently(lambda: list(read(asked, shown).sort(pages.ORDER).limit(limit + 1)), attempt=SLOW)
        return pages.to_page(found, limit, heads=heads)

    def _make_searchable(self, query: Query) -> None:
        if is_search(query) and not self._searchable:
            self._patiently(lambda: self._create_indexes("articles", pages.SEARCH_INDEXES), attempt=SLOW)
            self._searchable = True

    def search_on(self, limit: int) -> int:  # noqa: ARG002 - as the protocol has it
        """The server does it by itself."""
        return 0

    def by_keys(self, keys: Sequence[str]) -> dict[str, Article]:
        """Articles by their keys."""
        found = self._patiently(lambda: list(self._articles.find({"_id": {"$in": list(keys)}})))
        return {each["_id"]: to_article(each, self._uri) for each in found}

    def _page(self, query: Query, last: Document | None, size: int) -> list[Document]:
        found = self._articles.find({"$and": [words.condition(query), words.after(last)]})
        return list(found.sort([(FIRST, 1), ("_id", 1)]).limit(size))

    def revisions(self, url: str) -> list[Article]:
        """All versions of an article, the oldest first, the present one last."""

        def read() -> list[Document]:
            present = self._present(url)
            if present is None:
                return []
            # One of the present number or later was written for a race that was lost.
            names = {"$gte": f"{present['_id']}:", "$lt": f"{present['_id']}:{number_of(present):06d}"}
            return [*self._revisions.find({"_id": names}).sort("_id"), present]

        return [to_article(each, self._uri) for each in self._patiently(read)]

    def copies(self, hashes: Sequence[str]) -> dict[str, Copy]:
        """Of these content hashes those whose text is kept complete already, with the first that has it."""
        order = [(FIRST, DESCENDING), ("_id", DESCENDING)]  # so the first comes last, and stays
        asked = (words.complete_copies(hashes), words.COPY)
        return words.to_copies(self._patiently(lambda: list(self._articles.find(*asked).sort(order))))

    def alike(self, fingerprints: Sequence[Fingerprint]) -> list[list[Candidate]]:
        """For each of these texts, kept ones that may be its copies."""
        asked = [likenesses.candidates(each, self._articles.name) for each in fingerprints]
        found = self._patiently(lambda: [list(self._articles.aggregate(each)) for each in asked])
        return [likenesses.to_candidates(each) for each in found]

    def story(self, url: str) -> list[Article]:
        """All that is kept of the story of the article at this address."""

        def read() -> list[Document]:
            return list(self._articles.find(likenesses.of_story(self._present(url))).sort([(FIRST, 1), ("_id", 1)]))

        return [to_article(each, self._uri) for each in self._patiently(read)]

    # ── events ──

    @property
    def stream(self) -> str:
        """Which order of events this is."""
        found = self._patiently(lambda: self._meta.find_one({"_id": "stream"}))
        return str((found or {}).get("id", ""))

    def events(self, after: int, limit: int) -> list[Event]:
        """What happened after this number."""

        def read() -> list[Document]:
            self._tell()
            return list(self._events.find({"_id": {"$gt": after}}).sort("_id").limit(limit)) if limit > 0 else []

        return [events.to_event(each) for each in self._patiently(read)]

    def last_event(self) -> int:
        """The number of what happened last."""

        def read() -> int:
            self._tell()
            return self._last_number()

        return self._patiently(read)

    def _last_number(self) -> int:
        return int((self._events.find_one({}, {"_id": 1}, sort=[("_id", DESCENDING)]) or {"_id": 0})["_id"])

    def _tell(self) -> None:
        """Give numbers to all that has happened."""
        while found := list(self._articles.find(events.WAITING, {events.UNTOLD: 1}).sort(events.ORDER).limit(_PAGE)):
            waiting = events.waiting_events(found)
            last = self._last_number()  # to be read before those that are known: a number is never left out
            names = [{"key": each["key"], "version": each["version"]} for each in waiting]
            known = list(self._events.find({"$or": names}, {"key": 1, "version": 1}))
            writes: list[InsertOne[Document] | UpdateOne]
            writes = [InsertOne(each) for each in events.numbered(waiting, known, last)]
            if self._bulk(self._events, writes, ordered=True):
                raise LostRaceError  # another one tells at the same time
            versions = {each["_id"]: [facts["version"] for facts in each[events.UNTOLD]] for each in found}
            self._bulk(
                self._articles,
                [
                    UpdateOne({"_id": key}, {"$pull": {events.UNTOLD: {"version": {"$in": numbers}}}})
                    for key, numbers in versions.items()
                ],
            )

    # ── visits ──

    def offer(self, links: Sequence[Link], site: str, at: datetime) -> list[Visit]:
        """Note that these addresses exist; what is known of each, in order."""
        visits: list[Visit] = []
        for start in range(0, len(links), _LINKS_AT_ONCE):
            given = [offered(link, site, at) for link in links[start : start + _LINKS_AT_ONCE]]
            visits += self._patiently(partial(self._offer, given))
        return visits

    def _offer(self, given: Sequence[Visit]) -> list[Visit]:
        keys = [visit.key for visit in given]
        known = self._known(keys)
        fresh = {visit.key: visit for visit in reversed(given) if visit.key not in known}  # of two spellings the first
        faults = self._bulk(self._seen, [InsertOne(words.visit_document(visit)) for visit in fresh.values()])
        known |= fresh
        if faults:  # another process was faster
            known |= self._known(list(fresh))
        return [known[key] for key in keys]

    def _known(self, keys: Sequence[str]) -> dict[str, Visit]:
        return {each["_id"]: words.to_visit(each) for each in self._seen.find({"_id": {"$in": list(keys)}})}

    def visits(self, urls: Sequence[str]) -> dict[str, Visit]:
        """What is known of these addresses, by key; unknown ones are left out."""
        return self._patiently(lambda: self._known([article_key(url) for url in urls]))

    def take(
        self, site: str, limit: int, *, at: datetime, after: Visit | None = None, again: bool = True
    ) -> list[Visit]:
        """Visits of a site that are due at this time."""
        first = turn(after) or 0 if after else 0
        order = [("due", DESCENDING), ("_id", DESCENDING)]

        def read() -> list[Visit]:
            taken: list[Visit] = []
            for group in range(first, 3 if again else 2):
                if left := limit - len(taken):
                    asked = words.due_in(site, group, at, after if group == first else None)
                    taken += [words.to_visit(each) for each in self._seen.find(asked).sort(order).limit(left)]
            return taken

        return self._patiently(read) if limit > 0 else []

    def next_due(self, site: str) -> datetime | None:
        """When the first visit of a site is due."""

        def read() -> list[datetime]:
            asked = [{"site": site, "turn": group} for group in range(3)]
            firsts = [self._seen.find_one(each, {"due": 1}, sort=[("due", 1)]) for each in asked]
            return [each["due"] for each in firsts if each]

        return min(self._patiently(read), default=None)

    # ── leases ──

    def lease(self, names: Sequence[str], holder: str, at: datetime, until: datetime) -> dict[str, Lease]:
        """Ask for these leases: what each is now, by name."""
        return self._put_leases(names, lambda name, old: claimed(old, name, holder, at, until))

    def renew(self, leases: Sequence[Lease]) -> dict[str, Lease]:
        """Write one's leases anew: what each is now."""
        given = {each.name: each for each in leases}
        return self._put_leases(list(given), lambda name, old: renewed(old, given[name]))

    def _put_leases(
        self, names: Sequence[str], decide: Callable[[str, Lease | None], Lease | None]
    ) -> dict[str, Lease]:
        def write() -> dict[str, Lease]:
            kept = map(words.to_lease, self._leases.find({"_id": {"$in": list(names)}}))
            olds = {lease.name: lease for lease in kept}
            now = {name: lease for name in names if (lease := decide(name, olds.get(name))) is not None}
            writes: list[InsertOne[Document] | UpdateOne] = []
            for name, lease in now.items():
                old, document = olds.get(name), words.lease_document(lease)
                if old is None:
                    writes.append(InsertOne(document))
                elif old != lease:
                    writes.append(UpdateOne(words.this_lease(old), {"$set": document}, upsert=True))
            if self._bulk(self._leases, writes):
                raise LostRaceError
            return now

        return self._patiently(write) if names else {}

    # ── how visits ended ──

    def settle(self, outcomes: Sequence[Outcome]) -> None:
        """Write down how visits ended."""
        given = [tidied(each) for each in outcomes]
        keys = [article_key(each.url) for each in given]

        def write() -> None:
            self._mark_withdrawn(given)
            known = self._known(keys)
            changed = settled_all(known, given)
            if self._bulk(self._seen, [self._replace(known.get(key), visit) for key, visit in changed.items()]):
                raise LostRaceError
            # Those that are there already are the same.
            pairs = zip(keys, given, strict=True)
            self._bulk(self._outcomes, [InsertOne(words.outcome_document(key, each)) for key, each in pairs])

        if given:
            self._patiently(write)

    def _replace(self, old: Visit | None, new: Visit) -> InsertOne[Document] | UpdateOne:
        document = words.visit_document(new)
        if old is None:
            return InsertOne(document)
        return UpdateOne(words.this_visit(old), {"$set": document}, upsert=True)

    def history(self, url: str) -> list[Outcome]:
        """Every visit of an address, the oldest first."""
        order = [("at", 1), ("_id", 1)]
        found = self._patiently(lambda: list(self._outcomes.find({"key": article_key(url)}).sort(order)))
        return [words.to_outcome(each) for each in found]

    def spent_since(self, site: str, since: datetime) -> Spent:
        """How many requests of a site were answered since then, and with how many bytes."""
        steps = words.spent_since(site, since)
        return words.to_spent(self._patiently(lambda: list(self._outcomes.aggregate(steps))))

    def counts(self) -> Counts:
        """How much is kept."""
        read = self._patiently
        articles = read(lambda: list(self._articles.aggregate(list(words.COUNT_ARTICLES))), attempt=SLOW)
        visits = read(lambda: list(self._seen.aggregate(list(words.COUNT_VISITS))), attempt=SLOW)
        return words.to_counts(articles, visits)

    def days(self, site: str | None, since: date, until: date) -> list[Day]:
        """What a site, or every one, gave on each day."""
        return self._patiently(partial(read_days, self._articles, self._outcomes, site, since, until), attempt=SLOW)

    def example(self, site: str, flaw: Flaw, since: date, until: date) -> Example | None:
        """The newest address of a site that shows something."""
        return self._patiently(partial(read_example, self._articles, self._outcomes, site, flaw, since, until))
