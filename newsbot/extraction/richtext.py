"""Rich text: what editors and content systems store as JSON, written as plain HTML blocks.

Known are Arc's content elements, ProseMirror and TipTap, Lexical, Slate, Contentful, Sanity's portable text, Draft.js,
Editor.js, Gutenberg's blocks, Prismic, Medium's paragraphs, hast, mdast, JsonML, htmlparser2, React elements, and what
resembles them: they differ in the names of a few keys, so there is one reader and tables of names.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from enum import Enum
from typing import Any

from newsbot.extraction.text import clean

_DEEPEST = 40
_MOST_NODES = 20_000
_LONGEST = 2_000_000


class Role(Enum):
    """What a node is."""

    PARAGRAPH = "p"
    HEADING = "h2"
    LIST = "ul"
    ITEM = "li"
    QUOTE = "blockquote"
    INLINE = "span"
    LINK = "a"
    BREAK = "br"
    DROPPED = ""
    HOLDER = "div"  #: anything else: what it holds is looked at


_NAMES = {
    Role.PARAGRAPH: "p paragraph block unstyled normal textblock bodytext paragraphtext rawhtml freeform classic "
    "htmltext sanitizedhtml richtext intro lead lede standfirst dropcap coreparagraph corefreeform pre verse",
    Role.HEADING: "heading header subheading subheader subtitle crosshead title headline h1 h2 h3 h4 h5 h6 headerone "
    "headertwo headerthree headerfour headerfive headersix headingone headingtwo headingthree headingfour headingfive "
    "headingsix coreheading intertitle interhead subhead",
    Role.LIST: "list ul ol bulletlist orderedlist unorderedlist numberedlist bulletedlist corelist textlist",
    Role.ITEM: "li lic listitem orderedlistitem unorderedlistitem olistitem corelistitem uli oli bulletlistitem "
    "numberedlistitem",
    Role.QUOTE: "quote blockquote corequote quotation citation zitat pq bq",
    Role.INLINE: "text span textinline strong b bold em i italic u underline s strike mark sub sup small abbr cite "
    "code q time inline textspan textnode smalltext",
    Role.LINK: "a link hyperlink linkinline entryhyperlink assethyperlink autolink externallink internallink",
    Role.BREAK: "br break linebreak hardbreak softbreak",
    Role.HOLDER: "div doc document root article main body fragment section columns column group corecolumns corecolumn "
    "coregroup",
}
_ROLES = {name: role for role, names in _NAMES.items() for name in names.split()}
_ENDINGS = re.compile(r"(?:block|node|element|component|module|paragraph|atom)$")
#: Parts of names of what is no text of the article; a name that is in the table above is never looked up here.
_DROPPED = re.compile(
    r"image|photo|picture|video|audio|embed|galler|slideshow|carousel|^ads?$|^ad[sv]|advert|promo|relat|readmore|alsoread|"
    r"interstitial|teaser|newsletter|social|tweet|twitter|instagram|facebook|youtube|tiktok|iframe|divider|separator|script|"
    r"style|poll|quiz|podcast|chart|infograph|byline|caption|figure|media|comment|recommend|button|linklist|signup|toc$|"
    r"^hr$|thematicbreak|^form|widget|pullquote|recirc|outbrain|taboola|paywall|donat|subscri|affiliate|product|svg|noscript|"
    r"^nav|footer|aside|author|share|keywords|^tags|^img|source|meta$",
    re.IGNORECASE,
)
_TYPE_KEYS = (
    "tagName", "nodeType", "_type", "blockName", "type", "__typename", "kind", "blockType", "name", "tag", "component",
    "is", "nodeName",
)  # fmt: skip
#: Types that only say that there is another key that tells the type.
_VAGUE = frozenset({"tag", "element", "node", "block", "component", "object", "core"})
_INNER_KEYS = (
    "children", "content", "contents", "nodes", "childNodes", "innerBlocks", "text", "html", "renderedHtml",
    "innerHTML", "rendered", "__html", "saveContent", "value", "body", "items", "elements", "paragraphs", "blocks",
    "attributes", "attrs", "data", "props", "properties", "fields", "root", "document", "json", "copy",
    "content_elements", "dangerouslySetInnerHTML", "model", "richText",
)  # fmt: skip
_ITEM_KEYS = (
    "items",
    "children",
    "content",
    "nodes",
    "innerBlocks",
    "list_items",
    "listItems",
    "elements",
    "values",
    "entries",
)
_HOLDERS_OF_KEYS = ("data", "attrs", "attributes", "props", "properties", "attribs", "fields")
_HREF_KEYS = ("href", "url", "uri", "link", "target")
_LEVEL_KEYS = ("level", "depth", "tag", "style")
_TITLES = ("headline", "title", "heading", "subheading", "subtitle")
_ADDRESSES = ("url", "href", "slug", "link", "permalink", "canonical_url", "canonicalUrl", "website_url", "path", "uri")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|&(?:#?\w{2,8});")
_BLOCK_MARKUP = re.compile(r"<(?:p|div|h[1-6]|ul|ol|li|blockquote|table|section|article)\b", re.IGNORECASE)
_TAG_NAMES = (
    "p div h1 h2 h3 h4 h5 h6 ul ol li blockquote a em i strong b span br section article main figure u sub sup body "
    "aside header footer nav img picture video iframe table tbody tr td th hr small cite q pre code ad"
)
_TAGS = frozenset(_TAG_NAMES.split())
_TAG = re.compile(r"[a-z]+(?:-[a-z]+)+")
_CONTENT_KEYS = frozenset({"text", "content", "children", "value", "html", "items"})
#: Keys of other names that hold a text, and keys that never do.
_TEXT_KEY = re.compile(r"text|html|markup|content|body|paragraph|copy", re.IGNORECASE)
_NO_TEXT_KEY = re.compile(r"type|id$|url|class|style|color|align|alt|caption|credit|context", re.IGNORECASE)
_LEXICAL_BOLD, _LEXICAL_ITALIC = 1, 2
_NUMBERS = {"three": "3", "four": "4", "five": "5", "six": "6"}


def role_of(name: str) -> Role:
    """What nodes of a type are, by the type's name in any of the editors' spellings."""
    bare = re.sub(r"[^a-z0-9]", "", name.lower())
    short = _ENDINGS.sub("", bare)
    for each in (bare, short, bare.rstrip("0123456789"), short.rstrip("0123456789")):
        if each in _ROLES:
            return _ROLES[each]
    return Role.DROPPED if _DROPPED.search(bare) else Role.HOLDER


def type_of(node: dict[str, Any]) -> str:
    """The name of a node's type; "" where it has none."""
    vague = ""
    for key in _TYPE_KEYS:
        name = node.get(key)
        if isinstance(name, str) and name:
            if name.lower() not in _VAGUE:
                return name
            vague = name
    return vague


def may_hold_text(node: dict[str, Any]) -> bool:
    """Whether an object has what parts of a text have: a type, a key for text, or nothing but its type's key."""
    return len(node) == 1 or bool(type_of(node)) or any(_TEXT_KEY.search(key) for key in node)


def is_element(value: list[Any]) -> bool:
    """Whether a list is one element: JsonML's `[tag, attributes, child …]` or React's `["$", tag, key, props]`."""
    if len(value) >= 4 and value[0] == "$" and isinstance(value[1], str):  # noqa: PLR2004 (the form has four parts)
        return isinstance(value[3], dict)
    if len(value) < 2 or not isinstance(value[0], str):  # noqa: PLR2004
        return False
    second = value[1]
    if isinstance(second, dict):
        return (value[0] in _TAGS or bool(_TAG.fullmatch(value[0]))) and not second.keys() & _CONTENT_KEYS
    # A list of short strings is a list of short strings, even if the first is "a".
    if value[0] not in _TAGS or not isinstance(second, str | list):
        return False
    return isinstance(second, list) or " " in second.strip() or any(isinstance(each, list) for each in value)


def as_node(value: list[Any]) -> dict[str, Any]:
    """An element that is written as a list, as an object of the form that all others have."""
    if value[0] == "$":
        # Components of the page's own ("$L1f") have no tag; what they hold counts.
        name = value[1] if not value[1].startswith("$") else ("a" if "href" in value[3] else "div")
        return {**value[3], "tagName": name}
    attributes = value[1] if isinstance(value[1], dict) and type_of(value[1]) == "" else {}
    return {**attributes, "tagName": value[0], "children": value[2:] if attributes or value[1] == {} else value[1:]}


def tells_of_another(node: dict[str, Any]) -> bool:
    """Whether an object is the announcement of a story, with a title and an address of its own."""
    titled = any(isinstance(node.get(key), str) and node[key] for key in _TITLES)
    return titled and any(isinstance(node.get(key), str) and node[key] for key in _ADDRESSES)


class _Writer:
    """Writes nodes as HTML. Bounded in depth, in nodes and in characters: values may hold themselves."""

    def __init__(self) -> None:
        self.nodes = 0
        self.length = 0
        self.links: dict[str, dict[str, Any]] = {}  #: portable text's links, by the keys that its marks name them with

    def stop(self, depth: int) -> bool:
        self.nodes += 1
        return depth > _DEEPEST or self.nodes > _MOST_NODES or self.length > _LONGEST

    def text(self, value: str) -> str:
        self.length += len(value)
        return clean(value) if _MARKUP.search(value) else html.escape(clean(value), quote=False)

    def block(self, value: Any, depth: int = 0) -> str:
        """A value where blocks stand."""
        if self.stop(depth):
            return ""
        if isinstance(value, str):
            return self.paragraphs(value)
        if isinstance(value, list):
            if is_element(value):
                return self.node(as_node(value), depth + 1)
            return "".join(self.block(each, depth + 1) for each in value)
        return self.node(value, depth + 1) if isinstance(value, dict) else ""

    def paragraphs(self, value: str) -> str:
        """A string where blocks stand: HTML as it is, else a paragraph for each of its lines."""
        if _BLOCK_MARKUP.search(value):
            return self.text(value)
        return "".join(f"<p>{self.text(line)}</p>" for line in value.splitlines() if line.strip())

    def inline(self, value: Any, depth: int = 0) -> str:
        """A value within a paragraph."""
        if self.stop(depth):
            return ""
        if isinstance(value, str):
            return self.text(value).replace("\n", "<br>")
        if isinstance(value, list):
            if is_element(value):
                return self.inline(as_node(value), depth + 1)
            return "".join(self.inline(each, depth + 1) for each in value)
        return self.inline_node(value, depth) if isinstance(value, dict) else ""

    def inline_node(self, node: dict[str, Any], depth: int) -> str:
        """An object within a paragraph."""
        role = role_of(type_of(node))
        if role in {Role.BREAK, Role.DROPPED}:
            return "<br>" if role is Role.BREAK else ""
        if role in {Role.LIST, Role.ITEM}:
            return self.node(node, depth + 1)
        return self.marked(node, self.inner(node, depth), role)

    def inner(self, node: dict[str, Any], depth: int, *, blocks: bool = False) -> str:
        """The first of a node's keys for content that holds some."""
        write = self.block if blocks else self.inline
        others = [key for key in node if _TEXT_KEY.search(key) and not _NO_TEXT_KEY.search(key)]
        for key in (*_INNER_KEYS, *others[:5]):
            value = node.get(key)
            if isinstance(value, str | list | dict) and value:
                written = write(value, depth + 1)
                if written:
                    return written
        return ""

    def node(self, node: dict[str, Any], depth: int) -> str:
        """An object where blocks stand."""
        self.learn(node)
        node = _unfolded(node)
        role = _styled(node) or role_of(type_of(node))
        if role is Role.DROPPED or depth > _DEEPEST:
            return ""
        if role is Role.HOLDER:
            return self.holder(node, depth)
        if role is Role.LIST:
            return self.list(node, depth)
        if role is Role.ITEM:
            tag = "ol" if "ordered" in _list_name(node) else "ul"
            return f"<{tag}><li>{self.inner(node, depth)}</li></{tag}>"
        inner = self.inner(node, depth) if role is not Role.PARAGRAPH else self.loose(node, depth)
        if not inner or role is Role.BREAK:
            return ""
        if role is Role.HEADING:
            return f"<{_level(node)}>{inner}</{_level(node)}>"
        if role is Role.QUOTE:
            return f"<blockquote>{inner}</blockquote>"
        inner = self.marked(node, inner, role) if role in {Role.INLINE, Role.LINK} else inner
        return inner if _BLOCK_MARKUP.search(inner) else f"<p>{inner}</p>"

    def loose(self, node: dict[str, Any], depth: int) -> str:
        """The inside of a paragraph, which some systems give several lines, or blocks."""
        inner = self.inner(node, depth)
        return inner.replace("<br><br>", "</p><p>")

    def learn(self, node: dict[str, Any]) -> None:
        """Portable text's block keeps its links apart from its text."""
        kept = node.get("markDefs")
        for each in kept if isinstance(kept, list) else ():
            if isinstance(each, dict) and isinstance(each.get("_key"), str):
                self.links[each["_key"]] = each

    def marked(self, node: dict[str, Any], inner: str, role: Role) -> str:
        """Inline text with its emphasis and its link."""
        if not inner or role not in {Role.INLINE, Role.LINK, Role.HOLDER}:
            return inner
        marks = list(_named_marks(node, self.links))
        emphasis = {
            _EMPHASIS[name] for name in (type_of(node).lower(), *(each for each, _ in marks)) if name in _EMPHASIS
        }
        for tag in sorted(emphasis):
            inner = f"<{tag}>{inner}</{tag}>"
        linked = [node] if role is Role.LINK else [mark for name, mark in marks if "link" in name]
        href = next(filter(None, map(_href, linked)), None)
        return f'<a href="{html.escape(clean(href))}">{inner}</a>' if href else inner

    def holder(self, node: dict[str, Any], depth: int) -> str:
        """What holds blocks, with its title where it is a part of the text and no other story's announcement."""
        if tells_of_another(node):
            return ""
        inner = self.inner(node, depth, blocks=True)
        title = next((node[key] for key in _TITLES if isinstance(node.get(key), str) and node[key]), "")
        named = bool(title) and bool(inner) and "tagName" not in node
        return f"<h2>{self.text(title)}</h2>{inner}" if named else inner

    def list(self, node: dict[str, Any], depth: int) -> str:
        """A list with its items."""
        sources = [node, *(node[key] for key in _HOLDERS_OF_KEYS if isinstance(node.get(key), dict))]
        values = (source.get(key) for source in sources for key in _ITEM_KEYS)
        items = next((each for each in values if isinstance(each, list) and each), None)
        if items is None:
            inner = self.inner(node, depth)
            return inner if "<li" in inner else f"<p>{inner}</p>" if inner else ""
        items = [items] if is_element(items) else items
        written = [self.inline(each, depth + 1) for each in items]
        tag = "ol" if "ordered" in _list_name(node) else "ul"
        inner = "".join(_item(each) for each in written if each)
        return f"<{tag}>{inner}</{tag}>"


def _item(written: str) -> str:
    """A list's item; one that was written as a list of its own is taken out of that."""
    match = re.fullmatch(r"<(ul|ol)>(<li>.*</li>)</\1>", written, re.DOTALL)
    return match[2] if match else f"<li>{written}</li>"


def _unfolded(node: dict[str, Any]) -> dict[str, Any]:
    """An object whose only key is its type, as `{"p": "…"}`, in the form that all others have."""
    if len(node) == 1:
        name, value = next(iter(node.items()))
        if name not in _INNER_KEYS and role_of(name) is not Role.HOLDER:
            return {"tagName": name, "content": value}
    return node


def _list_name(node: dict[str, Any]) -> str:
    """All that says what sort of list a node is."""
    said = [type_of(node), *(node.get(key) for key in ("list_type", "listType", "listItem", "style", "tag", "format"))]
    said += [node[key].get("style") for key in _HOLDERS_OF_KEYS if isinstance(node.get(key), dict)]
    name = " ".join(each.lower() for each in said if isinstance(each, str)).replace("unordered", "")
    numbered = node.get("ordered") is True or re.search(r"number|\bol\b|\bo-?li\b|\bo-list", name)
    return f"{name} ordered" if numbered else name


def _styled(node: dict[str, Any]) -> Role | None:
    """What a portable text block is, which says so beside its type."""
    if isinstance(node.get("listItem"), str):
        return Role.ITEM
    style = node.get("style")
    if node.get("_type") == "block" and isinstance(style, str) and role_of(style) in {Role.HEADING, Role.QUOTE}:
        return role_of(style)
    return None


def _level(node: dict[str, Any]) -> str:
    """The tag of a heading; h2 where it does not say."""
    sources = [node, *(node[key] for key in _HOLDERS_OF_KEYS if isinstance(node.get(key), dict))]
    said = [str(source.get(key)) for source in sources for key in _LEVEL_KEYS if source.get(key)]
    name = " ".join([*said[:1], type_of(node)]).lower()
    match = re.search(r"[2-6](?=\D*$)", name)
    spelt = next((number for word, number in _NUMBERS.items() if word in name), "2")
    return f"h{match[0] if match else spelt}"


def _named_marks(node: dict[str, Any], links: dict[str, dict[str, Any]]) -> Iterable[tuple[str, dict[str, Any]]]:
    """The names of a text's marks, with what belongs to each."""
    marks = node.get("marks", node.get("formats"))
    for mark in marks[:20] if isinstance(marks, list) else ():
        if isinstance(mark, str):
            yield ("link", links[mark]) if mark in links else (mark.lower(), {})
        elif isinstance(mark, dict):
            yield type_of(mark).lower(), mark
    yield from ((key.lower(), {}) for key in ("bold", "italic", "strong", "em") if node.get(key) is True)
    bits = node.get("format")
    if isinstance(bits, int):
        yield from ((name, {}) for bit, name in ((_LEXICAL_BOLD, "bold"), (_LEXICAL_ITALIC, "italic")) if bits & bit)


_EMPHASIS = {
    "bold": "strong",
    "strong": "strong",
    "b": "strong",
    "italic": "em",
    "em": "em",
    "i": "em",
    "emphasis": "em",
}


def _href(node: dict[str, Any]) -> str | None:
    sources = [node, *(node[key] for key in _HOLDERS_OF_KEYS if isinstance(node.get(key), dict))]
    found = (source.get(key) for source in sources for key in _HREF_KEYS)
    return next((each for each in found if isinstance(each, str) and each), None)


def rich_html(value: Any) -> str:
    """A value of any of the known forms as HTML blocks; "" where it holds no text. Total: any value is taken."""
    return _Writer().block(value)
