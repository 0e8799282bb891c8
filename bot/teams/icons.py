"""Upbeat's two icons for Teams, drawn here: a line that dips and rises to a note.

Each shape is a distance: how far a point is from its edge, negative inside. A point at the edge is drawn by half, which
makes the edges smooth. Lengths are in parts of a square of 32 by 32.
"""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Callable
from functools import cache
from itertools import pairwise

Colour = tuple[int, int, int]
Pixel = tuple[int, int, int, int]
Shape = Callable[[float, float], float]
Point = tuple[float, float]

GROUND: Colour = (0x1F, 0x5F, 0x5B)
PAPER: Colour = (0xFB, 0xF4, 0xE4)
NOTE: Colour = (0xF0, 0xB2, 0x4A)
WHITE: Colour = (0xFF, 0xFF, 0xFF)

SIDE = 32.0
_CURVES: list[tuple[Point, Point, Point, Point]] = [
    ((6.5, 20.5), (9.1, 24.1), (13.1, 23.8), (15.5, 20.1)),
    ((15.5, 20.1), (17.5, 16.9), (18.8, 12.5), (21.8, 8.5)),
]


@cache
def color() -> bytes:
    """The icon in full colour, 192 by 192, as PNG."""
    layers = [
        (_ground, GROUND),
        (_stroke(_rising(), 2.8), PAPER),
        (_disc((23.7, 7.6), 3.1), NOTE),
        (_stroke([(25.6, 15.0), (25.6, 24.5)], 2.0), PAPER),
    ]
    return _png(192, layers)


@cache
def outline() -> bytes:
    """The icon as white lines on nothing, 32 by 32, as PNG."""
    layers = [
        (_stroke(_rising(), 2.8), WHITE),
        (_disc((23.7, 7.6), 3.4), WHITE),
        (_stroke([(25.6, 15.0), (25.6, 24.5)], 2.2), WHITE),
    ]
    return _png(32, layers)


def _rising() -> list[Point]:
    """The line that dips and rises, as short straight pieces."""
    return [_on(curve, step / 12) for curve in _CURVES for step in range(13)]


def _on(curve: tuple[Point, Point, Point, Point], at: float) -> Point:
    back = 1 - at
    parts = (back**3, 3 * back * back * at, 3 * back * at * at, at**3)
    x, y = (sum(part * point[axis] for part, point in zip(parts, curve, strict=True)) for axis in (0, 1))
    return x, y


def _ground(_x: float, _y: float) -> float:
    """Everywhere: Teams rounds the corners of an icon by itself."""
    return -SIDE


def _disc(centre: Point, radius: float) -> Shape:
    return lambda x, y: math.hypot(x - centre[0], y - centre[1]) - radius


def _stroke(points: list[Point], width: float) -> Shape:
    pieces = list(pairwise(points))
    return lambda x, y: min(_from(piece, x, y) for piece in pieces) - width / 2


def _from(piece: tuple[Point, Point], x: float, y: float) -> float:
    """How far a point is from a straight piece."""
    (ax, ay), (bx, by) = piece
    length = (bx - ax) ** 2 + (by - ay) ** 2
    along = max(0.0, min(1.0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length)) if length else 0.0
    return math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay))


def _png(size: int, layers: list[tuple[Shape, Colour]]) -> bytes:
    scale = SIDE / size
    rows = bytearray()
    for row in range(size):
        rows.append(0)
        for column in range(size):
            rows += bytes(_pixel((column + 0.5) * scale, (row + 0.5) * scale, scale, layers))
    head = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    parts = (b"IHDR", head), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in parts)


def _pixel(x: float, y: float, scale: float, layers: list[tuple[Shape, Colour]]) -> Pixel:
    """The colour of one point, each layer over those before it."""
    red, green, blue, cover = 0.0, 0.0, 0.0, 0.0
    for far, (r, g, b) in layers:
        part = max(0.0, min(1.0, 0.5 - far(x, y) / scale))
        kept = cover * (1 - part)
        total = part + kept
        if total:
            red, green, blue = (
                (new * part + old * kept) / total for new, old in ((r, red), (g, green), (b, blue))
            )
        cover = total
    return round(red), round(green), round(blue), round(cover * 255)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
