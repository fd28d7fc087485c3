"""YAML as site files use it: text, lists and mappings, each with its line.

Every plain value is a text here, and only the model (`newsbot.sites.model`) makes numbers of them: so Norway's `no`, a
time like 23:00 and a name like 1843 mean what they say. Aliases, tags, several documents and deep nesting are refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

Path = tuple[str | int, ...]
Value = str | list["Value"] | dict[str, "Value"]

#: A site file needs four levels.
MAX_DEPTH = 8
#: Both resolve nothing: every scalar is a text. The C one is many times faster.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _TooDeepError(Exception):
    """Reading stops here: the time that YAML's parser takes grows with the square of the depth."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


@dataclass(slots=True)
class Tree:
    """What a file holds, where each value stands (1 is the first line), and what is wrong with its YAML."""

    value: Value | None = None
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[tuple[int, Path, str]] = field(default_factory=list)

    def line_of(self, path: Path) -> int:
        """The line of a value, or of the nearest thing around it that has one."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def spell(path: Path) -> str:
    """`articles.match #2`: items are counted from one, as people count."""
    text = ""
    for step in path:
        text += f" #{step + 1}" if isinstance(step, int) else f".{step}" if text else step
    return text


def read_tree(text: str) -> Tree:
    """Read YAML. Never raises: what is wrong is in the tree's `faults`; its value is None where nothing can be said."""
    tree = Tree()
    try:
        events = yaml.parse(text, Loader=_LOADER)
        _read_stream(_Reader(tree, events), events)
    except _TooDeepError as error:
        tree.value = None
        tree.faults.append((error.line, (), "nested too deeply for a site file"))
    except yaml.YAMLError as error:
        tree.value = None
        tree.faults.append((_line_of_error(error, text), (), f"this is not YAML: {_problem(error)}"))
    return tree


def _read_stream(reader: _Reader, events: Iterator[yaml.Event]) -> None:
    for event in events:
        if not isinstance(event, yaml.DocumentStartEvent):
            continue
        if reader.tree.value is not None:
            reader.fault(event, (), "a site file holds one document; put each site into a file of its own")
            return
        reader.tree.value = reader.read(next(events), (), 0)


def _line_of_error(error: yaml.YAMLError, text: str) -> int:
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        return mark.line + 1 if mark else 1
    position = getattr(error, "position", 0)  # of a character that YAML does not allow
    return text.count("\n", 0, position) + 1 if isinstance(position, int) else 1


def _problem(error: yaml.YAMLError) -> str:
    if not isinstance(error, yaml.MarkedYAMLError):
        return str(error).splitlines()[0]
    hints = {
        "mapping values are not allowed": "put text that holds a colon and a space in quotes",
        "found character that cannot start any token": "indent with spaces; put text that begins with @ or ` in quotes",
        "did not find expected": "check the indentation and the quotes above",
        "could not find expected": "check the indentation and the quotes above",
    }
    problem = error.problem or error.context or "it cannot be read"
    hint = next((hint for start, hint in hints.items() if start in problem), None)
    return f"{problem} ({hint})" if hint else problem


@dataclass(slots=True)
class _Reader:
    """Builds plain values from YAML's events."""

    tree: Tree
    events: Iterator[yaml.Event]

    def fault(self, event: yaml.Event, path: Path, why: str) -> None:
        self.tree.faults.append((_line_of(event), path, why))

    def read(self, event: yaml.Event, path: Path, depth: int) -> Value:
        """The value that begins with this event; an empty text where it is refused, and a fault noted."""
        self.tree.lines.setdefault(path, _line_of(event))
        _check_depth(event, depth)
        refused = _refusal(event)
        if refused:
            self.fault(event, path, refused)
            self.skip(event)
            return ""
        if isinstance(event, yaml.SequenceStartEvent):
            return self.read_list(path, depth)
        if isinstance(event, yaml.MappingStartEvent):
            return self.read_mapping(path, depth)
        return str(event.value) if isinstance(event, yaml.ScalarEvent) else ""

    def read_list(self, path: Path, depth: int) -> list[Value]:
        values: list[Value] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            values.append(self.read(event, (*path, len(values)), depth + 1))
        return values

    def read_mapping(self, path: Path, depth: int) -> dict[str, Value]:
        values: dict[str, Value] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self.fault(event, path, "a key is a plain word")
                self.skip(event)
                self.skip(next(self.events))
                continue
            key, here = event.value, (*path, event.value)
            if key in values:
                self.fault(event, here, f"given twice, first on line {self.tree.lines[here]}; keep one")
                self.skip(next(self.events))
                continue
            self.tree.lines[here] = _line_of(event)
            values[key] = self.read(next(self.events), here, depth + 1)
        return values

    def skip(self, event: yaml.Event) -> None:
        """Go past the value that begins with this event."""
        open_ones = int(isinstance(event, yaml.CollectionStartEvent))
        while open_ones:
            following = next(self.events)
            open_ones += isinstance(following, yaml.CollectionStartEvent)
            open_ones -= isinstance(following, yaml.CollectionEndEvent)
            _check_depth(following, open_ones)


def _line_of(event: yaml.Event) -> int:
    mark = event.start_mark
    return mark.line + 1 if mark else 1


def _check_depth(event: yaml.Event, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise _TooDeepError(_line_of(event))


def _refusal(event: yaml.Event) -> str | None:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        return "anchors (&name) and aliases (*name) are not used here; write the value out, text in quotes"
    if getattr(event, "tag", None):
        return "tags (!name) are not used here; put text that begins with ! in quotes"
    return None
