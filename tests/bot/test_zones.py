"""What people write for a time zone."""

from __future__ import annotations

import pytest

from bot.zones import near_zone, read_zone


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("", "Europe/London"),
        ("London", "Europe/London"),
        ("europe/london", "Europe/London"),
        (" UK  time ", "Europe/London"),
        ("GMT", "Europe/London"),
        ("Dublin", "Europe/Dublin"),
        ("new york", "America/New_York"),
        ("America/New_York", "America/New_York"),
        ("UTC", "UTC"),
    ],
)
def test_a_city_a_zone_or_plain_words_name_a_zone(words: str, zone: str) -> None:
    assert read_zone(words) == zone


@pytest.mark.parametrize(
    "words", ["Otterbridge", "Europe/Otterbridge", "../etc/passwd", "🎵" * 300, "x" * 5000]
)
def test_anything_else_names_none(words: str) -> None:
    assert read_zone(words) is None


def test_a_slip_of_the_finger_is_near_a_city() -> None:
    assert near_zone("Londn") == "London"
    assert near_zone("qqqq") == ""
