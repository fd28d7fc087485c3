"""The kinds of values that a site file holds: each is checked where it stands, and says what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
import warnings
from datetime import timedelta
from functools import lru_cache
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, ValidationInfo, WithJsonSchema

from newsbot.sites.codes import COUNTRIES, LANGUAGES, MEANT_COUNTRIES, MEANT_LANGUAGES
from newsbot.sites.selectors import MAX_LENGTH, compile_selector
from newsbot.urls import bare_host, host_of, is_http, on_hosts, without_secrets

_MAX_URL = 2000
_LANGUAGE = re.compile(r"([a-z]{2,3})(-[a-z]{4})?(-(?:[a-z]{2}|[0-9]{3}))?((?:-[a-z0-9]{5,8})*)", re.IGNORECASE)
_DURATION = re.compile(r"([1-9][0-9]{0,6})([smhd])")
_SHORTEST, _LONGEST = timedelta(minutes=1), timedelta(days=30)
_SECONDS = {"d": 86_400, "h": 3600, "m": 60, "s": 1}
_SIZE = re.compile(r"([1-9][0-9]{0,11})([kMGmgK]?)")
_BYTES = {"": 1, "k": 1000, "m": 10**6, "g": 10**9}
_LOCAL = re.compile(r"localhost(?::[0-9]+)?|\[[0-9a-f:.]+\](?::[0-9]+)?")


def _name(text: str) -> str:
    text = unicodedata.normalize("NFC", text.strip())
    if not text or not text.isprintable():
        raise ValueError("a name is one line of readable text")
    return text


def _country(text: str) -> str:
    code = text.lower()
    if code in COUNTRIES:
        return code
    meant = MEANT_COUNTRIES.get(code)
    hint = f"did you mean {meant}?" if meant else "write two letters, such as at, gb, no"
    raise ValueError(f"{text!r} is no country code of ISO 3166; {hint}")


def _language(text: str) -> str:
    shape = _LANGUAGE.fullmatch(text)
    code = shape[1].lower() if shape else text.lower()
    if shape and code not in MEANT_LANGUAGES and (len(code) == 3 or code in LANGUAGES):  # noqa: PLR2004 (three-letter codes)
        return code + (shape[2] or "").title() + (shape[3] or "").upper() + (shape[4] or "").lower()
    meant = MEANT_LANGUAGES.get(code)
    hint = f"did you mean {meant}?" if meant else "write one such as de or pt-BR"
    raise ValueError(f"{text!r} is no language code of BCP 47; {hint}")


def check_url(text: str) -> str:
    """The URL as it was given. Raises `ValueError` where it cannot be asked for, or holds a secret."""
    if len(text) > _MAX_URL:
        raise ValueError(f"a URL has at most {_MAX_URL} characters")
    if any(character.isspace() or not character.isprintable() for character in text):
        raise ValueError("a URL holds no spaces or control characters; write %20 for a space")
    if not is_http(text):
        raise ValueError(
            f"{without_secrets(text)!r} is not a full http or https address, such as https://www.example.com/"
        )
    if "@" in urlsplit(text).netloc:
        raise ValueError("a URL in a site file holds no user name or password")
    return text


def _on_site(url: str, info: ValidationInfo) -> str:
    """Hosts and front page were checked before: see the order of the fields of `Site`."""
    if "url" not in info.data or "hosts" not in info.data:
        return url  # one of them is wrong itself, and said so
    hosts = bare_hosts_of(info.data["url"], info.data["hosts"])
    if not on_hosts(url, hosts):
        known = ", ".join(sorted(hosts))
        raise ValueError(
            f"{url} is not on the site's hosts ({known}); add its host to `hosts` if it belongs to the site"
        )
    return url


def _host(text: str) -> str:
    host = host_of(f"https://{text}/") if is_http(f"https://{text}/") else ""
    if not host or "/" in text or "@" in text or any(c.isspace() or c in "?#*\\" or not c.isprintable() for c in text):
        raise ValueError(f"{text!r} is not a host; write it without https:// and path, such as www.example.com")
    host = host.removesuffix(":80")
    if "." not in host.strip(".") and not _LOCAL.fullmatch(host):
        raise ValueError(f"{text!r} is too wide for a host; name the domain too, such as example.{host}")
    return host


def bare_hosts_of(url: str, hosts: tuple[str, ...]) -> frozenset[str]:
    """The hosts of a site for `newsbot.urls.on_hosts`: those that are named, else the front page's own."""
    return frozenset(bare_host(f"https://{host}/") for host in hosts) or frozenset({bare_host(url)})


@lru_cache(maxsize=4096)
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """The pattern, ready for use. Raises `ValueError` that says what is wrong with it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return re.compile(pattern)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    except (OverflowError, RecursionError, Warning) as error:
        raise ValueError(f"not a regular expression that can be relied on: {error}") from error


def _pattern(text: str) -> str:
    if compile_pattern(text).fullmatch(""):
        raise ValueError("this pattern matches everything, the empty address too; say more")
    return text


def _selector(text: str) -> str:
    compile_selector(text)
    return text


def parse_duration(value: object) -> object:
    """A duration such as `90s`, `15m`, `2h` or `1d`; anything that is no text is left to pydantic."""
    if not isinstance(value, str):
        return value
    found = _DURATION.fullmatch(value.strip())
    if not found:
        raise ValueError(f"{value!r} is no duration; write a whole number and s, m, h or d, such as 15m")
    return timedelta(seconds=int(found[1]) * _SECONDS[found[2]])


def format_duration(value: timedelta) -> str:
    """The shortest spelling of a duration of whole seconds: `15m`, not `900s`."""
    seconds = int(value.total_seconds())
    unit = next(unit for unit, size in _SECONDS.items() if seconds % size == 0)
    return f"{seconds // _SECONDS[unit]}{unit}"


def _interval(value: timedelta) -> timedelta:
    if value.microseconds or not _SHORTEST <= value <= _LONGEST:
        raise ValueError("must be between 1m and 30d, in whole seconds")
    return value


def parse_size(value: object) -> object:
    """A number of bytes such as `500k`, `200M` or `2G`; anything that is no text is left to pydantic."""
    if not isinstance(value, str):
        return value
    found = _SIZE.fullmatch(value.strip())
    if not found:
        raise ValueError(f"{value!r} is no size; write a whole number and k, M or G, such as 500M")
    return int(found[1]) * _BYTES[found[2].lower()]


def format_size(value: int) -> str:
    """The shortest spelling of a number of bytes: `2G`, not `2000M`."""
    for unit, size in (("G", 10**9), ("M", 10**6), ("k", 1000)):
        if value % size == 0:
            return f"{value // size}{unit}"
    return str(value)


def unrepeated(values: tuple[str, ...]) -> tuple[str, ...]:
    """The values as they are. Raises `ValueError` where one is named twice."""
    twice = sorted({value for value in values if values.count(value) > 1})
    if twice:
        raise ValueError(f"named twice: {', '.join(twice)}")
    return values


_DURATION_SCHEMA = {"type": "string", "pattern": f"^{_DURATION.pattern}$", "examples": ["15m", "2h"]}
_SELECTOR_SCHEMA = {"pattern": "^(css|xpath):.+", "examples": ["css:h1.title", "xpath://time/@datetime"]}

Name = Annotated[str, Field(max_length=253, examples=["Example Times"]), AfterValidator(_name)]
Country = Annotated[str, AfterValidator(_country), Field(examples=["at"])]
Language = Annotated[str, AfterValidator(_language), Field(examples=["de", "pt-BR"])]
Url = Annotated[str, AfterValidator(check_url), Field(examples=["https://www.example.com/"])]
SiteUrl = Annotated[str, AfterValidator(check_url), AfterValidator(_on_site)]
Host = Annotated[str, Field(max_length=260, examples=["www.example.com"]), AfterValidator(_host)]
Pattern = Annotated[str, Field(min_length=1, max_length=300, examples=["^/story/\\d+"]), AfterValidator(_pattern)]
Selector = Annotated[
    str, Field(max_length=MAX_LENGTH + 10, json_schema_extra=_SELECTOR_SCHEMA), AfterValidator(_selector)
]
Interval = Annotated[
    timedelta,
    BeforeValidator(parse_duration),
    AfterValidator(_interval),
    PlainSerializer(format_duration, return_type=str),
    WithJsonSchema(_DURATION_SCHEMA),
]
Size = Annotated[
    int,
    BeforeValidator(parse_size),
    Field(ge=100_000, le=10**12),
    PlainSerializer(format_size, return_type=str),
    WithJsonSchema({"type": "string", "pattern": f"^{_SIZE.pattern}$", "examples": ["500M", "2G"]}),
]
Share = Annotated[float, Field(ge=0, le=1)]

Languages = Annotated[tuple[Language, ...], Field(max_length=50), AfterValidator(unrepeated)]
Hosts = Annotated[tuple[Host, ...], Field(max_length=50), AfterValidator(unrepeated)]
Urls = Annotated[tuple[Url, ...], Field(max_length=200), AfterValidator(unrepeated)]
SiteUrls = Annotated[tuple[SiteUrl, ...], Field(max_length=200), AfterValidator(unrepeated)]
Patterns = Annotated[tuple[Pattern, ...], Field(max_length=100), AfterValidator(unrepeated)]
SelectorList = Annotated[tuple[Selector, ...], Field(max_length=100), AfterValidator(unrepeated)]
