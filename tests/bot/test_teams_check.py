"""`upbeat doctor` about Teams: what it finds where Teams is set up, and where something is wrong with it."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp import web

from bot import doctor
from bot.app import examined
from bot.settings import Settings
from bot.teams import host
from bot.teams.check import of_teams
from tests.bot.test_teams_host import opened, served
from tests.teams.keys import Keys
from tests.teams.world import APP


def settings(**given: Any) -> Settings:
    known = {"teams_client_id": APP, "teams_service_url": "http://127.0.0.1:9/", "port": 3000}
    return Settings(_env_file=None, **{**known, **given})


async def found(chosen: Settings) -> tuple[int, str]:
    said: list[str] = []
    code = await doctor.told(said.append, of_teams(chosen))
    return code, "\n".join(said)


async def test_a_bot_that_turns_strangers_away_at_its_public_address_is_well() -> None:
    async with opened(Keys()) as threshold:
        code, said = await found(settings(public_url=threshold.address))
    assert code == 0 and "lets no stranger in" in said


async def test_something_else_at_the_public_address_is_bad_and_nobody_there_is_a_note() -> None:
    async with served(web.Application()) as address:
        code, said = await found(settings(public_url=address))
    assert code == 1 and "something else answers (HTTP 404)" in said
    code, said = await found(settings(public_url=address))
    assert code == 0 and "Nobody answers at" in said
    code, said = await found(settings())
    assert code == 0 and "UPBEAT_PUBLIC_URL is not set" in said


async def test_credentials_that_microsoft_does_not_take_are_bad_and_stay_unsaid(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def refused(self: host.Host) -> str:
        raise ValueError("AADSTS7000215: nougat is no secret")

    monkeypatch.setattr(host.Host, "token", refused)
    code, said = await found(settings(teams_service_url="", teams_client_secret="nougat"))
    assert code == 1 and "Microsoft gives no token for UPBEAT_TEAMS_CLIENT_ID (ValueError)" in said
    assert "nougat" not in said


async def test_teams_alone_is_looked_at_without_a_word_of_slack(tmp_path: Any) -> None:
    said: list[str] = []
    chosen = settings(database_url=f"sqlite:///{tmp_path}/none.db", teams_open=True)
    assert await examined(chosen, said.append) == 0
    whole = "\n".join(said)
    assert "The settings describe Microsoft Teams." in whole and "anybody may speak as Teams" in whole
    assert "SLACK" not in whole
