"""How the command line is used, and how wrong usage is told."""

from __future__ import annotations

import re

import pytest

from newsbot.cli.app import app, commands
from tests.e2e.process import ROOT, Command, Done, clean_environment, run_many, without_traceback

COMMANDS = [
    *("crawl", "run", "archive", "scrape", "read", "why", "history", "story", "health", "export", "login", "demo"),
    *("doctor", "import", "reread", "serve"),
]
SITES = ["list", "show", "add", "check", "import-ftr"]
README = str(ROOT / "README.md")
HELP = [[], ["sites"], *([each] for each in COMMANDS), *(["sites", each] for each in SITES)]
#: Told before anything is asked.
WRONG = [
    ["crawl"],
    ["reread"],
    ["crawl", "--frobnicate"],
    ["crawl", "no-such-site"],
    ["crawl", "https://"],
    ["crawl", "demo", "--limit", "0"],
    ["crawl", "demo", "--delay", "-1"],
    ["crawl", "--from", "/no/such/file"],
    ["scrape"],
    ["archive", "demo"],
    ["read", "/no/such/file", "--url", "https://www.example.com/a"],
    ["read", README],
    ["read", README, "--url", "example"],
    ["why", "example"],
    ["why", "https://www.example.com/"],
    ["history", "example"],
    ["history", "https://www.example.com/"],
    ["story", "example"],
    ["story", "https://www.example.com/"],
    ["export", "-f", "xml"],
    ["export", "--since", "yesterday"],
    ["export", "--to", "news.xyz"],
    ["export", "-f", "parquet"],
    ["export", "--since-cursor", "x", "--state", "y"],
    ["import"],
    ["import", "/no/such/file.jsonl"],
    ["import", str(ROOT / "pyproject.toml")],
    ["export", "--store", "sqlite:////no/such/store.sqlite"],
    ["demo", "--port", "99999"],
    ["sites", "show", "no-such-site"],
    ["sites", "check", "/no/such/file.yml"],
    ["no-such-command"],
]
#: Told by the spider.
WRONG_FOR_THE_SPIDER = [
    ["scrape", "ftp://example.com/x"],
    ["scrape", "not an address"],
    ["archive", "http://127.0.0.1:1/", "--since", "yesterday"],
    ["archive", "http://127.0.0.1:1/", "--since", "2026-11-02", "--until", "2026-11-01"],
]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Done]:
    """What each of the commands above says."""
    commands = [*([*words, "--help"] for words in HELP), *WRONG]
    environment = clean_environment(tmp_path_factory.mktemp("usage"))
    return {" ".join(done.args): done for done in run_many(commands, environment)}


@pytest.mark.parametrize("words", HELP, ids=" ".join)
def test_help(told: dict[str, Done], words: list[str]) -> None:
    done = told[" ".join([*words, "--help"])]
    assert (done.returncode, done.stderr) == (0, "")
    assert f"Usage: {' '.join(['newsbot', *words])}" in done.stdout


def test_every_command_is_tested_for_its_help() -> None:
    commands.load([], all_of_them=True)
    assert {each.name or each.callback.__name__ for each in app.registered_commands if each.callback} == set(COMMANDS)


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_wrong_usage_is_told_and_exits_1(told: dict[str, Done], words: list[str]) -> None:
    _is_told(told[" ".join(words)])


@pytest.mark.parametrize("words", WRONG_FOR_THE_SPIDER, ids=" ".join)
def test_wrong_arguments_of_a_spider_are_told_and_exit_1(newsbot: Command, words: list[str]) -> None:
    _is_told(newsbot(*words))


def _is_told(done: Done) -> None:
    without_traceback(done)
    assert (done.returncode, done.stdout) == (1, "")
    assert "fix:" in done.said or "Try 'newsbot" in done.said


def test_a_process_of_its_own(newsbot: Command) -> None:
    done = newsbot("--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"newsbot \d+\.\d+\.\d+\n", done.stdout)
    _is_told(newsbot("crawl", "--frobnicate"))


def test_without_words_it_helps(newsbot: Command) -> None:
    assert "Usage: newsbot" in newsbot().stdout
