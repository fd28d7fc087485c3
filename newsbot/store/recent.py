"""Recent: texts that were read lately, and that may still wait for the store. Pure, and bounded."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

from newsbot.likeness import Fingerprint
from newsbot.store.base import Candidate, Copy

#: More than the writer lets wait and fly at once (`newsbot.store.writer.Pace`).
_LATELY = 1000


@dataclass(frozen=True, slots=True)
class _Entry:
    copy: Copy
    marks: tuple[str | int, ...]  # by which it is found
    packed: bytes


@dataclass(slots=True)
class Recent:
    """The last texts that went to the store, found as the store will find them: by content hash, and by likeness."""

    size: int = _LATELY
    _entries: OrderedDict[str, _Entry] = field(default_factory=OrderedDict)  # by key, the latest last
    _by_mark: dict[str | int, dict[str, None]] = field(default_factory=dict)  # the keys, by content hash and by band

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, copy: Copy, content_hash: str, fingerprint: Fingerprint) -> None:
        """A text that goes to the store; one of the same key goes before it."""
        self._forget(copy.key)
        entry = _Entry(copy, (content_hash, *fingerprint.bands()), fingerprint.packed())
        self._entries[copy.key] = entry
        for mark in entry.marks:
            self._by_mark.setdefault(mark, {})[copy.key] = None
        while len(self._entries) > self.size:
            self._forget(next(iter(self._entries)))

    def _forget(self, key: str) -> None:
        entry = self._entries.pop(key, None)
        for mark in dict.fromkeys(entry.marks) if entry else ():
            keys = self._by_mark[mark]
            del keys[key]
            if not keys:
                del self._by_mark[mark]

    def get(self, key: str) -> Copy | None:
        """The text of this key."""
        entry = self._entries.get(key)
        return None if entry is None else entry.copy

    def copy(self, content_hash: str) -> Copy | None:
        """The first text with this content hash."""
        key = next(iter(self._by_mark.get(content_hash, ())), None)
        return None if key is None else self._entries[key].copy

    def alike(self, fingerprint: Fingerprint) -> list[Candidate]:
        """The texts that share a band with this one, the first of them first."""
        keys = dict.fromkeys(key for band in fingerprint.bands() for key in self._by_mark.get(band, ()))
        found = [self._entries[key] for key in keys]
        return [
            Candidate(
                key=entry.copy.key,
                site=entry.copy.site,
                story=entry.copy.story,
                fingerprint=Fingerprint.unpacked(entry.packed),
            )
            for entry in found
        ]
