"""Parcels: an article and the end of its visit, on their way to a store together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from pydantic import TypeAdapter

from newsbot.article import Article
from newsbot.errors import SetAside
from newsbot.store.base import Outcome, Saved, Store
from newsbot.store.documents import Document, to_article, to_document, to_json
from newsbot.store.visits import outcome_after, tidied

#: How the visit of an article ends, once the store has answered. An `Outcome` that says "stored" means: as it answers.
Ending = Outcome | Callable[[Saved], Outcome]

_OUTCOME = TypeAdapter(Outcome)
#: Bytes of a document beside its text, about.
_FACTS = 3000


@dataclass(frozen=True, slots=True)
class Parcel:
    """An article with an outcome for each answer of the store; or, without an article, one outcome."""

    article: Article | None = None
    endings: Mapping[Saved, Outcome] = field(default_factory=dict)
    outcome: Outcome | None = None

    @classmethod
    def of(cls, article: Article, ending: Ending | None = None) -> Self:
        """Pack an article. Every ending is made now: a parcel that is sent twice says the same twice."""
        if ending is None:
            return cls(article)
        if isinstance(ending, Outcome):
            return cls(article, {saved: outcome_after(saved, ending) for saved in Saved})
        return cls(article, {saved: ending(saved) for saved in Saved})

    @property
    def size(self) -> int:
        """About how many bytes it is."""
        article = self.article
        return _FACTS + len(article.articleBody or "") + len(article.articleBodyHtml or "") if article else _FACTS // 10


@dataclass(slots=True)
class Delivery:
    """What became of parcels, each at its place."""

    answers: list[Saved | None]  #: None: there is no article in it, or it was refused
    refused: dict[int, str] = field(default_factory=dict)  #: why the store will never keep it


def deliver(store: Store, parcels: Sequence[Parcel]) -> Delivery:
    """Give parcels to a store: the articles first, then how their visits ended. `RetryStore` and `FixStore` pass.

    So a visit is settled only when its article is safe; if the process dies in between, the page is asked for again.
    """
    places = [place for place, parcel in enumerate(parcels) if parcel.article is not None]
    delivery = Delivery([None] * len(parcels))
    if places:
        answers: Sequence[Saved | None]
        try:
            answers = store.save([article for parcel in parcels if (article := parcel.article) is not None])
        except SetAside as error:
            answers = error.answers
            delivery.refused = {places[place]: why for place, why in error.refused.items()}
        for place, answer in zip(places, answers, strict=True):
            delivery.answers[place] = answer
    outcomes = [_ending(parcel, answer) for parcel, answer in zip(parcels, delivery.answers, strict=True)]
    known = [outcome for outcome in outcomes if outcome is not None]
    if known:
        store.settle(known)
    return delivery


def _ending(parcel: Parcel, answer: Saved | None) -> Outcome | None:
    return parcel.outcome if answer is None else parcel.endings.get(answer)


def parcel_to_json(parcel: Parcel) -> str:
    """A parcel as JSON, for the outbox."""
    return to_json(
        {
            "article": None if parcel.article is None else to_document(parcel.article),
            "endings": {saved.value: _plain(outcome) for saved, outcome in parcel.endings.items()},
            "outcome": None if parcel.outcome is None else _plain(parcel.outcome),
        }
    ).decode()


def _plain(outcome: Outcome) -> Document:
    plain: Document = _OUTCOME.dump_python(tidied(outcome), mode="json")
    return plain


def parcel_from_json(data: Mapping[str, Any], where: str) -> Parcel:
    """The parcel of JSON that was read; `where` names the outbox if it is spoilt (`FixStore`)."""
    article, outcome = data["article"], data["outcome"]
    return Parcel(
        None if article is None else to_article(article, where),
        {Saved(saved): _OUTCOME.validate_python(ending) for saved, ending in data["endings"].items()},
        None if outcome is None else _OUTCOME.validate_python(outcome),
    )
