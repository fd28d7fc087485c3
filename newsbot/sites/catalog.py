"""Every site that newsbot knows: the bundled site files, and the owner's own, which go before them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import ValidationError

from newsbot.errors import Fault, FixArgument, FixSiteFile
from newsbot.sites.document import MAX_SIZE, line_in, read_site
from newsbot.sites.model import Site, fold_name
from newsbot.sites.tree import Path as Place
from newsbot.urls import bare_host, is_http, without_secrets

_SUFFIXES = (".yml", ".yaml")
#: `example.com`, `127.0.0.1:8099/politics`, `localhost:8000`: an address without its scheme.
_ADDRESS = re.compile(r"(?:[\w-]+(?:\.[\w-]+)+|localhost|\[[0-9a-f:.]+\])(?::\d{1,5})?(?:[/?#].*)?", re.IGNORECASE)
_NUMERIC = re.compile(r"[0-9.]+|\[.*\]|localhost")
_NEAR = 3
_BUNDLED = "bundled:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A site and the file that says so."""

    site: Site
    file: str  #: as it is shown: a path, or `bundled:at/der-standard.yml`; empty for an address that no file knows
    own: bool  #: the owner's, not a bundled one

    @property
    def key(self) -> str:
        """The site's country and slug, such as `at/der-standard`."""
        return f"{self.site.country}/{self.site.slug}" if self.site.country else self.site.slug


class Catalog:
    """Sites, found by slug, by country and slug, by name, or by an address on them. Sorted by country and slug."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(sorted(entries, key=lambda entry: (entry.site.country or "", entry.site.slug)))
        self._by_name: dict[str, Entry] = {}
        self._by_host: dict[str, Entry] = {}
        for entry in self.entries:
            self._by_name |= {entry.site.slug: entry, entry.key: entry}
            self._by_host |= dict.fromkeys(entry.site.bare_hosts, entry)
        for entry in self.entries:  # a slug goes before a name that looks like it
            self._by_name.setdefault(fold_name(entry.site.name), entry)

    def __iter__(self) -> Iterator[Site]:
        return (entry.site for entry in self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def with_own(self, own: Iterable[Entry]) -> Catalog:
        """These sites and the owner's own; an own one replaces every other that has its slug or one of its hosts."""
        mine = tuple(own)
        slugs = {entry.site.slug for entry in mine}
        hosts = {host for entry in mine for host in entry.site.bare_hosts}
        kept = (each for each in self.entries if each.site.slug not in slugs and not each.site.bare_hosts & hosts)
        return Catalog((*kept, *mine))

    def named(self, name: str) -> Entry | None:
        """The site of this slug (`der-standard`), key (`at/der-standard`) or name, in any case and spelling."""
        return self._by_name.get(name.strip().lower()) or self._by_name.get(fold_name(name))

    def at(self, url: str) -> Entry | None:
        """The site that an address is on; of several the one with the closest host."""
        host = bare_host(url)
        while host:
            if host in self._by_host:
                return self._by_host[host]
            host = host.partition(".")[2]
        return None

    def near(self, name: str) -> list[str]:
        """Slugs that look like this name, the nearest first."""
        slugs = {
            fold_name(word): entry.site.slug for entry in self.entries for word in (entry.site.name, entry.site.slug)
        }
        wanted = fold_name(name.rpartition("/")[2])
        close = difflib.get_close_matches(wanted, slugs, n=_NEAR, cutoff=0.6)
        holding = [folded for folded in slugs if len(wanted) >= _NEAR and wanted in folded]
        return list(dict.fromkeys(slugs[folded] for folded in (*close, *holding)))[:_NEAR]


@cache
def bundled() -> Catalog:
    """The sites that come with newsbot. Raises `FixSiteFile` if a bundled file is broken."""
    countries = [folder for folder in _data().iterdir() if folder.is_dir()]
    found = ((f"{_BUNDLED}{folder.name}/{file.name}", file) for folder in countries for file in folder.iterdir())
    return Catalog(_read_all([pair for pair in found if pair[0].endswith(_SUFFIXES)], own=False))


def _data() -> Traversable:
    return resources.files("newsbot.sites").joinpath("data")


def own_entries(folder: Path) -> list[Entry]:
    """The site files of a folder and of the folders in it. A folder that does not exist holds none.

    Raises `FixSiteFile` with every fault of every file, and for two files that speak of the same site.
    """
    if folder.exists() and not folder.is_dir():
        raise FixArgument(
            "the folder of site files", str(folder), "it is not a folder", "Name the folder that holds them."
        )
    paths = sorted(path for path in folder.rglob("*") if path.suffix in _SUFFIXES)
    entries = _read_all([(str(path), path) for path in paths], own=True)
    faults = list(_collisions(entries))
    if faults:
        raise FixSiteFile(faults)
    return entries


def open_catalog(own: Path | None = None) -> Catalog:
    """The bundled sites and those of the owner's folder. Raises `FixSiteFile`."""
    return bundled() if own is None else bundled().with_own(own_entries(own))


def check_sites(own: Path | None = None, files: Iterable[Path] = ()) -> list[Fault]:
    """Every fault of the bundled files, of those in the owner's folder, and of the given ones."""
    readers: list[Callable[[], object]] = [bundled]
    readers += [partial(own_entries, own)] if own else []
    readers += [partial(read_site_file, file) for file in files]
    faults: list[Fault] = []
    for read in readers:
        try:
            read()
        except FixSiteFile as error:
            faults += error.faults
    return faults


def load_site(what: str | Path, own: Path | None = None) -> Site:
    """The site that is meant by a slug, a country and slug, a name, a site file's path, or an address.

    `own` is the folder of the owner's site files. An address that no file knows makes a bare site, which newsbot
    explores by itself. Raises `FixArgument` where nothing is found, `FixSiteFile` where a file is wrong.
    """
    return load_entry(what, own).site


def load_entry(what: str | Path, own: Path | None = None) -> Entry:
    """As `load_site`, with the file that says so."""
    text = str(what).strip()
    if isinstance(what, Path) or text.endswith(_SUFFIXES):
        return read_site_file(Path(text).expanduser())
    catalog = open_catalog(own)
    known = catalog.named(text)
    if known:
        return known
    if "://" in text or _ADDRESS.fullmatch(text):
        return _entry_at(text if "://" in text else _with_scheme(text), catalog)
    near = catalog.near(text)
    cure = f"Did you mean {' or '.join(near)}?" if near else "`newsbot sites list` shows all."
    raise FixArgument(
        "site", text, "no site file has this name, and it is no address", f"{cure} A new site is given by its URL."
    )


def site_for_url(url: str, own: Path | None = None) -> Site:
    """The site that an address is on; a bare one, which newsbot explores by itself, where no file knows its host.

    Raises `FixArgument` where it is no http(s) address, `FixSiteFile` where a file is wrong.
    """
    return _entry_at(url, open_catalog(own)).site


def _entry_at(url: str, catalog: Catalog) -> Entry:
    if not is_http(url):
        raise FixArgument(
            "URL",
            without_secrets(url),
            "a URL holds no spaces" if " " in url else "it is not a full http or https address",
            "Write it like https://www.example.com/.",
        )
    known = catalog.at(url)
    if known:
        return known
    try:
        return Entry(site=Site(name=bare_host(url), url=url), file="", own=False)
    except ValidationError as error:
        why = str(error.errors()[0].get("ctx", {}).get("error") or error.errors()[0]["msg"])
        raise FixArgument("URL", without_secrets(url), why, "Write it like https://www.example.com/.") from error


def _with_scheme(address: str) -> str:
    """Numbers and ports are servers at home or under test, which rarely speak TLS; names are the web, which does."""
    try:
        parts = urlsplit(f"//{address}")
        plain = parts.port is not None or _NUMERIC.fullmatch(parts.hostname or "")
    except ValueError:
        return f"https://{address}"  # which is none, as will be said
    return f"{'http' if plain else 'https'}://{address}{'' if parts.path or parts.query else '/'}"


def read_site_file(file: Path) -> Entry:
    """One site file of the owner's. Raises `FixSiteFile`."""
    return Entry(site=_read(str(file), file), file=str(file), own=True)


def line_of(entry: Entry, place: Place) -> int:
    """The line of an entry's file in which something stands, such as `("selectors", "headline")`; the first is 1.

    Raises `FixSiteFile` where the file cannot be read any more.
    """
    country_and_name = entry.file.removeprefix(_BUNDLED)
    file: Traversable = Path(entry.file) if entry.own else _data().joinpath(*country_and_name.split("/"))
    return line_in(_bytes(entry.file, file), place)


def _read_all(found: Iterable[tuple[str, Traversable]], *, own: bool) -> list[Entry]:
    entries, faults = [], []
    for name, file in found:
        try:
            entries.append(Entry(site=_read(name, file), file=name, own=own))
        except FixSiteFile as error:
            faults += error.faults
    if faults:
        raise FixSiteFile(faults)
    return entries


def _read(name: str, file: Traversable) -> Site:
    return read_site(_bytes(name, file), name)


def _bytes(name: str, file: Traversable) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_SIZE + 1)
    except IsADirectoryError as error:
        raise FixSiteFile([Fault(name, 1, "", "this is a folder, not a site file; give it another name")]) from error
    except OSError as error:
        raise FixSiteFile([Fault(name, 1, "", f"cannot be read: {error.strerror or error}")]) from error


def _collisions(entries: Iterable[Entry]) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for entry in entries:
        for what in (f"the name {entry.site.slug}", *(f"the host {host}" for host in sorted(entry.site.bare_hosts))):
            first = seen.setdefault(what, entry.file)
            if first != entry.file:
                yield Fault(entry.file, 1, "", f"{what} is taken by {first}; keep one of the two files")
