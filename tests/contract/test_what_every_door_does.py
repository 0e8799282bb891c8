"""The contract: what Upbeat does is the same whichever door people come through. Every later feature joins it."""

from __future__ import annotations

from tests.contract.party import CAST, DIRECTLY, PLAN, Party

ANSWERS = ["Done", "On track", "Need help", "Hand over", "No longer needed"]
CHASED = "2026-12-11T12:00:00+00:00"
TRICKS = (
    "<!channel> <@U0AAAAAAA> <at>Jo Penrose</at> **loud** *loud* _sly_ `code` [x](https://evil.example) "
    "<https://evil.example|click> {{ 7 * 7 }} {{DATE(2026-12-15T14:00:00Z)}} [[Press]](action.done?1) &lt; # head @here"
)

TRICK_WORDS = ("evil", "loud", "sly", "head", "Penrose", "DATE", "Press", "click")


async def listed(party: Party, person: str = "mina") -> str:
    """All open actions."""
    return await party.asks(person, "@Upbeat action list all")


async def chased(party: Party, person: str) -> list[str]:
    """The chases that somebody has got."""
    return [text for text in await party.told(person) if "what you do for" in text or "That is all" in text]


async def test_an_invitation_is_answered_and_people_join_by_one_press(nobody: Party) -> None:
    await nobody.invites("mina")
    hello = (await nobody.sees("otto"))[-1]
    assert "Mina Achebe" in hello and await nobody.labels("otto") == ["Set up"]
    await nobody.presses("otto", "Set up")
    assert await nobody.form("otto") is None and "Mina Achebe" in (await nobody.sees("otto"))[-1]
    await begun_again(nobody)
    card = next(text for text in await nobody.sees("grace") if "Please press" in text)
    assert "Oak House Library: Otto Lindqvist" in card and "Mina Achebe chairs" in card


async def begun_again(party: Party) -> None:
    """The chair sets up after all, correcting the zone once; nothing that was typed has to be typed twice."""
    bodies = "\n".join(dict.fromkeys(body for _, body in CAST.values()))
    await party.presses("mina", "Set up")
    form = await party.form("mina")
    assert form is not None and form.fields["zone"] == "Europe/London"
    [wrong] = await party.submits(
        "mina", {"name": "Making Music", "organisations": bodies, "zone": "Nowhere"}
    )
    assert "Nowhere" in wrong
    form = await party.form("mina")
    assert (
        form is not None and form.fields["name"] == "Making Music" and form.fields["organisations"] == bodies
    )
    assert await party.submits("mina", {"zone": "Europe/London"}) == []
    assert await party.form("mina") is None
    await party.presses("otto", "Join Oak House Library")


async def test_an_agenda_is_one_whoever_adds_to_it_and_however(party: Party) -> None:
    planned = await party.asks("mina", PLAN)
    assert "Tue 15 December, 2pm to 3.30pm" in planned and "the Curve" in planned
    budget = await party.asks("mina", "@Upbeat agenda add Budget 10m @jo for decision")
    assert all(words in budget for words in ("Budget", "10 minutes", "Jo Penrose", "for decision"))
    assert "15 minutes" in await party.asks("will", "agenda+ Otter funding (15 min)")
    assert "Harps" in await party.asks("otto", "agenda add Harps 5m", DIRECTLY)
    for person in ("mina", "jo", "otto"):
        agenda = await party.asks(person, "@Upbeat agenda")
        assert agenda.index("Budget") < agenda.index("Otter funding") < agenda.index("Harps")
        assert "30 of 90 minutes" in agenda


async def test_a_call_for_items_and_the_agenda_come_by_themselves_and_stay_right(party: Party) -> None:
    await party.says("mina", PLAN)
    await party.turns("2026-12-08T12:00:00+00:00")
    call = (await party.sees("otto"))[-1]
    assert "what should we talk about" in call and "Tue 15 December" in call
    await party.presses("otto", "Add an item")
    form = await party.form("otto")
    assert form is not None and {"text", "minutes", "purpose"} <= set(form.fields)
    [wrong] = await party.submits("otto", {"text": "Singing at the Curve", "minutes": "ages"})
    assert "ages" in wrong or "minutes" in wrong
    form = await party.form("otto")
    assert form is not None and form.fields["text"] == "Singing at the Curve"
    assert await party.submits("otto", {"minutes": "15", "purpose": "advice"}) == []
    assert "Singing at the Curve" in "\n".join(await party.sees("jo"))

    await party.turns("2026-12-14T12:00:00+00:00")
    [agenda] = [text for text in await party.sees("jo") if "this is what we will talk about" in text]
    assert "Singing at the Curve" in agenda
    await party.says("jo", "agenda+ Cake 5m")
    [agenda] = [text for text in await party.sees("jo") if "this is what we will talk about" in text]
    assert "Cake" in agenda


async def test_an_action_is_noted_where_it_was_said_and_follows_its_message(party: Party) -> None:
    line = await party.says("jo", "ACTION: Priya to book the hall by 12 December 2026")
    [receipt] = await party.under("jo", line)
    assert "Priya Raman" in receipt and "book the hall" in receipt and "Sat 12 December" in receipt
    assert await party.marks(line) == 1 and {"Edit", "Undo"} <= set(await party.labels("jo"))

    await party.presses("priya", "Edit")
    assert await party.submits("priya", {"text": "book the big hall", "due": "2026-12-11"}) == []
    [receipt] = await party.under("jo", line)
    assert "book the big hall" in receipt and "Fri 11 December" in receipt
    await party.presses("jo", "Undo")
    assert "big hall" not in await listed(party)
    await party.presses("jo", "Put the action back")
    assert "big hall" in await listed(party)

    await party.edits("jo", line, "ACTION: Will to book the small hall by 14 December 2026")
    [receipt] = await party.under("mina", line)
    assert "Will Carter" in receipt and "small hall" in receipt and "Mon 14 December" in receipt
    assert (await listed(party)).count("hall") == 1

    await party.deletes("jo", line)
    assert "small hall" in (await party.told("jo"))[-1]
    assert await party.labels("jo", DIRECTLY) == ["Keep it", "Take it away"]
    await party.presses("jo", "Take it away", DIRECTLY)
    assert "small hall" not in await listed(party)


async def test_several_lines_of_one_message_are_several_actions_in_one_receipt(party: Party) -> None:
    line = await party.says(
        "jo",
        "Notes:\nACTION: Priya to book the hall\nAP: Will and Otto to write to the schools by Friday\nThank you",
    )
    [receipt] = await party.under("jo", line)
    assert "Action 1 for Priya Raman: book the hall" in receipt and "Fri 27 November" in receipt
    assert await party.marks(line) == 1 and {"Undo 1", "Undo 2"} <= set(await party.labels("jo"))
    await party.presses("priya", "Not me for 1")
    await party.presses("jo", "Undo 2")
    [receipt] = await party.under("jo", line)
    assert "Who will take it on?" in receipt and "Taken back: write to the schools" in receipt
    await party.edits(
        "jo", line, "Notes:\nACTION: Priya to book the hall\nACTION: Jo to bring cake by Friday"
    )
    [receipt] = await party.under("jo", line)
    assert "Jo Penrose: bring cake, by Fri 27 November" in receipt


async def test_a_message_that_somebody_points_at_becomes_an_action(party: Party) -> None:
    line = await party.says("jo", "I'll send the flyer to the schools by 10 December 2026")
    await party.says("otto", "@Upbeat action", under=line)
    [receipt] = await party.under("otto", line)
    assert (
        "send the flyer to the schools" in receipt
        and "Jo Penrose" in receipt
        and "Thu 10 December" in receipt
    )
    await party.says("priya", "@Upbeat make this an action", under=line)
    assert "already" in "\n".join([*await party.under("priya", line), *await party.told("priya")])
    await party.edits("jo", line, "I'll send the flyer to the libraries by 10 December 2026")
    assert "send the flyer to the libraries" in await party.asks("jo", "action list mine", DIRECTLY)


async def test_the_chase_asks_privately_once_and_each_of_its_five_answers_is_taken(party: Party) -> None:
    await party.says("mina", PLAN)
    for text in ("sort songs", "ring schools", "find a van", "fetch keys", "buy tea"):
        await party.says("jo", f"ACTION: Otto to {text} by 10 December 2026")
    public = len(await party.sees("jo"))
    await party.turns(CHASED)
    assert await party.labels("otto", DIRECTLY) == [*ANSWERS * 5, "Pause these messages"]
    kept = ("done", "on track", "hand would be welcome", "is asked", "no longer needed")
    for number, (answer, words) in enumerate(zip(ANSWERS, kept, strict=True), start=1):
        await party.presses("otto", answer, DIRECTLY)
        if answer == "Hand over":
            form = await party.form("otto")
            assert form is not None and any("Grace Abara" in one for one in form.choices["to"])
            choice = next(one for one in form.choices["to"] if "Grace Abara" in one)
            assert await party.submits("otto", {"to": choice}) == []
        [card] = await chased(party, "otto")
        line = next(line for line in card.splitlines() if f"({number})" in line)
        assert words in line.lower(), answer
    assert "That is all before" in card and not set(ANSWERS) & set(await party.labels("otto", DIRECTLY))

    offer = (await party.told("mina"))[-1]
    assert "find a van" in offer and "Otto Lindqvist could do with a hand" in offer
    await party.presses("mina", "I'll help", DIRECTLY)
    assert "Mina Achebe will give you a hand" in "\n".join(await party.told("otto"))
    summary = next(text for text in await party.told("mina") if "how the work stands" in text)
    assert "One action is finished" in summary and "2 actions are on track" in summary
    await party.presses("grace", "I'll take it", DIRECTLY)
    assert "Grace Abara has it now" in (await chased(party, "otto"))[0]
    assert "how the work stands" not in "\n".join(
        (await party.sees("jo"))[public:]
    )  # nothing of it is public


async def test_one_sees_all_one_has_to_do_on_a_page_of_ones_own(party: Party) -> None:
    await party.says("mina", PLAN)
    await party.says(
        "jo", "ACTION: Otto to find a van by 10 December 2026\nACTION: Will to sing by 12 December 2026"
    )
    mine = await party.asks("otto", "me", DIRECTLY)
    assert "find a van" in mine and "sing" not in mine and "Tue 15 December" in mine
    before = await party.sees("jo")
    assert "find a van" in await party.reads("otto", "@Upbeat me")
    assert await party.sees("jo") == before  # it is for nobody else


async def test_a_meeting_that_moves_or_is_cancelled_tells_the_channel_and_who_would_come(
    party: Party,
) -> None:
    await party.says("mina", PLAN)
    await party.presses("otto", "Coming")
    await party.presses("jo", "Apologies")
    card = "\n".join(await party.sees("mina"))
    assert "Coming (1): Otto Lindqvist" in card and "Apologies (1): Jo Penrose" in card
    assert "Mina Achebe" in await party.reads("otto", "@Upbeat meeting move to Thu 17 December 3pm")
    await party.says("mina", "@Upbeat meeting move to Thu 17 December 3pm")
    assert any("moved" in text and "Thu 17 December, 3pm" in text for text in await party.sees("jo"))
    told = (await party.told("otto"))[-1]
    assert "Thu 17 December, 3pm" in told and "Tue 15 December" in told
    assert await party.labels("otto", DIRECTLY) == ["Coming", "Apologies"]
    await party.presses("otto", "Coming", DIRECTLY)
    assert "Coming (1): Otto Lindqvist" in await party.asks("mina", "@Upbeat meeting")

    await party.says("mina", "@Upbeat meeting cancel")
    await party.presses("mina", "Cancel the meeting", DIRECTLY)
    assert "cancelled" in "\n".join(await party.sees("jo")).lower()
    assert "cancelled" in (await party.told("otto"))[-1].lower()
    unasked = [text for person in ("priya", "grace") for text in await party.told(person)]
    assert not [text for text in unasked if "Steering group" in text]


async def test_a_form_that_was_asked_for_in_words_is_offered_by_a_button(party: Party) -> None:
    await party.says("otto", "@Upbeat partnership settings")
    assert "Mina Achebe" in "\n".join([*await party.sees("otto"), *await party.told("otto")])
    await party.says("mina", "@Upbeat agenda add")
    label = (await party.labels("mina"))[-1]
    await party.presses("mina", label)
    form = await party.form("mina")
    assert form is not None and "text" in form.fields
    await party.submits("mina", {"text": "Budget"})
    assert "Budget" in await party.asks("jo", "@Upbeat agenda")


async def test_a_list_too_long_for_one_message_goes_out_whole(party: Party) -> None:
    texts = [
        f"call school number {number} and ask what its children would like to sing" for number in range(120)
    ]
    for start in range(0, len(texts), 20):
        lines = (f"ACTION: Otto to {text} by 14 December 2026" for text in texts[start : start + 20])
        await party.says("jo", "\n".join(lines))
    everything = await listed(party)
    assert [text for text in texts if text not in everything] == []
    mine = await party.asks("otto", "action list mine", DIRECTLY)
    assert [text for text in texts if text not in mine] == []


async def test_whatever_people_type_stays_the_words_it_is(party: Party) -> None:
    await party.says("mina", PLAN)
    before = await party.alive()
    for person, typed, where in (
        ("jo", f"ACTION: Otto to a {TRICKS} a", "steering"),
        ("jo", f"agenda+ b {TRICKS} b", "steering"),
        ("jo", f"@Upbeat agenda add e {TRICKS} e", "steering"),
        ("otto", f"action add f {TRICKS} f", DIRECTLY),
        ("jo", f"@Upbeat g {TRICKS} g", "steering"),
    ):
        assert TRICKS in await party.reads(person, typed, where), typed
    await party.presses("otto", "Edit", DIRECTLY)
    await party.submits("otto", {"text": f"j {TRICKS} j"})
    everything = await listed(party)
    assert f"j {TRICKS} j" in everything and f"a {TRICKS} a" in everything
    await party.turns("2026-12-14T12:00:00+00:00")
    assert f"a {TRICKS}"[:100] in "\n".join(await party.told("otto"))
    new = [one for one in await party.alive() if one not in before]
    assert not [one for one in new if any(words in one for words in TRICK_WORDS)], new


async def test_who_leaves_is_asked_nothing_more_and_may_come_back(party: Party) -> None:
    await party.says("mina", PLAN)
    await party.says("jo", "ACTION: Otto to find a van by 10 December 2026")
    await party.leaves("otto")
    await party.turns(CHASED)
    assert not await chased(party, "otto")
    await party.comes("otto")
    await party.presses("otto", "Coming")
    assert "find a van" in await party.asks("otto", "action list mine", DIRECTLY)


async def test_what_nobody_understands_is_answered_kindly(party: Party) -> None:
    said = await party.reads("otto", "@Upbeat xyzzy the frobs")
    assert "xyzzy the frobs" in said or "help" in said
    assert "agenda" in (await party.reads("otto", "help", DIRECTLY)).casefold()


async def test_of_whom_nothing_reaches_the_chair_hears_once_and_nobody_else(party: Party) -> None:
    await party.says("mina", PLAN)
    await party.says("jo", "ACTION: Otto to post the flyer by 4 December 2026")
    public = len(await party.sees("jo"))
    await party.loses("otto")
    await party.turns(CHASED)
    [told] = [text for text in await party.told("mina") if "do not arrive" in text]
    assert "post the flyer" in told
    assert all("do not arrive" not in text for text in (await party.sees("jo"))[public:])
    await party.loses("otto", back=True)
    await party.says("otto", "my actions", DIRECTLY)
    assert any("can be reached again" in text for text in await party.told("mina"))


async def test_taken_out_of_the_channel_upbeat_rests_and_goes_on_when_it_is_invited_again(
    party: Party,
) -> None:
    await party.says("mina", PLAN)
    await party.says("jo", "ACTION: Otto to post the flyer by 4 December 2026")
    for person in ("mina", "otto"):
        await party.says(person, "me", DIRECTLY)
    await party.dismisses("mina")
    before = await party.told("otto")
    await party.turns(CHASED)
    assert len([text for text in await party.told("mina") if "no longer in the channel" in text]) == 1
    assert await party.told("otto") == before
    await party.invites("mina")
    assert "nothing is lost" in (await party.sees("mina"))[-1]
    await party.turns("2026-12-14T12:00:00+00:00")
    assert len(await chased(party, "otto")) == 1
