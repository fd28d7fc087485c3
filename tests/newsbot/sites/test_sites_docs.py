"""docs/sites.md and docs/site.schema.json say what is true."""

import json
import re
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from newsbot.errors import FixSiteFile
from newsbot.sites.catalog import bundled, load_site, open_catalog
from newsbot.sites.document import read_site, write_site
from newsbot.sites.model import Site
from newsbot.sites.schema import schema_text

DOCS = Path(__file__).parents[3] / "docs"
TEXT = (DOCS / "sites.md").read_text("utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
HEAD = "name: Example Times\nurl: https://www.example.com/\n"


def models_in(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in models_in(part)]


def keys_of(model: type[BaseModel]) -> set[str]:
    keys = {field.alias or name for name, field in model.model_fields.items()}
    for field in model.model_fields.values():
        for inner in models_in(field.annotation):
            keys |= keys_of(inner)
    return keys


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.split("\n")[0])
def test_every_example_is_a_site_file_in_good_order(example: str) -> None:
    text = example if example.startswith("name:") else HEAD + example
    site = read_site(text.encode(), "docs/sites.md")
    assert read_site(write_site(site).encode(), "again") == site
    keys = [line.split(":")[0] for line in example.splitlines() if re.match(r"\w", line)]
    assert keys == [key for key in Site.model_fields if key in keys]


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 10


def test_every_key_is_explained_and_shown() -> None:
    shown = {found for example in EXAMPLES for found in re.findall(r"(\w+):(?:\s|$)", example)}
    listed = set(re.findall(r"`(\w+)`", TEXT))
    assert keys_of(Site) <= shown | listed
    assert {"goto", "with", "storage"} <= keys_of(Site), "the keys of steps and of optional parts are among them"
    assert set(Site.model_fields) <= shown


def test_the_whole_example_has_every_key() -> None:
    site = read_site(EXAMPLES[1].encode(), "docs/sites.md")
    assert site.model_fields_set == set(Site.model_fields)


def test_the_faults_it_shows_are_those_that_come() -> None:
    text = "name: Example Times\nurl: https://www.example.com/\nlanguages: [en, jp]\n\n\n\nnewssitemaps: []\n"
    with pytest.raises(FixSiteFile) as caught:
        read_site(text.encode(), "example-times.yml")
    for fault in caught.value.faults:
        assert f"    {fault}\n" in TEXT


def test_what_it_says_of_slugs_and_names_is_true(tmp_path: Path) -> None:
    assert Site(name="Example Times", url="https://www.example.com/").slug == "example-times"
    assert Site(name="朝日新聞", url="https://www.asahi.com/").slug == "asahi-com"
    assert f"{len(bundled())} sites" in TEXT
    for what in ("der-standard", "at/der-standard", "Der Standard", "https://www.derstandard.at/", "derstandard.at"):
        assert load_site(what).slug == "der-standard"
        assert f"`{what}`" in TEXT or f'`"{what}"`' in TEXT
    (tmp_path / "mine.yml").write_text("name: Mine\nurl: https://derstandard.at/\n")
    assert open_catalog(tmp_path).named("der-standard") is None


def test_the_schema_is_current() -> None:
    """When this fails: `python -m newsbot.sites.schema > docs/site.schema.json`."""
    assert (DOCS / "site.schema.json").read_text("utf-8") == schema_text()


def test_the_schema_knows_the_keys_and_refuses_others() -> None:
    schema = json.loads(schema_text())
    assert list(schema["properties"]) == list(Site.model_fields)
    assert schema["additionalProperties"] is False
    assert schema["required"] == ["name", "url"]
    for part in schema["$defs"].values():
        assert part.get("additionalProperties") is False or "enum" in part
    assert "null" not in schema_text()
