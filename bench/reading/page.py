"""The figures as tables in Markdown, and the place in a page where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bench.reading.rows import UPBEAT, Figure
from bench.reading.speed import Cost

BEGIN, END = "<!-- figures -->", "<!-- end of the figures -->"

NOTES = """\
How to read the tables:

- A goal is met ✓ or not ✗ on the rows at hand. Sources that rules were tried on while they were written are *tuned on*
  ({tuned}); all others are *kept untouched*.
- dateparser and its `search_dates` read English, day first, looking ahead; parsedatetime reads its day-first English. Of
  several dates in a line each library's first one counts.
- "Before X" is the day before X here. The whole lines are labelled with X itself, so both counts are shown.
- MeetBot's rule is a line that begins with `#action`, owned by every known nick in it; scribe's is one that begins with
  `ACTION:`, owned by who stands before "to". Most of the real minutes were kept by those two bots, so their
  lines begin as one of them wants it.
- "Nobody known" means that no list of people was given; names then count as they are written ("Sam" for Sam Whitlock).
- Trust the ratios of what it costs: times drift with the machine."""


def tables(dates: Sequence[Figure], lines: Sequence[Figure], speed: Sequence[Cost]) -> str:
    """Everything measured, as Markdown."""
    parts = [
        _section("Words of time", [one for one in dates if not one.detail]),
        _section("Words of time, by source", [one for one in dates if one.detail]),
        _section("Lines", [one for one in lines if not one.detail]),
        _section("Lines, by source", [one for one in lines if one.detail]),
        _speed(speed),
    ]
    return "\n\n".join(part for part in parts if part)


def _section(title: str, figures: Sequence[Figure]) -> str:
    if not figures:
        return ""
    readers = list(dict.fromkeys(name for figure in figures for name in figure.counts))
    head = ["", "rows", "goal", *readers]
    rows = [[one.what, str(one.of), _goal(one), *(_cell(one, name) for name in readers)] for one in figures]
    return f"### {title}\n\n" + "\n".join(_table(head, rows))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|---|{'---:|' * (len(head) - 1)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)


def _goal(figure: Figure) -> str:
    if figure.goal is None:
        return ""
    sign = "≤" if figure.less else "≥"
    return f"{sign} {figure.goal * 100:g} % {'✓' if figure.met else '✗'}"


def _cell(figure: Figure, reader: str) -> str:
    """How many, and what part of all; a reader that was not asked has a dash, one that is not here says so."""
    if reader not in figure.counts:
        return "–"
    count = figure.counts[reader]
    if count is None:
        return "not installed"
    share = f"{count} ({count / figure.of * 100:.1f} %)"
    return f"**{share}**" if reader == UPBEAT else share


def _speed(costs: Sequence[Cost]) -> str:
    rows = [[one.what, f"{one.microseconds:.1f}", f"{one.ratio:.3f}", _limit(one)] for one in costs]
    head = ["", "median, microseconds", "of dateparser's", "goal"]
    return "### What it costs\n\n" + "\n".join(_table(head, rows))


def _limit(cost: Cost) -> str:
    return "" if cost.goal is None else f"< {cost.goal:g} {'✓' if cost.met else '✗'}"


def written(page: Path, text: str) -> None:
    """Put the text into the page, between the two marks. Raises ValueError where the page has no such place."""
    before, begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{page} has no place for figures: it would stand between {BEGIN} and {END}.")
    page.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")
