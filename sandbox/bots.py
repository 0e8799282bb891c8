"""What can be done to the bot's own processes, all or one of them: POST /sandbox/bot."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from sandbox.errors import Refused
from sandbox.link import BotGone
from sandbox.process import Bots
from sandbox.settle import settle

if TYPE_CHECKING:
    from sandbox.core import Slack

Json = dict[str, Any]
START_SECONDS = 30.0
VERIFY_SECONDS = 0.05


async def act(slack: Slack, body: Json) -> Json:
    """Kill, stop, start or restart; `which` is a number from 1, without it all are meant."""
    bots, what = slack.bot_process, body.get("do")
    if bots is None:
        raise Refused("no_process", "This sandbox was started without a bot of its own.", 409)
    if what not in ("kill", "stop", "start", "restart"):
        raise Refused("unknown_do", "`do` is kill, stop, start or restart.")
    meant = _meant(bots, body.get("which"))
    if what == "kill" and body.get("at"):
        return await _crash(slack, _living(bots, meant), str(body["at"]))
    if what in ("kill", "stop"):
        await _end(bots, _living(bots, meant), kill=what == "kill")
    if what == "restart":
        await _end(bots, meant, kill=False)
    if what in ("start", "restart"):
        await start(slack, await _ended(slack, bots, meant))
    return {"ok": True, **_running(bots)}


def _running(bots: Bots) -> Json:
    return {"running": bots.running, "processes": len(bots.alive)}


def _meant(bots: Bots, which: object) -> list[int]:
    if which is None:
        return list(bots.each)
    if not isinstance(which, int) or isinstance(which, bool) or which not in bots.each:
        raise Refused("unknown_which", f"`which` is a number from 1 to {len(bots.each)}.")
    return [which]


def _living(bots: Bots, meant: list[int]) -> list[int]:
    living = [number for number in meant if bots.each[number].running]
    if not living:
        raise Refused("not_running", "The bot is not running.", 409)
    return living


async def _end(bots: Bots, numbers: list[int], kill: bool) -> None:
    chosen = [bots.each[number] for number in numbers]
    await asyncio.gather(*(one.kill() if kill else one.stop() for one in chosen))


async def _ended(slack: Slack, bots: Bots, meant: list[int]) -> list[int]:
    """Those to start: not those that run, unless they are dying, which their silence shows."""
    ready = []
    for number in meant:
        one = bots.each[number]
        dying = one.running and not slack.link.has(number)
        if not one.running or (dying and await one.ended(2.0)):
            ready.append(number)
    if not ready:
        raise Refused("already_running", "The bot is running already.", 409)
    return ready


async def _crash(slack: Slack, numbers: list[int], step: str) -> Json:
    try:
        for number in numbers:
            await asyncio.wait_for(await slack.link.tell(number, "crash", at=step), 5)
    except BotGone:
        raise Refused("no_bot", "The bot is not connected.", 409) from None
    except TimeoutError:
        raise Refused("bot_failed", "The bot did not take the order.", 500) from None
    return {"ok": True, "running": True, "at": step}


async def start(slack: Slack, numbers: list[int] | None = None) -> None:
    """Start processes (all where none are named) and wait until they are connected and have taken what was left."""
    assert slack.bot_process is not None
    chosen = numbers or list(slack.bot_process.each)
    if slack.http:
        slack.http.verified = False  # what waits for the bot waits until its address answers again
    for number in chosen:
        await slack.bot_process.each[number].start()
    deadline = asyncio.get_running_loop().time() + START_SECONDS
    await slack.pulse.until(lambda: _ready(slack, chosen), deadline)
    await _verified(slack, deadline)
    _check(slack, slack.bot_process, chosen)
    await settle(slack)


def _ready(slack: Slack, numbers: list[int]) -> bool:
    """Whether each is connected, or one of them has ended."""
    assert slack.bot_process is not None
    alive = slack.bot_process.alive
    if not set(numbers) <= set(alive):
        return True
    here = slack.http is not None or len(slack.hub.connections) >= len(alive)
    return here and all(slack.link.has(number) for number in numbers)


async def _verified(slack: Slack, deadline: float) -> None:
    """Over HTTP: wait until the bot's address echoes the challenge."""
    while slack.http and not slack.down() and not await slack.http.verify():
        if asyncio.get_running_loop().time() > deadline:
            return
        await asyncio.sleep(VERIFY_SECONDS)


def _check(slack: Slack, bots: Bots, numbers: list[int]) -> None:
    for number in numbers:
        if not bots.each[number].running:
            code = bots.each[number].code
            raise Refused("bot_failed", f"The bot ended at once (code {code}); see its log lines.", 500)
    if not (_ready(slack, numbers) and slack.reachable()):
        raise Refused("bot_failed", f"The bot did not connect within {START_SECONDS:.0f} seconds.", 500)
