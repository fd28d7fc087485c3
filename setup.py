"""Only for scrapyd: `make egg` and scrapyd-deploy build their eggs by this. Everything else is in pyproject.toml."""

from pathlib import Path

from setuptools import setup


def packages(*roots: str) -> list[str]:
    """Every package below these folders."""
    return [".".join(file.parent.parts) for root in roots for file in sorted(Path(root).rglob("__init__.py"))]


setup(
    packages=packages("newsbot", "spiders", "pipelines"),
    package_data={
        "newsbot.sites": ["data/*/*.yml"],
        "newsbot.demo": ["**/*"],
        "newsbot.web": ["templates/*", "static/*"],
        "newsbot": ["py.typed"],
    },
    zip_safe=False,
)
