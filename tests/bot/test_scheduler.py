"""The ticker ticks, survives what a sweep throws, and is revived when it falls silent."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.scheduler import Ticker


async def test_the_first_sweep_comes_at_once() -> None:
    swept = asyncio.Event()

    async def sweep() -> None:
        swept.set()

    ticker = Ticker(sweep, seconds=60)
    ticker.start()
    await asyncio.wait_for(swept.wait(), 5)
    await ticker.stop()


async def test_a_sweep_that_fails_does_not_end_the_ticking(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    again = asyncio.Event()
    times = 0

    async def sweep() -> None:
        nonlocal times
        times += 1
        if times == 1:
            raise RuntimeError("once")
        again.set()

    ticker = Ticker(sweep, seconds=0.05)
    ticker.start()
    await asyncio.wait_for(again.wait(), 5)
    await ticker.stop()


async def test_a_ticker_that_falls_silent_is_started_anew() -> None:
    swept: asyncio.Queue[None] = asyncio.Queue()
    ticker = Ticker(lambda: swept.put(None), seconds=0.05)
    ticker.start()
    await swept.get()
    assert ticker._scheduler is not None
    ticker._scheduler.pause()
    while not swept.empty():
        swept.get_nowait()
    await asyncio.wait_for(swept.get(), 5)
    await ticker.stop()


async def test_a_stopped_ticker_sweeps_no_more() -> None:
    swept: asyncio.Queue[None] = asyncio.Queue()
    ticker = Ticker(lambda: swept.put(None), seconds=0.02)
    ticker.start()
    await swept.get()
    await ticker.stop()
    before = swept.qsize()
    await asyncio.to_thread(lambda: None)
    assert swept.qsize() == before


async def test_stopping_finishes_the_sweep_in_hand() -> None:
    sweeping, may_end, done = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def sweep() -> None:
        sweeping.set()
        await may_end.wait()
        done.set()

    ticker = Ticker(sweep, seconds=60)
    ticker.start()
    await asyncio.wait_for(sweeping.wait(), 5)
    stopping = asyncio.create_task(ticker.stop())
    await asyncio.sleep(0)
    may_end.set()
    await stopping
    assert done.is_set()
