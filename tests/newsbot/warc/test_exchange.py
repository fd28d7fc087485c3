"""What of an exchange may be archived: no secret of a session, and headers that agree with their body."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest

from newsbot.warc.exchange import Exchange, secrets_of, shareable, text_of, without_tokens
from newsbot.warc.records import group_of
from newsbot.warc.unpacking import MOST_BYTES, unpacked

AT = datetime(2026, 11, 1, 8, 30, 0, 123456, tzinfo=UTC)
SECRET = "c0urier-s3ssion-value/+="


def exchange(**changes: object) -> Exchange:
    facts = {"url": "https://www.courier.example/a", "at": AT, "body": b"<h1>News</h1>"} | changes
    return Exchange(**facts)  # type: ignore[arg-type]


def clean(**changes: object) -> Exchange:
    made = shareable(exchange(**changes))
    assert made is not None
    return made


def test_of_a_request_only_harmless_headers_are_kept() -> None:
    sent = (
        ("User-Agent", "newsbot/1"),
        ("Cookie", "sid=1"),
        ("Authorization", "Bearer x"),
        ("Proxy-Authorization", "Basic x"),
        ("X-Courier-Key", "x"),
        ("If-None-Match", '"1"'),
    )
    assert [name for name, _ in clean(sent=sent).sent] == ["User-Agent", "If-None-Match"]


def test_of_an_answer_no_header_is_kept_that_sets_a_secret() -> None:
    headers = (
        ("Set-Cookie", "sid=1"),
        ("set-cookie2", "sid=1"),
        ("X-Auth-Token", "x"),
        ("X-CSRF-Token", "x"),
        ("Authentication-Info", "nextnonce=x"),
        ("ETag", '"1"'),
        ("Content-Type", "text/html"),
        ("Bad Name\r\nSet-Cookie: a=b", "x"),
    )
    assert [name for name, _ in clean(headers=headers).headers] == ["ETag", "Content-Type", "Content-Length"]


def test_headers_agree_with_the_body() -> None:
    body = gzip.compress(b"<h1>News</h1>")
    headers = (("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked"), ("Content-Length", "7"))
    made = clean(body=body, headers=headers)
    assert made.body == body
    assert made.headers == (
        ("Content-Encoding", "gzip"),
        ("X-Archive-Orig-Transfer-Encoding", "chunked"),
        ("X-Archive-Orig-Content-Length", "7"),
        ("Content-Length", str(len(body))),
    )


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://user:pass@www.courier.example/a?b=1", "https://www.courier.example/a?b=1"),
        ("https://www.courier.example/@editor/a?id=7", "https://www.courier.example/@editor/a?id=7"),
        (
            "https://www.courier.example/a?access_token=abc&page=2",
            "https://www.courier.example/a?access_token=***&page=2",
        ),
        ("https://www.courier.example/a?page=2&SID=abc", "https://www.courier.example/a?page=2&SID=***"),
        ("https://www.courier.example/a;jsessionid=abc?x=1", "https://www.courier.example/a;jsessionid=***?x=1"),
        ("https://www.courier.example/a#id_token=abc", "https://www.courier.example/a#id_token=***"),
        ("https://www.courier.example/a?", "https://www.courier.example/a?"),
        ("https://[broken/a", "https://[broken/a"),
    ],
)
def test_addresses_lose_passwords_and_tokens(url: str, kept: str) -> None:
    assert without_tokens(url) == kept
    assert without_tokens(kept) == kept


def test_secrets_are_taken_out_of_addresses_in_headers_and_facts() -> None:
    made = clean(
        headers=(("Location", "https://www.courier.example/?token=abc"),),
        facts={"requestedUrl": "https://a:b@www.courier.example/", "title": "Token=1: a headline, by a@b"},
    )
    assert made.headers[0] == ("Location", "https://www.courier.example/?token=***")
    assert made.facts == {"requestedUrl": "https://www.courier.example/", "title": "Token=1: a headline, by a@b"}


def test_cookies_and_tokens_are_known_by_their_values() -> None:
    cookies = ["sid=abcdefghij; consent=yes", 'r="0123456789"; Path=/archive-of-1; HttpOnly', "j=one%2Ftwo%3D%3D"]
    found = secrets_of(cookies, ["Bearer tokentokentoken=="])
    assert found == {"abcdefghij", "0123456789", "one%2Ftwo%3D%3D", "one/two==", "tokentokentoken=="}


@pytest.mark.parametrize("packing", [None, "gzip"])
def test_a_secret_that_the_page_repeats_is_masked(packing: str | None) -> None:
    page = f"<p>{SECRET}</p><a href='/?s=c0urier-s3ssion-value%2F%2B%3D'>".encode()
    headers = (("Content-Encoding", packing),) if packing else ()
    body = gzip.compress(page) if packing else page
    made = clean(body=body, headers=headers, secrets=frozenset({SECRET}), facts={"site": "courier"})
    assert made.body == b"<p>***</p><a href='/?s=***'>"
    assert made.facts == {"site": "courier", "masked": 2}
    assert made.first("content-encoding") is None
    assert made.first("content-length") == str(len(made.body))
    assert SECRET not in repr(exchange(secrets=frozenset({SECRET})))


def test_a_page_without_the_secret_stays_as_it_came() -> None:
    body = gzip.compress(b"<p>news</p>")
    made = clean(body=body, headers=(("Content-Encoding", "gzip"),), secrets=frozenset({SECRET}))
    assert (made.body, made.first("content-encoding")) == (body, "gzip")


def test_what_cannot_be_looked_through_for_secrets_is_left_out() -> None:
    made = exchange(body=b"no gzip", headers=(("Content-Encoding", "gzip"),), secrets=frozenset({SECRET}))
    assert shareable(made) is None


def test_headers_hold_no_line_breaks_and_only_ascii() -> None:
    assert text_of("/köln".encode()) == "/k%C3%B6ln"
    assert text_of(b"a\r\nSet-Cookie: b\x00c") == "a  Set-Cookie: b c"


@pytest.mark.parametrize(
    "url", ["https://kölner.example/straße?q=ä b", "https://x.example/\r\nSet-Cookie: a", "https://x.example/\ud800"]
)
def test_addresses_are_ascii_and_one_line(url: str) -> None:
    made = clean(url=url)
    assert made.url.isascii()
    assert made.url.isprintable()
    assert " " not in made.url
    assert group_of(made).data


def test_what_unpacks_to_gigabytes_is_not_unpacked() -> None:
    assert unpacked(gzip.compress(bytes(MOST_BYTES + 1), 1), "gzip") is None


@pytest.mark.parametrize(("body", "encoding"), [(b"", "gzip"), (b"x", None), (b"x", "identity")])
def test_what_is_not_packed_stays_as_it_is(body: bytes, encoding: str | None) -> None:
    assert unpacked(body, encoding) == body


def test_unknown_packing_is_not_guessed() -> None:
    assert unpacked(b"x", "sdch") is None


def test_packed_twice_is_unpacked_twice() -> None:
    assert unpacked(gzip.compress(gzip.compress(b"news")), "gzip, gzip") == b"news"


def test_of_a_body_that_was_cut_off_the_beginning_is_had() -> None:
    text = b"".join(b"%d " % number for number in range(9999))
    assert text.startswith(unpacked(gzip.compress(text)[:5000], "gzip") or b"no")
