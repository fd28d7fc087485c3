"""Pictures of the demo newspaper are small, valid PNG files, and the same for the same seed."""

import struct
import zlib

import pytest

from newsbot.demo.pictures import png

MOTIFS = ("town", "harbour", "hills", "night", "storm", "pitch")


def chunks(data: bytes) -> dict[bytes, bytes]:
    """The chunks of a PNG, their checksums checked."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    found, place = {}, 8
    while place < len(data):
        (size,) = struct.unpack(">I", data[place : place + 4])
        kind, body = data[place + 4 : place + 8], data[place + 8 : place + 8 + size]
        assert struct.unpack(">I", data[place + 8 + size : place + 12 + size])[0] == zlib.crc32(kind + body)
        found[kind] = body
        place += 12 + size
    return found


@pytest.mark.parametrize("motif", MOTIFS)
@pytest.mark.parametrize("size", [(640, 400), (320, 240)])
def test_a_picture_is_a_whole_png(motif, size):
    width, height = size
    parts = chunks(png(motif, 7, width, height))
    assert list(parts) == [b"IHDR", b"PLTE", b"IDAT", b"IEND"]
    assert struct.unpack(">IIBBBBB", parts[b"IHDR"]) == (width, height, 8, 3, 0, 0, 0)
    rows = zlib.decompress(parts[b"IDAT"])
    assert len(rows) == (width + 1) * height
    assert max(rows) < len(parts[b"PLTE"]) // 3
    assert len(set(rows)) > 10


def test_small_different_and_repeatable():
    pictures = {png(motif, seed) for motif in MOTIFS for seed in (1, 2)}
    assert len(pictures) == 12
    assert max(map(len, pictures)) < 12_000
    first = png("harbour", 1)
    png.cache_clear()
    assert png("harbour", 1) == first
