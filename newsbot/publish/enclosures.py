"""Enclosures: an article's sounds, videos and leading picture, as feeds attach them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from newsbot.article import Article
from newsbot.publish.addresses import web_address

#: A feed that names more is no help to anybody.
_MOST = 20
#: By the end of an address. Own, for Python's table takes in what the system says.
_TYPES: Mapping[str, str] = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "jfif": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "svg": "image/svg+xml",
    "bmp": "image/bmp",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "webm": "video/webm",
    "mov": "video/quicktime",
    "ogv": "video/ogg",
    "m3u8": "application/vnd.apple.mpegurl",
    "mpd": "application/dash+xml",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "aac": "audio/aac",
    "oga": "audio/ogg",
    "ogg": "audio/ogg",
    "opus": "audio/ogg",
    "wav": "audio/wav",
    "flac": "audio/flac",
}
#: What RSS and JSON Feed, which want a type, are told where it is not known.
UNKNOWN_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A file that belongs to an article."""

    url: str
    medium: str  #: audio, video, image
    type: str | None = None  #: its media type; None where its address does not tell
    length: int | None = None  #: in bytes; None: not known


def media_type(url: str) -> str | None:
    """The media type that the end of an address tells; None where it does not."""
    name = urlsplit(url).path.rpartition("/")[2]
    return _TYPES.get(name.rpartition(".")[2].lower()) if "." in name else None


def enclosures_of(article: Article) -> tuple[Enclosure, ...]:
    """Sounds first, then videos, then the picture that leads the article: some readers only take the first."""
    image = article.mainImage
    found: dict[str, Enclosure] = {}
    for medium, addresses in (
        ("audio", (each.url for each in article.audios)),
        ("video", (each.url for each in article.videos)),
        ("image", (image.url,) if image else ()),
    ):
        for each in _named(medium, addresses, article.url):
            found.setdefault(each.url, each)
    return tuple(found.values())[:_MOST]


def _named(medium: str, addresses: Iterable[str], base: str) -> Iterable[Enclosure]:
    for address in addresses:
        url = web_address(address, base)
        if url is not None:
            yield Enclosure(url=url, medium=medium, type=media_type(url))
