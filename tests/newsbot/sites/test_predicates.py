"""Predicates: how they are spelled, and what is wrong with those that are none."""

import re

import pytest

from newsbot.sites.predicates import Kind, parse_predicate


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("css: a.log-out", Kind.CSS, "a.log-out"),
        ("xpath://a[.='url:x']", Kind.XPATH, "//a[.='url:x']"),
        ("url:^https://a\\.example/", Kind.URL, "^https://a\\.example/"),
        ("text:  Signed   in\u00a0as ", Kind.TEXT, "Signed in as"),
        ("text:登录", Kind.TEXT, "登录"),
        ("status:403", Kind.STATUS, "403"),
    ],
)
def test_a_predicate_is_taken_apart(text: str, kind: Kind, value: str) -> None:
    found = parse_predicate(text)
    assert (found.kind, found.value) == (kind, value)
    assert parse_predicate(str(found)) == found


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a.log-out", "starts with what it looks at"),
        ("CSS:a", "starts with what it looks at"),
        ("", "starts with what it looks at"),
        ("css:", "1 to 500 characters"),
        ("text:" + "a" * 501, "1 to 500 characters"),
        ("css:a[", "not a CSS selector"),
        ("xpath://a[f()]", "no function f()"),
        ("url:[a", "not a regular expression"),
        ("url:x*", "found in every address"),
        ("url:^", "found in every address"),
        ("text:a", "on too many pages"),
        ("text:...", "on too many pages"),
        ("status:99", "no HTTP status"),
        ("status:4xx", "no HTTP status"),
    ],
)
def test_what_is_no_predicate(text: str, fault: str) -> None:
    with pytest.raises(ValueError, match=re.escape(fault)):
        parse_predicate(text)
