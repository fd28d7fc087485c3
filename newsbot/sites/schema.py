"""The JSON Schema of site files, for editors. `python -m newsbot.sites.schema > docs/site.schema.json` renews it."""

from __future__ import annotations

import json
import sys
from typing import Any

from newsbot.sites.model import Site


def site_schema() -> dict[str, Any]:
    """The schema as a dictionary: what `newsbot sites check` asks, as far as JSON Schema can say it."""
    schema: dict[str, Any] = _tidy(Site.model_json_schema())
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "newsbot site file"} | schema


def _tidy(node: Any) -> Any:
    """Without what pydantic adds and writers do not need: titles made of names, and null, which is no value here."""
    if isinstance(node, list):
        return [_tidy(each) for each in node]
    if not isinstance(node, dict):
        return node
    choices = [choice for choice in node.get("anyOf", ()) if choice != {"type": "null"}]
    if len(choices) == 1:
        node = choices[0] | {key: value for key, value in node.items() if key != "anyOf"}
    return {key: _tidy(value) for key, value in node.items() if not _is_made(key, value)}


def _is_made(key: str, value: object) -> bool:
    """A title or default that says nothing. A field of these names would hold a dictionary with a type."""
    return (key == "title" and isinstance(value, str)) or (
        key == "default" and (value is None or isinstance(value, dict))
    )


def schema_text() -> str:
    """The schema as the text of its file."""
    return json.dumps(site_schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema_text())
