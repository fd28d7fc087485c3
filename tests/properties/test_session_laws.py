"""Laws of sign-in: what is masked is gone, what is locked comes back, and codes are those of the RFC."""

from __future__ import annotations

import base64
import hashlib
import hmac
import html
import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, quote_plus

from cryptography.fernet import Fernet
from hypothesis import given, settings
from hypothesis import strategies as st

from newsbot.sessions.codes import one_time_code
from newsbot.sessions.keys import VaultKey
from newsbot.sessions.masking import Scrubber, Secret
from newsbot.sessions.saved import Cookie, SavedSession
from newsbot.sessions.sources import Reference, parse_reference
from newsbot.sessions.states import read_state, write_state
from newsbot.sessions.vault import Vault

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
#: A secret of nothing but asterisks cannot be told from a mask.
SECRETS = st.text(min_size=1, max_size=40).filter(lambda value: set(value) != {"*"})
TEXTS = st.one_of(st.text(max_size=60), st.text("\\\"'%&;#x0123456789abcdefu+*/=", max_size=60))
ENCODERS = [
    str,
    quote,
    lambda value: quote(value, safe=""),
    quote_plus,
    lambda value: quote(quote(value, safe=""), safe=""),
    html.escape,
    lambda value: html.escape(value, quote=False),
    lambda value: html.escape(html.escape(value)),
    lambda value: "".join(f"&#{ord(each)};" for each in value),
    lambda value: json.dumps(value)[1:-1],
    lambda value: json.dumps(value, ensure_ascii=False)[1:-1],
    lambda value: html.escape(json.dumps(value)[1:-1]),
    lambda value: quote(json.dumps(value)[1:-1], safe=""),
    lambda value: base64.b64encode(value.encode()).decode(),
    lambda value: base64.urlsafe_b64encode(value.encode()).decode().rstrip("="),
]
ENCODED = st.sampled_from(ENCODERS)


@given(st.lists(st.tuples(SECRETS, ENCODED, TEXTS), min_size=1, max_size=4), TEXTS)
def test_nothing_is_left_of_a_secret_however_it_was_written(parts: list, end: str) -> None:
    text = "".join(f"{before}{encode(secret)}" for secret, encode, before in parts) + end
    cleaned = Scrubber([Secret(secret) for secret, _, _ in parts]).scrub(text)
    for secret, _, _ in parts:
        for encode in ENCODERS:
            assert encode(secret) not in cleaned


@given(st.lists(SECRETS, max_size=4), TEXTS)
def test_scrubbing_twice_is_scrubbing_once(secrets: list[str], text: str) -> None:
    scrubber = Scrubber(secrets)
    cleaned = scrubber.scrub(text)
    assert scrubber.scrub(cleaned) == cleaned


@given(st.text("ghijklmnop", min_size=8, max_size=20), st.text("ABCDEFGH 12345&%\\", max_size=200))
def test_text_that_holds_no_secret_stays_as_it_is(secret: str, text: str) -> None:
    assert Scrubber([secret]).scrub(text) == text


@given(st.text(max_size=40))
def test_a_text_is_a_reference_or_is_not_repeated(text: str) -> None:
    parsed = parse_reference(text)
    if isinstance(parsed, Reference):
        assert parse_reference(f"{parsed.kind}:{parsed.where}") == parsed
    else:
        known = parse_reference("certainly none")
        about = (
            "env:",
            "file:",
            "cmd:",
            "keyring:",
            "prompt:",
            "what follows env:",
            "write keyring:",
            "the command has",
        )
        assert parsed == known or parsed.startswith((*about, "no shell runs"))


# ── saved sessions ──

ANY = st.text(max_size=30)
COOKIES = st.builds(
    Cookie,
    name=ANY,
    value=ANY,
    domain=ANY,
    path=ANY,
    expires=st.none() | st.floats(min_value=0, allow_nan=False, allow_infinity=False),
    secure=st.booleans(),
    httpOnly=st.booleans(),
    sameSite=st.sampled_from([None, "Strict", "Lax", "None"]),
)
ORIGINS = st.sampled_from(["https://paper.example", "http://127.0.0.1:8811", "https://a.b.example:8443"])
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
SITES = st.from_regex(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?", fullmatch=True)
SESSIONS = st.builds(
    SavedSession,
    site=SITES,
    cookies=st.lists(COOKIES, max_size=6).map(tuple),
    storage=st.dictionaries(ORIGINS, st.dictionaries(ANY, ANY, max_size=4), max_size=3),
    userAgent=st.none() | st.text(min_size=1, max_size=20),
    signedInAt=MOMENTS,
    provedAt=st.none() | MOMENTS,
    proof=st.none() | st.text(min_size=1, max_size=20),
    madeBy=st.text(min_size=1, max_size=20),
)


@given(SESSIONS)
def test_a_session_is_read_as_it_was_written(session: SavedSession) -> None:
    assert read_state(write_state(session), session.site, NOW) == session


@settings(max_examples=30)
@given(st.lists(SESSIONS, min_size=1, max_size=4, unique_by=lambda each: each.site))
def test_what_is_locked_in_the_vault_comes_back(sessions: list[SavedSession]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        key = VaultKey(Path(folder) / "key", Fernet.generate_key().decode())
        vault = Vault(Path(folder) / "vault", key)
        for session in sessions:
            vault.save(session)
        assert vault.names() == sorted(session.site for session in sessions)
        for session in sessions:
            assert vault.load(session.site) == session


@given(SESSIONS)
def test_a_session_never_shows_what_it_holds(session: SavedSession) -> None:
    shown = Scrubber([session.site, *(cookie.name for cookie in session.cookies)]).scrub(repr(session))
    for cookie in session.cookies:
        hidden = repr(cookie).replace(repr(cookie.name), "").replace(repr(cookie.domain), "")
        assert len(cookie.value) < 8 or cookie.value not in hidden
        assert len(cookie.value) < 8 or cookie.value not in shown


@given(
    st.one_of(
        st.binary(max_size=200),
        st.recursive(
            st.none() | st.booleans() | st.floats() | ANY,
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(
                        [
                            "cookies",
                            "origins",
                            "name",
                            "value",
                            "domain",
                            "path",
                            "expires",
                            "origin",
                            "localStorage",
                            "newsbot",
                            "signedInAt",
                        ]
                    ),
                    inner,
                    max_size=5,
                )
            ),
            max_leaves=12,
        ).map(lambda value: json.dumps(value).encode()),
    )
)
def test_no_state_breaks_its_reader(data: bytes) -> None:
    from newsbot.errors import FixArgument

    try:
        session = read_state(data, "paper", NOW)
    except FixArgument:
        return
    assert read_state(write_state(session), "paper", NOW) == session


# ── one-time codes ──


def rfc_6238(key: bytes, at: int, digits: int, period: int, algorithm: str) -> str:
    """The algorithm as the RFC's own listing writes it: by strings of hexadecimal digits."""
    steps = f"{at // period:016x}"
    digest = hmac.new(key, bytes.fromhex(steps), getattr(hashlib, algorithm)).hexdigest()
    offset = int(digest[-1], 16) * 2
    number = int(digest[offset : offset + 8], 16) & 0x7FFFFFFF
    return str(number)[-digits:].rjust(digits, "0")


@given(
    st.binary(min_size=1, max_size=200),
    st.integers(0, 2**40),
    st.integers(6, 10),
    st.integers(1, 3600),
    st.sampled_from(["sha1", "sha256", "sha512"]),
)
def test_codes_are_those_of_the_rfc(key: bytes, at: int, digits: int, period: int, algorithm: str) -> None:
    seed = base64.b32encode(key).decode().rstrip("=").lower()
    uri = f"otpauth://totp/a?secret={seed}&digits={digits}&period={period}&algorithm={algorithm}"
    assert one_time_code(Secret(uri), at) == rfc_6238(key, at, digits, period, algorithm)
