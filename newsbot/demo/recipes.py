"""Site files for the demo newspaper, with a `login` part for every way to sign in to it.

    site_file(demo.url, Way.STEPS)          # YAML
    environment(Way.STEPS)                  # the variables that hold its credentials

Two newspapers in one test want two names, and two hosts (127.0.0.1 and 127.0.0.2): cookies know no ports.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import yaml

from newsbot.demo.paper import NAME
from newsbot.demo.readers import APP, BASIC, BOUND, DEVICES, PASSWORD, READER, ROTATING, SCRIPTED, SEED, STEPS, TIED


class Way(StrEnum):
    """The ways to sign in, and the accounts that are special."""

    FORM = "form"
    APP = "app"
    STEPS = "steps"
    BASIC = "basic"
    BOUND = "bound"
    ROTATING = "rotating"
    DEVICES = "devices"
    SCRIPTED = "scripted"
    TIED = "tied"
    CAPTCHA = "captcha"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class _Recipe:
    account: str = READER
    page: str = "/login"
    totp: bool = False


_RECIPES = {
    Way.FORM: _Recipe(),
    Way.APP: _Recipe(APP, "/login-app"),
    Way.STEPS: _Recipe(STEPS, "/login-steps", totp=True),
    Way.BASIC: _Recipe(BASIC),
    Way.BOUND: _Recipe(BOUND),
    Way.ROTATING: _Recipe(ROTATING),
    Way.DEVICES: _Recipe(DEVICES),
    Way.SCRIPTED: _Recipe(SCRIPTED),
    Way.TIED: _Recipe(TIED),
    Way.CAPTCHA: _Recipe(page="/login-captcha"),
    Way.CHANGED: _Recipe(page="/login-changed"),
}


def site_file(url: str, way: Way = Way.FORM, *, name: str = NAME, archive: bool = False) -> str:
    """The site file of a newspaper that is served at `url`, as YAML. `archive`: of its archive, and nothing else."""
    base = url.rstrip("/")
    feed = "archive" if archive else "all"
    data: dict[str, Any] = {
        "name": name,
        "country": "gb",
        "languages": ["en"],
        "url": f"{base}/",
        "feeds": [f"{base}/feeds/{feed}.xml"],
    }
    if archive:
        data["articles"] = {"never": ["^/(?!archive/)"]}  # the front page is looked at, too, and leads to all others
    else:
        data["sitemaps"] = [f"{base}/sitemap.xml"]
    data["login"] = login(base, way)
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=120)


def login(base: str, way: Way) -> dict[str, Any]:
    """The `login` part of a site file, as YAML has it. `base` has no slash at its end."""
    recipe = _RECIPES[way]
    return {
        "credentials": list(credentials(way)),
        "consent": ["css:#accept-all"],
        "steps": [{"goto": base + recipe.page}, *_STEPS.get(way, _FORM)],
        "success": ["css:#account-email"],
        "failure": ["css:.error"],
        "verify": {"url": f"{base}/account", "shows": ["css:#account-email"]},
        "session": _session(way),
        "loggedOut": ["css:a.login", "css:.device-limit"],
        "teaser": ["css:.wall"],
    }


def credentials(way: Way, *, password: str = PASSWORD) -> dict[str, str]:
    """The values of the credentials that a recipe names."""
    recipe = _RECIPES[way]
    values = {"username": recipe.account, "password": password}
    return values | ({"totp": SEED} if recipe.totp else {})


def environment(way: Way = Way.FORM, *, name: str = NAME, password: str = PASSWORD) -> dict[str, str]:
    """The environment variables in which newsbot looks for them, where nothing else is said."""
    slug = re.sub(r"[^A-Z0-9]+", "_", name.upper()).strip("_")
    return {f"NEWSBOT_{slug}_{key.upper()}": value for key, value in credentials(way, password=password).items()}


def _session(way: Way) -> dict[str, Any]:
    if way is Way.APP:
        token = {"storage": "courier_token", "header": "Authorization", "prefix": "Bearer ", "paths": ["/api/", "/"]}
        return {"kind": "bearer", "token": token}
    return {"kind": "cookies"} | ({"userAgent": True} if way is Way.BOUND else {})


_FORM = (
    {"fill": "css:input[name=email]", "with": "username"},
    {"fill": "css:input[name=password]", "with": "password"},
    {"click": "css:#login-form button[type=submit]"},
)
_STEPS: dict[Way, tuple[dict[str, str], ...]] = {
    Way.APP: (
        {"wait": "css:#app-form"},
        {"fill": "css:#app-email", "with": "username"},
        {"fill": "css:#app-password", "with": "password"},
        {"click": "css:#app-submit"},
    ),
    Way.STEPS: (
        {"fill": "css:input[name=email]", "with": "username"},
        {"click": "css:#login-steps-form button[type=submit]"},
        {"wait": "css:input[name=password]"},
        {"fill": "css:input[name=password]", "with": "password"},
        {"press": "Enter", "on": "css:input[name=password]"},
        {"wait": "css:input[name=otp]"},
        {"code": "css:input[name=otp]", "with": "totp"},
        {"click": "css:#login-steps-code-form button[type=submit]"},
    ),
}
