"""What may be given to others: text that was paid for, or that its publisher does not give away, is cut. Pure.

An owner reads what the subscription gives. Whoever reads through the owner (a token of the API, a feed, a webhook, an
export that is passed on) gets the beginning of such an article, unless the owner granted more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from newsbot.article import COMPLETE, Access, Article, Declared, Delivered, Evidence, Session

#: What a publisher says of an article that is not there for everybody. `conflict` says both: the careful word counts.
_NOT_GIVEN_AWAY = frozenset({Declared.NOT_FREE, Declared.METERED, Declared.CONFLICT})
_OWN = frozenset({Session.OWN_LOGIN_CONFIRMED, Session.OWN_LOGIN_UNCONFIRMED})
_LONGEST = 300  #: characters of a beginning
#: A session that was lost while the page came may have delivered as much as it did before.
_LOST = frozenset({Session.EXPIRED, Session.OWN_LOGIN_FAILED})
_CUT = Evidence(kind="policy", value="cut for readers without a grant", where="output", rule="sharing")


def is_withheld(declared: str | None, session: str | None, delivered: str | None) -> bool:
    """Whether a text is kept from those who were not granted what was paid for; the three are axes of `access`."""
    if declared == Declared.FREE:
        return False
    return declared in _NOT_GIVEN_AWAY or session in _OWN or (session in _LOST and delivered in COMPLETE)


def beginning(text: str | None) -> str | None:
    """The beginning of a text: of its first paragraph as much as a teaser has, up to the end of a word."""
    first = (text or "").strip().partition("\n\n")[0]
    if len(first) <= _LONGEST:
        return first or None
    cut = first[:_LONGEST]
    return (cut.rpartition(" ")[0] or cut).rstrip() + " …"


def shareable(article: Article, *, paid: bool) -> Article:
    """The article as others may have it: whole with `paid`, or where it is given away; else cut, and labelled so."""
    access = article.access
    if paid or not is_withheld(access.declared, access.session, access.delivered):
        return article
    text = beginning(article.articleBody)
    cut: Access = access
    if access.delivered in COMPLETE:
        cut = replace(access, delivered=Delivered.PARTIAL_TEASER, evidence=[*access.evidence, _CUT])
    count = len(text.split()) if text else None
    given = replace(article, articleBody=text, articleBodyHtml=None, liveBlogUpdate=[], wordCount=count, access=cut)
    return replace(given, provenance={})  # it quotes values that were not chosen


def shareable_document(document: Mapping[str, Any], *, paid: bool) -> dict[str, Any]:
    """The same of an article as plain data (`newsbot.store.documents`)."""
    access = document.get("access") or {}
    delivered = access.get("delivered")
    if paid or not is_withheld(access.get("declared"), access.get("session"), delivered):
        return dict(document)
    text = beginning(document.get("articleBody"))
    if delivered in COMPLETE:
        evidence = {"kind": _CUT.kind, "value": _CUT.value, "where": _CUT.where, "rule": _CUT.rule}
        access = {
            **access,
            "delivered": Delivered.PARTIAL_TEASER.value,
            "evidence": [*(access.get("evidence") or ()), evidence],
        }
    cut: dict[str, Any] = {
        "articleBody": text,
        "articleBodyHtml": None,
        "liveBlogUpdate": [],
        "provenance": {},
        "access": access,
    }
    return {**document, **cut, "wordCount": len(text.split()) if text else None}
