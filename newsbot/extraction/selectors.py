"""Selectors: what a site file says about where a field stands, for sites that the general reading gets wrong."""

from __future__ import annotations

from lxml import etree
from lxml.html import HtmlElement

from newsbot.errors import FixArgument
from newsbot.extraction.text import squeeze
from newsbot.sites.selectors import matches
from newsbot.sites.selectors import select as find


def select(root: HtmlElement, selector: str) -> list[HtmlElement | str]:
    """The elements, or the strings (`xpath:…/@content`), that a selector finds in a page.

    Raises `FixArgument` where it cannot be understood; site files are checked for that when they are read.
    """
    try:
        return find(root, selector)
    except ValueError as error:
        raise _not_understood(selector, error) from error
    except etree.XPathError:
        return []  # too much work on this page, or a type that does not fit: no reason to lose the page


def holds(root: HtmlElement, selector: str) -> bool:
    """Whether a selector finds anything in a page; an XPath that answers yes or no is asked as it is.

    Raises `FixArgument` where it cannot be understood.
    """
    try:
        return matches(root, selector)
    except ValueError as error:
        raise _not_understood(selector, error) from error
    except etree.XPathError:
        return False


def _not_understood(selector: str, error: ValueError) -> FixArgument:
    return FixArgument("selector", selector, str(error), "Write css:h1.title or xpath://h1.")


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
