"""Labels: what a reader is told of an article that is not the whole article, or that was taken away. Pure.

A teaser never passes for the article. So whatever is given on says it twice: as a word that programs can sort by, and
as a sentence that stands before the text.
"""

from __future__ import annotations

from collections.abc import Mapping

from newsbot.article import COMPLETE, Access, Article, Declared, Delivered, Gate
from newsbot.extraction.text import squeeze
from newsbot.store.documents import instant

TEASER = "teaser"
WITHDRAWN = "withdrawn"
_INCOMPLETE: Mapping[Delivered, tuple[str, str]] = {
    Delivered.PARTIAL_TEASER: (TEASER, "Only a teaser was delivered"),
    Delivered.PARTIAL_OTHER: ("incomplete", "Only a part of the text was delivered"),
    Delivered.OBFUSCATED: ("obfuscated", "The text was delivered with its letters scrambled"),
    Delivered.NONE: ("not-delivered", "Nothing of the text was delivered"),
    Delivered.UNKNOWN: ("unknown", "It is not known whether this is the whole text"),
}
_LONGEST_REASON = 100


def _sentence(access: Access) -> str:
    words = [_INCOMPLETE[access.delivered][1]]
    if access.gate not in {Gate.UNKNOWN, Gate.NONE_SEEN}:
        words.append(f"gate: {access.gate.value.replace('_', ' ')}")
    if access.declared is not Declared.ABSENT:
        words.append(f"declared: {access.declared.value.replace('_', ' ')}")
    return f"{'; '.join(words)}."


def labels(article: Article) -> dict[str, str]:
    """What is to be said before the article: a word for programs, and a sentence in English, for each of them.

    Empty for an article that is whole, and there. Words: teaser, incomplete, obfuscated, not-delivered, unknown;
    withdrawn.
    """
    said: dict[str, str] = {}
    revision = article.revision
    if revision.withdrawnAt is not None:
        reason = squeeze(revision.withdrawnReason)[:_LONGEST_REASON]
        seen = f"seen on {instant(revision.withdrawnAt).date().isoformat()}"
        said[WITHDRAWN] = f"Withdrawn by its publisher, {seen}{f' ({reason})' if reason else ''}."
    if article.access.delivered not in COMPLETE:
        said[_INCOMPLETE[article.access.delivered][0]] = _sentence(article.access)
    return said
