"""Sign-ins that failed are remembered: when a crawl may try again, and what the note of it tells to whom."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsbot.config import Config, read_config
from newsbot.errors import FailedStep, FixVault, SignInFailed, SignInRefused, SignInUnclear, SignInYourself
from newsbot.sessions.masking import Secret
from newsbot.sessions.refusals import Kind, Refusal, Refusals, may_try, one_more, pause_after
from newsbot.sessions.saved import Cookie, SavedSession
from newsbot.sessions.vault import open_vault
from newsbot.sites.login import Login

NOW = datetime(2026, 11, 22, 14, 3, tzinfo=UTC)
HOUR = timedelta(hours=1)
PASSWORD = "donkey-battery-staple"
SAID = "was refused (css:.error says “Wrong.”)"
REFUSED = Refusal(kind=Kind.REFUSED, at=NOW, times=1, why=SAID, fingerprint="a")
UNCLEAR = replace(REFUSED, kind=Kind.UNCLEAR, why="stopped: the page asks for a CAPTCHA")
RECIPE = {
    "start": "https://paper.example/login",
    "credentials": ["password"],
    "steps": [{"fill": "css:input", "with": "password"}],
    "success": ["css:.account"],
}


def login(**changed: object) -> Login:
    return Login.model_validate({**RECIPE, **changed})


def secrets(password: str = PASSWORD) -> dict[str, Secret]:
    return {"password": Secret(password)}


def failed(kind: type[SignInFailed] = SignInRefused, why: str = SAID) -> SignInFailed:
    return kind(FailedStep("paper", 1, "step 1 of 1", "", "", None), why, "")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return configured(tmp_path)


def configured(tmp_path: Path, **variables: str) -> Config:
    return read_config({"NEWSBOT_DATA": str(tmp_path / "data"), "NEWSBOT_SITES": str(tmp_path / "sites"), **variables})


@pytest.fixture
def refusals(config: Config) -> Refusals:
    return Refusals(open_vault(config))


# ── when a crawl may try ──


def test_pauses_grow() -> None:
    assert [pause_after(times) / HOUR for times in (0, 1, 2, 3, 4, 1000)] == [1, 1, 4, 24, 24, 24]


@pytest.mark.parametrize("after", [timedelta(0), HOUR, timedelta(days=400)])
def test_what_was_refused_is_not_tried_again(after: timedelta) -> None:
    assert not may_try(REFUSED, "a", NOW + after)


@pytest.mark.parametrize("note", [REFUSED, UNCLEAR])
def test_what_was_not_tried_yet_is_tried_at_once(note: Refusal) -> None:
    assert may_try(None, "a", NOW)
    assert may_try(note, "b", NOW)


@pytest.mark.parametrize(("noted", "now"), [("a", None), (None, "b"), (None, None)])
def test_without_a_key_a_refusal_holds(noted: str | None, now: str | None) -> None:
    assert not may_try(replace(REFUSED, fingerprint=noted), now, NOW + timedelta(days=400))
    assert not may_try(replace(UNCLEAR, fingerprint=noted), now, NOW)
    assert may_try(replace(UNCLEAR, fingerprint=noted), now, NOW + HOUR)


@pytest.mark.parametrize(("times", "hours"), [(1, 1), (2, 4), (3, 24), (7, 24)])
def test_what_was_unclear_is_tried_again_after_a_pause(times: int, hours: int) -> None:
    note = replace(UNCLEAR, times=times)
    assert note.next_try == NOW + hours * HOUR
    assert not may_try(note, "a", NOW + hours * HOUR - timedelta(seconds=1))
    assert may_try(note, "a", NOW + hours * HOUR)


def test_a_note_from_the_future_holds_no_longer_than_its_pause() -> None:
    assert not may_try(UNCLEAR, "a", NOW - timedelta(minutes=5))
    assert may_try(UNCLEAR, "a", NOW - timedelta(days=365))


# ── what is noted ──


def test_failures_of_the_same_are_counted_and_others_begin_anew() -> None:
    first = one_more(None, Kind.UNCLEAR, "stopped", "a", NOW)
    second = one_more(first, Kind.UNCLEAR, "stopped", "a", NOW + HOUR)
    assert (first.times, second.times, second.at) == (1, 2, NOW + HOUR)
    assert one_more(second, Kind.UNCLEAR, "stopped", "b", NOW).times == 1
    assert one_more(second, Kind.UNCLEAR, "stopped", None, NOW).times == 3, "it cannot be known to be another"


def test_a_captcha_after_a_refusal_does_not_make_it_worth_another_try() -> None:
    again = one_more(REFUSED, Kind.UNCLEAR, "stopped: the page asks for a CAPTCHA", "a", NOW + HOUR)
    assert (again.kind, again.why, again.times) == (Kind.REFUSED, SAID, 2)
    assert one_more(REFUSED, Kind.UNCLEAR, "stopped", "b", NOW).kind is Kind.UNCLEAR, "that is another password"
    assert one_more(UNCLEAR, Kind.REFUSED, SAID, "a", NOW).kind is Kind.REFUSED


def test_a_note_is_read_as_it_was_written(refusals: Refusals, config: Config) -> None:
    assert (refusals.read("paper"), refusals.names()) == (None, [])
    assert not config.data.exists(), "looking makes nothing"
    refusals.note("paper", failed(), "a", NOW)
    assert (refusals.read("paper"), refusals.names()) == (REFUSED, ["paper"])
    path = config.vault / "paper.refused"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(config.vault.stat().st_mode) == 0o700
    assert refusals.vault.names() == [], "it is no session"
    refusals.note("paper", failed(SignInUnclear, "stopped"), "a", NOW + HOUR)
    assert [path.name for path in config.vault.iterdir()] == ["paper.refused"]
    assert (refusals.clear("paper"), refusals.clear("paper"), refusals.read("paper")) == (True, False, None)


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: text[:-9],
        lambda text: "[]",
        lambda text: text.replace("refused", "refuted", 1),
        lambda text: text.replace("2026-11-22T14:03:00+00:00", "2026-11-22"),
        lambda text: text.replace("2026", "9999"),
        lambda text: text.replace('"times": 1', '"times": "once"'),
        lambda text: "[" * 9_999,
        lambda text: "\0\xff",
    ],
)
def test_a_note_that_was_damaged_holds_until_its_owner_acts(
    refusals: Refusals, config: Config, damage: Callable[[str], str]
) -> None:
    refusals.note("paper", failed(), "a", NOW)
    path = config.vault / "paper.refused"
    path.write_text(damage(path.read_text()), "latin-1")
    note = refusals.read("paper")
    assert note is not None
    assert "damaged" in str(note)
    assert not may_try(note, "b", NOW + timedelta(days=400))
    refusals.note("paper", failed(), "b", NOW)
    assert "damaged" not in str(refusals.read("paper"))


def test_a_folder_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    refusals = Refusals(open_vault(configured(tmp_path, NEWSBOT_VAULT=str(tmp_path / "file"))))
    for use in (
        lambda: refusals.read("paper"),
        lambda: refusals.note("paper", failed(), None, NOW),
        lambda: refusals.clear("paper"),
        refusals.names,
    ):
        with pytest.raises(FixVault):
            use()
    assert refusals.fingerprint("paper", login(), secrets()) is None


# ── fingerprints ──


def test_fingerprints_tell_whether_anything_was_changed(refusals: Refusals, config: Config) -> None:
    first = refusals.fingerprint("paper", login(), secrets())
    assert first
    assert refusals.vault.key.was_made, "the first sign-in ever may be refused"
    assert Refusals(open_vault(config)).fingerprint("paper", login(), secrets()) == first
    others = [
        refusals.fingerprint("paper", login(), secrets("horse-battery-staple")),
        refusals.fingerprint("paper", login(start="https://paper.example/sign-in"), secrets()),
        refusals.fingerprint("other", login(), secrets()),
    ]
    assert len({first, *others}) == 4
    for changed in ({"teaser": ["css:.cut"]}, {"loggedOut": ["css:.out"]}):
        assert refusals.fingerprint("paper", login(**changed), secrets()) == first, "it is about reading"


def test_a_fingerprint_is_worth_nothing_without_the_key(tmp_path: Path) -> None:
    """Who has only the note cannot try passwords on it: another key, another fingerprint."""
    prints = {
        Refusals(open_vault(configured(tmp_path, NEWSBOT_VAULT_KEY=key * 32))).fingerprint("paper", login(), secrets())
        for key in ("01", "02")
    }
    assert len(prints) == 2


def test_a_lost_key_makes_no_fingerprint_and_no_other_key(config: Config) -> None:
    open_vault(config).save(
        SavedSession(
            site="other", cookies=(Cookie(name="sid", value="x", domain="o.example"),), signedInAt=NOW, madeBy="test"
        )
    )
    config.own_vault_key.unlink()
    assert Refusals(open_vault(config)).fingerprint("paper", login(), secrets()) is None
    assert not config.own_vault_key.exists()


def test_a_note_holds_no_secret(refusals: Refusals, config: Config) -> None:
    refusals.note("paper", failed(), refusals.fingerprint("paper", login(), secrets()), NOW)
    text = (config.vault / "paper.refused").read_text()
    assert PASSWORD not in text
    assert set(json.loads(text)) == {"site", "kind", "at", "times", "why", "fingerprint"}


# ── what is said ──


def test_what_is_said_names_the_cure(refusals: Refusals) -> None:
    refusals.check("paper", "a", NOW)
    refusals.note("paper", failed(), "a", NOW)
    refusals.check("paper", "b", NOW)
    with pytest.raises(SignInYourself) as caught:
        refusals.check("paper", "a", NOW)
    assert str(caught.value) == (
        f"not tried: the sign-in of 2026-11-22 14:03 UTC {SAID}; "
        "correct the credentials, or run `newsbot login paper`, which always tries."
    )
    refusals.clear("paper")
    for _ in range(2):
        refusals.note("paper", failed(SignInUnclear, "stopped: a CAPTCHA"), "a", NOW)
    with pytest.raises(SignInYourself) as caught:
        refusals.check("paper", "a", NOW)
    assert "the sign-in of 2026-11-22 14:03 UTC, the last of 2, stopped: a CAPTCHA;" in str(caught.value)
    assert "crawls try again from 2026-11-22 18:03 UTC on" in caught.value.cure
