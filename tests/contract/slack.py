"""The contract's people in Slack: the sandbox, and the real bot beside it in this process, as in Teams."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import yaml

from sandbox.main import Options, serving
from tests import stores
from tests.contract.party import CHANNEL, Screen, Told
from tests.inside import InThisProcess
from tests.scenarios import wire
from tests.scenarios.conftest import ROOT, Talk

Json = dict[str, Any]


class InSlack(Told):
    """Implements tests.contract.party.Party."""

    def __init__(self, talk: Talk) -> None:
        self.talk = talk
        self._lost = False

    async def invites(self, person: str) -> None:
        await self.talk.join("upbeat", CHANNEL, by=person)

    async def says(self, person: str, words: str, where: str = CHANNEL, under: str = "") -> str:
        ts = await self.talk.say(person, words, where, under or None)
        assert ts is not None, "that was no message"
        return ts

    async def sends(self, person: str, name: str, text: str, words: str = "") -> None:
        await self.talk.say(person, words, "dm", files={name: text})

    async def edits(self, person: str, message: str, words: str) -> None:
        await self.talk.edit(person, message, words)

    async def deletes(self, person: str, message: str) -> None:
        await self.talk.delete(person, message)

    async def reacts(self, person: str, message: str, sign: str, answer: bool = False) -> None:
        under = [row["ts"] for row in await self._rows(person, CHANNEL) if row["thread_ts"] == message]
        await self.talk.react(person, under[-1] if answer else message, sign, CHANNEL)

    async def presses(self, person: str, label: str, where: str = CHANNEL) -> None:
        await self.talk.press(person, label, where)

    async def form(self, person: str) -> Screen | None:
        form = await self.talk.form(person)
        if form is None:
            return None
        fields = {one["name"]: _held(one["value"]) for one in form["fields"]}
        choices = {
            one["name"]: [_label(option) for option in one.get("options") or []] for one in form["fields"]
        }
        return Screen(form["title"], fields, choices)

    async def submits(self, person: str, values: Mapping[str, str]) -> list[str]:
        answer = await self.talk.submit(person, values)
        return list((answer.get("errors") or {}).values())

    async def sees(self, person: str, where: str = CHANNEL) -> list[str]:
        return [row["text"] for row in await self._rows(person, where)]

    async def labels(self, person: str, where: str = CHANNEL) -> list[str]:
        rows = await self._rows(person, where)
        return [button["label"] for button in rows[-1]["buttons"]] if rows else []

    async def under(self, person: str, message: str) -> list[str]:
        rows = await self._rows(person, CHANNEL)
        return [row["text"] for row in rows if row["thread_ts"] == message]

    async def marks(self, message: str) -> int:
        rows = await self.talk.rows(next(iter(_people(await self.talk.state()))), CHANNEL)
        said = next(row for row in rows if row["ts"] == message)
        return len([mark for mark in said["reactions"] if "upbeat" in mark["people"]])

    async def turns(self, to: str) -> None:
        await self.talk.clock(to=to)

    async def leaves(self, person: str) -> None:
        await self.talk.leave(person, CHANNEL)

    async def comes(self, person: str) -> None:
        await self.talk.join(person, CHANNEL)

    async def loses(self, person: str, back: bool = False) -> None:
        self._lost = self._lost or not back
        await self.talk.person(person, "return" if back else "deactivate")

    async def dismisses(self, person: str) -> None:
        await self.talk.leave("upbeat", CHANNEL)

    async def sent(self) -> int:
        return len(await self.talk.sent())

    async def alive(self) -> list[str]:
        calls = await self.talk.sent()
        return [*wire.alive(calls), *wire.headings(calls)]

    async def refused(self) -> list[str]:
        rows = [row for row in (await self.talk.calls())["calls"] if not (self._lost and _nobody(row))]
        return [f"{row['method']}: {row['answer']}" for row in rows if not row["answer"].get("ok", True)]

    async def _rows(self, person: str, where: str) -> list[Json]:
        return [row for row in await self.talk.rows(person, where) if row["from"] == "upbeat"]


def _nobody(row: Json) -> bool:
    """Whether a call was refused because somebody is not there any more."""
    return row["answer"].get("error") in ("user_not_found", "user_disabled", "is_inactive", "cannot_dm_bot")


def _held(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _label(option: object) -> str:
    return (
        str(option.get("label") or option.get("text") or option) if isinstance(option, dict) else str(option)
    )


def _people(state: Json) -> list[str]:
    return [one["name"] for one in state["people"]]


@asynccontextmanager
async def party(
    folder: Path, now: str, environment: Mapping[str, str] | None = None, links: bool = False
) -> AsyncIterator[InSlack]:
    """People of the sandbox around its channel; nobody has invited Upbeat yet. `links`: letters have links."""
    seed = yaml.safe_load((ROOT / "sandbox" / "workspace.yaml").read_text(encoding="utf-8"))
    path = folder / "workspace.yaml"
    path.write_text(yaml.safe_dump({**seed, "begin": [], "now": now}), encoding="utf-8")
    async with stores.fresh() as database:
        more = {"UPBEAT_LEASE_SECONDS": "5", **(environment or {})}
        options = Options(
            manifest=ROOT / "app.yaml",
            database=database,
            seed=path,
            browser=False,
            environment=more,
            links=links,
            processes_of=InThisProcess,
        )
        async with serving(options) as address, Talk(address) as talk:
            yield InSlack(talk)
