"""Selectors: what a site file says about where a field stands, for sites that the general reading gets wrong."""

from __future__ import annotations

from functools import lru_cache

from lxml import etree
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from newsbot.errors import FixArgument
from newsbot.extraction.text import squeeze


@lru_cache(maxsize=2048)
def compile_selector(selector: str) -> etree.XPath:
    """The XPath of a `css:…` or `xpath:…` selector; `FixArgument` says what is wrong with it."""
    kind, colon, expression = selector.partition(":")
    try:
        if kind == "css" and colon and expression.strip():
            return CSSSelector(expression.strip())
        if kind == "xpath" and colon and expression.strip():
            return etree.XPath(expression.strip())
    except (SyntaxError, etree.XPathSyntaxError) as error:  # cssselect's errors are SyntaxErrors
        raise FixArgument("selector", selector, str(error)) from error
    raise FixArgument(
        "selector", selector, "it begins with neither css: nor xpath:", "Write css:h1.title or xpath://h1."
    )


def select(root: HtmlElement, selector: str) -> list[HtmlElement | str]:
    """The elements, or the strings (`xpath:…/@content`), that a selector finds in a page."""
    try:
        found = compile_selector(selector)(root)
    except etree.XPathError as error:
        raise FixArgument("selector", selector, str(error)) from error
    if not isinstance(found, list):
        found = [str(found)]
    return [each if isinstance(each, HtmlElement) else str(each) for each in found]


def select_texts(root: HtmlElement, selector: str) -> list[str]:
    """A line of text for each thing that a selector finds: an element's machine-readable value, or its text."""
    lines = (each if isinstance(each, str) else _value(each) for each in select(root, selector))
    return [line for line in map(squeeze, lines) if line]


def _value(element: HtmlElement) -> str:
    if element.tag == "meta":
        return element.get("content") or ""
    if element.tag == "time" and element.get("datetime"):
        return element.get("datetime") or ""
    return " ".join(element.itertext())
