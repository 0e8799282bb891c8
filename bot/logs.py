"""Structured logs, and the only file that knows structlog: what happened, to which request, and never a word that people typed.

Modules log as Python's own `logging` has it; this turns each record into one line. What is known of the thing in hand
(`about`) stands on every line that is written meanwhile. Of an exception its type and the places it came through are told,
not its message, and of a library only where in it something was reported: both may hold words of people, or tokens.
"""

from __future__ import annotations

import logging
import re
import secrets
import sys
import threading
import traceback
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

import structlog

from bot.errors import CannotStart

ROOT = Path(__file__).resolve().parent.parent
OURS = ("bot", "handlers", "storage")

FACTS = ("verb", "way", "partnership", "outcome", "milliseconds")
"""What a line may be given beside its text, with `extra`."""

CODE = re.compile(r"[a-z][a-z0-9_./]{0,80}|HTTP \d{3}|try again in [\d.]+ s")
"""What the message of an error of ours looks like where it is a platform's code or the name of a prompt."""

FRAMES = 6
"""So many places of an exception's way are told, the last one first."""

Event = MutableMapping[str, Any]


@contextmanager
def about(**facts: object) -> Iterator[None]:
    """Put these facts on every line that is logged meanwhile, in this task and in those it starts."""
    with structlog.contextvars.bound_contextvars(**facts):
        yield


@contextmanager
def hand(kind: str = "request") -> Iterator[str]:
    """Take something in hand: `kind` with an id of its own stands on every line meanwhile, unless it has one already.

    Gives the id.
    """
    number = structlog.contextvars.get_contextvars().get(kind) or secrets.token_hex(4)
    with about(**{kind: number}):
        yield str(number)


def set_up(level: str, form: str, stream: TextIO | None = None) -> None:
    """Write lines to `stream` (default: stderr): ours from `level` on, those of libraries from WARNING on.

    `form` is "plain" or "json". What Python itself would print of an exception that nobody caught goes the same way.
    """
    stream = stream or sys.stderr
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Lines(form, colours=stream.isatty()))
    logging.basicConfig(level="WARNING", handlers=[handler], force=True)
    # Bolt warns at every start that it is given a function to authorise with, which is meant.
    logging.getLogger("slack_bolt").setLevel("ERROR")
    for ours in OURS:
        logging.getLogger(ours).setLevel(level)
    logging.captureWarnings(True)
    threading.excepthook = lambda seen: None if _too_late(seen.exc_value) else _uncaught(seen.exc_value)
    sys.unraisablehook = lambda seen: _uncaught(seen.exc_value)
    sys.excepthook = lambda _kind, error, _trace: _uncaught(error)


def _too_late(error: BaseException | None) -> bool:
    """Whether a thread only wanted to answer when all was over: the driver of SQLite does, where a file cannot be opened."""
    return isinstance(error, RuntimeError) and str(error) == "Event loop is closed"


def _uncaught(error: BaseException | None) -> None:
    logging.getLogger("bot").critical("something failed that nobody caught", exc_info=error)


class Lines(structlog.stdlib.ProcessorFormatter):
    """Makes one line of a record."""

    def __init__(self, form: str, colours: bool = False) -> None:
        last: structlog.typing.Processor = structlog.processors.JSONRenderer(ensure_ascii=False)
        if form != "json":
            last = structlog.dev.ConsoleRenderer(
                colors=colours, pad_event_to=0, pad_level=False, sort_keys=False
            )
        super().__init__(
            foreign_pre_chain=[_when, structlog.contextvars.merge_contextvars, _facts, _placed],
            processors=[self.remove_processors_meta, last],
        )

    def format(self, record: logging.LogRecord) -> str:
        """The line; the record itself is left as it is."""
        safe = logging.makeLogRecord(record.__dict__)
        if record.name.split(".")[0] in OURS:
            safe.args = _safe(record.args)
        else:
            safe.msg, safe.args = f"{record.name} reports something", ()
        safe.stack_info = None
        return super().format(safe)


def _when(_logger: object, level: str, event: Event) -> Event:
    moment = datetime.fromtimestamp(event["_record"].created, UTC)
    stamp = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {"timestamp": stamp, "level": level, **event}


def _facts(_logger: object, _level: str, event: Event) -> Event:
    """What was given with `extra`; of a library the place where it speaks."""
    record = event["_record"]
    if record.name.split(".")[0] not in OURS:
        return {**event, "place": f"{_short(record.pathname)}:{record.lineno} {record.funcName}"}
    return {**event, **{name: vars(record)[name] for name in FACTS if name in vars(record)}}


def _placed(_logger: object, _level: str, event: Event) -> Event:
    """An exception as its type and where it came through."""
    error = event.pop("exc_info", None)
    if isinstance(error, tuple):
        error = error[1]
    return {**event, "error": told(error), "at": places(error)} if isinstance(error, BaseException) else event


def _safe(args: Any) -> Any:
    if isinstance(args, tuple):
        return tuple(told(value) if isinstance(value, BaseException) else value for value in args)
    return args


def told(error: BaseException) -> str:
    """What may be said of an exception: its type, the code it carries where it is one of ours, and what caused it.

    What keeps Upbeat from starting is said as it is: it is written for whoever reads the log.
    """
    if isinstance(error, CannotStart):
        return str(error)
    name, words = type(error).__name__, str(error)
    ours = type(error).__module__.split(".")[0] in OURS
    code = f" ({words})" if ours and CODE.fullmatch(words) else ""
    cause = f" from {type(error.__cause__).__name__}" if error.__cause__ else ""
    return f"{name}{code}{cause}"


def places(error: BaseException) -> str:
    """Where an exception came through, the last place first: file, line and function of each."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    return " < ".join(f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in reversed(frames))


def _short(path: str) -> str:
    """A file's path as it is known here: within the project, else within the libraries."""
    for root in (str(ROOT / ".venv"), str(ROOT)):
        path = path.removeprefix(f"{root}/")
    return path.rpartition("site-packages/")[2]
