"""Sources: where a secret is kept, and the reading of it: environment, file, command, keyring, terminal.

Nothing raises here: what cannot be had comes back as a `Unavailable`, which never holds any of the value.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from newsbot.sessions.commands import first_output
from newsbot.sessions.files import LONGEST, read_private_file
from newsbot.sessions.keyrings import ask_keyring
from newsbot.sessions.masking import Secret
from newsbot.sessions.unavailable import Unavailable

Kind = Literal["env", "file", "cmd", "keyring", "prompt"]
#: Asks a person; gets what is asked for.
Ask = Callable[[str], str]

_REFERENCE = re.compile(rf"({'|'.join(get_args(Kind))}):(.*)", re.DOTALL)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SHELL = frozenset({"|", "||", "&", "&&", ";", "<", ">", ">>", "2>", "2>&1", "2>/dev/null"})


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a value is kept."""

    kind: Kind
    where: str

    def __str__(self) -> str:
        """Fit to be shown: of a command only the program, since what follows may be secret by mistake."""
        if self.kind != "cmd":
            return f"{self.kind}:{self.where}"
        words = _words(self.where)
        return f"cmd:{words[0]} …" if len(words) > 1 else f"cmd:{self.where}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What references are read against."""

    environment: Mapping[str, str]
    folder: Path  #: that relative paths start from
    ask: Ask | None = None  #: None where nobody sits at a terminal


def parse_reference(text: str) -> Reference | str:
    """A reference, or why this text is none: words that do not repeat it, since it may be a secret."""
    found = _REFERENCE.fullmatch(text.strip())
    if not found:
        return (
            "this is no reference but the value itself, it seems; move it to where it is safe and name that place: "
            "env:NAME, file:PATH, cmd:COMMAND, keyring:SERVICE/NAME or prompt:"
        )
    kind, where = cast("Kind", found[1]), found[2].strip()
    why = _why_wrong(kind, where)
    return why or Reference(kind, where)


def _why_wrong(kind: Kind, where: str) -> str | None:
    if kind == "prompt":
        return "prompt: stands alone; newsbot asks for the value by its name" if where else None
    if not where:
        return f"{kind}: names nothing"
    if kind == "env" and not _NAME.fullmatch(where):
        return "what follows env: is no name of a variable: letters, digits and _, without $"
    if kind == "keyring" and not all(where.rpartition("/")[::2]):
        return "write keyring:SERVICE/NAME, such as keyring:newsbot/paper"
    if kind == "cmd":
        words = _words(where)
        if not words:
            return "the command has a quote that is not closed"
        if _SHELL & set(words):
            return "no shell runs the command; where it needs one, write cmd:sh -c 'first | second'"
    return None


def _words(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError:
        return []


def read_reference(reference: Reference, name: str, around: Surroundings) -> Secret | Unavailable:
    """The value, from wherever it is kept. `name` is what a person is asked for.

    Of a file and of what a command prints, the value is the first line. An empty value is a refusal.
    """
    read = {"env": _environment, "file": _file, "cmd": _command, "keyring": _keyring}.get(reference.kind)
    value = read(reference.where, around) if read else _prompt(name, around)
    if isinstance(value, Unavailable):
        return value
    if not value:
        return Unavailable("it is empty", "Put the value there, or name another place.")
    if "\0" in value:
        return Unavailable("it holds a zero byte", "Put the value there as plain text.")
    return Secret(value)


def _environment(where: str, around: Surroundings) -> str | Unavailable:
    value = around.environment.get(where)
    if value is None:
        return Unavailable("this variable is not set", f"Set {where} in the environment of newsbot.")
    try:
        value.encode()
    except UnicodeEncodeError:
        return Unavailable("it is not UTF-8", "Set it in the encoding UTF-8.")
    return value


def _file(where: str, around: Surroundings) -> str | Unavailable:
    path = Path(where).expanduser()
    data = read_private_file(path if path.is_absolute() else around.folder / path)
    return data if isinstance(data, Unavailable) else first_line(data)


def _command(where: str, around: Surroundings) -> str | Unavailable:
    words = _words(where)
    words[0] = str(Path(words[0]).expanduser()) if words[0].startswith("~") else words[0]
    data = first_output(words, around.folder, around.environment, LONGEST)
    return data if isinstance(data, Unavailable) else first_line(data)


def _keyring(where: str, around: Surroundings) -> str | Unavailable:  # noqa: ARG001 (one form for all)
    service, _, name = where.rpartition("/")
    return ask_keyring(service, name)


def _prompt(name: str, around: Surroundings) -> str | Unavailable:
    if around.ask is None:
        cure = "Run `newsbot login` by hand on a terminal, or keep the value where newsbot can read it alone."
        return Unavailable("nobody is there to be asked", cure)
    return around.ask(name)


def first_line(data: bytes) -> str | Unavailable:
    """The first line of what a file or a command gives."""
    lines = data.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)
    try:
        return lines[0].removesuffix(b"\r").decode()
    except UnicodeDecodeError:
        return Unavailable("it is not UTF-8", "Write it in the encoding UTF-8.")
