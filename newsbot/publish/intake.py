"""Intake: articles of an export into a store, by the store's own rules, so that twice is as good as once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from newsbot.article import Article
from newsbot.errors import SetAside
from newsbot.publish.taking import Bad, Found
from newsbot.store.base import Outcome, Saved, Store, VisitState
from newsbot.store.documents import Document, drafts, instant, plan, to_document

BATCH = 200
_MOST_TEXT = 8_000_000  # characters of a batch: one that was made to fill the memory comes alone
#: The name of the run of the visits that an import writes: those at which a page was found to be gone.
RUN = "import"


@dataclass(slots=True)
class Taken:
    """What became of what an import found."""

    saved: Counter[Saved] = field(default_factory=Counter)
    incomplete: int = 0  #: of the articles that are new or changed, those whose whole text is not known to be there
    bad: int = 0


def take_in(
    found: Iterable[Found | Bad], store: Store, *, tell: Callable[[Bad], None], lossy: bool, dry_run: bool = False
) -> Iterator[Taken]:
    """Put articles into a store; gives the same tally after each batch. With `dry_run`, only says what would become.

    `lossy` says that they lack what their form has no place for: such a one never replaces the same visit's article.
    Raises what the store raises: what came before is kept then, and the same import can be repeated.
    """
    taken = Taken()
    for batch in _batches(found):
        for each in batch:
            if isinstance(each, Bad):
                _tell(taken, each, tell)
        good = [each for each in batch if isinstance(each, Found)]
        olds = _kept(store, [each.article for each in good])
        passed = [each for each in good if lossy and _same_visit(olds.get(each.article.key), each.article)]
        taken.saved[Saved.SAME] += len(passed)
        rest = good if not passed else [each for each in good if not any(each is other for other in passed)]
        answers = foreseen(olds, [each.article for each in rest])
        refused = {} if dry_run else _save(store, [each.article for each in rest])
        for place, (each, answer) in enumerate(zip(rest, answers, strict=True)):
            if place in refused:
                _tell(taken, Bad(each.place, refused[place]), tell)
                continue
            taken.saved[answer] += 1
            taken.incomplete += answer is not Saved.SAME and not each.article.complete
        yield taken


def _batches(found: Iterable[Found | Bad]) -> Iterator[list[Found | Bad]]:
    batch: list[Found | Bad] = []
    size = 0
    for each in found:
        batch.append(each)
        if isinstance(each, Found):
            size += len(each.article.articleBody or "") + len(each.article.articleBodyHtml or "")
        if len(batch) >= BATCH or size >= _MOST_TEXT:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _tell(taken: Taken, bad: Bad, tell: Callable[[Bad], None]) -> None:
    taken.bad += 1
    tell(bad)


def _save(store: Store, articles: list[Article]) -> dict[int, str]:
    refused: dict[int, str] = {}
    try:
        store.save(articles)
    except SetAside as error:
        refused = error.refused
    _mark_withdrawn(store, articles)
    return refused


def _kept(store: Store, articles: Iterable[Article]) -> dict[str, Document]:
    """What the store has of these articles, by key."""
    olds = store.by_keys([article.key for article in articles])
    return {key: to_document(old) for key, old in olds.items()}


def foreseen(olds: Mapping[str, Document], articles: Sequence[Article]) -> list[Saved]:
    """What the store's rules would make of these articles, one answer for each; `olds` is what it has of them.

    The store itself answers a batch that is sent twice as it did the first time, since it cannot know why; whether
    something is new must be looked for before.
    """
    keys = Counter(article.key for article in articles)
    # To make a draft is most of the work: not for what is not there yet, which is new whatever it says.
    doubtful = [article for article in articles if article.key in olds or keys[article.key] > 1]
    made, _ = drafts(doubtful)
    good = [each for each in made if each is not None]
    planned = zip(good, plan(olds, good).answers, strict=True)
    answers = (Saved.SAME if _is_kept(olds.get(each.key), each.document) else answer for each, answer in planned)
    told = iter([Saved.SAME if each is None else next(answers) for each in made])
    return [next(told) if article.key in olds or keys[article.key] > 1 else Saved.NEW for article in articles]


def _same_visit(old: Document | None, new: Article) -> bool:
    when = new.crawl.fetchedAt
    return old is not None and when is not None and old["crawl"]["fetchedAt"] == instant(when)


def _is_kept(old: Document | None, new: Document) -> bool:
    """Whether this very version is there already: fetched at the same time, with as much of the text."""
    same = ("articleBody", "headline", "correction")
    return (
        old is not None
        and old["crawl"]["fetchedAt"] == new["crawl"]["fetchedAt"]
        and old["access"]["delivered"] == new["access"]["delivered"]
        and all(old[name] == new[name] for name in same)
    )


def _mark_withdrawn(store: Store, articles: Iterable[Article]) -> None:
    """Say to the store that these pages are gone, as whoever kept them said; the rules of a visit do the rest."""
    gone = [
        Outcome(
            url=article.crawl.requestedUrl or article.url,
            site=article.crawl.site or "",
            run=RUN,
            at=article.revision.withdrawnAt,
            state=VisitState.GONE,
            reason=article.revision.withdrawnReason or "",
            tried=False,
        )
        for article in articles
        if article.revision.withdrawnAt is not None
    ]
    if gone:
        store.settle(gone)
