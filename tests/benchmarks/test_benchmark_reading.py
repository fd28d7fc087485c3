"""The benchmark of reading: a small corpus, its command line, and readers that are missing or fail."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest
from lxml.html import fromstring

from benchmarks import corpus
from benchmarks.extraction import arguments, attempt, chosen
from benchmarks.peers import NEWSBOT, Reader, lines

ROOT = Path(__file__).resolve().parents[2]
PARAGRAPHS = [
    "The town council met on Monday evening to decide about the old swimming pool, which has been closed since spring.",
    "After three hours of debate a narrow majority voted for the repair, although nobody could say what it would cost.",
    "Work is to begin in autumn, the mayor said, and swimmers may have their lanes back before the next summer starts.",
]


def write_corpus(folder: Path) -> Path:
    (folder / "pages").mkdir(parents=True)
    expected = []
    for number in range(4):
        text = "".join(f"<p>{line}</p>" for line in PARAGRAPHS)
        article = f"<article><h1>Pool {number}</h1>{text}</article>"
        html = f"<html><head><title>Pool {number}</title></head><body>{article}</body></html>"
        (folder / "pages" / f"page-{number}.html.gz").write_bytes(gzip.compress(html.encode()))
        known = {"id": f"page-{number}", "url": None, "publisher": f"paper {number}", "headline": f"Pool {number}"}
        known |= {"authors": [], "datePublished": None, "summary": [], "body": [{"p": line} for line in PARAGRAPHS]}
        expected.append(known | {"images": None, "delivered": "full", "declared": "absent"})
    (folder / "expected.jsonl").write_text("\n".join(map(json.dumps, expected)) + "\n", "utf-8")
    return folder


def run(*options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "benchmarks" / "extraction.py"), *map(str, options)]
    return subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)


def test_a_run_from_end_to_end(tmp_path):
    folder = write_corpus(tmp_path / "corpus")
    out, table = tmp_path / "out.jsonl", tmp_path / "table.json"
    options = ["--corpus", folder, "--peers", "none", "--out", out, "--json", table]
    done = run(*options, "--worst", 1, "--stages", "--repeat", 2)
    assert done.returncode == 0, done.stderr
    assert "newsbot" in done.stdout
    assert "worst" in done.stdout
    predictions = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [each["id"] for each in predictions] == [f"page-{number}" for number in range(4)]
    assert all(each["cpuMs"] > 0 for each in predictions)
    measured = json.loads(table.read_text("utf-8"))["readers"]["newsbot"]
    assert measured["bodyF1"] == 1.0
    assert measured["headline"] == 1.0
    assert measured["failed"] == 0


def test_markdown_can_be_put_into_docs_as_it_is(tmp_path):
    done = run("--corpus", write_corpus(tmp_path / "corpus"), "--peers", "none", "--markdown", "--limit", 2)
    assert "|  | newsbot |\n| --- | ---: |\n| body F1" in done.stdout


def test_a_folder_that_is_no_corpus_is_said_to_be_none(tmp_path):
    done = run("--corpus", tmp_path)
    assert done.returncode == 2
    assert "is no corpus" in done.stderr
    assert "Traceback" not in done.stderr


def test_help_teaches():
    done = run("--help")
    assert "--peers none" in done.stdout
    assert "make benchmark" in done.stdout


def test_missing_peers_are_named_with_the_cure_and_the_others_run(capsys):
    there = Reader(name="there", read=dict, needs="json", gives=frozenset())
    gone = Reader(name="gone", read=dict, needs="no_such_module_at_all", gives=frozenset())
    assert [each.name for each in chosen("all", (there, gone))] == ["newsbot", "there"]
    said = capsys.readouterr().err
    assert "left out: gone." in said
    assert "requirements-benchmarks.lock" in said


def test_peers_can_be_chosen_by_name(capsys):
    there = Reader(name="there", read=dict, needs="json", gives=frozenset())
    assert chosen("none", (there,)) == [NEWSBOT]
    assert chosen("there", (there,)) == [NEWSBOT, there]
    assert capsys.readouterr().err == ""
    with pytest.raises(SystemExit, match="No such reader: other"):
        chosen("other", (there,))


def test_a_page_that_a_reader_fails_on_counts_as_empty_with_the_reason():
    def fail(body: bytes, url: str):
        raise LookupError(f"\n*****\n  no data for {url}\nlong story")

    got, milliseconds, why = attempt(Reader(name="x", read=fail, gives=frozenset()), b"", "https://a.example/")
    assert got == {}
    assert milliseconds >= 0
    assert why == "LookupError: no data for https://a.example/"


def test_newsbot_may_fail_in_one_way_only():
    got, _, why = attempt(NEWSBOT, b"%PDF-1.4", "https://a.example/")
    assert got == {}
    assert why.startswith("NotAPage")
    with pytest.raises(TypeError):
        attempt(NEWSBOT, None, "https://a.example/")


@pytest.mark.parametrize("options", [["--repeat", "0"], ["--limit", "0"], []])
def test_arguments_that_make_no_sense(options, capsys):
    with pytest.raises(SystemExit):
        arguments(options if not options else ["--corpus", "x", *options])
    assert "usage" in capsys.readouterr().err


def test_halves_share_no_publisher_and_miss_no_page():
    pages = [{"id": number, "publisher": f"paper {number // 3}"} for number in range(60)]
    even, odd = ([page for page in pages if corpus.in_half(page, half)] for half in ("even", "odd"))
    assert len(even) + len(odd) == 60
    assert even
    assert odd
    assert not {page["publisher"] for page in even} & {page["publisher"] for page in odd}


def test_a_limit_is_spread_over_the_corpus():
    pages = [{"id": number} for number in range(10)]
    assert [page["id"] for page in corpus.spread(pages, 4)] == [0, 2, 5, 7]
    assert corpus.spread(pages, 99) == corpus.spread(pages, None) == pages


def test_lines_breaks_at_blocks_and_nowhere_else():
    tree = fromstring(
        "<div><h2>Head</h2><p>In <b>bo</b>ld,<!-- not this --> then<br>on.</p><ul><li>a</li><li>b</li></ul></div>"
    )
    assert lines(tree).split() == ["Head", "In", "bold,", "then", "on.", "a", "b"]
    assert "bold, then\n" in lines(tree)
