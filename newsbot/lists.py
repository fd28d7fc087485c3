"""Lists in text files: addresses or site names, one a line."""

from __future__ import annotations

from pathlib import Path

from newsbot.errors import FixArgument


def read_list(path: str | Path | None, argument: str) -> list[str]:
    """The lines of a file, stripped; empty ones, and those that start with `#`, are left out. No path, no lines.

    Raises `FixArgument`, naming `argument`, where the file cannot be read.
    """
    if not path:
        return []
    try:
        text = Path(path).expanduser().read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = (
            "it is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else (error.strerror or str(error)).lower()
        )
        raise FixArgument(argument, str(path), why, "Give a text file with one a line.") from error
    return [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def words_of(text: str) -> frozenset[str]:
    """The words of a text that is a list of them: tables of names read better so than as quoted strings."""
    return frozenset(text.split())
