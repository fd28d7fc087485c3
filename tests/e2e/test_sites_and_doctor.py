"""The commands about the place itself: sites and doctor."""

from __future__ import annotations

import json
import re
from contextlib import closing
from pathlib import Path

import pytest

from newsbot.article import Article
from newsbot.demo.server import Demo
from newsbot.sites.catalog import read_site_file
from newsbot.store.outbox import Outbox
from newsbot.store.parcels import Parcel
from tests.e2e.process import Command, without_traceback
from tests.e2e.servers import Reply, Server, news

# ── sites ──


def test_sites_list_and_show(newsbot: Command) -> None:
    sites = json.loads(newsbot("sites", "list", "--json").stdout)
    assert len(sites) == 173
    austrian = json.loads(newsbot("sites", "list", "--country", "at", "--json").stdout)
    assert "der-standard" in {site["site"] for site in austrian}
    assert {site["country"] for site in austrian} == {"at"}
    shown = newsbot("sites", "show", "der-standard")
    assert shown.returncode == 0
    assert "url: https://derstandard.at" in shown.stdout


def test_sites_check_names_every_fault_of_every_file_with_its_line(
    newsbot: Command, environment: dict[str, str]
) -> None:
    folder = Path(environment["NEWSBOT_SITES"])
    folder.mkdir()
    (folder / "a.yml").write_text(
        "name: A\nurl: https://a.example/\nfeed: [https://a.example/rss]\npoliteness:\n  delay: -1\n"
    )
    (folder / "b.yml").write_text("name: B\nurl: not-an-address\nselectors:\n  headline: 'h1['\n")
    (folder / "c.yml").write_text("name: [unclosed\n")
    done = without_traceback(newsbot("sites", "check"))
    assert done.returncode == 1
    for place in ("a.yml:3", "a.yml:5", "b.yml:2", "b.yml:4", "c.yml:"):
        assert place in done.said.replace(" ", "")
    assert "feeds" in done.said, "the cure for a typo is the word that was meant"
    other = without_traceback(newsbot("crawl", "der-standard"))
    assert (other.returncode, "a.yml:3" in other.said.replace(" ", "")) == (1, True)


def test_sites_check_of_good_files(newsbot: Command) -> None:
    done = newsbot("sites", "check")
    assert (done.returncode, "173 bundled" in done.said) == (0, True)


def test_sites_add_explores_and_writes_a_file_that_works(
    newsbot: Command, demo: Demo, environment: dict[str, str], uri: str
) -> None:
    done = without_traceback(newsbot("sites", "add", f"{demo.url}/", "--delay", "0.01"))
    assert done.returncode == 0, done.stderr
    # One of the eight may be a shell that only a browser fills.
    assert re.search(r"What [78] of its articles gave", done.stdout)
    (file,) = Path(environment["NEWSBOT_SITES"]).rglob("*.yml")
    site = read_site_file(file).site
    assert site.url.rstrip("/") == demo.url
    assert f"{demo.url}/feeds/all.xml" in site.feeds
    assert site.newsSitemaps
    assert not list(Path(environment["NEWSBOT_DATA"]).glob("news*.sqlite")), "nothing is stored"
    again = newsbot("sites", "add", f"{demo.url}/", "--delay", "0.01")
    assert (again.returncode, "--force" in again.said) == (1, True)
    crawled = newsbot("crawl", site.slug, "--store", uri, "--limit", "5", "--delay", "0.01", "--json")
    assert (crawled.returncode, crawled.totals["new"]) == (0, 5)


def test_sites_add_of_a_site_without_feeds(newsbot: Command, environment: dict[str, str], tmp_path: Path) -> None:
    with Server(
        {f"/2026/11/01/ferry-number-{number}-leaves-the-harbour": news(number) for number in range(9)}
    ) as server:
        links = "".join(
            f'<h2><a href="{path}">Ferry {path[23]} leaves the harbour at noon</a></h2>' for path in server.routes
        )
        front = f"<!DOCTYPE html><html lang=en><title>Paper</title><main>{links}</main></html>"
        server.routes["/"] = Reply(front.encode())
        target = tmp_path / "own.yml"
        done = without_traceback(
            newsbot("sites", "add", server.url, "--delay", "0", "-o", str(target), "--name", "Paper")
        )
        assert done.returncode == 0, done.stderr
        assert read_site_file(target).site.name == "Paper"
        shown = newsbot("sites", "add", server.url, "--delay", "0", "--dry-run")
        assert "name:" in shown.stdout
        assert not Path(environment["NEWSBOT_SITES"]).exists()


def test_sites_add_of_what_is_no_newspaper(newsbot: Command) -> None:
    with Server({"/": Reply(b"<!DOCTYPE html><title>Shop</title><h1>Buy</h1>")}) as server:
        done = without_traceback(newsbot("sites", "add", server.url, "--delay", "0"))
    assert done.returncode == 1
    assert "No article was found" in done.said
    assert "fix:" in done.said


# ── doctor ──


def findings(newsbot: Command, **variables: str) -> tuple[int, dict[str, dict[str, str]]]:
    done = without_traceback(newsbot("doctor", "--json", **variables))
    return done.returncode, {each["what"]: each for each in json.loads(done.stdout)}


def test_doctor_of_a_healthy_place(newsbot: Command, filled: str) -> None:
    code, found = findings(newsbot, NEWSBOT_STORE=filled)
    assert code == 0
    assert "wrong" not in {each["state"] for each in found.values()}
    assert re.search(r"holds \d+ articles", found["store"]["saw"])
    assert "✓" in newsbot("doctor").stdout


def test_doctor_finds_everything_that_is_wrong_at_once(
    newsbot: Command, environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    folder = Path(environment["NEWSBOT_SITES"])
    folder.mkdir()
    (folder / "bad.yml").write_text("name: B\nurl: nonsense\n")
    code, found = findings(
        newsbot, NEWSBOT_DATA=str(tmp_path / "file" / "data"), NEWSBOT_STORE="mongodb://u:geheim@127.0.0.1:1/news"
    )
    assert code == 1
    assert {what for what, each in found.items() if each["state"] == "wrong"} >= {
        "data folder",
        "store",
        "your own site files",
    }
    assert all(each["cure"] for each in found.values() if each["state"] == "wrong")
    assert "bad.yml:2" in found["your own site files"]["saw"]
    assert "geheim" not in json.dumps(found)


@pytest.mark.parametrize("uri", ["postgres://x/y", "sqlite://news.sqlite", "mongodb://"])
def test_doctor_of_a_wrong_store(newsbot: Command, uri: str) -> None:
    code, found = findings(newsbot, NEWSBOT_STORE=uri)
    assert (code, found["store"]["state"], bool(found["store"]["cure"])) == (1, "wrong", True)


def test_doctor_tells_what_waits_in_the_outbox(newsbot: Command, environment: dict[str, str]) -> None:
    folder = Path(environment["NEWSBOT_DATA"])
    folder.mkdir()
    with closing(Outbox(folder / "outbox.sqlite")) as outbox:
        outbox.put("sqlite:////away.sqlite", [Parcel.of(Article(url="http://a.example/1", headline="A"), None)], "away")
    _, found = findings(newsbot)
    assert "1 entries wait" in found["outbox"]["saw"] or "1 entry waits" in found["outbox"]["saw"]


@pytest.mark.parametrize("name", ["spiders", "pipelines"])
def test_a_foreign_package_of_our_name(
    newsbot: Command, environment: dict[str, str], tmp_path: Path, name: str
) -> None:
    stranger = tmp_path / "elsewhere" / name
    stranger.mkdir(parents=True)
    (stranger / "__init__.py").write_text("")
    path = f"{stranger.parent}:{environment['PYTHONPATH']}"
    code, found = findings(newsbot, PYTHONPATH=path)
    assert code == 1
    assert str(stranger) in found["packages spiders and pipelines"]["saw"]
    done = without_traceback(newsbot("crawl", "http://127.0.0.1:1/", PYTHONPATH=path))
    assert done.returncode == 1
    assert str(stranger) in done.said
    assert "Uninstall" in done.said
