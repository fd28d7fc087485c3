"""Every bundled site file keeps the rules of the house: tidy, complete, and in its place."""

from functools import cache
from pathlib import Path

import pytest

import newsbot.sites
from newsbot.sites.catalog import bundled
from newsbot.sites.document import read_site, write_site
from newsbot.sites.model import Site, fold_name
from newsbot.urls import bare_host

DATA = Path(newsbot.sites.__file__).parent / "data"
FILES = sorted(DATA.rglob("*.yml"))
#: Sites that were seen to have no https address for this. Everything else is asked for over TLS.
PLAIN_HTTP = {"people"}
LISTS = ("feeds", "newsSitemaps", "sitemaps", "sections")


@cache
def site_of(file: Path) -> Site:
    return read_site(file.read_bytes(), str(file))


every_file = pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")


def test_they_are_all_there() -> None:
    assert len(FILES) >= 173
    assert len(bundled()) == len(FILES)
    assert {file for file in DATA.rglob("*") if file.is_file()} == set(FILES), (
        "something else lies among the site files"
    )


@every_file
def test_it_is_tidy(file: Path) -> None:
    """Key order, spelling, indentation, defaults left out: a file is as `write_site` would write it, comments aside."""
    text = file.read_text("utf-8")
    plain = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#"))
    assert plain == write_site(site_of(file))


@every_file
def test_it_is_where_it_belongs(file: Path) -> None:
    site = site_of(file)
    assert file.stem == site.slug
    assert file.parent.name == site.country
    assert file.parent.parent == DATA


@every_file
def test_it_says_where_it_is_from_and_how_it_speaks(file: Path) -> None:
    site = site_of(file)
    assert site.country
    assert site.languages


@every_file
def test_its_addresses_are_in_order_and_over_tls(file: Path) -> None:
    site = site_of(file)
    for name in LISTS:
        urls = getattr(site, name)
        assert list(urls) == sorted(urls), name
    assert list(site.hosts) == sorted(site.hosts)
    if site.slug not in PLAIN_HTTP:
        assert not [url for name in LISTS for url in (*getattr(site, name), site.url) if url.startswith("http://")]


@every_file
def test_its_addresses_do_not_age(file: Path) -> None:
    """An address with this year's or month's number in it is wrong next year or month."""
    site = site_of(file)
    addresses = [url for name in LISTS for url in getattr(site, name)]
    assert not [
        url for url in addresses if any(f"{century}{year:02}" in url for century in ("20",) for year in range(5, 40))
    ]


@every_file
def test_its_hosts_are_bare_and_needed(file: Path) -> None:
    site = site_of(file)
    assert site.hosts != (bare_host(site.url),), "the url says it already"
    assert not [host for host in site.hosts if host.startswith("www.")]


def test_names_and_hosts_are_unique() -> None:
    taken: dict[tuple[str, str], Path] = {}
    for file in FILES:
        site = site_of(file)
        names = {("name", site.slug), ("name", fold_name(site.name))}
        for what in names | {("host", host) for host in site.bare_hosts}:
            assert taken.setdefault(what, file) == file


@every_file
def test_it_is_found_by_every_name_and_address_it_has(file: Path) -> None:
    site, catalog = site_of(file), bundled()
    for name in (site.slug, f"{site.country}/{site.slug}", site.name, site.name.upper()):
        entry = catalog.named(name)
        assert entry is not None
        assert entry.site == site
        assert entry.file == f"bundled:{file.parent.name}/{file.name}"
        assert not entry.own
    at = catalog.at(site.url)
    assert at is not None
    assert at.site == site


def test_only_the_catalogue_orders_them() -> None:
    keys = [entry.key for entry in bundled().entries]
    assert keys == sorted(keys)
