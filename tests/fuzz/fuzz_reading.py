"""Fuzz the readers of untrusted input, guided by coverage: python tests/fuzz/fuzz_reading.py TARGET [options].

    TARGET             page, jsonld, state, dates, urls, pictures, selectors, listing, bylines, pump
    --seconds N        stop after so many seconds (60)
    --corpus FOLDER    where inputs that found new ways through the code are kept (.cache/fuzz/TARGET)
    --seeds FOLDER     more inputs to begin with; may be given more than once
    --keep-going       write what fails into FOLDER/../failures, once for each place in the code, and go on
    --again FILE       run one input, such as one of those, and stop
    -…                 options of libFuzzer, such as -max_len=4000 or -jobs=2

Needs atheris, which `make fuzz` sets up. What fails becomes a test beside those of its module.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from random import Random

import atheris

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT))  # a script's own folder is on the path, the project's is not

with atheris.instrument_imports(include=["newsbot", "json_repair"]):
    from tests.fuzz import targets
    from tests.fuzz.seeds import seeds_of

WORDS = str.split
_KEYS = WORDS(
    "@type @id @graph @value @list name headline alternativeHeadline author creator image url contentUrl "
    "datePublished dateModified dateCreated articleBody text keywords about publisher liveBlogUpdate "
    "itemListElement item position isAccessibleForFree hasPart cssSelector wordCount video correction "
    "caption creditText width height inLanguage articleSection mainEntity mainEntityOfPage description "
    "thumbnailUrl associatedMedia logo sameAs"
)
_STATE_KEYS = WORDS(
    "props pageProps article story content content_elements body paragraphs type text html value children "
    "blocks data attributes title headline elements _id publishedAt credits by name promo_items url "
    "caption json nodes content_type nodeType items ops insert level style marks mainText richText "
    "isPremium __typename ref __ref id query ROOT_QUERY"
)
_TYPES = [
    "NewsArticle",
    "LiveBlogPosting",
    "BlogPosting",
    "Person",
    "Organization",
    "ImageObject",
    "WebPage",
    "BreadcrumbList",
    "VideoObject",
]
_TEXTS = [
    "",
    "The council of the old harbour town voted on Monday evening for a plan that has divided its people.",
    "<p>Two new piers are to be built &amp; paid for.</p><p>The mayor said so, and nobody laughed.</p>",
    "2026-03-01T10:20:30+01:00",
    "https://paper.example/a.jpg",
    "//paper.example/b.jpg",
    "javascript:alert(1)",
    "By Ann Lee and Bo Ek",
    "\ud800",
    "a\x00b\x1f",
    "paragraph",
    "$1",
    "1e999",
]
_DEEPEST = 6


def text_of(data: atheris.FuzzedDataProvider) -> str:
    """What is left, as text; bytes that are no UTF-8 become lone surrogates."""
    return bytes(data.ConsumeBytes(data.remaining_bytes())).decode("utf-8", "surrogateescape")


def value_of(data: atheris.FuzzedDataProvider, keys: list[str], deep: int = 0) -> object:
    """A JSON value of these keys."""
    kind = data.ConsumeIntInRange(0, 9)
    if kind <= 2 and deep < _DEEPEST:
        return {data.PickValueInList(keys): value_of(data, keys, deep + 1) for _ in range(data.ConsumeIntInRange(0, 8))}
    if kind == 3 and deep < _DEEPEST:
        return [value_of(data, keys, deep + 1) for _ in range(data.ConsumeIntInRange(0, 8))]
    if kind == 4:
        return data.PickValueInList([None, True, False, 0, -1, 10**30, 1.5, float("inf"), float("nan")])
    if kind == 5:
        return {"@type": data.PickValueInList(_TYPES), **dict.fromkeys(keys[:1], data.PickValueInList(_TEXTS))}
    if kind == 6:
        return data.ConsumeUnicode(data.ConsumeIntInRange(0, 40))
    return data.PickValueInList(_TEXTS) * data.PickValueInList([1, 1, 1, 4])


def _object(data: atheris.FuzzedDataProvider, keys: list[str]) -> dict[str, object]:
    return {data.PickValueInList(keys): value_of(data, keys) for _ in range(data.ConsumeIntInRange(1, 12))}


def fuzz_page(data: atheris.FuzzedDataProvider) -> None:
    content_type = data.PickValueInList(list(targets.CONTENT_TYPES))
    status = data.PickValueInList(list(targets.STATUSES))
    path = data.PickValueInList(["news/bridge-4711", "2026/11/22/", "", "a?b=c#d", "%zz/../..//ü", "live/x"])
    body = bytes(data.ConsumeBytes(data.remaining_bytes()))
    targets.page(body, f"https://paper.example/{path}", content_type, status)


def fuzz_jsonld(data: atheris.FuzzedDataProvider) -> None:
    if data.ConsumeIntInRange(0, 3):
        targets.jsonld(text_of(data))
    else:
        targets.jsonld(targets.built({"@type": data.PickValueInList(_TYPES), **_object(data, _KEYS)}))


def fuzz_state(data: atheris.FuzzedDataProvider) -> None:
    frame = data.ConsumeIntInRange(0, len(targets.FRAMES) - 1)
    plain = data.ConsumeBool()
    targets.state(text_of(data) if plain else targets.built(_object(data, _STATE_KEYS)), frame)


def fuzz_dates(data: atheris.FuzzedDataProvider) -> None:
    language = data.PickValueInList([None, "en", "de", "fr-FR", "pt-BR", "ar", "th", "ja", "xx", "zh-Hant-TW", "\x00"])
    targets.dates(text_of(data), language)


def fuzz_urls(data: atheris.FuzzedDataProvider) -> None:
    url, _, base = text_of(data).partition("\n")
    targets.urls(url, base)


def fuzz_pictures(data: atheris.FuzzedDataProvider) -> None:
    frame = data.ConsumeIntInRange(0, len(targets.PICTURES) - 1)
    targets.pictures(text_of(data), frame)


def fuzz_selectors(data: atheris.FuzzedDataProvider) -> None:
    language = data.PickValueInList(["css", "xpath"])
    targets.selectors(text_of(data), language)


def fuzz_listing(data: atheris.FuzzedDataProvider) -> None:
    source = data.ConsumeIntInRange(0, len(targets.SOURCES) - 1)
    content_type = data.PickValueInList([None, "application/rss+xml", "text/xml; charset=utf-16", "application/json"])
    targets.listing(source, bytes(data.ConsumeBytes(data.remaining_bytes())), content_type)


def fuzz_bylines(data: atheris.FuzzedDataProvider) -> None:
    targets.bylines(text_of(data))


def fuzz_pump(data: atheris.FuzzedDataProvider) -> None:
    slot = data.ConsumeIntInRange(0, len(targets.SLOTS) - 1)
    prefix, _, rest = text_of(data).partition("\n")
    unit, _, suffix = rest.partition("\n")
    targets.pump(slot, prefix, unit or prefix or " ", suffix)


FUZZERS: dict[str, Callable[[atheris.FuzzedDataProvider], None]] = {
    name: globals()[f"fuzz_{name}"] for name in targets.TARGETS
}
#: Longer inputs are slower, and find no more.
_LONGEST = {
    "page": 16_000,
    "jsonld": 8_000,
    "state": 8_000,
    "listing": 8_000,
    "dates": 160,
    "selectors": 200,
    "pump": 60,
}


def place_of(error: BaseException) -> str:
    """Where in the code an error came from: its type, and the deepest of newsbot's own lines."""
    frames = [each for each in traceback.extract_tb(error.__traceback__) if "/newsbot/" in each.filename]
    last = frames[-1] if frames else traceback.extract_tb(error.__traceback__)[-1]
    said = re.sub(r"[\d.]+|['\"].*", "", str(error).split(":")[0])[:60]
    return f"{type(error).__name__} {Path(last.filename).name}:{last.name} {said}"


def keep_going(run: Callable[[bytes], None], folder: Path) -> Callable[[bytes], None]:
    """The same, but what fails is written down, the first time for each place, and does not stop the fuzzer."""
    folder.mkdir(parents=True, exist_ok=True)
    known: set[str] = set()

    def guarded(data: bytes) -> None:
        try:
            run(data)
        except Exception as error:  # noqa: BLE001 (whatever comes out is what is looked for)
            place = place_of(error)
            if place in known:
                return
            known.add(place)
            name = folder / hashlib.sha256(place.encode()).hexdigest()[:12]
            name.with_suffix(".input").write_bytes(data)
            name.with_suffix(".txt").write_text(f"{place}\n{traceback.format_exc()}", "utf-8", "backslashreplace")
            print(f"FAILURE {place} ({name}.input)", file=sys.stderr, flush=True)

    return guarded


def plant(folder: Path, inputs: list[bytes]) -> Path:
    """The seeds as files, as libFuzzer wants them."""
    folder.mkdir(parents=True, exist_ok=True)
    for data in inputs:
        (folder / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
    return folder


def main(arguments: list[str]) -> None:
    """Reads the command line and fuzzes. libFuzzer ends the process itself."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", choices=sorted(FUZZERS))
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--seeds", type=Path, action="append", default=[])
    parser.add_argument("--keep-going", action="store_true")
    parser.add_argument("--again", type=Path)
    options, passed = parser.parse_known_args(arguments)
    warnings.simplefilter("ignore")
    target = FUZZERS[options.target]

    def run(data: bytes) -> None:
        target(atheris.FuzzedDataProvider(data))

    targets.bylines("Ann Lee")  # what is loaded or compiled at first use must not count as slow
    targets.dates("3 de mayo de 2024 a las cuatro", "es")
    targets.jsonld('{"@type": "NewsArticle", "headline": "T" "author": [}')
    targets.page("<p>Grüße aus Köln</p>".encode("cp1252") * 9, "https://paper.example/a", None, 200)
    if options.again:
        run(options.again.read_bytes())
        return
    corpus = options.corpus or ROOT / ".cache" / "fuzz" / options.target
    corpus.mkdir(parents=True, exist_ok=True)
    folders = [corpus, plant(corpus.parent / f"{options.target}-seeds", seeds_of(options.target)), *options.seeds]
    checked = keep_going(run, corpus.parent / "failures" / options.target) if options.keep_going else run
    flags = [
        f"-max_total_time={options.seconds}",
        f"-max_len={_LONGEST.get(options.target, 2000)}",
        f"-dict={HERE / 'tokens.dict'}",
        "-timeout=30",
        "-rss_limit_mb=2048",
        "-print_final_stats=1",
        f"-artifact_prefix={corpus.parent}/{options.target}-",
        f"-seed={Random().randrange(1, 2**31)}",
    ]
    atheris.Setup([sys.argv[0], *flags, *passed, *map(str, folders)], checked)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
