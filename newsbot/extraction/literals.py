"""Literals: what a script assigns, read as data: JSON, JavaScript's looser literals, Nuxt 2's call. Nothing is run."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

#: The loose reader is slow (some 0.2 s for so many characters); real states that need it are far shorter.
_LONGEST_LOOSE = 1_500_000
_DEEPEST = 400
_MOST_HOLES = 1000
_MOST_STATEMENTS = 20_000

_JSON = json.JSONDecoder(strict=False)
_SPACE = re.compile(r"(?:\s++|//[^\n]*+|/\*(?:[^*]++|\*(?!/))*+\*/)*+")
_TOKEN = re.compile(
    r"""(?P<string>"(?:[^"\\]++|\\[\s\S])*+"|'(?:[^'\\]++|\\[\s\S])*+'|`(?:[^`\\$]++|\\[\s\S]|\$(?!\{))*+`)"""
    r"|(?P<number>[-+]?(?:0[xX][0-9a-fA-F]++|(?:\d++\.?\d*+|\.\d++)(?:[eE][-+]?\d++)?))n?"
    r"|(?P<word>!0|!1|void 0|[A-Za-z_$][\w$]*+(?:\.[A-Za-z_$][\w$]*+)*+)"
    r"|(?P<mark>[{}\[\](),:])"
)
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|[\s\S]))")
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": "", "\r\n": ""}
_WORDS: dict[str, Any] = {
    "true": True, "false": False, "null": None, "undefined": None, "NaN": None, "Infinity": None,
    "!0": True, "!1": False, "void 0": None,
}  # fmt: skip
#: Calls that stand for their argument; any other may do anything.
_CONSTRUCTORS = frozenset(
    ("Date", "Map", "Set", "URL", "Array", "Object", "String", "Number", "BigInt", "Object.create", "Object.freeze")
)
_CALL = re.compile(r"\(\s*+function\s*+\(([\w$,\s]*+)\)\s*+\{")
_SKIPPED = re.compile(r""""(?:[^"\\]++|\\[\s\S])*+"|'(?:[^'\\]++|\\[\s\S])*+'|[{}]""")
_OPENED = re.compile(r"\}\s*+\)?\s*+\(")
_STATEMENT = re.compile(r"""([\w$]++)((?:\.[\w$]++|\[(?:\d++|"[^"\\]*+")\])++)\s*+=\s*+""")
_STEP = re.compile(r'\.([\w$]+)|\[(\d+)\]|\["([^"]*)"\]')
_NO_LITERAL = "what stands here is no literal"


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    if code:
        return chr(min(int(code, 16), 0x10FFFF))
    return _LETTERS.get(match[4], match[4])


def _string(raw: str) -> str:
    inner = raw[1:-1]
    if "\\" not in inner:
        return inner
    text = _ESCAPE.sub(_unescaped, inner)
    # Two escapes of one character outside the basic plane are joined.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _number(raw: str) -> int | float:
    try:
        return int(raw, 16) if "x" in raw.lower() else int(raw)
    except ValueError:
        return float(raw)


def _after_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


class _Reader:
    """A stack machine: one pass over the tokens, never recursive but for calls in arguments of calls."""

    def __init__(self, text: str, at: int, names: Mapping[str, Any], calls: int = 0) -> None:
        self.text, self.at, self.names, self.calls = text, at, names, calls
        self.holders: list[tuple[dict[str, Any] | list[Any], str]] = []
        self.keys: list[str | None] = []

    def token(self) -> tuple[str, str]:
        match = _TOKEN.match(self.text, _after_space(self.text, self.at))
        if match is None or match.lastgroup is None:
            raise ValueError(_NO_LITERAL)
        self.at = match.end()
        return match.lastgroup, match[match.lastgroup]

    def peek(self) -> str:
        self.at = _after_space(self.text, self.at)
        return self.text[self.at : self.at + 1]

    def open(self, holder: dict[str, Any] | list[Any], end: str) -> None:
        if len(self.holders) >= _DEEPEST:
            raise ValueError(_NO_LITERAL)
        self.holders.append((holder, end))
        self.keys.append(None)

    def put(self, value: Any) -> None:
        holder, key = self.holders[-1][0], self.keys[-1]
        if isinstance(holder, list):
            holder.append(value)
        elif key is not None:
            holder[key] = value
            self.keys[-1] = None

    def word(self, name: str) -> Any:
        """A constant, a name's value, or the first argument of `new Date(…)` and the like."""
        if name == "new":
            name = self.token()[1]
        if name in self.names:
            return self.names[name]
        if name in _WORDS:
            return _WORDS[name]
        if name not in _CONSTRUCTORS or self.peek() != "(" or self.calls >= _DEEPEST // 8:
            raise ValueError(_NO_LITERAL)
        arguments, self.at = read_arguments(self.text, self.at + 1, self.names, calls=self.calls + 1)
        return [] if name == "Array" else next(iter(arguments), None)

    def key(self) -> None:
        """The key before a value of an object; a shorthand (`{a}`) is both."""
        kind, raw = self.token()
        name = _string(raw) if kind == "string" else raw
        if kind == "mark":
            raise ValueError(_NO_LITERAL)
        self.keys[-1] = name
        if self.peek() == ":":
            self.at += 1
        elif name in self.names:
            self.put(self.names[name])
        else:
            raise ValueError(_NO_LITERAL)

    def value(self) -> None:
        """A value: a scalar goes to its holder, a bracket opens the next holder."""
        kind, raw = self.token()
        if kind == "string":
            self.put(_string(raw))
        elif kind == "number":
            self.put(_number(raw))
        elif kind == "word":
            self.put(self.word(raw))
        elif raw == "{":
            self.open({}, "}")
        elif raw == "[":
            self.open([], "]")
        else:
            raise ValueError(_NO_LITERAL)

    def fill(self) -> Any:
        """Reads until the outermost holder ends, and gives it."""
        while True:
            holder, end = self.holders[-1]
            mark = self.peek()
            if mark == end:
                self.at += 1
                self.holders.pop()
                self.keys.pop()
                if not self.holders:
                    return holder
                self.put(holder)
            elif mark == "," and holder:
                self.at += 1
            else:
                if isinstance(holder, dict):
                    self.key()
                if isinstance(holder, list) or self.keys[-1] is not None:
                    self.value()

    def read(self) -> Any:
        """The one value that begins here."""
        first: list[Any] = []
        self.open(first, "")
        self.value()
        if not first:  # a bracket was opened: it is read to its end
            del self.holders[0], self.keys[0]
            return self.fill()
        return first[0]


def read_arguments(text: str, at: int, names: Mapping[str, Any], *, calls: int = 0) -> tuple[list[Any], int]:
    """The arguments of a call, from behind its "(" on, and where they end. `ValueError` where one is no literal."""
    reader = _Reader(text, at, names, calls)
    arguments: list[Any] = []
    reader.open(arguments, ")")
    reader.fill()
    return arguments, reader.at


def read_literal(text: str, at: int = 0, names: Mapping[str, Any] | None = None) -> tuple[Any, int]:
    """The literal that begins at `at`, and where it ends. `ValueError` where there is none.

    JSON is tried first; then JavaScript's forms: unquoted keys, single quotes, `undefined`, `!0`, `new Date("…")`,
    comments, and `names`, the values that identifiers stand for.
    """
    if not names:
        try:
            return _JSON.raw_decode(text, _after_space(text, at))
        except (ValueError, RecursionError):
            pass  # not JSON; perhaps a looser literal
    if len(text) - at > _LONGEST_LOOSE:
        raise ValueError(_NO_LITERAL)
    reader = _Reader(text, at, names or {})
    try:
        return reader.read(), reader.at
    except OverflowError as error:
        raise ValueError(_NO_LITERAL) from error


def _end_of_block(text: str, at: int) -> int:
    """Where the block ends whose "{" stands right before `at`."""
    depth = 1
    for match in _SKIPPED.finditer(text, at):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if not depth:
            return match.start()
    raise ValueError(_NO_LITERAL)


def _assign(target: Any, steps: list[tuple[str, str, str]], value: Any) -> None:
    """`target.a[0].b = value`, where the way there exists."""
    keys = [int(number) if number else name or quoted for name, number, quoted in steps]
    for key in keys[:-1]:
        target = _at(target, key)
    last = keys[-1]
    if isinstance(target, dict):
        target[str(last)] = value
    elif isinstance(target, list) and isinstance(last, int) and last <= len(target) + _MOST_HOLES:
        target.extend([None] * (last + 1 - len(target)))
        target[last] = value


def _at(target: Any, key: int | str) -> Any:
    if isinstance(target, dict):
        return target.get(str(key))
    if isinstance(target, list) and isinstance(key, int) and key < len(target):
        return target[key]
    return None


def read_call(text: str, at: int = 0) -> Any:
    """What `(function(a,b){a.x=1;return {y:b}}({},2))`, Nuxt 2's form, gives. `ValueError` where it does more."""
    if len(text) - at > _LONGEST_LOOSE:
        raise ValueError(_NO_LITERAL)
    match = _CALL.match(text, _after_space(text, at))
    if match is None:
        raise ValueError(_NO_LITERAL)
    end = _end_of_block(text, match.end())
    opened = _OPENED.match(text, end)
    if opened is None:
        raise ValueError(_NO_LITERAL)
    arguments, _ = read_arguments(text, opened.end(), {})
    parameters = [name.strip() for name in match[1].split(",")]
    names: dict[str, Any] = {**dict.fromkeys(parameters), **dict(zip(parameters, arguments, strict=False))}
    return _run(text, match.end(), names)


def _run(text: str, at: int, names: dict[str, Any]) -> Any:
    """The value that a body of assignments and one `return` gives."""
    for _ in range(_MOST_STATEMENTS):
        at = _after_space(text, at)
        if text.startswith("return", at):
            return read_literal(text, at + len("return"), names)[0]
        statement = _STATEMENT.match(text, at)
        if statement is None:
            raise ValueError(_NO_LITERAL)
        value, at = read_literal(text, statement.end(), names)
        _assign(names.get(statement[1]), _STEP.findall(statement[2]), value)
        at = _after_space(text, at)
        at += text.startswith((";", ","), at)
    raise ValueError(_NO_LITERAL)
