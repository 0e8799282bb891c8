"""Whatever people type, in every way in: nothing pings, links, breaks out of its place or is lost."""

from __future__ import annotations

import pytest

from tests.scenarios import wire
from tests.scenarios.conftest import PLAN, Talk

pytestmark = pytest.mark.only_on("sqlite")

TRICKS = (
    "<!channel> <@U0AAAAAAA> *loud* _sly_ `code` [x](https://evil.example) "
    "<https://evil.example|click> {{ 7 * 7 }} {% raw %} [[Press]](action.done?1) &lt; # head @here"
)
LINES = "first\n\n# heading\n- bullet\n> small print\n[[Press]](action.done?1)\n? Name (name: text)"
MUSIC = "\N{MUSICAL NOTE}" * 300


async def test_tricks_come_back_as_the_words_they_are_in_every_way_in(slack: Talk) -> None:
    await slack.say("mina", PLAN)
    ways = [
        ("jo", f"ACTION: Otto to a {TRICKS} a", "steering"),
        ("jo", f"agenda+ b {TRICKS} b", "steering"),
        ("mina", f"/action add c {TRICKS} c", "steering"),
        ("mina", f"/agenda add d {TRICKS} d", "steering"),
        ("jo", f"@Upbeat agenda add e {TRICKS} e", "steering"),
        ("otto", f"action add f {TRICKS} f", "dm"),
        ("jo", f"@Upbeat g {TRICKS} g", "steering"),
        ("mina", f"/upbeat h {TRICKS} h", "steering"),
        ("mina", f"/action list i {TRICKS} i", "steering"),
        ("jo", f"AGREED: m {TRICKS} m", "steering"),
        ("jo", f"#idea n {TRICKS} n", "steering"),
        ("mina", f"/upbeat note add o {TRICKS} o", "steering"),
    ]
    for person, typed, where in ways:
        assert TRICKS in await slack.reads(person, typed, where), typed
    assert TRICKS[:100] in await slack.reads("jo", f"I'll ring p {TRICKS} p by Friday")
    await slack.say("mina", "/action add")
    await slack.submit("mina", {"text": f"j {TRICKS} j"})
    await slack.say("mina", "/meeting plan")
    await slack.submit("mina", {"name": "<!here> *k* [x](y)", "day": "2026-12-18", "time": "10:00"})
    ts = await slack.say("jo", "ACTION: Otto to sing")
    assert ts is not None
    await slack.edit("jo", ts, f"ACTION: Otto to sing {TRICKS} l")

    everything = await slack.asks("mina", "/action list all")
    for mark in ("a", "c", "f", "j", "sing"):
        assert f"{mark} {TRICKS}" in everything
    assert "<!here> *k* [x](y)" in await slack.asks("mina", "/meeting list")
    await slack.clock(to="2026-12-14T12:00:00+00:00")
    assert f"a {TRICKS}"[:100] in "\n".join(await slack.told("otto"))

    calls = await slack.sent()
    assert wire.alive(calls) == []
    assert not {"Press", "click", "x"} & wire.buttons(calls) and not {"head", "49"} & wire.headings(calls)


async def test_lines_and_directions_stay_where_they_were_typed(slack: Talk) -> None:
    await slack.say("mina", "/action add")
    await slack.submit("mina", {"text": LINES.replace("\n", " "), "lead": "Otto Lindqvist"})
    await slack.say("mina", "/partnership set up")
    await slack.submit(
        "mina", {"name": "Making *Music* <!everyone>", "organisations": "Oak <!here>\nThe *Wren* _band_"}
    )
    await slack.say(
        "jo", "ACTION: Otto to \u202eekam\u202c caf\u00e9 \u0627\u0644\u0633\u0644\u0627\u0645 by Friday"
    )
    everything = await slack.asks("mina", "/action list all")
    for words in ("# heading", "- bullet", "[[Press]](action.done?1)", "ekam caf\u00e9", "Fri 27 November"):
        assert words in everything
    shown = await slack.asks("mina", "/partnership")
    assert "Making *Music* <!everyone>" in shown and "Oak <!here>" in shown and "The *Wren* _band_" in shown
    calls = await slack.sent()
    assert wire.alive(calls) == []
    assert "\u202e" not in str(calls)
    assert "heading" not in wire.headings(calls) and "Press" not in wire.buttons(calls)


async def test_five_hundred_characters_are_kept_whole(slack: Talk) -> None:
    await slack.say("mina", PLAN)
    for words in (MUSIC, ("caf\u00e9 " * 96).strip()):
        assert words in await slack.asks("jo", f"ACTION: Otto to {words}")
        assert words in await slack.asks("mina", f"/agenda add {words}")
        assert words in await slack.asks("mina", "/action list all")
        assert words in await slack.asks("mina", "/agenda")
    assert MUSIC in await slack.asks("mina", "/action show 1")


async def test_too_much_is_answered_clearly_and_every_word_of_it_is_given_back(slack: Talk) -> None:
    long = " ".join(f"word{number}" for number in range(625))[:5000]
    rather = long[:750]
    for person, typed, where in (
        ("jo", f"ACTION: Otto to {long}", "steering"),
        ("jo", f"agenda+ {long}", "steering"),
        ("mina", f"/action add {long}", "steering"),
        ("mina", f"/agenda add {long}", "steering"),
        ("jo", f"@Upbeat agenda add {long} 1", "steering"),
        ("otto", f"action add {long}", "dm"),
        ("jo", f"agenda+ {rather}", "steering"),
        ("otto", f"action add {rather}", "dm"),
    ):
        answer = await slack.reads(person, typed, where)
        assert "500 characters" in answer, typed[:30]
        given = answer.replace("\n", " ").split()
        assert [word for word in typed.split()[3:] if word not in given] == [], typed[:30]
    assert "no open actions" in await slack.asks("mina", "/action list all")
    for typed in (f"/upbeat {long}", f"/meeting plan {long}", f"/action list {long}", f"/agenda show {long}"):
        answer = await slack.reads("mina", typed)
        assert answer.strip() or await slack.form("mina"), typed[:30]
    await slack.say("mina", "/action add")
    refused = await slack.submit("mina", {"text": long[:2900]})
    assert refused["errors"]
    form = await slack.form("mina")
    assert form is not None and form["fields"][0]["value"] == long[:2900]
