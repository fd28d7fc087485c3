"""Cursors: where somebody stopped reading a store's events, as text to be kept anywhere. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from newsbot.errors import FixArgument

_FORM = re.compile(r"([0-9a-f]{12})-(\d{1,15})")
_ANEW = "Begin anew, without a cursor: all that the store holds comes again."


@dataclass(frozen=True, slots=True)
class Cursor:
    """Behind which event of which store to go on."""

    stream: str  #: `newsbot.store.base.Store.stream`
    number: int = 0  #: of the last event that was dealt with; 0 before the first

    def __str__(self) -> str:
        return f"{self.stream}-{self.number}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The cursor that was written so. `FixArgument` for what is none."""
        found = _FORM.fullmatch(text.strip())
        if found is None:
            raise FixArgument("cursor", text[:80], "it is no cursor", f"Give one as it was told, or none. {_ANEW}")
        return cls(found[1], int(found[2]))

    def checked(self, stream: str, last: int) -> Self:
        """This cursor, if it is one of this store's. `FixArgument` where it is another's, or ahead of it."""
        if self.stream != stream:
            raise FixArgument("cursor", str(self), "it was told by another store", _ANEW)
        if self.number > last:
            why = f"this store has told no more than {last} events: it seems to be an older copy"
            raise FixArgument("cursor", str(self), why, _ANEW)
        return self
