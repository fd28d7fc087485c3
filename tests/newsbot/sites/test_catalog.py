"""Finding a site by name, path or address, bundled or the owner's own."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import newsbot.sites.catalog
from newsbot.errors import FixArgument, FixSiteFile
from newsbot.sites.catalog import (
    bundled,
    check_sites,
    load_site,
    open_catalog,
    own_entries,
    read_site_file,
    site_for_url,
)
from newsbot.sites.model import Site


def write(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


@pytest.mark.parametrize(
    ("what", "slug"),
    [
        ("der-standard", "der-standard"),
        (" Der-Standard ", "der-standard"),
        ("at/der-standard", "der-standard"),
        ("NO/dagbladet", "dagbladet"),
        ("Süddeutsche Zeitung", "sueddeutsche-zeitung"),
        ("suddeutsche zeitung", "sueddeutsche-zeitung"),
        ("i", "i"),
        ("netzpolitik.org", "netzpolitik-org"),
        ("derstandard.at", "der-standard"),
        ("www.derstandard.at/story/1", "der-standard"),
        ("https://www.derstandard.at/story/1?ref=rss", "der-standard"),
        ("https://rss.orf.at/news.xml", "oesterreichischer-rundfunk"),
        ("https://de.euronews.com/a", "euronews-de"),
        ("https://www.euronews.com/a", "euronews-en"),
        ("https://es.euronews.com/a", "euronews-en"),
    ],
)
def test_a_bundled_site_is_found_by(what: str, slug: str) -> None:
    assert load_site(what).slug == slug


@pytest.mark.parametrize(
    ("what", "url", "slug"),
    [
        ("unknown-paper.example", "https://unknown-paper.example/", "unknown-paper-example"),
        ("www.unknown-paper.example/politics", "https://www.unknown-paper.example/politics", "unknown-paper-example"),
        ("127.0.1.1:8099", "http://127.0.1.1:8099/", "127-0-1-1-8099"),
        ("127.0.1.2", "http://127.0.1.2/", "127-0-1-2"),
        ("localhost:8000/news", "http://localhost:8000/news", "localhost-8000"),
        ("http://localhost:8000", "http://localhost:8000", "localhost-8000"),
        ("[::1]:8000", "http://[::1]:8000/", "1-8000"),
        ("HTTPS://Unknown-Paper.Example/", "HTTPS://Unknown-Paper.Example/", "unknown-paper-example"),
    ],
)
def test_an_address_that_no_file_knows_makes_a_bare_site(what: str, url: str, slug: str) -> None:
    site = load_site(what)
    assert (site.url, site.slug) == (url, slug)
    assert site == Site(name=site.name, url=url)
    assert site.covers(url)


def test_two_ports_of_one_host_are_two_sites() -> None:
    assert load_site("127.0.0.1:8001").bare_hosts != load_site("127.0.0.1:8002").bare_hosts


def test_site_for_url_takes_addresses_only() -> None:
    assert site_for_url("https://www.derstandard.at/x").slug == "der-standard"
    assert site_for_url("https://unknown.example/x").slug == "unknown-example"
    with pytest.raises(FixArgument, match="not a full http or https address"):
        site_for_url("der-standard")


@pytest.mark.parametrize(
    ("what", "hint"),
    [
        ("der-standart", "Did you mean der-standard"),
        ("at/der-standart", "Did you mean der-standard"),
        ("nzz", "Did you mean neue-zuercher-zeitung-nzz?"),
        ("qqqqqqqq", "`newsbot sites list` shows all."),
        ("", "`newsbot sites list` shows all."),
        ("...", "no site file has this name"),
        ("a b.com", "no site file has this name"),
        ("ftp://example.com/", "not a full http or https address"),
        ("https://exa mple.com/", "no spaces"),
        ("example.com:99999", "not a full http or https address"),
        ("[::zz]:80", "no site file has this name"),
        ("[::::1]:80", "not a full http or https address"),
    ],
)
def test_what_cannot_be_found_is_said_with_a_hint(what: str, hint: str) -> None:
    with pytest.raises(FixArgument) as caught:
        load_site(what)
    assert hint in str(caught.value)


def test_a_machine_of_the_owner_may_have_a_name_without_a_dot() -> None:
    assert load_site("http://intranet/").bare_hosts == {"intranet"}


def test_a_password_in_an_address_is_not_repeated() -> None:
    with pytest.raises(FixArgument) as caught:
        load_site("https://me:hunter2@unknown.example/")
    assert "hunter2" not in str(caught.value)
    assert "hunter2" not in repr(caught.value)


def test_a_file_is_read_by_its_path(tmp_path: Path) -> None:
    file = write(tmp_path, "x.yaml", "name: X\nurl: https://x.example/\n")
    assert load_site(file).name == load_site(str(file)).name == "X"
    assert read_site_file(file).own


def test_a_file_without_the_usual_ending_is_read_when_given_as_a_path(tmp_path: Path) -> None:
    assert load_site(write(tmp_path, "x.txt", "name: X\nurl: https://x.example/\n")).name == "X"


def test_own_files_are_found_in_folders_too(tmp_path: Path) -> None:
    write(tmp_path, "a.yml", "name: A Paper\nurl: https://a.example/\n")
    write(tmp_path, "de/b.yaml", "name: B Paper\ncountry: de\nurl: https://b.example/\n")
    write(tmp_path, "notes.txt", "not a site")
    assert [entry.key for entry in own_entries(tmp_path)] == ["a-paper", "de/b-paper"]
    assert load_site("B paper", tmp_path).url == "https://b.example/"
    assert load_site("https://sub.a.example/x", tmp_path).name == "A Paper"
    assert len(open_catalog(tmp_path)) == len(bundled()) + 2


def test_an_own_file_replaces_the_bundled_one_of_its_slug_and_those_of_its_hosts(tmp_path: Path) -> None:
    write(
        tmp_path, "mine.yml", "name: Der Standard\nurl: https://mine.example/\nhosts: [mine.example, diepresse.com]\n"
    )
    catalog = open_catalog(tmp_path)
    assert load_site("der-standard", tmp_path).url == "https://mine.example/"
    assert load_site("https://www.diepresse.com/1", tmp_path).url == "https://mine.example/"
    assert catalog.named("die-presse") is None
    assert catalog.named("at/der-standard") is None
    assert len(catalog) == len(bundled()) - 1


def test_bundled_sites_stay_as_they_are(tmp_path: Path) -> None:
    write(tmp_path, "mine.yml", "name: Der Standard\nurl: https://mine.example/\n")
    open_catalog(tmp_path)
    assert load_site("der-standard").url == "https://derstandard.at/"


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert len(open_catalog(tmp_path / "nowhere")) == len(bundled())


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(FixArgument, match="it is not a folder"):
        own_entries(write(tmp_path, "a.yml", ""))


def test_the_faults_of_all_files_are_reported_together(tmp_path: Path) -> None:
    write(tmp_path, "a.yml", "name: A\nurl: nowhere\ncountry: uk\n")
    write(tmp_path, "b.yml", "")
    (tmp_path / "c.yml").mkdir()
    (tmp_path / "d.yml").symlink_to(tmp_path / "gone.yml")
    write(tmp_path, "e.yml", "name: E\nurl: https://e.example/\n")
    (tmp_path / "f.yml").write_bytes(b"name: \xff\n")
    with pytest.raises(FixSiteFile) as caught:
        load_site("der-standard", tmp_path)
    said = [(Path(fault.file).name, fault.line, fault.where) for fault in caught.value.faults]
    assert said == [
        ("a.yml", 2, "url"),
        ("a.yml", 3, "country"),
        ("b.yml", 1, ""),
        ("c.yml", 1, ""),
        ("d.yml", 1, ""),
        ("f.yml", 1, ""),
    ]


def test_check_names_the_faults_of_folder_and_files_and_is_silent_where_all_is_well(tmp_path: Path) -> None:
    sound = write(tmp_path, "sound/a.yml", "name: A\nurl: https://a.example/\n")
    broken = write(tmp_path, "broken/b.yml", "name: B\nurl: nowhere\n")
    assert check_sites() == check_sites(sound.parent) == check_sites(sound.parent, [sound]) == []
    assert [fault.file for fault in check_sites(broken.parent, [sound, broken])] == [str(broken), str(broken)]


def test_two_own_files_cannot_speak_of_one_site(tmp_path: Path) -> None:
    write(tmp_path, "a.yml", "name: A\nurl: https://a.example/\n")
    write(tmp_path, "b.yml", "name: a!\nurl: https://www.a.example/\n")
    with pytest.raises(FixSiteFile) as caught:
        own_entries(tmp_path)
    whys = [fault.why for fault in caught.value.faults]
    assert [why.split(" is taken by ")[0] for why in whys] == ["the name a", "the host a.example"]
    assert all(str(tmp_path / "a.yml") in why for why in whys)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(FixSiteFile, match="cannot be read: No such file"):
        load_site(tmp_path / "gone.yml")


def test_a_huge_file_is_not_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "huge.yml"
    with file.open("wb") as stream:
        stream.truncate(10**10)  # sparse: it takes no room
    with pytest.raises(FixSiteFile, match="at most 100,000 bytes"):
        load_site(file)


def test_bundled_files_are_found_in_a_zipped_egg(tmp_path: Path) -> None:
    package = Path(newsbot.sites.catalog.__file__).parents[1]
    egg = tmp_path / "newsbot.egg"
    with zipfile.ZipFile(egg, "w") as archive:
        for file in package.rglob("*"):
            if file.suffix in {".py", ".yml"}:
                archive.write(file, file.relative_to(package.parent))
    code = (
        "import newsbot.sites.catalog as c; assert 'newsbot.egg' in c.__file__, c.__file__;"
        "print(len(c.bundled()), c.load_site('at/der-standard').url)"
    )
    environment = {**os.environ, "PYTHONPATH": str(egg)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.split() == [str(len(bundled())), "https://derstandard.at/"], done.stderr
