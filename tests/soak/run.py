"""One soak: a seed, so many steps, so many kills; afterwards everything is held against what people did."""

from __future__ import annotations

import random
import sys
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from sandbox.core import Slack
from sandbox.main import Options, opened
from sandbox.settle import settle
from tests.soak import moves, stores
from tests.soak.checker import check
from tests.soak.stage import Stage
from tests.soak.troubles import Troubles

ROOT = Path(__file__).resolve().parents[2]
BOT = [sys.executable, "-m", "bot", "run"]
QUICK = {"UPBEAT_LEASE_SECONDS": "4", "UPBEAT_ECHO_SECONDS": "0.5", "UPBEAT_LOG_LEVEL": "WARNING"}
"""Times of the bot that are long in earnest; here nobody has them."""
REMEMBERED = 20
QUIET_SECONDS = 90.0

SECOND = """
  - join: {as: upbeat, conversation: library-link, by: sam}
  - press: {as: sam, conversation: library-link, label: Set up}
  - submit:
      as: sam
      values:
        name: Songs on Saturdays
        organisations: |-
          Wren Valley Music Service
          Oak House Library
  - press: {as: sam, conversation: library-link, label: Join Wren Valley Music Service}
  - press: {as: mina, conversation: library-link, label: Join Wren Valley Music Service}
  - press: {as: otto, conversation: library-link, label: Join Oak House Library}
  - press: {as: grace, conversation: library-link, label: Join Oak House Library}
"""


@dataclass(frozen=True)
class Plan:
    """What to do. The same plan draws the same moves, as far as processes allow."""

    steps: int = 2000
    kills: int = 50
    seed: int = 1
    store: str = "sqlite"
    processes: int = 1


@dataclass
class Figures:
    """What came of it. `wrong` is empty where all is well; `last` are the last steps before the end."""

    plan: Plan
    steps: int = 0
    kills: int = 0
    restarts: int = 0
    troubles: int = 0
    locks: int = 0
    messages: int = 0
    kept: int = 0
    said: int = 0
    unsettled: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)
    last: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        lost = sum("lost" in one for one in self.wrong)
        twice = sum("times" in one for one in self.wrong)
        return (
            f"{self.plan.store}, {self.plan.processes} process(es), seed {self.plan.seed}: {self.steps} steps, "
            f"{self.kills} kills, {self.restarts} restarts, {self.troubles} troubles, {self.locks} locks, "
            f"{self.said} things said, {self.kept} of them acknowledged, {self.messages} messages, "
            f"{self.unsettled} waited too long, "
            f"{twice} duplicates, {lost} lost, {len(self.wrong)} wrong, {self.seconds:.0f} s"
        )


def workspace(folder: Path) -> Path:
    """The seed's workspace with a second partnership in it."""
    seed = (ROOT / "sandbox" / "workspace.yaml").read_text(encoding="utf-8")
    before, mark, after = seed.partition("\ntour:")
    path = folder / "workspace.yaml"
    path.write_text(
        f"{before.rstrip()}{SECOND}{mark}{after}\nnow: 2026-11-25T10:00:00+00:00\n", encoding="utf-8"
    )
    return path


async def soak(plan: Plan) -> Figures:
    """Do it all; the figures say what is wrong."""
    began, figures = time.monotonic(), Figures(plan)
    async with stores.lent(plan.store) as url:
        with TemporaryDirectory() as folder:
            options = Options(
                command=BOT,
                manifest=ROOT / "app.yaml",
                database=url,
                seed=workspace(Path(folder)),
                browser=False,
                processes=plan.processes,
                environment=QUICK,
            )
            async with opened(options) as slack:
                await _play(plan, slack, url, figures)
    figures.seconds = time.monotonic() - began
    return figures


async def _play(plan: Plan, slack: Slack, url: str, figures: Figures) -> None:
    stage = Stage(slack, random.Random(plan.seed))
    troubles = Troubles(stage, url, plan.steps, plan.kills)
    last: deque[str] = deque(maxlen=REMEMBERED)
    for stage.step in range(1, plan.steps + 1):
        await _step(stage, troubles, last)
        if stage.watch.wrong:
            break
    await troubles.end()
    await settle(slack, QUIET_SECONDS)
    stage.learn()
    reader = stores.Reader(url)
    try:
        figures.wrong = await check(reader, stage)
    finally:
        await reader.close()
    figures.last = list(last)
    _count(figures, stage, troubles)


async def _step(stage: Stage, troubles: Troubles, last: deque[str]) -> None:
    began = time.monotonic()
    trouble = await troubles.before()
    said = await moves.one(stage)
    await troubles.after()
    stage.learn()
    took = time.monotonic() - began
    last.append(f"{stage.step} ({took:.1f} s): {said}{f' [{trouble}]' if trouble else ''}")
    stage.told(last[-1])


def _count(figures: Figures, stage: Stage, troubles: Troubles) -> None:
    figures.steps, figures.kills, figures.restarts = stage.step, troubles.kills, troubles.starts
    figures.troubles, figures.locks = troubles.orders, troubles.locks
    figures.messages, figures.unsettled = stage.watch.messages, stage.unsettled
    figures.said = len(stage.ledger.facts)
    figures.kept = sum(fact.certain for fact in stage.ledger.facts)
