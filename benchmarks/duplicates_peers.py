"""The ways to find near duplicates that are measured side by side. Those that are not installed are left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from newsbot.likeness import fingerprint, same_story
from newsbot.trivia import gist

_PERMUTATIONS = 128
_ALIKE = 0.5  #: Jaccard's index from which the peers join: the middle of what their manuals use


@dataclass(frozen=True, slots=True)
class Method:
    """A way to find copies: prints of texts, which of them a look-up finds, and which are joined."""

    name: str
    fingerprint: Callable[[str], Any]
    findable: Callable[[Any, Any], bool]
    same: Callable[[Any, Any, bool], bool]
    needs: str | None = None

    @property
    def installed(self) -> bool:
        """Whether its library is there."""
        return self.needs is None or find_spec(self.needs) is not None


def runs(text: str) -> list[str]:
    """What the peers are given: runs of four words, or of eight characters where words are not parted by blanks."""
    words = text.lower().split()
    if len(words) * 15 < len(text):
        return list({text[at : at + 8] for at in range(len(text) - 7)})
    return list({" ".join(words[at : at + 4]) for at in range(max(1, len(words) - 3))})


def _datasketch(text: str) -> Any:
    made = import_module("datasketch").MinHash(num_perm=_PERMUTATIONS)
    made.update_batch([each.encode() for each in runs(text)])
    return made


def _rensa(text: str) -> Any:
    made = import_module("rensa").RMinHash(num_perm=_PERMUTATIONS, seed=42)
    made.update(runs(text))
    return made


def _always(_one: Any, _other: Any) -> bool:
    return True


def _equal(one: Any, other: Any, _one_site: bool = False) -> bool:  # noqa: FBT001, FBT002
    return bool(one == other)


def _by_index(one: Any, other: Any, _one_site: bool) -> bool:  # noqa: FBT001
    return bool(one.jaccard(other) >= _ALIKE)


def _ours(text: str) -> Any:
    made = fingerprint(text)
    return made, frozenset(made.bands())


METHODS = (
    Method(
        "newsbot",
        _ours,
        lambda one, other: not one[1].isdisjoint(other[1]),
        lambda one, other, one_site: same_story(one[0], other[0], one_site=one_site),
    ),
    Method("exact hash", gist, _equal, _equal),
    Method("datasketch MinHash, 128", _datasketch, _always, _by_index, "datasketch"),
    Method("rensa R-MinHash, 128", _rensa, _always, _by_index, "rensa"),
)
