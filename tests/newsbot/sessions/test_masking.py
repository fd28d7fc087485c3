"""Secrets that do not show themselves, and texts that are cleaned of them."""

from __future__ import annotations

import base64
import copy
import html
import json
import logging
import pickle
import time
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import orjson
import pytest

from newsbot.sessions.masking import MASK, Scrubber, Secret

VALUE = 'p\\w"r&d<o> é/+%25\U0001f600 hunter2'


def test_a_secret_shows_itself_to_nobody_who_does_not_ask() -> None:
    secret = Secret("hunter2")
    assert secret.reveal() == "hunter2"
    shown = [
        str(secret),
        repr(secret),
        f"{secret}",
        f"{secret:>20}",
        f"{[secret]}",
        "{} {!r}".format(secret, {"a": secret}),
    ]
    assert not any("hunter2" in text for text in shown)
    assert str(secret) == MASK


def test_a_secret_is_not_written_down() -> None:
    secret = Secret("hunter2")
    for write in (pickle.dumps, copy.copy, copy.deepcopy, json.dumps, orjson.dumps):
        with pytest.raises(TypeError) as caught:
            write(secret)
        assert "hunter2" not in str(caught.value)
    with pytest.raises(AttributeError):
        secret._value = "other"
    assert not hasattr(secret, "__dict__")


def test_a_secret_in_a_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        logging.getLogger("test").info("signing in with %s and %r", Secret("hunter2"), [Secret("hunter2")])
    assert "hunter2" not in caplog.text


def test_secrets_are_equal_by_their_values() -> None:
    assert Secret("a") == Secret("a")
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert len({Secret("a"), Secret("a"), Secret("é\ud800")}) == 2
    assert (bool(Secret("")), bool(Secret("0"))) == (False, True)


ENCODERS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "in an address": quote,
    "in an address, slashes too": lambda value: quote(value, safe=""),
    "in a form": quote_plus,
    "in an address that is in an address": lambda value: quote(quote(value, safe=""), safe=""),
    "in small hexadecimal digits": lambda value: quote(value, safe="").replace("%C3%A9", "%c3%a9"),
    "in a form in Latin-1": lambda value: "".join(
        quote(each, safe="", encoding="latin-1" if each == "é" else "utf-8") for each in value
    ),
    "in HTML": html.escape,
    "in HTML, in numbers": lambda value: "".join(f"&#{ord(each)};" for each in value),
    "in HTML, in hexadecimal numbers": lambda value: "".join(f"&#x{ord(each):X};" for each in value),
    "in HTML, twice": lambda value: html.escape(html.escape(value)),
    "in JSON": lambda value: json.dumps(value)[1:-1],
    "in JSON, in UTF-8": lambda value: json.dumps(value, ensure_ascii=False)[1:-1],
    "in JSON, as PHP writes it": lambda value: json.dumps(value)[1:-1].replace("/", "\\/"),
    "in JSON in a script": lambda value: json.dumps(value)[1:-1].replace("<", "\\u003c").replace("&", "\\u0026"),
    "in JSON in JSON": lambda value: json.dumps(json.dumps(value))[3:-3],
    "in JSON in an attribute": lambda value: html.escape(json.dumps(value)[1:-1]),
    "in JSON in an address": lambda value: quote(json.dumps(value)[1:-1], safe=""),
    "in HTML in JSON": lambda value: json.dumps(html.escape(value))[1:-1],
    "as Python prints it": lambda value: repr(value)[1:-1],
    "in bytes as Python prints them": lambda value: repr(quote(value))[1:-1],
    "in base64": lambda value: base64.b64encode(value.encode()).decode(),
    "in base64 for addresses": lambda value: base64.urlsafe_b64encode(value.encode()).decode().rstrip("="),
    "in base64 in an address": lambda value: quote(base64.b64encode(value.encode()).decode(), safe=""),
}


@pytest.mark.parametrize("encode", ENCODERS.values(), ids=ENCODERS.keys())
def test_a_secret_is_found_however_it_is_written(encode: Callable[[str], str]) -> None:
    scrubber = Scrubber([Secret(VALUE)])
    text = f"before [{encode(VALUE)}] after"
    cleaned = scrubber.scrub(text)
    assert cleaned == f"before [{MASK}] after"


@pytest.mark.parametrize("before", ["", "u", "us", "user:"])
@pytest.mark.parametrize("after", ["", "x", "yz"])
def test_base64_of_more_than_the_secret(before: str, after: str) -> None:
    """As in a header of basic access: user, colon and password in one."""
    value = "correct horse battery"
    encoded = base64.b64encode(f"{before}{value}{after}".encode()).decode()
    cleaned = Scrubber([value]).scrub(f"Authorization: Basic {encoded}")
    left = cleaned.removeprefix("Authorization: Basic ").split(MASK)
    assert len(left) == 2
    for part in left:  # nothing that is left decodes to more than a letter of the secret
        whole = part.rstrip("=")[: len(part.rstrip("=")) // 4 * 4]
        assert not any(value[i : i + 3].encode() in base64.b64decode(whole) for i in range(len(value) - 2))


def test_several_secrets_the_longer_first() -> None:
    scrubber = Scrubber(["paper", Secret("paper-and-ink"), "", Secret("")])
    assert scrubber.scrub("paper-and-ink on paper") == f"{MASK} on {MASK}"
    assert "paper" not in repr(scrubber)


def test_without_secrets_nothing_is_touched() -> None:
    assert Scrubber([]).scrub("text &amp; more") == "text &amp; more"
    assert Scrubber(["hunter2"]).scrub("hunter3 &amp; %20 \\u0041") == "hunter3 &amp; %20 \\u0041"


def test_what_masking_brings_together_is_masked_too() -> None:
    cleaned = Scrubber(["a***b", "q"]).scrub("aqb")
    assert cleaned == MASK


def test_long_tokens_are_found_and_cost_little() -> None:
    token = "eyJhbGciOi" + "JIUzI1NiJ9_-." * 300
    begun = time.process_time()
    scrubber = Scrubber([token, *(f"{token}{number}" for number in range(5))])
    assert scrubber.scrub(f'"token":"{token}"') == f'"token":"{MASK}"'
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    "text",
    ["\\" * 20_000, "%25" * 10_000, "&amp;" * 10_000, "&#0000" * 10_000, '\\\\\\"' * 6_000, "a" * 60_000],
    ids=["backslashes", "percent signs", "ampersands", "zeros", "escaped quotes", "letters"],
)
@pytest.mark.parametrize(
    "secret", [VALUE, '\\"' * 20 + "x", "\\" * 30 + "x", "%25" * 30 + "x", "&amp;" * 20, "a" * 200 + "b"]
)
def test_hostile_pages_take_no_time(secret: str, text: str) -> None:
    begun = time.process_time()
    Scrubber([secret]).scrub(text)
    assert time.process_time() - begun < 5
