"""Laws of webhooks: what is signed cannot be changed, waits end, every answer decides an event's fate."""

from __future__ import annotations

import base64
import hashlib
import hmac
from contextlib import suppress
from datetime import UTC, datetime
from urllib.parse import urlsplit

from hypothesis import assume, given
from hypothesis import strategies as st

from newsbot.errors import FixArgument
from newsbot.publish.webhooks.model import NAME, Hook, checked_url, name_from, shown_url
from newsbot.publish.webhooks.signing import TOLERANCE, is_ours, key_of, secret_of, signed_headers
from newsbot.publish.webhooks.steps import MOST_ATTEMPTS, Answer, Kind, next_step, wait_after
from newsbot.store.events import Event, EventKind

DAY = 24 * 3600.0
NOW = 1_800_000_000
keys = st.binary(min_size=24, max_size=64)
chances = st.floats(0, 1)
ids = st.from_regex(r"[0-9a-f]{12}-[0-9]{1,9}", fullmatch=True)
answers = st.builds(Answer, st.none() | st.integers(100, 999), st.none() | st.text(max_size=30), st.text(max_size=30))


# ── signatures ──


def test_a_signature_by_hand() -> None:
    """What standardwebhooks.com says, without our code."""
    key, body = b"k" * 24, b'{"a": 1}'
    headers = signed_headers([key], "msg-1", NOW, body)
    digest = hmac.new(key, b"msg-1.1800000000." + body, hashlib.sha256).digest()
    assert headers == {
        "webhook-id": "msg-1",
        "webhook-timestamp": "1800000000",
        "webhook-signature": "v1," + base64.b64encode(digest).decode(),
    }


def test_the_example_of_the_standard() -> None:
    """The secret, id, timestamp and body that its libraries are tested with."""
    key = key_of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    assert key is not None
    body = b'{"test": 2432232314}'
    headers = signed_headers([key], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@given(keys, ids, st.integers(0, 2**40), st.binary(max_size=200), st.integers(-TOLERANCE, TOLERANCE))
def test_what_is_signed_is_ours(key: bytes, message: str, at: int, body: bytes, late: int) -> None:
    assert is_ours(key, signed_headers([key], message, at, body), body, at + late)


@given(keys, keys, ids, ids, st.binary(max_size=50), st.binary(max_size=50))
def test_nothing_of_it_can_be_changed(
    key: bytes, other: bytes, message: str, another: str, body: bytes, changed: bytes
) -> None:
    headers = signed_headers([key], message, NOW, body)
    assert key == other or not is_ours(other, headers, body, NOW)
    assert body == changed or not is_ours(key, headers, changed, NOW)
    assert message == another or not is_ours(key, {**headers, "webhook-id": another}, body, NOW)
    assert not is_ours(key, {**headers, "webhook-timestamp": str(NOW + 1)}, body, NOW)
    assert not is_ours(key, headers, body, NOW + TOLERANCE + 1), "somebody sends it again, later"


@given(keys, keys, st.binary(max_size=50))
def test_while_secrets_are_rotated_both_count(new: bytes, old: bytes, body: bytes) -> None:
    headers = signed_headers([new, old], "a-1", NOW, body)
    assert is_ours(new, headers, body, NOW)
    assert is_ours(old, headers, body, NOW)


@given(st.dictionaries(st.sampled_from(["webhook-id", "webhook-timestamp", "webhook-signature"]), st.text(max_size=60)))
def test_what_others_send_is_not_ours(headers: dict[str, str]) -> None:
    assert not is_ours(b"k" * 24, headers, b"{}", NOW)


@given(keys)
def test_secrets_are_read_as_they_are_written(key: bytes) -> None:
    assert key_of(secret_of(key)) == key


@given(st.text(max_size=80))
def test_what_is_no_secret(text: str) -> None:
    key = key_of(text)
    assert key is None or 24 <= len(key) <= 64


# ── what to do ──


@given(st.integers(1, 10**9), chances)
def test_waits_are_bounded(attempts: int, chance: float) -> None:
    assert 4 <= wait_after(attempts, chance) <= DAY / 2


@given(st.integers(1, 50), chances, chances)
def test_waits_grow(attempts: int, chance: float, other: float) -> None:
    assert wait_after(attempts + 1, chance) >= wait_after(attempts, chance)
    longest = wait_after(100, 1)
    assert wait_after(attempts + 1, other) > wait_after(attempts, chance) or wait_after(attempts, chance) > longest / 2


@given(st.lists(chances, min_size=MOST_ATTEMPTS - 1, max_size=MOST_ATTEMPTS - 1))
def test_all_tries_take_about_a_day(drawn: list[float]) -> None:
    total = sum(wait_after(attempts, chance) for attempts, chance in enumerate(drawn, 1))
    assert 0.75 * DAY < total < 1.25 * DAY


@given(answers, st.integers(1, 20), chances, st.floats(0, 4e9))
def test_every_answer_has_a_step(answer: Answer, attempts: int, chance: float, now: float) -> None:
    step = next_step(answer, attempts, chance, now)
    taken = answer.status is not None and 200 <= answer.status < 300
    assert (step.kind is Kind.DONE) is taken
    assert (step.kind is Kind.PAUSE) is (answer.status == 410)
    if step.kind is Kind.AGAIN:
        assert attempts < MOST_ATTEMPTS
        assert 4 <= step.wait <= DAY
    assert taken or step.why


@given(st.integers(1, 9), chances, st.sampled_from([429, 503]), st.integers(0, 10**9))
def test_patience_that_is_asked_for_is_had(attempts: int, chance: float, status: int, seconds: int) -> None:
    step = next_step(Answer(status, str(seconds)), attempts, chance, NOW)
    assert step.wait >= min(seconds, DAY)
    assert step.wait >= wait_after(attempts, chance)


# ── addresses ──


@given(st.text("abc/?=&.-_~:@%1", max_size=60))
def test_what_is_shown_holds_no_secret(rest: str) -> None:
    url = f"https://user:hunter2@hooks.example.org/{rest}/T0KEN-T0KEN-T0KEN-T0KEN?key=S3CRET"
    shown = shown_url(url)
    assert not any(secret in shown for secret in ("hunter2", "T0KEN", "S3CRET"))


@given(st.text(max_size=60) | st.text(max_size=60).map(lambda text: f"https://{text}"))
def test_an_address_is_taken_or_refused_in_words(url: str) -> None:
    with suppress(FixArgument):
        checked_url(url, frozenset())
        assert urlsplit(url).scheme.lower() in {"http", "https"}
        assert url.isascii()
        assert url.isprintable()


@given(st.text(max_size=40), st.sets(st.text("abc-2", min_size=1, max_size=8)))
def test_names_that_are_made_are_names(host: str, taken: set[str]) -> None:
    try:
        urlsplit(f"https://{host}/")
    except ValueError:
        assume(False)
    name = name_from(f"https://{host}/", frozenset(taken))
    assert name not in taken
    assert NAME.fullmatch(name)


# ── which events ──


@given(
    st.frozensets(st.sampled_from(EventKind)),
    st.frozensets(st.sampled_from(["a", "b"])),
    st.sampled_from(EventKind),
    st.none() | st.sampled_from(["a", "b", "c"]),
)
def test_which_events_are_wanted(
    kinds: frozenset[EventKind], sites: frozenset[str], kind: EventKind, site: str | None
) -> None:
    made = datetime(2026, 11, 22, tzinfo=UTC)
    hook = Hook(name="a", url="https://e.org/", secret="", events=kinds, sites=sites, stream="s", made=made)
    event = Event(number=1, kind=kind, key="k", url="u", site=site, version=1, at=None, changed=[])
    assert hook.wants(event) is (kind in kinds and (site in sites or not sites))
