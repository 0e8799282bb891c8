"""Pictures that can be read: in light and dark, in grey, with few rows and with many, whatever things are called."""

from __future__ import annotations

import struct
import subprocess
import sys
import zlib

import pytest

from bot import charts

ROWS = [("3 Nov", 4, 1), ("17 Nov", 6, 5), ("1 Dec", 2, 6)]
BODIES = [("Wren Valley Music Service", 9), ("Oak House Library", 4), ("Hartmere Council Virtual School", 7)]


def pixels(png: bytes) -> tuple[int, int, list[tuple[int, int, int, int]]]:
    """The size of a PNG and its pixels, read here without the library that wrote it (8 bits, RGBA, not interlaced)."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height, depth, kind, *_ = struct.unpack(">IIBBBBB", png[16:29])
    assert (depth, kind) == (8, 6)
    packed, at = b"", 8
    while at < len(png):
        length, name = struct.unpack(">I4s", png[at : at + 8])
        packed += png[at + 8 : at + 8 + length] if name == b"IDAT" else b""
        at += 12 + length
    return width, height, _rows(zlib.decompress(packed), width, height)


def _rows(raw: bytes, width: int, height: int) -> list[tuple[int, int, int, int]]:
    stride, before, found = width * 4, bytearray(width * 4), []
    for y in range(height):
        how, line = raw[y * (stride + 1)], bytearray(raw[y * (stride + 1) + 1 : (y + 1) * (stride + 1)])
        for x in range(stride):
            left, up = (line[x - 4] if x >= 4 else 0), before[x]
            corner = before[x - 4] if x >= 4 else 0
            line[x] = (line[x] + _predicted(how, left, up, corner)) & 255
        before = line
        found += [(line[x], line[x + 1], line[x + 2], line[x + 3]) for x in range(0, stride, 4)]
    return found


def _predicted(how: int, left: int, up: int, corner: int) -> int:
    if how == 4:
        guess = left + up - corner
        return min((left, up, corner), key=lambda one: abs(guess - one))
    return (0, left, up, (left + up) // 2)[how]


def contrast(one: str, other: str) -> float:
    """How well two colours are told apart (WCAG 2.1)."""

    def light(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dark = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_a_picture_brings_its_own_light_ground_into_the_dark() -> None:
    width, height, dots = pixels(charts.balance(BODIES))
    corners = (0, width - 1, (height - 1) * width, height * width - 1)
    assert all(dots[corner] == (255, 255, 255, 255) for corner in corners)
    assert min(dot[3] for dot in dots) == 255, "nothing of what lies behind shines through"


def test_words_and_bars_stand_out_from_the_ground() -> None:
    assert contrast(charts.INK, charts.GROUND) > 7
    assert contrast(charts.FIRST, charts.GROUND) > 4.5
    assert contrast(charts.SECOND, charts.GROUND) > 2.5 and contrast(charts.FIRST, charts.SECOND) > 2


def test_more_is_longer() -> None:
    def inked(rows: list[tuple[str, int]]) -> int:
        first = tuple(int(charts.FIRST[n : n + 2], 16) for n in (1, 3, 5))
        return sum(dot[:3] == first for dot in pixels(charts.balance(rows))[2])

    assert inked([("A", 5), ("B", 5)]) > 1.5 * inked([("A", 5), ("B", 1)])


def test_a_balance_goes_by_name_so_that_it_is_no_ranking() -> None:
    assert charts.balance(BODIES) == charts.balance(sorted(BODIES, key=lambda row: row[1]))


@pytest.mark.parametrize("count", [0, 1, 60])
def test_none_one_and_many_rows_make_a_picture_of_a_modest_size(count: int) -> None:
    for png in (
        charts.balance([(f"Body {n}", n) for n in range(count)]),
        charts.opened_and_finished([(f"{n} May", n, 1) for n in range(count)]),
    ):
        assert png[:4] == b"\x89PNG" and len(png) < 200_000


@pytest.mark.parametrize("name", [r"$\frac{", "$x$ & <b>", "a" * 500, "Bühne", "", "\n"])
def test_names_are_only_words(name: str) -> None:
    assert charts.balance([(name, 1)])[:4] == charts.opened_and_finished([(name, 1, 0)])[:4]


def test_the_library_is_loaded_when_the_first_picture_is_drawn() -> None:
    code = "import sys, bot.charts; print('matplotlib' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "False"


def test_what_is_finished_is_told_from_what_is_begun_without_colour() -> None:
    same = charts.opened_and_finished([("3 Nov", 3, 0)]), charts.opened_and_finished([("3 Nov", 0, 3)])
    ink = tuple(int(charts.INK[n : n + 2], 16) for n in (1, 3, 5))
    dark = [sum(dot[:3] == ink for dot in pixels(png)[2]) for png in same]
    assert dark[1] > dark[0] + 200, "the hatching"


def test_all_rows_of_the_example_are_drawn() -> None:
    assert charts.opened_and_finished(ROWS) != charts.opened_and_finished(ROWS[:2])


def test_whether_it_was_worth_it_is_told_without_colour_and_with_none_one_and_many_meetings() -> None:
    names = ("A good use of time", "Partly", "Not this time")
    ink = tuple(int(charts.INK[n : n + 2], 16) for n in (1, 3, 5))
    rows = ([("3 Nov", 4, 0, 0)], [("3 Nov", 0, 4, 0)], [("3 Nov", 0, 0, 4)])
    dark = [sum(dot[:3] == ink for dot in pixels(charts.worth(row, *names))[2]) for row in rows]
    assert min(dark[1], dark[2]) > dark[0] + 200, "dots and hatching"
    for count in (0, 40):
        assert len(charts.worth([(f"{n} May", n, 1, 2) for n in range(count)], *names)) < 200_000
