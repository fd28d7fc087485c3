"""Pictures for the demo newspaper: small landscapes drawn by a seed and packed as PNG, standard library only.

A picture is drawn column by column, each a run of palette colours from the top down: that is fast in plain Python,
and rows are then read across the columns. 640 x 400 pixels take a few milliseconds and a few kilobytes.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from functools import lru_cache
from math import pi, sin, sqrt
from random import Random

Colour = tuple[int, int, int]
#: Sky at the top, sky at the horizon, far land, near land, light.
_MOODS: tuple[tuple[Colour, Colour, Colour, Colour, Colour], ...] = (
    ((96, 150, 196), (240, 226, 200), (122, 150, 150), (58, 84, 78), (255, 246, 214)),
    ((72, 88, 140), (244, 176, 134), (120, 98, 122), (52, 46, 70), (255, 226, 170)),
    ((142, 176, 192), (232, 232, 222), (138, 158, 146), (70, 92, 74), (255, 252, 240)),
    ((178, 142, 128), (250, 216, 168), (150, 120, 110), (84, 66, 64), (255, 240, 200)),
)
_NIGHT = ((12, 18, 44), (66, 78, 118), (34, 42, 70), (14, 18, 34), (250, 244, 214))
_STORM = ((64, 72, 84), (164, 170, 172), (84, 96, 100), (40, 50, 56), (212, 216, 214))
#: Where the palette keeps its colours: 64 of the sky, then land and water from far to near, then the rest.
_SKY, _LAND, _LIGHT, _WHITE, _DARK, _LAMP, _GREEN = 64, 16, 80, 81, 82, 83, 84


@lru_cache(maxsize=512)
def png(motif: str, seed: int, width: int = 640, height: int = 400) -> bytes:
    """A PNG of one motif: town, harbour, hills, night, storm or pitch; another one is drawn as hills.

    At least 220 pixels each way.
    """
    rng = Random(f"{motif}/{seed}")  # noqa: S311 (a repeatable draw, no secret)
    mood = {"night": _NIGHT, "storm": _STORM}.get(motif) or _MOODS[seed % len(_MOODS)]
    columns = _DRAWERS.get(motif, _hills)(rng, width, height)
    data = b"".join(map(bytes, columns))
    rows = b"".join(b"\0" + data[row::height] for row in range(height))
    return _packed(width, height, _palette(mood), rows)


def _packed(width: int, height: int, palette: bytes, rows: bytes) -> bytes:
    """The PNG file: eight bits a pixel by palette, no row filter."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"PLTE", palette)
        + chunk(b"IDAT", zlib.compress(rows, 6))
        + chunk(b"IEND", b"")
    )


def _palette(mood: tuple[Colour, Colour, Colour, Colour, Colour]) -> bytes:
    top, low, far, near, light = mood
    colours = [_between(top, low, step / (_SKY - 1)) for step in range(_SKY)]
    colours += [_between(far, near, step / (_LAND - 1)) for step in range(_LAND)]
    colours += [light, (246, 244, 238), (34, 36, 44), (255, 212, 120)]
    green = _between((92, 148, 84), near, 0.25)
    colours += [green, _between(green, (255, 255, 255), 0.1)]
    return bytes(part for colour in colours for part in colour)


def _between(first: Colour, second: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def _sky(width: int, height: int, horizon: int) -> list[bytearray]:
    """Columns with a sky that brightens towards the horizon, and below it more of the brightest."""
    ramp = bytearray(min(_SKY - 1, row * _SKY // horizon) for row in range(height))
    return [bytearray(ramp) for _ in range(width)]


def _disc(columns: list[bytearray], x: int, y: int, radius: int, colour: int) -> None:
    for across in range(-radius, radius + 1):
        if 0 <= x + across < len(columns):
            reach = int(sqrt(radius * radius - across * across))
            _run(columns[x + across], y - reach, y + reach, colour)


def _run(column: bytearray, start: int, end: int, colour: int) -> None:
    """Paint one column from `start` to before `end`."""
    start, end = max(0, start), min(len(column), end)
    if end > start:
        column[start:end] = bytes((colour,)) * (end - start)


def _box(columns: list[bytearray], x: int, y: int, width: int, height: int, colour: int) -> None:
    for column in columns[max(0, x) : max(0, x + width)]:
        _run(column, y, y + height, colour)


def _ridge(rng: Random, columns: list[bytearray], level: int, swing: int, colour: int) -> None:
    """A line of hills: everything below it in one colour."""
    waves = [(rng.uniform(0.6, 3.4), rng.uniform(0, 2 * pi), rng.uniform(0.3, 1)) for _ in range(4)]
    size, height, step = len(columns), len(columns[0]), 8
    rises = [
        swing * sum(weight * sin(2 * pi * count * x / size + phase) for count, phase, weight in waves) / 3
        for x in range(0, size + step, step)
    ]
    for x, column in enumerate(columns):  # sines are dear: every eighth, and straight lines between
        place, rest = divmod(x, step)
        rise = rises[place] + (rises[place + 1] - rises[place]) * rest / step
        _run(column, level + int(rise), height, colour)


def _clouds(rng: Random, columns: list[bytearray], below: int, count: int, colour: int) -> None:
    for _ in range(count):
        x, y = rng.randrange(len(columns)), rng.randrange(20, below)
        for _ in range(rng.randint(4, 9)):
            half, thick = rng.randint(20, 70), rng.randint(3, 8)
            middle, level = x + rng.randint(-60, 60), y + rng.randint(-8, 8)
            for across in range(-half, half):
                if 0 <= middle + across < len(columns):
                    reach = int(thick * sqrt(1 - (across / half) ** 2))
                    _run(columns[middle + across], level - reach, level + max(1, reach // 3), colour)


def _hills(rng: Random, width: int, height: int) -> list[bytearray]:
    horizon = height * 6 // 10
    columns = _sky(width, height, horizon)
    _disc(columns, rng.randrange(80, width - 80), rng.randrange(60, horizon - 60), rng.randint(18, 34), _LIGHT)
    _clouds(rng, columns, horizon // 2, 3, _WHITE)
    for step in range(5):
        _ridge(rng, columns, horizon - 40 + step * 46, 42, _SKY + step * 3 + 2)
    return columns


def _water(rng: Random, columns: list[bytearray], horizon: int, sun: int, light: int) -> None:
    """The sea below the horizon, with the light of the sun broken on it."""
    height = len(columns[0])
    shades = bytearray(_SKY + 2 + (row - horizon) * 9 // (height - horizon) for row in range(horizon, height))
    for column in columns:
        column[horizon:] = shades
    for _ in range(220):
        y = rng.randrange(horizon + 2, height - 2)
        spread = 14 + (y - horizon) // 2
        x, length = sun + int(rng.gauss(0, spread)), rng.randint(6, 12 + (y - horizon) // 5)
        _box(columns, x - length // 2, y, length, 1 + (y - horizon) // 90, light)


def _boat(columns: list[bytearray], x: int, y: int, size: int) -> None:
    """A sailing boat: hull, mast, a large sail and a small one."""
    for across in range(-size, size):
        if 0 <= x + across < len(columns):
            column = columns[x + across]
            _run(column, y, y + max(0, min(size // 3, (size - abs(across)))), _DARK)
            if 1 < across < size * 3 // 4:
                _run(column, y - 2 - (size * 3 // 4 - across) * 5 // 2, y - 3, _WHITE)
            if -size // 2 < across < -1:
                _run(column, y - 2 - (across + size // 2) * 3, y - 3, _LIGHT)
    _box(columns, x, y - size * 2, max(1, size // 12), size * 2, _DARK)


def _harbour(rng: Random, width: int, height: int) -> list[bytearray]:
    horizon = height // 2 + rng.randint(-20, 30)
    columns = _sky(width, height, horizon)
    sun = rng.randrange(100, width - 100)
    _disc(columns, sun, horizon - rng.randint(10, 90), rng.randint(20, 36), _LIGHT)
    _clouds(rng, columns, horizon // 2, 2, _WHITE)
    _ridge(rng, columns, horizon - 12, 22, _SKY + 3)
    _water(rng, columns, horizon, sun, _LIGHT)
    for _ in range(rng.randint(2, 4)):
        depth = rng.randint(10, height - horizon - 70)
        _boat(columns, rng.randrange(40, width - 40), horizon + depth, 10 + depth // 4)
    return columns


def _town(rng: Random, width: int, height: int) -> list[bytearray]:
    horizon = height * 7 // 10
    columns = _sky(width, height, horizon)
    _clouds(rng, columns, horizon // 2, 4, _WHITE)
    _ridge(rng, columns, horizon - 60, 50, _SKY + 2)
    for row, (low, high, shade) in enumerate(((90, 170, 6), (60, 130, 11))):
        x = -10
        while x < width:
            wide, tall = rng.randint(38, 74), rng.randint(low, high)
            _house(rng, columns, (x, height - 40 - tall + row * 40, wide), _SKY + shade + rng.randint(-1, 2))
            x += wide + rng.choice((0, 0, 3, 12))
    _box(columns, 0, height - 18, width, 18, _SKY + 15)
    return columns


def _house(rng: Random, columns: list[bytearray], place: tuple[int, int, int], colour: int) -> None:
    """A gabled house from its eaves down, with lit and dark windows. `place`: left, eaves, width."""
    left, eaves, wide = place
    for across in range(wide):
        if 0 <= left + across < len(columns):
            gable = int((wide / 2 - abs(across - wide / 2)) * 0.8)
            _run(columns[left + across], eaves - gable, eaves, colour + 2)
            _run(columns[left + across], eaves, len(columns[0]), colour)
    for y in range(eaves + 10, len(columns[0]) - 40, 26):
        for x in range(left + 8, left + wide - 12, 18):
            _box(columns, x, y, 8, 12, rng.choice((_LAMP, _DARK, _DARK)))


def _night(rng: Random, width: int, height: int) -> list[bytearray]:
    horizon = height * 7 // 10
    columns = _sky(width, height, horizon)
    for _ in range(170):
        size = rng.choice((1, 1, 1, 2))
        _box(columns, rng.randrange(width), rng.randrange(horizon), size, size, _WHITE)
    x, y, radius = rng.randrange(90, width - 90), rng.randrange(60, 150), rng.randint(18, 30)
    _disc(columns, x, y, radius, _LIGHT)
    for step in range(3):
        _ridge(rng, columns, horizon - 20 + step * 40, 36, _SKY + 3 + step * 5)
    for _ in range(26):
        _box(columns, rng.randrange(width), rng.randrange(height - 60, height - 12), 3, 3, _LAMP)
    return columns


def _storm(rng: Random, width: int, height: int) -> list[bytearray]:
    horizon = height * 6 // 10
    columns = _sky(width, height, horizon)
    for shade in (20, 12, 4):
        _clouds(rng, columns, horizon * 2 // 3, 3, shade)
    for step in range(6):
        _ridge(rng, columns, horizon + step * 26, 10 + step * 3, _SKY + 3 + step * 2)
        for _ in range(9):
            y = horizon + step * 26 + rng.randint(4, 22)
            _box(columns, rng.randrange(width), y, rng.randint(8, 30), 2, _LIGHT)
    for _ in range(120):
        x, y = rng.randrange(width), rng.randrange(height - 30)
        for drop in range(3):
            _box(columns, x - drop, y + drop * 6, 1, 6, 40)
    return columns


def _pitch(rng: Random, width: int, height: int) -> list[bytearray]:
    horizon = height // 2
    columns = _sky(width, height, horizon)
    _disc(columns, rng.randrange(80, width - 80), rng.randrange(50, horizon - 50), 24, _LIGHT)
    _clouds(rng, columns, horizon // 2, 3, _WHITE)
    _ridge(rng, columns, horizon - 20, 40, _SKY + 4)
    centre = width // 2 + rng.randint(-120, 120)
    ground, row, wide, shade = horizon + 8, horizon + 8, 5, 0
    bands = bytearray()
    while row < height:  # mown in bands that widen towards the spectator
        bands += bytes((_GREEN + shade,)) * wide
        row, wide, shade = row + wide, wide + 4, 1 - shade
    for column in columns:
        column[ground:] = bands[: height - ground]
    _box(columns, 0, horizon + 70, width, 3, _WHITE)
    for post in (-60, 60):
        _box(columns, centre + post, horizon - 24, 4, 40, _WHITE)
    _box(columns, centre - 60, horizon - 24, 124, 4, _WHITE)
    return columns


_DRAWERS: dict[str, Callable[[Random, int, int], list[bytearray]]] = {
    "hills": _hills,
    "harbour": _harbour,
    "town": _town,
    "night": _night,
    "storm": _storm,
    "pitch": _pitch,
}
