"""The sign-in of an ftr-site-config file, made a recipe. Pure; nothing is guessed that is not said in a note."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from newsbot.sites.ftr_lines import Draft, Line, fault_of, short
from newsbot.sites.model import Site
from newsbot.sites.selectors import MAX_LENGTH
from newsbot.urls import is_http, on_hosts

_TRUE = frozenset({"yes", "true", "1", "on"})
KEYS = ("login_uri", "login_username_field", "login_password_field")
_FORM_FIELD = re.compile(r"[^\s\"'\\<>]{1,100}")


def carry_login(draft: Draft) -> None:
    """Add the recipe that the file's directives make, or notes on why they make none."""
    given = [line for line in draft.lines if line.key.startswith("login_") or line.key == "not_logged_in_xpath"]
    wanted = draft.first("requires_login")
    if not given and not (wanted and wanted.value.lower() in _TRUE):
        return
    if draft.base.login is not None:
        for line in given:
            draft.note(line, "the known site file has its own login, which stays")
        return
    if wanted is None or wanted.value.lower() not in _TRUE:
        for line in given:
            draft.note(line, "the file does not say `requires_login: yes`: left out")
        return
    found = {key: draft.first(key) for key in KEYS}
    missing = [key for key, line in found.items() if line is None]
    if missing:
        draft.note(wanted, f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing: no login was made")
        return
    _note_extra_fields(draft)
    recipe = _recipe(draft, {key: line for key, line in found.items() if line})
    if recipe:
        _keep_login(draft, recipe, wanted)


def _recipe(draft: Draft, lines: Mapping[str, Line]) -> dict[str, Any] | None:
    fields = []
    for key in ("login_username_field", "login_password_field"):
        line = lines[key]
        if not _FORM_FIELD.fullmatch(line.value):
            draft.note(line, "it is no name of a form's field: no login was made")
            return None
        fields.append(f'css:input[name="{line.value}"]')
    uri = lines["login_uri"]
    address = uri.value
    if address.lower().startswith("http://"):
        address = f"https://{address[len('http://') :]}"
        draft.note(uri, "carried with https, since newsbot sends no password without it")
    draft.note(uri, "a browser opens this page and fills in its form; if it is only the form's target, mend `goto`")
    draft.note(lines["login_password_field"], "the form is sent by Enter, since the file names no button")
    signed_out = _signed_out(draft)
    recipe: dict[str, Any] = {
        "credentials": ["username", "password"],
        "steps": [
            {"goto": address},
            {"fill": fields[0], "with": "username"},
            {"fill": fields[1], "with": "password"},
            {"press": "Enter", "on": fields[1]},
        ],
        "verify": _proof(draft, signed_out),
    }
    if recipe["verify"] is None:
        return None
    return recipe | ({"loggedOut": [f"xpath:{signed_out}"]} if signed_out else {})


def _signed_out(draft: Draft) -> str:
    line = draft.first("not_logged_in_xpath")
    if line is None:
        return ""
    fault = fault_of(line.value)
    if fault:
        draft.note(line, f"{fault} ({short(line.value)})")
    return "" if fault else line.value


def _proof(draft: Draft, signed_out: str) -> dict[str, Any] | None:
    """A page that proves the sign-in: a test address that shows text, and not what those see who are signed out."""
    hosts = draft.base.bare_hosts
    tested = [line for line in draft.all("test_url") if is_http(line.value) and on_hosts(line.value, hosts)]
    texts = [line.value for line in draft.all("body") if not fault_of(line.value)]
    uri = draft.all("login_uri")[0]
    if not (signed_out and tested and texts):
        lacks = "not_logged_in_xpath" if not signed_out else "a test_url on the site" if not tested else "a body"
        draft.note(uri, f"nothing shows whether a sign-in worked ({lacks} is missing): no login was made")
        return None
    shows = f"xpath:({' or '.join(f'boolean({each})' for each in texts)}) and not({signed_out})"
    if len(shows) > MAX_LENGTH:
        shows = f"xpath:boolean({texts[0]}) and not({signed_out})"
    draft.note(tested[0], "proves the sign-in: this page must show the body, and not what not_logged_in_xpath finds")
    return {"url": re.sub("^http://", "https://", tested[0].value, flags=re.IGNORECASE), "shows": [shows]}


def _note_extra_fields(draft: Draft) -> None:
    for line in draft.all("login_extra_fields"):
        name = short(re.split(r"=", line.value, maxsplit=1)[0].strip())
        draft.note(line, f"{name}: the page sends its hidden fields by itself; what else it needs wants a step")


def _keep_login(draft: Draft, recipe: dict[str, Any], wanted: Line) -> None:
    known = draft.base.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    try:
        Site.model_validate(known | {"login": recipe})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        why = first.get("ctx", {}).get("error", first["msg"])
        draft.note(wanted, f"no login was made: {why}")
    else:
        draft.login = recipe
