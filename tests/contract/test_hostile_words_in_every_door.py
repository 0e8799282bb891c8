"""Whatever people type into what reads them, in every door: nothing pings, links, breaks out of its place or fails."""

from __future__ import annotations

from tests.contract.party import DIRECTLY, PLAN, Party

PLAIN = "tricky [[Press]](action.done?1)"
TRICKS = (
    f"{PLAIN} *loud* [x](https://evil.example) <at>Mina Achebe</at> <!channel> {{{{ 7 * 7 }}}} {{% raw %}} "
    "&lt; # head @here {{DATE(2026-01-01T00:00:00Z, SHORT)}} \u202ekcab\u202c"
)
CALENDAR = (
    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:INSET day {}\nDTSTART;VALUE=DATE:20270104\nEND:VEVENT\n"
    "END:VCALENDAR\n"
)


async def read(party: Party, person: str = "jo") -> str:
    """All that somebody can read."""
    return "\n".join([*await party.sees(person), *await party.told(person)])


async def loose(party: Party) -> list[str]:
    """Parts of the tricks that have become loud, or lead somewhere, or call somebody, outside of the words that they stand in."""
    parts = {"loud", "x", "head", "head @here", "49", "Press", "Mina Achebe", "@here"}
    found = [one.strip() for one in await party.alive() if "tricky" not in one]
    return [
        one for one in found if one in parts or any(word in one for word in ("evil", "channel", "2026-01-01"))
    ]


async def test_tricks_in_what_is_noted_promised_signed_or_pasted_stay_words(party: Party) -> None:
    await party.says("mina", PLAN)
    noted = "\n".join(f"{mark} {TRICKS}" for mark in ("AGREED:", "#info", "#idea", "#link", "#help", "WIN:"))
    said = await party.says("jo", noted)
    await party.edits("jo", said, noted.replace(PLAIN, f"again {PLAIN}"))
    await party.says(
        "jo", f"ACTION: Otto to sing {TRICKS}\nAGREED: {TRICKS}\nACTION: {TRICKS} to sing by June"
    )
    for asked in ("decisions", "notes", "celebrations", f"decisions about {TRICKS}", f"note {TRICKS}"):
        assert PLAIN in await party.reads("mina", f"@Upbeat {asked}"), asked
    assert PLAIN in await party.reads("mina", "@Upbeat agenda")

    said = await party.says("jo", f"I'll ring the school {TRICKS} by Friday")
    other = await party.says("otto", f"the roof {TRICKS}")
    await party.reacts("jo", other, "pushpin")
    assert (await read(party)).count(PLAIN) >= 2
    await party.presses("jo", "Yes, note it", DIRECTLY)
    await party.edits("jo", said, f"I'll ring the schools {TRICKS} by Friday")
    await party.reacts("otto", said, "pushpin")
    assert PLAIN in "\n".join(await party.told("otto"))

    await party.says("jo", "@Upbeat join Hartmere Council Virtual School")
    pasted = (
        f"Autumn term: 2 September to 18 December\nINSET {TRICKS}: 5 May\n31 June {TRICKS}\n{TRICKS}: 3 May"
    )
    assert PLAIN in await party.reads("mina", f"@Upbeat terms {pasted}")
    await party.sends("mina", f"{TRICKS[:60]}.ics", CALENDAR.format(TRICKS))
    assert PLAIN in "\n".join(await party.told("mina"))
    await party.presses("mina", "Save these dates", DIRECTLY)
    assert PLAIN in await party.reads("mina", "@Upbeat terms")
    await party.sends("mina", f"{TRICKS[:60]}.ics", TRICKS)
    assert await loose(party) == [] and await party.refused() == []


async def test_more_than_anybody_writes_is_taken_or_answered_and_never_refused(party: Party) -> None:
    long = "\N{MUSICAL NOTE}" * 480
    await party.says("jo", "\n".join(f"AGREED: {number} {long}" for number in range(12)))
    await party.says(
        "jo", "\n".join(f"I'll ring school {number} {'x' * 300} by Friday" for number in range(100))
    )
    for asked in (
        "decisions",
        f"decision list {long[:300]}",
        f"decisions about {long}",
        f"note {long}{long}",
    ):
        assert await party.reads("mina", f"@Upbeat {asked}"), asked[:30]
    lines = "\n".join(f"INSET {long[:80]}: {1 + n} May" for n in range(28))
    assert await party.reads("mina", f"@Upbeat terms {lines}")
    assert len(await party.told("jo")) <= 3
    assert await loose(party) == [] and await party.refused() == []


SHORT = f"{PLAIN} *loud* [x](https://evil.example) <!channel>"
"""As much of them as fits where only a name does."""

ASKED = "tricky *loud* [x](https://evil.example) <!channel>"
"""As much of them as a question may hold that ends at its first question mark."""


async def test_tricks_in_a_meeting_its_minutes_and_what_is_asked_in_it_stay_words(party: Party) -> None:
    await party.says("mina", "@Upbeat meeting plan Steering group, today 10:05am")
    await party.says("jo", f"@Upbeat agenda add {TRICKS}")
    await party.says("mina", "@Upbeat meeting start")
    await party.says("jo", f"standing in for {SHORT}")
    await party.says("jo", f"AGREED: {TRICKS}\nACTION: Otto to sing {TRICKS}")
    await party.says("mina", "@Upbeat decision ask 1")
    await party.presses("jo", "Disagree and say why")
    assert not await party.submits("jo", {"reason": TRICKS, "shown": "yes"})
    await party.says("mina", "@Upbeat decision close 1")
    await party.says("mina", "@Upbeat meeting end")
    await party.says("mina", f"minutes 1: {TRICKS}", DIRECTLY)
    await party.says("mina", "minutes approve", DIRECTLY)
    seen = "\n".join(await party.sees("otto"))
    assert seen.count(PLAIN) >= 6
    assert PLAIN in "\n".join(await party.told("mina")) and PLAIN in "\n".join(await party.told("otto"))
    assert await loose(party) == [] and await party.refused() == []


async def test_tricks_in_reflections_lists_newsletters_and_briefings_stay_words(party: Party) -> None:
    await party.says("jo", f"going well: {TRICKS}", DIRECTLY)
    await party.says("mina", f"reflect new round {SHORT}: {SHORT}? What else?", DIRECTLY)
    for asked in (f"reflect history {TRICKS}", f"reflect round {SHORT}", "reflect rounds"):
        assert await party.reads("mina", f"@Upbeat {asked}"), asked
    await party.says("mina", f"lists new {SHORT}", DIRECTLY)
    await party.says("mina", f"lists add {SHORT} grace@example.org to strategic, {TRICKS}", DIRECTLY)
    assert PLAIN in await party.reads("mina", "lists strategic", DIRECTLY)
    await party.says("mina", "newsletter draft", DIRECTLY)
    for typed in (f"add celebrate: {TRICKS}", f"ask {ASKED}? tricky *x* <!channel> / No", "approve"):
        await party.says("mina", f"newsletter {typed}", DIRECTLY)
    seen = "\n".join(await party.sees("otto"))
    assert PLAIN in seen and ASKED in seen
    await party.says("otto", f"newsletter answer {TRICKS}", DIRECTLY)
    assert await party.reads("mina", f"@Upbeat briefing {SHORT}")
    assert await loose(party) == [] and await party.refused() == []
