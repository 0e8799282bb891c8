"""`python -m tests.soak`: a long soak from the command line; exit code 1 and the seed where something is wrong."""

from __future__ import annotations

import argparse
import asyncio
import sys

from tests.soak import stage
from tests.soak.run import Figures, Plan, soak

SHOWN = 30


def main() -> int:
    """Run it, print the figures, say what is wrong."""
    chosen = _parser().parse_args()
    if chosen.verbose:
        stage.TELL.append(lambda said: print(said, flush=True))
    plan = Plan(chosen.steps, chosen.kills, chosen.seed, chosen.store, chosen.processes)
    figures = asyncio.run(soak(plan))
    print(figures, flush=True)
    if figures.wrong:
        _complain(figures)
    return 1 if figures.wrong else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="soak", description="Talk for long while everything goes wrong")
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1, help="the same seed draws the same moves")
    parser.add_argument("--store", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--processes", type=int, default=1, help="more than one needs postgresql")
    parser.add_argument("--verbose", action="store_true", help="print every step")
    return parser


def _complain(figures: Figures) -> None:
    plan = figures.plan
    print(f"\nSomething is wrong with seed {plan.seed}, after step {figures.steps}:", file=sys.stderr)
    for one in figures.wrong[:SHOWN]:
        print(f"- {one}", file=sys.stderr)
    print(f"\nThe last {len(figures.last)} steps:", file=sys.stderr)
    for step in figures.last:
        print(f"  {step}", file=sys.stderr)
    again = f"--steps {plan.steps} --kills {plan.kills} --seed {plan.seed} --store {plan.store}"
    print(f"\nAgain: python -m tests.soak {again} --processes {plan.processes}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
