"""XML as feeds and outlines need it: elements with texts that XML can hold. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from newsbot.extraction.text import clean

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def root(name: str, namespaces: dict[str | None, str], attributes: Mapping[str, str] | None = None) -> etree._Element:
    """The element that holds all others. Names are plain, or `{namespace}name`."""
    return etree.Element(name, _fit(attributes), nsmap=namespaces)


def add(
    parent: etree._Element, name: str, text: str | None = None, attributes: Mapping[str, str | None] | None = None
) -> etree._Element:
    """Put an element at the end of another. What XML forbids is left out of texts; attributes that are None as well."""
    element = etree.SubElement(parent, name, _fit(attributes))
    element.text = clean(text) if text is not None else None
    return element


def add_known(parent: etree._Element, name: str, text: str | None) -> None:
    """The same, where there is a text."""
    if text:
        add(parent, name, text)


def add_facts(parent: etree._Element, name: str, facts: Mapping[str, str | int | bool]) -> None:
    """An element that tells facts by attributes, as JSON would write them."""
    told = {key: str(fact).lower() if isinstance(fact, bool) else str(fact) for key, fact in facts.items()}
    add(parent, name, attributes=told)


def written(element: etree._Element) -> bytes:
    """The document, in UTF-8."""
    return etree.tostring(element, xml_declaration=True, encoding="utf-8")


def _fit(attributes: Mapping[str, str | None] | Mapping[str, str] | None) -> dict[str, str]:
    return {name: clean(value) for name, value in (attributes or {}).items() if value is not None}
