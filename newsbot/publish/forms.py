"""Forms: as what articles are exported, and which one a name of a file means. Pure."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from newsbot.errors import FixArgument


class Form(StrEnum):
    """As what articles are written, and read."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    MARKDOWN = "markdown"
    SQLITE = "sqlite"


#: Those that can be written to, and read from, a pipe.
TEXTS = frozenset({Form.JSONL, Form.CSV})
_SUFFIXES = {
    ".jsonl": Form.JSONL,
    ".ndjson": Form.JSONL,
    ".jsonl.gz": Form.JSONL,
    ".ndjson.gz": Form.JSONL,
    ".csv": Form.CSV,
    ".csv.gz": Form.CSV,
    ".parquet": Form.PARQUET,
    ".sqlite": Form.SQLITE,
    ".db": Form.SQLITE,
    ".md": Form.MARKDOWN,
}
_CURE = "Say --format, or end the name in .jsonl, .csv (.gz packs), .parquet, .sqlite or .db; a folder is markdown."


def form_of(path: Path, *, folder: bool, option: str) -> Form:
    """The form that a path's name means; `folder` tells that it is, or is to be, a folder. Raises `FixArgument`."""
    if folder:
        return Form.MARKDOWN
    name = path.name.lower()
    for suffix, form in _SUFFIXES.items():
        if name.endswith(suffix):
            return form
    raise FixArgument(option, str(path), "its name does not tell what it is", _CURE)


def is_packed(path: Path) -> bool:
    """Whether the file is gzip's, by its name."""
    return path.name.lower().endswith(".gz")
