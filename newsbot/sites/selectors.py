"""Selectors of site files: `css:…` or `xpath:…`, compiled once, applied to a parsed page."""

from __future__ import annotations

import re
from functools import lru_cache

from cssselect import HTMLTranslator, SelectorError
from lxml import etree, html
from lxml.html import HtmlElement

MAX_LENGTH = 500
#: What XPath 1.0 knows: its functions, and the kinds of nodes, which look like functions.
_FUNCTIONS = frozenset(
    re.findall(
        r"[\w-]+",
        "last position count id local-name namespace-uri name string concat starts-with contains substring-before "
        "substring-after substring string-length normalize-space translate boolean not true false lang number sum "
        "floor ceiling round comment text processing-instruction node and or div mod",
    )
)
_LITERAL = re.compile(r"'[^']*'|\"[^\"]*\"")
_CALL = re.compile(r"([A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)\s*\(")
_PREFIXED = re.compile(r"(?<![\w.:-])[A-Za-z_][\w.-]*:(?=[A-Za-z_*])")
_PSEUDO_ELEMENT = re.compile(r"::([a-z-]+)")
#: A selector is tried on this: an unknown function or prefix shows itself only then.
_PROBE = html.document_fromstring("<html><body><p>probe</p></body></html>")


@lru_cache(maxsize=4096)
def compile_selector(selector: str) -> etree.XPath:
    """The selector, ready for use. Raises `ValueError` that says what is wrong with it."""
    language, colon, expression = selector.partition(":")
    expression = expression.strip()
    if not colon or language not in {"css", "xpath"} or expression.startswith(":"):
        raise ValueError("a selector starts with its language: css:… or xpath:…")
    if not expression or len(expression) > MAX_LENGTH:
        raise ValueError(f"a selector has 1 to {MAX_LENGTH} characters after its language")
    try:
        found = etree.XPath(_to_xpath(expression) if language == "css" else expression)
        found(_PROBE)
        if language == "xpath":
            _refuse_unknown(expression)
    except SelectorError as error:
        raise ValueError(f"not a CSS selector: {error}") from error
    except etree.XPathError as error:
        raise ValueError(f"not an XPath expression: {error}") from error
    except RecursionError as error:
        raise ValueError("this selector is nested too deeply") from error
    return found


def _refuse_unknown(expression: str) -> None:
    """What libxml2 would say only on a page where it comes that far: there it is too late."""
    bare = _LITERAL.sub("''", expression)
    unknown = [name for name in _CALL.findall(bare) if name not in _FUNCTIONS]
    if unknown:
        raise ValueError(f"not an XPath expression: XPath 1.0 has no function {unknown[0]}()")
    if prefix := _PREFIXED.search(bare):
        raise ValueError(f"not an XPath expression: there are no prefixes here, such as {prefix[0]}")
    if "$" in bare:
        raise ValueError("not an XPath expression: there are no variables here, which begin with $")


def _to_xpath(expression: str) -> str:
    pseudo = _PSEUDO_ELEMENT.search(expression)
    if pseudo and pseudo[1] == "text":
        raise ValueError("::text is not needed, the element's text is taken: leave it out")
    if pseudo:
        raise ValueError(f"::{pseudo[1]} is not CSS for documents; for an attribute write xpath:…/@name")
    return HTMLTranslator().css_to_xpath(expression)


def select(root: HtmlElement, selector: str) -> list[HtmlElement | str]:
    """What the selector finds, in document order: elements, or the texts and attributes that an XPath asks for."""
    found = compile_selector(selector)(root)
    if isinstance(found, list):
        return [_plain(each) for each in found if isinstance(each, HtmlElement | str)]
    return [str(found)] if isinstance(found, str) and found else []


def _plain(found: HtmlElement | str) -> HtmlElement | str:
    """A string as it is for everybody: lxml's own know the elements that they stand in, and no store can hold them."""
    return str(found) if isinstance(found, str) else found


def matches(root: HtmlElement, selector: str) -> bool:
    """Whether the selector finds anything; an XPath that answers yes or no is asked as it is."""
    return bool(compile_selector(selector)(root))
