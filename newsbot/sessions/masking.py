"""Masking: values that must not be seen, and the cleaning of whatever may be shown or kept of them anyway."""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Iterable, Iterator
from functools import cache
from html.entities import html5
from typing import NoReturn, final

#: What stands in the place of a secret.
MASK = "***"
#: Base64 that is cut out of a longer run (as in a header of basic access: user and password in one) is looked for where
#: so many of its characters are certain; fewer would be found by chance in any picture.
_LEAST_CORE = 8
#: Of a longer secret than this, what no encoder needs to change is looked for as it is: a token has thousands of these.
_LONG = 64
_UNCHANGED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
#: Masking may, by a rare chance, spell another secret; so often it is looked at again.
_ROUNDS = 10

_PARTS = re.compile(r"\\+|[^\\]", re.DOTALL)
_SHORT_ESCAPES = {"\n": "n", "\r": "r", "\t": "t", "\b": "b", "\f": "f"}
_QUOTED = "\"'/`"
_BACKSLASH = r"(?:\\|%(?:25){0,3}5[Cc]|&(?:amp;){0,3}#(?:0{0,5}92|[xX]0{0,5}5[cC]);?|&(?:amp;){0,3}bsol;)"
#: The backslash of an escape, itself escaped up to three times. Bounded, or a page of backslashes would take for ever.
_LEAD = _BACKSLASH + "{1,8}"


@final
class Secret:
    """A value that shows itself to nobody who does not ask for it by `reveal`.

    Printed, formatted or logged it is three asterisks; it cannot be pickled, copied deeply or written as JSON.
    """

    __slots__ = ("_value",)
    _value: str

    def __init__(self, value: str) -> None:
        object.__setattr__(self, "_value", value)

    def reveal(self) -> str:
        """The value itself, for the one place that needs it."""
        return self._value

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("a secret does not change")

    def __repr__(self) -> str:
        return MASK

    def __str__(self) -> str:
        return MASK

    def __format__(self, spec: str) -> str:
        return MASK

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(_bytes(self._value), _bytes(other.reveal()))

    def __hash__(self) -> int:
        return hash((Secret, self._value))

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a secret is not written down: it cannot be pickled or copied")


class Scrubber:
    """Takes secrets out of texts, however they are written there."""

    def __init__(self, secrets: Iterable[Secret | str]) -> None:
        values = {each.reveal() if isinstance(each, Secret) else each for each in secrets}
        # The longest first: a secret that begins with another one has to go as a whole.
        ordered = sorted((value for value in values if value), key=lambda value: (-len(value), value))
        spellings = [spelling for value in ordered for spelling in _spellings(value)]
        self._pattern = re.compile("|".join(dict.fromkeys(spellings))) if spellings else None

    def __repr__(self) -> str:
        return f"{type(self).__name__}({MASK})"

    def scrub(self, text: str) -> str:
        """The text with every secret masked: as it is, percent-encoded, escaped for HTML or JSON, or in base64.

        Each character of a secret may be written in a way of its own, as encoders do.
        """
        if self._pattern is None:
            return text
        for _ in range(_ROUNDS):
            cleaned = self._pattern.sub(MASK, text)
            if cleaned == text:
                break
            text = cleaned
        return text

    def __call__(self, text: str) -> str:
        """The same as `scrub`."""
        return self.scrub(text)


def _bytes(value: str) -> bytes:
    return value.encode("utf-8", "surrogatepass")


def _spellings(value: str) -> Iterator[str]:
    """Patterns that find a secret."""
    yield re.escape(value)
    yield "".join(_way(part, plain=len(value) > _LONG) for part in _PARTS.findall(value))
    data = _bytes(value)
    yield "".join(map(_base64_way, base64.b64encode(data).decode().rstrip("="))) + r"(?:=|%3[Dd]){0,2}"
    for before in range(3):
        core = _core(data, before)
        if len(core) >= _LEAST_CORE:
            yield "".join(map(_base64_way, core))


def _way(part: str, *, plain: bool) -> str:
    """One character of a secret, or a run of backslashes in it."""
    if part[0] == "\\":
        return _backslashes(len(part))
    return re.escape(part) if plain and part in _UNCHANGED else _any_way(part)


def _backslashes(count: int) -> str:
    """So many backslashes, each escaped up to three times. Atomic: to try other ways of reading them takes too long."""
    coded = "|".join(_code_points("\\"))
    doubled = "|".join(f"{_BACKSLASH}{{{count * times}}}" for times in (8, 4, 2, 1))
    return f"(?>(?:{coded}){{{count}}}|{doubled})"


def _core(data: bytes, before: int) -> str:
    """Those characters of base64 that these bytes alone decide where `before` others (modulo three) come first."""
    encoded = base64.b64encode(b"\0" * before + data).decode()
    return encoded[-(-before * 8 // 6) : (before + len(data)) * 8 // 6]


def _base64_way(character: str) -> str:
    """The two alphabets of base64, and how addresses and JSON write their signs."""
    if character == "+":
        return f"(?:{_any_way('+')}|-)"
    if character == "/":
        return f"(?:{_any_way('/')}|_)"
    return re.escape(character)


@cache
def _any_way(character: str) -> str:
    """A pattern that finds one character as itself, percent-encoded, as HTML's entity, or escaped as in JSON."""
    ways = [re.escape(character), *_percent(character), *_entities(character)]
    escaped = [*_code_points(character)]
    if character in _SHORT_ESCAPES:
        escaped += [f"{_LEAD}{_SHORT_ESCAPES[character]}"]
    elif character in _QUOTED:
        escaped += [f"{_LEAD}(?:{'|'.join(ways)})"]
    if character == " ":
        ways.append(r"\+")
    return f"(?:{'|'.join([*ways, *escaped])})"


def _percent(character: str) -> Iterator[str]:
    """`%2B`, also when the percent sign was encoded again (`%252B`); in UTF-8, and in Latin-1 as old forms send it."""
    encodings = [_bytes(character)]
    if "\x80" <= character <= "\xff":
        encodings.append(character.encode("latin-1"))
    for data in encodings:
        yield "".join(f"%(?:25){{0,3}}{_hexadecimal(f'{byte:02x}')}" for byte in data)


def _entities(character: str) -> Iterator[str]:
    """`&amp;`, `&#38;`, `&#x26;`, also when the ampersand was escaped again."""
    code, lead = ord(character), "&(?:amp;){0,3}"
    yield f"{lead}#0{{0,5}}{code};?"
    yield f"{lead}#[xX]0{{0,5}}{_hexadecimal(f'{code:x}')};?"
    if names := _named().get(character):
        yield f"{lead}(?:{'|'.join(sorted(names, key=lambda name: (-len(name), name)))});?"


@cache
def _named() -> dict[str, set[str]]:
    """HTML's names of each character."""
    names: dict[str, set[str]] = {}
    for name, character in html5.items():
        names.setdefault(character, set()).add(name.rstrip(";"))
    return names


def _code_points(character: str) -> Iterator[str]:
    r"""`\u0022`, `\x22`, `\u{22}`, also when the backslash was escaped again."""
    code = ord(character)
    if code < 0x10000:  # noqa: PLR2004
        yield f"{_LEAD}u{_hexadecimal(f'{code:04x}')}"
    else:
        high, low = 0xD800 + ((code - 0x10000) >> 10), 0xDC00 + ((code - 0x10000) & 0x3FF)
        yield f"{_LEAD}u{_hexadecimal(f'{high:04x}')}{_LEAD}u{_hexadecimal(f'{low:04x}')}"
    if code < 0x100:  # noqa: PLR2004
        yield f"{_LEAD}x{_hexadecimal(f'{code:02x}')}"
    yield rf"{_LEAD}u\{{0{{0,5}}{_hexadecimal(f'{code:x}')}\}}"


def _hexadecimal(digits: str) -> str:
    """These digits in any case."""
    return "".join(f"[{digit}{digit.upper()}]" if digit.isalpha() else digit for digit in digits)
