"""A folder of notes: one Markdown file an article, and a list of them for each site."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from newsbot.article import Article
from newsbot.publish.files import whole_file
from newsbot.publish.notes import INDEX, index_line, indexed, note_of, place_of, site_folder

_LINES_AT_ONCE = 1000


class NoteFolder:
    """Notes are written as they come, each whole or not at all; the lists are put right when it is closed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._waiting: dict[str, list[str]] = defaultdict(list)
        self._count = 0
        self._updating = any(folder.glob(f"*/{INDEX}"))

    def add(self, article: Article, change: Mapping[str, Any] | None = None) -> None:  # noqa: ARG002 - of all sinks
        """Write a note; a change is not told in it."""
        place = place_of(article)
        path = self._folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        if self._updating:  # somebody may be reading it
            with whole_file(path) as part:
                part.write_bytes(note_of(article).encode())
        else:
            path.write_bytes(note_of(article).encode())
        self._waiting[site_folder(article)].append(index_line(article, place))
        self._count += 1
        if self._count % _LINES_AT_ONCE == 0:
            self._write_lists()

    def close(self) -> None:
        """Write the lists."""
        self._write_lists()

    def _write_lists(self) -> None:
        for site, lines in self._waiting.items():
            path = self._folder / site / INDEX
            if self._updating and path.exists():
                self._merge(path, lines)
                continue
            new = not path.exists()
            with path.open("ab") as file:
                file.write((f"# {site}\n\n" if new else "").encode() + "".join(lines).encode())
        self._waiting.clear()

    def _merge(self, path: Path, lines: list[str]) -> None:
        """Put these lines into a list, in the place of those of the same article; its note may have moved."""
        kept: dict[str, str] = {}
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate([*file, *lines]):
                found = indexed(line)
                key, place = found or (f"line {number}", "")
                before = indexed(kept.get(key, ""))
                if before and before[1] != place:
                    with suppress(OSError):
                        os.unlink(path.parent / before[1])  # noqa: PTH108 - the name is that of a list of ours
                kept[key] = line
        with whole_file(path) as part:
            part.write_text("".join(kept.values()), "utf-8")
