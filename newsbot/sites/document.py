"""A site file as text: read into a Site with every fault named, and written in the order of the house."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Any, get_args

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from newsbot.errors import Fault, FixSiteFile
from newsbot.sites.model import Site
from newsbot.sites.tree import Path, Tree, read_tree, spell

#: In bytes. The largest bundled file has 800.
MAX_SIZE = 100_000

#: Shorter words are found in too many others to be a hint.
_WORD = 4
_NOT_LETTERS = re.compile(r"[^a-z0-9]")
_EXPECTED = {
    "tuple_type": "a list is expected: [one, two], or each on a line of its own after a dash",
    "string_type": "a text is expected here, not a list or a mapping",
    "model_type": "keys are expected here, each on an indented line of its own",
    "missing": "is missing",
    "int_type": "a whole number is expected",
    "int_parsing": "a whole number is expected",
    "int_from_float": "a whole number is expected",
    "float_type": "a number is expected",
    "float_parsing": "a number is expected",
    "finite_number": "a number is expected",
}


def read_site(data: bytes, file: str) -> Site:
    """Read a site file. `file` is its name in messages.

    Raises `FixSiteFile` with every fault of the file: of the YAML as of the values, each with its line.
    """
    text = _decode(data, file)
    tree = read_tree(text)
    faults = [Fault(file, line, spell(path), why) for line, path, why in tree.faults]
    if tree.value is None or (tree.value == "" and not faults):
        faults = faults or [Fault(file, 1, "", "the file is empty; the smallest site file has a `name` and a `url`")]
    elif not isinstance(tree.value, dict):
        faults = faults or [Fault(file, tree.line_of(()), "", "a site file holds keys, such as `name: Example Times`")]
    else:
        try:
            site = Site.model_validate(tree.value)
        except ValidationError as error:
            faults += _faults_of(error, tree, file)
        else:
            if not faults:
                return site
    raise FixSiteFile(sorted(faults, key=lambda fault: fault.line))


def line_in(data: bytes, place: Path) -> int:
    """The line of a site file in which something stands, or the nearest thing around it; the first is 1."""
    return read_tree(data.decode("utf-8-sig", "replace")).line_of(place)


def _decode(data: bytes, file: str) -> str:
    if len(data) > MAX_SIZE:
        raise FixSiteFile([Fault(file, 1, "", f"a site file has at most {MAX_SIZE:,} bytes")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        why = f"byte 0x{data[error.start]:02x} is not UTF-8; save the file in the encoding UTF-8"
        raise FixSiteFile([Fault(file, line, "", why)]) from error


def _faults_of(error: ValidationError, tree: Tree, file: str) -> Iterator[Fault]:
    spoilt = {path for _, path, _ in tree.faults}
    for detail in error.errors(include_url=False):
        path = detail["loc"]
        if any(path[:length] in spoilt for length in range(1, len(path) + 1)):
            continue  # the YAML's own fault says it better
        yield Fault(file, tree.line_of(path), spell(path), _why(detail, tree.value))


def _why(detail: ErrorDetails, value: Any) -> str:
    kind, given = detail["type"], detail["input"]
    if kind == "extra_forbidden":
        return _unknown_key(detail["loc"], value)
    if given == "" and kind != "missing":
        return "nothing is given; write a value, or take the key out"
    if kind in _EXPECTED:
        return _EXPECTED[kind]
    if kind in {"enum", "literal_error"}:
        expected = str(detail["ctx"]["expected"])
        return f"{given!r} is none of {expected}" + _did_you_mean(str(given), re.findall(r"'([^']+)'", expected))
    if kind == "value_error":
        return str(detail["ctx"]["error"])
    return detail["msg"][:1].lower() + detail["msg"][1:]


def _unknown_key(path: Path, value: Any) -> str:
    known = [field.alias or name for name, field in _model_at(path[:-1], value).model_fields.items()]
    hint = _did_you_mean(str(path[-1]), known)
    return f"unknown key{hint}" if hint else f"unknown key; known here: {', '.join(known)}"


def _model_at(path: Path, value: Any) -> type[BaseModel]:
    """The model of what stands at this path of a file's value; of several, the one whose first key it has."""
    models: list[type[BaseModel]] = [Site]
    for place in path:
        value = value[place]
        if isinstance(place, str):
            models = _models_in(models[0].model_fields[place].annotation)
        elif isinstance(value, dict):
            models = [model for model in models if next(iter(model.model_fields)) in value] or models
    return models[0]


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models_in(part)]


def _did_you_mean(given: str, known: list[str]) -> str:
    folded = {_NOT_LETTERS.sub("", name.lower()): name for name in known}
    word = _NOT_LETTERS.sub("", given.lower())
    near = difflib.get_close_matches(word, folded, n=1, cutoff=0.6)
    near = near or [name for name in folded if len(word) >= _WORD and (word in name or name in word)]
    return f"; did you mean {folded[near[0]]}?" if near else ""


class _Dumper(yaml.SafeDumper):
    """Lists are indented below their key, as people write them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        super().increase_indent(flow, False)  # noqa: FBT003


def write_site(site: Site, note: str = "") -> str:
    """The site file of a site: keys in the order of the model, defaults left out; `note` is the comment at its head.

    `read_site` gives back an equal Site.
    """
    values: dict[str, Any] = site.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    lines = [f"# {line}".rstrip() + "\n" for line in note.splitlines()]
    return "".join(lines + [_write_key(key, value) for key, value in values.items()])


def _write_key(key: str, value: Any) -> str:
    in_one_line = key in {"languages", "hosts"}
    return yaml.dump(
        {key: _Flow(value) if in_one_line else value},
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=10_000,
    )


class _Flow(list[str]):
    """A list that is written in one line."""


def _represent_flow(dumper: _Dumper, values: _Flow) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", values, flow_style=True)


_Dumper.add_representer(_Flow, _represent_flow)
