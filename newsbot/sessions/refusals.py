"""Refusals: sign-ins that failed are remembered from one crawl to the next, since sites lock accounts after a few.

A note lies beside the saved session, in clear: it tells when and why, and a fingerprint of the credentials and of the
recipe that were tried. Only who has the vault's key can tell whether a password has this fingerprint.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from newsbot.errors import FixVault, SignInFailed, SignInRefused, SignInYourself
from newsbot.sessions.files import write_private_file
from newsbot.sessions.masking import Secret
from newsbot.sessions.vault import Vault
from newsbot.sites.login import Login

_SUFFIX = ".refused"
#: Characters of a reason, and bytes of a note.
_LONGEST_WHY, _LARGEST = 500, 10_000
_FIRST_YEAR, _LAST_YEAR = 2000, 9000
#: After the first failure that was no refusal, the second, and every further one.
_PAUSES = (timedelta(hours=1), timedelta(hours=4), timedelta(hours=24))
#: What is changed here changes no sign-in.
_FOR_READING = {"loggedOut", "teaser"}


class Kind(StrEnum):
    """How a sign-in failed."""

    REFUSED = "refused"  #: the site said no
    UNCLEAR = "unclear"  #: a CAPTCHA, a page that the recipe does not know


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """What is remembered of a sign-in that failed."""

    kind: Kind
    at: datetime | None  #: the last time; None where the note cannot be read
    times: int  #: how often the same was tried in vain
    why: str  #: in words that hold no secret, such as `was refused (css:.error says “Wrong.”)`
    fingerprint: str | None  #: of what was tried; None where there was no key to make one with

    @property
    def next_try(self) -> datetime | None:
        """When a crawl tries the same again; None for never."""
        return self.at + pause_after(self.times) if self.at and self.kind is Kind.UNCLEAR else None

    def cure(self, site: str) -> str:
        """What its owner can do about it."""
        if self.next_try is None:
            return f"correct the credentials, or run `newsbot login {site}`, which always tries."
        when = _minute(self.next_try)
        return f"run `newsbot login {site}`, by hand with --headed; crawls try again from {when} on."

    def __str__(self) -> str:
        when = f" of {_minute(self.at)}" if self.at else ""
        often = f", the last of {self.times}," if self.times > 1 else ""
        return f"the sign-in{when}{often} {self.why}"


def pause_after(times: int) -> timedelta:
    """How long crawls leave a sign-in alone that came to no clear end so many times."""
    return _PAUSES[min(max(times, 1), len(_PAUSES)) - 1]


def may_try(refusal: Refusal | None, fingerprint: str | None, now: datetime) -> bool:
    """Whether a crawl may sign in: with what was not tried yet; or, where nobody said no, after a pause."""
    if refusal is None:
        return True
    if refusal.fingerprint and fingerprint and refusal.fingerprint != fingerprint:
        return True
    if refusal.kind is Kind.REFUSED or refusal.at is None:
        return False
    # A time far ahead was noted by a clock that was wrong: it does not hold crawls up for years.
    return abs(now - refusal.at) >= pause_after(refusal.times)


def one_more(before: Refusal | None, kind: Kind, why: str, fingerprint: str | None, now: datetime) -> Refusal:
    """The note after another failure.

    What was refused stays refused: a CAPTCHA afterwards, which sites show to those who guess, makes it no better.
    """
    same = before is not None and (fingerprint is None or before.fingerprint in {None, fingerprint})
    if before is None or not same:
        return Refusal(kind=kind, at=now, times=1, why=why[:_LONGEST_WHY], fingerprint=fingerprint)
    if before.kind is Kind.REFUSED and kind is Kind.UNCLEAR:
        kind, why = Kind.REFUSED, before.why
    return Refusal(kind=kind, at=now, times=before.times + 1, why=why[:_LONGEST_WHY], fingerprint=fingerprint)


class Refusals:
    """The notes of a vault. All of it raises `FixVault` where the folder cannot be used."""

    def __init__(self, vault: Vault) -> None:
        self.vault = vault

    def names(self) -> list[str]:
        """The sites that there is a note of, sorted."""
        return self.vault.names(_SUFFIX)

    def read(self, site: str) -> Refusal | None:
        """The note of a site. One that cannot be read counts as a refusal: what it said is not known."""
        try:
            with self.vault.place(site, _SUFFIX).open("rb") as file:
                data = file.read(_LARGEST)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self.vault.unusable(error) from error
        try:
            return _parse(json.loads(data))
        except (ValueError, TypeError, KeyError, RecursionError, OverflowError):
            why = "failed, and the note of how was damaged"
            return Refusal(kind=Kind.REFUSED, at=None, times=1, why=why, fingerprint=None)

    def note(self, site: str, failed: SignInFailed, fingerprint: str | None, now: datetime) -> None:
        """Remember a sign-in that failed."""
        kind = Kind.REFUSED if isinstance(failed, SignInRefused) else Kind.UNCLEAR
        refusal = one_more(self.read(site), kind, failed.why, fingerprint, now)
        told = {
            "site": site,
            "kind": refusal.kind,
            "at": now.astimezone(UTC).isoformat(timespec="seconds"),
            "times": refusal.times,
            "why": refusal.why,
            "fingerprint": refusal.fingerprint,
        }
        self.vault.make_folder()
        try:
            write_private_file(self.vault.place(site, _SUFFIX), json.dumps(told, indent=1).encode())
        except OSError as error:
            raise self.vault.unusable(error) from error

    def clear(self, site: str) -> bool:
        """Forget it; whether there was anything to forget."""
        try:
            self.vault.place(site, _SUFFIX).unlink()
        except FileNotFoundError:
            return False
        except OSError as error:
            raise self.vault.unusable(error) from error
        return True

    def fingerprint(self, site: str, login: Login, secrets: Mapping[str, Secret]) -> str | None:
        """The fingerprint of what would be tried; None where no key can be had.

        The first sign-in ever may be the first that is refused: then the key is made for its note.
        """
        recipe = login.model_dump(mode="json", exclude=_FOR_READING, exclude_defaults=True)
        values = {name: secret.reveal() for name, secret in secrets.items()}
        tried = json.dumps([site, recipe, values], sort_keys=True)
        try:
            return self.vault.key.fingerprint(tried.encode(), make=not self.vault.names())
        except FixVault:
            return None

    def check(self, site: str, fingerprint: str | None, now: datetime) -> None:
        """Raise `SignInYourself` where a crawl must not sign in."""
        refusal = self.read(site)
        if refusal is None or may_try(refusal, fingerprint, now):
            return
        raise SignInYourself(site, str(refusal), refusal.cure(site))


def _parse(told: dict[str, Any]) -> Refusal:
    at, times, fingerprint = datetime.fromisoformat(told["at"]), told["times"], told["fingerprint"]
    known = at.tzinfo is not None and _FIRST_YEAR <= at.year <= _LAST_YEAR
    if not known or not isinstance(times, int) or not isinstance(fingerprint, str | None):
        raise ValueError("no note")
    why = str(told["why"])[:_LONGEST_WHY]
    return Refusal(kind=Kind(told["kind"]), at=at, times=times, why=why, fingerprint=fingerprint)


def _minute(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
