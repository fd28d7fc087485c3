"""Signing in: a recipe is gone through once, in a real browser, and what it left behind is a session."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from newsbot.errors import FixArgument
from newsbot.sessions.attempt import Attempt, Manner
from newsbot.sessions.browser import BrowserManager
from newsbot.sessions.masking import Secret
from newsbot.sessions.saved import SavedSession
from newsbot.sites.login import Goto, Login, Step
from newsbot.sites.model import Site

_USUAL = Manner()


async def sign_in(
    manager: BrowserManager,
    site: Site,
    login: Login,
    secrets: Mapping[str, Secret],
    *,
    at: datetime,
    folder: Path,
    manner: Manner = _USUAL,
) -> SavedSession:
    """Sign in by a recipe, once. `at` is now; what is kept of a failure goes into a new folder below `folder`.

    Raises `SignInRefused`, `SignInUnclear`; `TryLater` and the like where not even the form could be opened;
    `BrowserGone`, `InstallBrowser`; `FixArgument` where the recipe has no steps.
    """
    steps = _steps(login)
    if not steps:
        cure = f"Sign in by hand: `newsbot login {site.slug} --headed`."
        raise FixArgument("site", site.slug, "its recipe has no steps", cure)
    async with manager.sheet(**_language(site)) as sheet:
        attempt = Attempt(sheet, site, login, secrets, at, folder, manner, steps)
        return await attempt.recorded(attempt.go()) if manner.trace else await attempt.go()


async def sign_in_by_hand(
    manager: BrowserManager, site: Site, login: Login, *, at: datetime, manner: Manner
) -> SavedSession:
    """Open the page to sign in on, in a window, and wait until the owner has done so; `login.success` shows it.

    The time of a step (`manner.patience.step`) is the time for all.

    Raises `SignInUnclear`, `FixArgument`, and what the browser raises.
    """
    if not login.success:
        cure = "Say under `login` in its site file what is seen once somebody is signed in: `success: [css:.account]`."
        raise FixArgument("site", site.slug, "nothing says how a sign-in is known to have worked", cure)
    async with manager.sheet(**_language(site)) as sheet:
        attempt = Attempt(sheet, site, login, {}, at, None, manner, ())
        return await attempt.by_hand((login.addresses or (site.url,))[0])


def _steps(login: Login) -> tuple[Step, ...]:
    if login.start and login.steps and not isinstance(login.steps[0], Goto):
        return (Goto(goto=login.start), *login.steps)
    return login.steps


def _language(site: Site) -> dict[str, Any]:
    """The site's own language: recipes speak of words that are read there."""
    return {"locale": site.languages[0]} if site.languages else {}
