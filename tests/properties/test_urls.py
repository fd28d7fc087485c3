"""Laws of addresses."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsbot.urls import article_key, canonical, is_http

paths = st.text(st.characters(blacklist_categories=["Cs"]), max_size=30)
urls = st.builds(
    lambda scheme, host, path, query: f"{scheme}://{host}/{path}?{query}",
    st.sampled_from(["http", "https", "HTTP"]),
    st.sampled_from(["example.com", "www.Example.com:80", "bücher.example", "[::1]:8080", "127.0.1.1:8099"]),
    paths,
    paths,
)


@given(st.one_of(st.text(), urls))
def test_canonical_is_idempotent(url: str) -> None:
    once = canonical(url)
    assert canonical(once) == once


@given(urls)
def test_canonical_keeps_key_and_kind(url: str) -> None:
    assert article_key(canonical(url)) == article_key(url)
    assert is_http(canonical(url)) == is_http(url)


@given(st.text(), st.text())
def test_nothing_breaks_it(url: str, base: str) -> None:
    canonical(url, base)
    assert len(article_key(url)) == 32
