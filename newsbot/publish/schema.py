"""The JSON Schema of an article, generated from its class: `make schema` writes it to docs/article.schema.json."""

from __future__ import annotations

import json
import sys
from typing import Any

from pydantic import TypeAdapter

from newsbot.article import Article


def article_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a line of `newsbot export` and `newsbot scrape`."""
    schema = TypeAdapter(Article).json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def schema_text() -> str:
    """The schema as the file in docs/ holds it."""
    return json.dumps(article_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema_text())
