"""Pictures of figures, and the only file that knows matplotlib, which is loaded when the first one is drawn.

Each brings its own light ground, so that it reads the same in the dark. Colour never carries meaning alone: what is finished
is also hatched. Drawing takes a moment and no event loop: call these in a thread. What a picture shows is said in words by
whoever sends it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

GROUND, INK, SOFT = "#ffffff", "#1c2a29", "#c9d6d4"
FIRST, SECOND = "#1f5f5b", "#d9822b"
"""Against the ground 7 to 1 and 3 to 1: legible for whoever tells colours badly, and in grey."""

WIDTH, DPI = 7.0, 144
"""Inches across, and dots to the inch: sharp on a phone, and small as a file."""

LONGEST = 36
"""Characters of a label; what is longer is cut."""

MOST = 24
"""So many rows stand in one picture; the last ones, or the first by name."""

KEPT = 16
"""So many pictures of each kind are kept as they were drawn: every letter of a briefing has the same two."""


def opened_and_finished(
    rows: Sequence[tuple[str, int, int]], opened: str = "Begun", finished: str = "Finished"
) -> bytes:
    """Actions by meeting as a PNG: for each a label, how many were begun and how many finished since the one before."""
    return _opened_and_finished(tuple(rows)[-MOST:], opened, finished)


@lru_cache(maxsize=KEPT)
def _opened_and_finished(shown: tuple[tuple[str, int, int], ...], opened: str, finished: str) -> bytes:
    figure, axes = _blank(3.4)
    places = range(len(shown))
    axes.bar([p - 0.2 for p in places], [row[1] for row in shown], 0.4, color=FIRST, label=opened)
    axes.bar(
        [p + 0.2 for p in places],
        [row[2] for row in shown],
        0.4,
        color=SECOND,
        edgecolor=INK,
        hatch="//",
        label=finished,
    )
    axes.set_xticks(list(places), [_label(row[0]) for row in shown], rotation=45 if len(shown) > 6 else 0)
    axes.yaxis.set_major_locator(_whole())
    axes.set_ylim(bottom=0, top=max([1, *(max(row[1:]) for row in shown)]) * 1.15)
    axes.legend(frameon=False, labelcolor=INK, loc="upper left", ncols=2)
    return _png(figure)


def worth(rows: Sequence[tuple[str, int, int, int]], good: str, partly: str, poor: str) -> bytes:
    """Whether meetings were a good use of time as a PNG: for each a label, and how many said yes, partly and no."""
    figure, axes = _blank(3.4)
    shown = list(rows)[-MOST:]
    looks = ((good, FIRST, ""), (partly, GROUND, ".."), (poor, SECOND, "//"))
    below = [0] * len(shown)
    for place, (label, colour, hatch) in enumerate(looks, start=1):
        counts = [int(row[place]) for row in shown]
        axes.bar(range(len(shown)), counts, 0.6, below, color=colour, edgecolor=INK, hatch=hatch, label=label)
        below = [one + more for one, more in zip(below, counts, strict=True)]
    rotation = 45 if len(shown) > 6 else 0
    axes.set_xticks(range(len(shown)), [_label(row[0]) for row in shown], rotation=rotation)
    axes.yaxis.set_major_locator(_whole())
    axes.set_ylim(bottom=0, top=max([1, *below]) * 1.3)
    axes.set_xlim(left=-1, right=max(len(shown), 2))
    axes.legend(frameon=False, labelcolor=INK, loc="upper left", ncols=3)
    return _png(figure)


def balance(rows: Sequence[tuple[str, int]]) -> bytes:
    """How much was heard from each organisation as a PNG: by name, in one colour, so that it is no ranking."""
    return _balance(tuple(sorted(rows, key=lambda row: row[0].casefold())[:MOST]))


@lru_cache(maxsize=KEPT)
def _balance(shown: tuple[tuple[str, int], ...]) -> bytes:
    figure, axes = _blank(0.8 + 0.42 * max(len(shown), 1))
    places = range(len(shown))
    axes.barh(list(places), [count for _, count in shown], 0.6, color=FIRST)
    axes.set_yticks(list(places), [_label(name) for name, _ in shown])
    axes.invert_yaxis()
    axes.set_xlim(left=0, right=max([1, *(count for _, count in shown)]) * 1.1)
    axes.xaxis.set_major_locator(_whole())
    return _png(figure)


def _blank(height: float) -> tuple[Figure, Axes]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, height), dpi=DPI, facecolor=GROUND, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot(facecolor=GROUND)
    axes.tick_params(colors=INK, labelsize=11, length=0)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(SOFT)
    return figure, axes


def _whole() -> MaxNLocator:
    """Figures are counts: no half of an action."""
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(nbins=8, integer=True)


def _label(words: str) -> str:
    """Words as a picture shows them: never read as mathematics, and not too long."""
    plain = " ".join(words.split()).replace("$", r"\$")
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1]}…"


def _png(figure: Figure) -> bytes:
    held = io.BytesIO()
    figure.savefig(held, format="png", metadata={"Software": None})
    return held.getvalue()
