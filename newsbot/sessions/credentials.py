"""Credentials: where the values for a sign-in are kept, by site and name; and the fetching of them.

The file credentials.yml holds references only, such as

    paper:
      username: env:PAPER_USER
      password: "cmd:pass paper"

Where it says nothing of a name, NAME for the site SLUG is looked for in the variable NEWSBOT_<SLUG>_<NAME>.
"""

from __future__ import annotations

import difflib
import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from newsbot.config import Config
from newsbot.errors import Fault, FixCredentials, GiveCredential
from newsbot.sessions.masking import Secret
from newsbot.sessions.sources import Ask, Reference, Surroundings, parse_reference, read_reference
from newsbot.sessions.unavailable import Unavailable
from newsbot.sites.login import Login
from newsbot.sites.model import Site
from newsbot.sites.tree import Tree, read_tree, spell

#: In bytes.
MAX_SIZE = 100_000
_NOT_NAME = re.compile(r"[^A-Za-z0-9]")
_EXPOSED = "; others can read this file, so change this value at the site, too"


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a file of credentials says: references, by site and name."""

    file: Path
    sites: Mapping[str, Mapping[str, Reference]] = field(default_factory=dict)

    def reference(self, site: str, name: str) -> Reference:
        """Where a value is kept; `site` is a slug."""
        return self.sites.get(site, {}).get(name) or default_reference(site, name)


def default_reference(site: str, name: str) -> Reference:
    """`env:NEWSBOT_DER_STANDARD_PASSWORD`: where a value is looked for that no file speaks of."""
    return Reference("env", f"NEWSBOT_{_variable(site)}_{_variable(name)}")


def _variable(text: str) -> str:
    return _NOT_NAME.sub("_", text).upper()


def resolve(
    site: Site,
    login: Login,
    config: Config,
    *,
    ask: Ask | None = None,
    environment: Mapping[str, str] | None = None,
) -> dict[str, Secret]:
    """The value of every credential that a site's login names.

    `ask` asks a person for what stands as `prompt:`; without it, that is an error. Raises `FixCredentials` where the
    file is wrong, `GiveCredential` for the first value that cannot be had.
    """
    credentials = read_credentials(config.credentials)
    around = Surroundings(
        environment=os.environ if environment is None else environment,
        folder=config.credentials.parent,
        ask=ask,
    )
    found = {}
    for name in login.credentials:
        reference = credentials.reference(site.slug, name)
        value = read_reference(reference, f"{name} for {site.slug}", around)
        if isinstance(value, Unavailable):
            raise GiveCredential(site.slug, name, str(reference), value.why, _cure(credentials, site.slug, name, value))
        found[name] = value
    return found


def _cure(credentials: Credentials, site: str, name: str, refusal: Unavailable) -> str:
    """What to do, with the word that may have been meant in the file."""
    if name in credentials.sites.get(site, {}):
        return f"{refusal.cure} ({credentials.file} names this place.)"
    written = credentials.sites.get(site, credentials.sites)
    near = difflib.get_close_matches(name if site in credentials.sites else site, written, n=1, cutoff=0.7)
    hint = f" It speaks of {near[0]}: is that a slip?" if near else ""
    how = f'`{site}: {{{name}: "cmd:…"}}`'
    return f"{refusal.cure} Or say in {credentials.file} where it is kept, such as {how}.{hint}"


def read_credentials(file: Path) -> Credentials:
    """Read a file of credentials; one that is not there says nothing.

    Raises `FixCredentials` with every fault: of the YAML, for values that stand there themselves, and for a file that
    somebody else may have written, since it names commands to be run.
    """
    try:
        with file.open("rb") as stream:
            mode = os.fstat(stream.fileno())
            data = stream.read(MAX_SIZE + 1)
    except FileNotFoundError:
        return Credentials(file)
    except OSError as error:
        raise FixCredentials([Fault(str(file), 1, "", f"cannot be read: {error.strerror or error}")]) from error
    faults = [Fault(str(file), 1, "", why) for why in _why_not_own(mode)]
    if len(data) > MAX_SIZE:
        raise FixCredentials([*faults, Fault(str(file), 1, "", f"it has more than {MAX_SIZE:,} bytes")])
    tree = read_tree(data.decode("utf-8-sig", "replace"))
    # YAML's own words may repeat what stands there, which may be a password. Those with a place are newsbot's.
    faults += [
        Fault(str(file), line, spell(path), why if path else "this is not YAML; put texts with special signs in quotes")
        for line, path, why in tree.faults
    ]
    sites, wrong = _references(tree, exposed=bool(mode.st_mode & 0o077))
    faults += [Fault(str(file), line, where, why) for line, where, why in wrong]
    if faults:
        raise FixCredentials(sorted(faults, key=lambda fault: fault.line))
    return Credentials(file, sites)


def _why_not_own(found: os.stat_result) -> Iterator[str]:
    if found.st_uid not in {os.geteuid(), 0}:
        yield "it belongs to another user, who could have any command run; make a copy of your own"
    if found.st_mode & 0o022:
        mode = f"{stat.S_IMODE(found.st_mode):04o}"
        yield f"others can write into it (mode {mode}), and have any command run: chmod 600"


def _references(tree: Tree, *, exposed: bool) -> tuple[dict[str, dict[str, Reference]], list[tuple[int, str, str]]]:
    """The references by site and name; and what is wrong, each with its line and place, never with a value."""
    if not tree.value:
        return {}, []
    if not isinstance(tree.value, dict):
        return {}, [(tree.line_of(()), "", "sites are expected here, such as `paper: {password: env:PAPER_PASSWORD}`")]
    sites: dict[str, dict[str, Reference]] = {}
    wrong = []
    for site, names in tree.value.items():
        if not isinstance(names, dict):
            why = "names of credentials are expected below a site, such as `password: env:PAPER_PASSWORD`"
            wrong.append((tree.line_of((site,)), site, why))
            continue
        for name, text in names.items():
            reference = parse_reference(text) if isinstance(text, str) else "a reference is expected, on one line"
            if isinstance(reference, str):
                why = reference + (_EXPOSED if exposed and "itself" in reference else "")
                wrong.append((tree.line_of((site, name)), f"{site}.{name}", why))
            else:
                sites.setdefault(site, {})[name] = reference
    return sites, wrong
