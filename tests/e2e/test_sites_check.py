"""`newsbot sites check` with pages: which lines of a site file still do something, and what a crawl says of others."""

from __future__ import annotations

import gzip
import json
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newsbot.demo.server import Demo
from tests.e2e.process import Command, Done, Running, run_many, without_traceback
from tests.e2e.servers import Reply, Server, feed, held_paper, page, site_file

PACE = "politeness:\n  delay: 0.01\n"
PATHS = [f"/2026/11/01/ferry-number-{number}-leaves-the-harbour" for number in range(1, 5)]


def written(environment: dict[str, str], text: str, name: str = "own.yml") -> Path:
    """A site file in the owner's folder."""
    folder = Path(environment["NEWSBOT_SITES"])
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text)
    return folder / name


def gazette(server: Server, overrides: str, name: str = "Gazette") -> str:
    """The site file of a newspaper of the articles of PATHS, which are put on the server."""
    server.routes |= {path: Reply(marked(number).encode()) for number, path in enumerate(PATHS)}
    server.routes["/feed.xml"] = feed([server.url + path for path in PATHS])
    return site_file(server, name, feeds=["/feed.xml"]) + overrides + PACE


def marked(number: int, style: str = "lead") -> str:
    """An article with a lead of its own."""
    return page(number).replace("</h1>", f"</h1><p class={style}>The lead of report {number} on the ferry.</p>")


def rows(done: Done) -> dict[str, dict[str, Any]]:
    """The overrides of the one site of a JSON answer, by where they stand."""
    (site,) = json.loads(done.stdout)
    return {each["where"]: each for each in site["overrides"]}


# ── the newest pages of a site ──


def test_each_override_of_a_site_is_tried_on_its_newest_articles(
    newsbot: Command, demo: Demo, environment: dict[str, str]
) -> None:
    file = written(
        environment,
        f"name: The Courier\nurl: {demo.url}/\nfeeds:\n  - {demo.url}/feeds/all.xml\n"
        "selectors:\n  headline: css:main h1\n  alternativeHeadline: css:.kicker\n  description: css:.lead-of-old\n"
        "  correction: css:.nothing-to-correct\n  remove:\n    - css:.newsletter\n    - css:.promo-of-old\n"
        "access:\n  lockedWhen:\n    - css:.wall-of-old\n",
    )
    asked = len(demo.log)
    (plain,) = run_many([["sites", "check", "the-courier"]], environment)
    assert (plain.returncode, "7 overrides, to be tried with --pages" in plain.said) == (0, True)
    assert len(demo.log) == asked, "no network is touched without the user asking"
    done = without_traceback(newsbot("sites", "check", "the-courier", "--pages", "6", "--json"))
    assert done.returncode == 1
    assert f"{file}:8: selectors.description: css:.lead-of-old finds nothing on any of " in done.said
    assert f"{file}:12: selectors.remove #2: css:.promo-of-old finds nothing" in done.said
    assert "2 overrides no longer match" in done.said
    assert "fix: Look at one of these pages" in done.said
    assert not list(Path(environment["NEWSBOT_DATA"]).glob("news*.sqlite")), "nothing is stored"
    (site,) = json.loads(done.stdout)
    assert (site["site"], site["name"], site["file"]) == ("the-courier", "The Courier", str(file))
    assert 2 <= site["pages"] <= 6
    found = rows(done)
    headline, description = found["selectors.headline"], found["selectors.description"]
    assert headline["gave"] in {piece.headline for piece in demo.newspaper.articles}
    assert (headline["matched"], headline["needless"], headline["verdict"]) == (site["pages"], True, "matches")
    assert (description["matched"], description["gave"], description["verdict"]) == (0, "", "never")
    assert (description["line"], bool(description["without"])) == (8, True)
    assert description["missedOn"].startswith(demo.url)
    assert f"such as {description['missedOn']}; without it newsbot reads" in done.said
    assert found["selectors.alternativeHeadline"]["verdict"] == "some"
    assert found["selectors.remove #1"]["verdict"] == "matches"
    assert found["selectors.correction"]["verdict"] == found["access.lockedWhen #1"]["verdict"] == "not_due"


def test_a_redesign_is_told_by_the_crawl_and_by_the_check(
    newsbot: Command, environment: dict[str, str], tmp_path: Path
) -> None:
    with Server() as server:
        file = tmp_path / "my paper.yml"
        file.write_text(gazette(server, "selectors:\n  description: css:p.lead\n"))
        before = without_traceback(newsbot("sites", "check", str(file), "--pages", "3"))
        assert before.returncode == 0, before.stderr
        assert "matches" in before.stdout
        assert server.asked[0] == "/robots.txt"
        assert server.count("/2026/") == 3
        first = newsbot("crawl", str(file), "--limit", "2", "--store", f"sqlite:///{tmp_path}/one.sqlite")
        assert (first.returncode, "matched 0 of" in first.said) == (0, False)
        for number, path in enumerate(PATHS):
            server.routes[path] = Reply(marked(number, "intro").encode())
        crawled = without_traceback(newsbot("crawl", str(file), "--store", f"sqlite:///{tmp_path}/two.sqlite"))
        assert crawled.returncode == 0
        assert "gazette: selectors.description matched 0 of 4 pages" in crawled.said
        assert f"newsbot sites check '{file}' --pages 5" in crawled.said
        log = (Path(environment["NEWSBOT_DATA"]) / "newsbot.log").read_text()
        assert "'newsbot/overrides/gazette/missed/selectors.description': 4" in log
        after = without_traceback(newsbot("sites", "check", str(file), "--pages", "3"))
    assert after.returncode == 1
    assert "no longer matches" in after.stdout
    assert f"{file}:5: selectors.description: css:p.lead finds nothing on any of 3 pages" in after.said


def test_without_a_name_all_own_files_that_have_overrides_are_tried(
    newsbot: Command, environment: dict[str, str]
) -> None:
    with Server() as one, Server() as two, Server() as three:
        written(environment, gazette(one, "selectors:\n  headline: css:h1\n", "One"), "one.yml")
        written(environment, gazette(two, "selectors:\n  remove: [css:.gone]\n", "Two"), "two.yml")
        written(environment, gazette(three, "", "Three"), "three.yml")
        # Three hosts of one name: the ports tell them apart.
        done = without_traceback(newsbot("sites", "check", "--pages", "1"))
        assert not three.asked
    assert done.returncode == 1
    assert "One: its overrides on 1 page" in done.stdout
    assert "Two: its overrides on 1 page" in done.stdout
    assert "1 override no longer matches" in done.said


# ── given pages ──


def test_saved_pages_need_no_network(environment: dict[str, str], tmp_path: Path) -> None:
    written(environment, "name: Gazette\nurl: https://www.gazette.example/\nselectors:\n  description: css:p.lead\n")
    new, old = tmp_path / "new.html", tmp_path / "old.html.gz"
    new.write_text(marked(1))
    old.write_bytes(gzip.compress(marked(2, "intro").encode()))
    check = ["sites", "check", "gazette", "--page"]
    good, both, bad = run_many(
        [[*check, str(new)], [*check, str(new), "--page", str(old), "--json"], [*check, str(old)]], environment
    )
    assert (without_traceback(good).returncode, good.stderr) == (0, "")
    assert "The lead of report 1 on the ferry." in good.stdout
    assert both.returncode == 0
    found = rows(both)["selectors.description"]
    assert (found["matched"], found["verdict"], found["missedOn"]) == (1, "some", str(old))
    assert found["gave"] == "The lead of report 1 on the ferry."
    assert without_traceback(bad).returncode == 1
    assert f"own.yml:4: selectors.description: css:p.lead finds nothing on {old}" in bad.said
    assert "no longer matches" in bad.stdout


def test_a_page_by_its_address(newsbot: Command, environment: dict[str, str], tmp_path: Path) -> None:
    with Server() as server:
        file = tmp_path / "own.yml"
        file.write_text(gazette(server, "selectors:\n  description: css:p.lead\n"))
        done = without_traceback(newsbot("sites", "check", str(file), "--page", server.url + PATHS[2], "--json"))
        assert done.returncode == 0, done.stderr
        assert rows(done)["selectors.description"]["gave"] == "The lead of report 2 on the ferry."
        assert server.asked == ["/robots.txt", PATHS[2]]
        elsewhere = newsbot("sites", "check", str(file), "--page", "https://other.example/a")
    assert (elsewhere.returncode, "is not on the site's hosts" in elsewhere.said) == (1, True)


# ── what goes wrong ──


def test_bad_input_is_told_with_its_cure(environment: dict[str, str], tmp_path: Path) -> None:
    head = "name: {}\nurl: https://{}.example/\nselectors:\n  headline: css:h1\n"
    written(environment, head.format("Gazette", "gazette"))
    written(environment, head.format("Quiet", "quiet") + "schedule:\n  quiet: 00:00-23:59\n", "quiet.yml")
    text, shop = tmp_path / "text.html", tmp_path / "list.html"
    text.write_text("nothing but words")
    shop.write_text("<!DOCTYPE html><title>Shop</title><h1>Buy</h1><a href=/a>a</a>")
    expected = {
        ("nowhere-times", "--pages", "2"): "no site file has this name",
        ("gazette", "--page", "no-such-file.html"): "no such file",
        ("gazette", "--page", str(text)): f"{text} is not a page: it is plain text",
        ("gazette", "--page", str(shop)): f"The overrides of Gazette were not tried: {shop}: ",
        ("gazette", "--page", str(text), "--pages", "2"): "Leave out --pages, or --page",
        ("--page", str(text)): "Name its site",
        ("gazette", "quiet", "--page", str(text)): "Name its site",
        ("gazette", "--json"): "Add --pages 5",
        ("gazette", "--pages", "0"): "--pages",
        ("gazette", "--pages", "many"): "--pages",
        ("quiet", "--pages", "2"): "The overrides of Quiet were not tried: it wants quiet now (00:00-23:59 UTC)",
    }
    for done, said in zip(
        run_many([["sites", "check", *words] for words in expected], environment), expected.values(), strict=True
    ):
        assert without_traceback(done).returncode == 1, done.args
        assert said in done.said
        assert done.stdout.strip() == ""


def test_a_site_without_overrides_is_not_asked(environment: dict[str, str]) -> None:
    with Server() as server:
        written(environment, gazette(server, ""))
        named, own = run_many(
            [["sites", "check", "gazette", "--pages", "3"], ["sites", "check", "--pages", "3"]], environment
        )
        assert not server.asked
    assert (named.returncode, "Gazette has no overrides: nothing to match" in named.said) == (0, True)
    assert (own.returncode, "None of your own site files has overrides" in own.said) == (0, True)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("routes", "said"),
    [
        ({"/robots.txt": Reply(b"User-agent: *\nDisallow: /", "text/plain")}, "robots.txt asks not to fetch it"),
        ({"/feed.xml": Reply(b"gone", status=404)}, "the page is not there (404)"),
        ({path: Reply(b"no", status=503) for path in PATHS}, "the server answered 503"),
        ({"/feed.xml": feed([])}, "none of its listings names an article"),
    ],
    ids=["robots", "no-feed", "no-answer", "empty"],
)
def test_a_site_that_gives_no_page_is_not_called_broken(
    newsbot: Command, environment: dict[str, str], routes: dict[str, Reply], said: str
) -> None:
    with Server() as server:
        written(environment, gazette(server, "selectors:\n  headline: css:.gone\n"))
        server.routes |= {"/": Reply(b"<!DOCTYPE html><title>Front</title><p>Nothing here.</p>"), **routes}
        done = without_traceback(newsbot("sites", "check", "gazette", "--pages", "1"))
    assert done.returncode == 1
    assert f"The overrides of Gazette were not tried: {said}" in done.said
    assert "--page FILE" in done.said
    assert "no longer match" not in done.said


def test_ctrl_c_tells_what_was_tried_till_then_and_judges_nothing(
    running: Callable[..., Running], environment: dict[str, str]
) -> None:
    with held_paper(6) as server:
        text = site_file(server, "Held", feeds=["/feed.xml"]) + "selectors:\n  description: css:.gone\n" + PACE
        written(environment, text)
        with running("sites", "check", "held", "--pages", "6") as command:
            server.let(2)
            server.wait_for("/news/", 3)
            command.send(signal.SIGINT)
            server.let()
            done = without_traceback(command.end())
    assert done.returncode == 130
    assert "Held: its overrides on" in done.stdout
    assert "Interrupted." in done.said
    assert "error:" not in done.said
