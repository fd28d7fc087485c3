"""Laws of rights, whatever publishers write."""

from __future__ import annotations

import json
import re

from hypothesis import given
from hypothesis import strategies as st
from protego import Protego

from newsbot.article import Rights
from newsbot.rights import TRAINING_AGENTS, HostRights, matches, path_of, read_robots, read_tdmrep, rights_of

PATTERNS = st.text("ab/*$", max_size=8).map(lambda text: f"/{text}")
PATHS = st.text("ab/", max_size=10).map(lambda text: f"/{text}")
AGENTS = st.sampled_from([*TRAINING_AGENTS, "*", "Googlebot"])
LINES = st.lists(
    st.one_of(
        AGENTS.map(lambda name: f"User-agent: {name}"),
        st.tuples(st.sampled_from(["Allow", "Disallow"]), st.text("ab/*", max_size=5)).map(
            lambda pair: f"{pair[0]}: /{pair[1]}"
        ),
    ),
    max_size=14,
)
TEXTS = st.text(max_size=60)


@given(pattern=PATTERNS, path=PATHS)
def test_a_pattern_means_what_its_regular_expression_does(pattern: str, path: str) -> None:
    end = pattern.endswith("$")
    parts = pattern.removesuffix("$").split("*")
    expression = ".*".join(map(re.escape, parts)) + ("\\Z" if end else "")
    assert matches(pattern, path) == (re.match(expression, path, re.DOTALL) is not None)


@given(lines=LINES, path=PATHS)
def test_robots_txt_means_what_its_usual_reader_says(lines: list[str], path: str) -> None:
    """Of crawlers that have a group of their own."""
    text = "\n".join(lines)
    usual = Protego.parse(text)
    kept_out = {agent for group in read_robots(text).groups if group.keeps_out(path) for agent in group.agents}
    named = {name for name in TRAINING_AGENTS if f"User-agent: {name}" in lines}
    assert kept_out == {name for name in named if not usual.can_fetch(f"https://e.example{path}", name)}


@given(
    text=TEXTS, url=st.text(max_size=40), more=st.recursive(st.none() | st.booleans() | TEXTS, st.lists, max_leaves=9)
)
def test_whatever_is_written_it_can_be_read(text: str, url: str, more: object) -> None:
    rules = read_tdmrep(json.dumps([{"location": text, "tdm-reservation": 1, "tdm-policy": url}, more]), url)
    assert read_tdmrep(text, url) == ()
    host = HostRights(
        read_robots(f"User-agent: *\nContent-Signal: {text}\nUser-agent: GPTBot\nDisallow: {text}"), rules
    )
    names = ("tdm-reservation", "tdm-policy", "x-robots-tag")
    rights = rights_of(url, dict.fromkeys(names, text), {"robots": (text,), "tdm-policy": (url,)}, host)
    assert all(len(each.value) <= 200 for each in rights.evidence)
    assert path_of(url).isascii()


@given(
    values=st.tuples(*[st.sampled_from([None, 0, 1])] * 3),
)
def test_of_file_header_and_page_the_last_that_speaks_decides(values: tuple[int | None, ...]) -> None:
    file, header, meta = values
    host = HostRights(tdm=read_tdmrep(json.dumps([{"location": "/", "tdm-reservation": file}]), "https://e.example/"))
    headers = {} if header is None else {"tdm-reservation": str(header)}
    metas = {} if meta is None else {"tdm-reservation": (str(meta),)}
    spoken = [value for value in values if value is not None]
    rights = rights_of("https://e.example/a", headers, metas, host)
    assert rights.tdmReservation == (bool(spoken[-1]) if spoken else None)
    assert len(rights.evidence) == len(spoken)
    if not spoken:
        assert rights == Rights()
