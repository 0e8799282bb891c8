"""Commands, buttons, menus, forms, shortcuts and response URLs, with slack_bolt at the other end."""

from __future__ import annotations

import time
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from sandbox import limits
from sandbox.client import Refused, Sandbox
from tests.sandbox.conftest import Foreign, Raw, ids

PLAIN = "plain_text"


def text(words: str) -> dict[str, str]:
    """Plain text."""
    return {"type": PLAIN, "text": words}


def option(words: str, value: str) -> dict[str, Any]:
    """An option of a menu."""
    return {"text": text(words), "value": value}


CARD: list[dict[str, Any]] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "*Pick* one"}},
    {
        "type": "actions",
        "block_id": "row",
        "elements": [
            {"type": "button", "action_id": "go", "text": text("Go"), "value": "1"},
            {"type": "button", "action_id": "stop", "text": text("Stop"), "value": "2", "style": "danger"},
            {
                "type": "static_select",
                "action_id": "size",
                "placeholder": text("Size"),
                "options": [option("Small", "s"), option("Large", "l")],
            },
            {"type": "datepicker", "action_id": "day", "placeholder": text("Day")},
        ],
    },
]
FORM: dict[str, Any] = {
    "type": "modal",
    "callback_id": "form",
    "title": text("A form"),
    "submit": text("Send"),
    "private_metadata": "kept",
    "blocks": [
        {
            "type": "input",
            "block_id": "n",
            "label": text("Name"),
            "element": {"type": "plain_text_input", "action_id": "name", "max_length": 10},
        },
        {
            "type": "input",
            "block_id": "w",
            "label": text("Words"),
            "optional": True,
            "element": {"type": "plain_text_input", "action_id": "words", "multiline": True},
        },
        {
            "type": "input",
            "block_id": "d",
            "label": text("Day"),
            "optional": True,
            "element": {"type": "datepicker", "action_id": "day"},
        },
        {
            "type": "input",
            "block_id": "t",
            "label": text("Time"),
            "optional": True,
            "element": {"type": "timepicker", "action_id": "time"},
        },
        {
            "type": "input",
            "block_id": "p",
            "label": text("Who"),
            "optional": True,
            "element": {"type": "users_select", "action_id": "who"},
        },
        {
            "type": "input",
            "block_id": "o",
            "label": text("Purpose"),
            "optional": True,
            "element": {
                "type": "static_select",
                "action_id": "purpose",
                "options": [option("For advice", "a"), option("For decision", "d")],
                "initial_option": option("For advice", "a"),
            },
        },
        {
            "type": "input",
            "block_id": "m",
            "label": text("Partners"),
            "optional": True,
            "element": {
                "type": "checkboxes",
                "action_id": "partners",
                "options": [option("Host", "h"), option("Town", "t")],
            },
        },
    ],
}


def answers(bot: Foreign, command: str = "/note", **answer: Any) -> None:
    """Let the bot acknowledge a command with this answer."""

    @bot.app.command(command)
    async def _(ack: Any, body: dict[str, Any]) -> None:
        bot.asked.append(body)
        await ack(**answer)


def opens(bot: Foreign, view: dict[str, Any] = FORM) -> None:
    """Let the bot open a form when `go` is pressed."""

    @bot.app.action("go")
    async def _(ack: Any, body: dict[str, Any], client: Any) -> None:
        bot.asked.append(body)
        await client.views_open(trigger_id=body["trigger_id"], view=view)
        await ack()


def sends(bot: Foreign, *answers: dict[str, Any]) -> None:
    """Let the bot answer the form with these, one after the other."""
    left = list(answers)

    @bot.app.view("form")
    async def _(ack: Any, body: dict[str, Any]) -> None:
        bot.asked.append(body)
        await ack(**(left.pop(0) if left else {}))


# Commands


async def test_a_command_carries_flat_strings(slack: Sandbox, bot: Foreign) -> None:
    answers(bot)
    await bot.listen()
    await slack.say("ada", "/note tell @bo & <all>", "shared")
    body, known = bot.asked[0], await ids(slack)
    assert all(isinstance(value, str) for value in body.values())
    assert (body["command"], body["user_name"], body["channel_name"]) == ("/note", "ada", "shared")
    assert body["text"] == f"tell <@{known['bo']}|bo> &amp; &lt;all&gt;"
    assert body["is_enterprise_install"] == "false" and body["trigger_id"] and body["response_url"]


async def test_without_should_escape_a_name_stays_a_name(slack: Sandbox, bot: Foreign) -> None:
    answers(bot, "/plain")
    await bot.listen()
    await slack.say("ada", "/plain tell @bo", "shared")
    assert bot.asked[0]["text"] == "tell @bo"


async def test_the_answer_on_the_acknowledgement_is_private_unless_it_says_otherwise(
    slack: Sandbox, bot: Foreign
) -> None:
    answers(bot, text="for you")
    answers(bot, "/plain", text="for all", response_type="in_channel")
    await bot.listen()
    await slack.say("ada", "/note", "shared")
    await slack.say("ada", "/plain", "shared")
    assert [m["text"] for m in await slack.messages("ada", "shared")] == ["for you", "for all"]
    assert [(m["text"], m["from"]) for m in await slack.messages("bo", "shared")] == [("for all", "upbeat")]


async def test_an_answer_that_slack_would_refuse_says_so(slack: Sandbox, bot: Foreign) -> None:
    answers(bot, blocks=[{"type": "poster"}])
    await bot.listen()
    await slack.say("ada", "/note", "shared")
    assert "invalid_blocks" in (await slack.messages("ada", "shared"))[-1]["text"]


async def test_an_external_persons_command_is_refused_with_what_works_instead(
    slack: Sandbox, bot: Foreign
) -> None:
    answers(bot)
    await bot.listen()
    with pytest.raises(Refused) as refused:
        await slack.say("eve", "/note buy strings", "shared")
    assert (refused.value.status, refused.value.error) == (403, "external_command")
    assert "@Upbeat note buy strings" in refused.value.message and bot.asked == []


async def test_a_command_in_a_thread_is_refused(slack: Sandbox, bot: Foreign) -> None:
    answers(bot)
    await bot.listen()
    ts = await slack.say("ada", "above", "shared")
    with pytest.raises(Refused) as refused:
        await slack.say("ada", "/note x", "shared", thread_ts=ts)
    assert refused.value.error == "command_in_thread" and bot.asked == []


async def test_a_command_that_app_yaml_does_not_declare_does_not_arrive(slack: Sandbox, bot: Foreign) -> None:
    await bot.listen()
    with pytest.raises(Refused) as refused:
        await slack.say("ada", "/dance", "shared")
    assert refused.value.status == 404 and "/note" in refused.value.message


# Buttons and menus


async def test_a_press_carries_the_message_and_who_pressed(slack: Sandbox, bot: Foreign) -> None:
    opens(bot)
    await bot.listen()
    made = await bot.client.chat_postMessage(channel="shared", text="card", blocks=CARD)
    await slack.press("eve", "Go", "shared")
    body, known = bot.asked[0], await ids(slack)
    assert body["user"]["id"] == known["eve"] and body["user"]["team_id"] != body["team"]["id"]
    assert body["container"] == {
        "type": "message",
        "message_ts": made["ts"],
        "channel_id": known["shared"],
        "is_ephemeral": False,
    }
    assert body["message"]["ts"] == made["ts"] and body["channel"]["name"] == "shared"
    action = body["actions"][0]
    assert (action["action_id"], action["block_id"], action["value"], action["type"]) == (
        "go",
        "row",
        "1",
        "button",
    )
    assert action["text"]["text"] == "Go" and action["action_ts"] and body["response_url"]


async def test_a_press_finds_by_label_in_any_case_or_by_action_and_value(
    slack: Sandbox, bot: Foreign
) -> None:
    @bot.app.action("go")
    @bot.app.action("stop")
    async def _(ack: Any, body: dict[str, Any]) -> None:
        bot.asked.append(body)
        await ack()

    await bot.listen()
    await bot.client.chat_postMessage(channel="shared", text="card", blocks=CARD)
    await slack.press("ada", "stop", "shared")
    await slack.press("ada", conversation="shared", action_id="go", value="1")
    assert [b["actions"][0]["action_id"] for b in bot.asked] == ["stop", "go"]
    with pytest.raises(Refused) as refused:
        await slack.press("ada", "Dance", "shared")
    assert refused.value.status == 404 and "Go, Stop" in refused.value.message


async def test_the_rows_buttons_are_all_there_and_not_in_the_words(slack: Sandbox, bot: Foreign) -> None:
    await bot.client.chat_postMessage(channel="shared", text="fallback", blocks=CARD)
    row = (await slack.messages("ada", "shared"))[0]
    assert row["text"] == "Pick one"
    found = [(b["action_id"], b["label"], b["value"]) for b in row["buttons"]]
    assert found == [("go", "Go", "1"), ("stop", "Stop", "2")]


async def test_a_choice_carries_the_option_and_stays_chosen(slack: Sandbox, bot: Foreign) -> None:
    @bot.app.action("size")
    @bot.app.action("day")
    async def _(ack: Any, body: dict[str, Any]) -> None:
        bot.asked.append(body)
        await ack()

    await bot.listen()
    await bot.client.chat_postMessage(channel="shared", text="card", blocks=CARD)
    await slack.choose("ada", "Large", "Size", "shared")
    await slack.choose("ada", "2026-12-04", conversation="shared", action_id="day")
    first, second = bot.asked
    assert first["actions"][0]["selected_option"]["value"] == "l"
    assert second["actions"][0]["selected_date"] == "2026-12-04"
    assert second["state"]["values"]["row"]["size"]["selected_option"]["value"] == "l"
    with pytest.raises(Refused):
        await slack.choose("ada", "Huge", "Size", "shared")


async def test_a_bot_that_does_not_answer_a_press_is_said_to_be_silent(
    slack: Sandbox, raw: Raw, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ACK_SECONDS", 0.2)
    held = await raw.socket()
    await raw.call("chat.postMessage", channel="shared", text="card", blocks=CARD)
    assert (await slack.press("bo", "Go", "shared"))["ok"] is False
    assert (await slack.messages("bo", "shared"))[-1]["text"] == "upbeat did not respond"
    await held.close()


# Answers at the response_url


async def respond(raw: Raw, url: str, **body: Any) -> tuple[int, str]:
    """Answer there; the status and the body."""
    async with raw.session.post(url, json=body) as answer:
        return answer.status, await answer.text()


async def test_a_response_url_serves_five_times_and_is_private_by_default(
    slack: Sandbox, bot: Foreign, raw: Raw
) -> None:
    answers(bot)
    await bot.listen()
    await slack.say("ada", "/note", "shared")
    url = bot.asked[0]["response_url"]
    assert await respond(raw, url, text="1") == (200, "ok")
    assert (await respond(raw, url, text="2", response_type="in_channel"))[0] == 200
    for number in range(3, 6):
        assert (await respond(raw, url, text=str(number)))[0] == 200
    status, words = await respond(raw, url, text="6")
    assert status == 404 and "used_url" in words
    assert [m["text"] for m in await slack.messages("ada", "shared")] == ["1", "2", "3", "4", "5"]
    assert [m["text"] for m in await slack.messages("eve", "shared")] == ["2"]


async def test_a_response_url_lives_half_an_hour_of_real_time(
    slack: Sandbox, bot: Foreign, raw: Raw, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(bot)
    await bot.listen()
    await slack.say("ada", "/note", "shared")
    await slack.clock(advance="2h")
    assert (await respond(raw, bot.asked[0]["response_url"], text="the clock was only turned"))[0] == 200
    real = time.monotonic
    monkeypatch.setattr("sandbox.triggers.time.monotonic", lambda: real() + 30 * 60 + 1)
    status, words = await respond(raw, bot.asked[0]["response_url"], text="late")
    assert status == 404 and "expired_url" in words


async def test_replacing_and_deleting_act_on_the_card_that_was_pressed(
    slack: Sandbox, bot: Foreign, raw: Raw
) -> None:
    answers(bot, text="card", blocks=CARD)

    @bot.app.action("go")
    async def _(ack: Any, body: dict[str, Any]) -> None:
        bot.asked.append(body)
        await ack()

    await bot.listen()
    await slack.say("ada", "/note", "shared")
    await slack.press("ada", "Go", "shared")
    pressed = bot.asked[1]
    assert pressed["container"]["is_ephemeral"] is True and "message" not in pressed
    await respond(raw, pressed["response_url"], replace_original=True, text="instead")
    assert [(m["text"], m["ephemeral"]) for m in await slack.messages("ada", "shared")] == [("instead", True)]
    await respond(raw, pressed["response_url"], delete_original=True)
    assert await slack.messages("ada", "shared") == []


async def test_blocks_at_a_response_url_are_checked_too(slack: Sandbox, bot: Foreign, raw: Raw) -> None:
    answers(bot)
    await bot.listen()
    await slack.say("ada", "/note", "shared")
    status, words = await respond(raw, bot.asked[0]["response_url"], blocks=[{"type": "poster"}])
    assert status == 400 and "invalid_blocks" in words


# Forms


async def opened(slack: Sandbox, bot: Foreign, person: str = "ada") -> None:
    """A form on somebody's screen, through a press."""
    await bot.listen()
    await bot.client.chat_postMessage(channel="shared", text="card", blocks=CARD)
    await slack.press(person, "Go", "shared")


async def test_a_form_is_shown_with_its_fields(slack: Sandbox, bot: Foreign) -> None:
    opens(bot)
    await opened(slack, bot)
    form = await slack.form("ada")
    assert form and form["title"] == "A form" and form["view_id"].startswith("V")
    kinds = [(f["name"], f["label"], f["kind"], f["optional"]) for f in form["fields"]]
    assert kinds == [
        ("name", "Name", "text", False),
        ("words", "Words", "long", True),
        ("day", "Day", "date", True),
        ("time", "Time", "time", True),
        ("who", "Who", "person", True),
        ("purpose", "Purpose", "one", True),
        ("partners", "Partners", "many", True),
    ]
    assert form["fields"][5]["options"] == [
        {"label": "For advice", "value": "a"},
        {"label": "For decision", "value": "d"},
    ]
    assert form["fields"][5]["value"] == "a" and await slack.form("bo") is None


async def test_a_submission_carries_every_input_empty_ones_too(slack: Sandbox, bot: Foreign) -> None:
    opens(bot)
    sends(bot)
    await opened(slack, bot, "eve")
    await slack.submit(
        "eve",
        {
            "Name": "Strings",
            "day": "2026-12-04",
            "Time": "14:00",
            "who": "ada",
            "Purpose": "for decision",
            "m": ["Host", "t"],
        },
    )
    body = bot.asked[1]
    values = body["view"]["state"]["values"]
    assert values["n"]["name"] == {"type": "plain_text_input", "value": "Strings"}
    assert values["w"]["words"]["value"] is None
    assert (values["d"]["day"]["selected_date"], values["t"]["time"]["selected_time"]) == (
        "2026-12-04",
        "14:00",
    )
    assert values["p"]["who"]["selected_user"] == (await ids(slack))["ada"]
    assert values["o"]["purpose"]["selected_option"]["value"] == "d"
    assert [o["value"] for o in values["m"]["partners"]["selected_options"]] == ["h", "t"]
    assert body["view"]["private_metadata"] == "kept" and body["response_urls"] == []
    town, host = body["user"]["team_id"], body["view"]["app_installed_team_id"]
    assert body["team"]["id"] == body["view"]["team_id"] == town != host
    assert await slack.form("eve") is None


async def test_errors_keep_the_form_open_and_stand_beside_their_fields(slack: Sandbox, bot: Foreign) -> None:
    opens(bot)
    sends(bot, {"response_action": "errors", "errors": {"n": "Too short"}})
    await opened(slack, bot)
    answer = await slack.submit("ada", {"Name": "x"})
    assert answer["errors"] == {"name": "Too short"}
    form = await slack.form("ada")
    assert form and form["fields"][0]["error"] == "Too short" and form["fields"][0]["value"] == "x"
    assert "errors" not in await slack.submit("ada", {"Name": "longer"})
    assert await slack.form("ada") is None


async def test_slacks_client_itself_refuses_what_is_missing_or_too_long(slack: Sandbox, bot: Foreign) -> None:
    opens(bot)
    sends(bot)
    await opened(slack, bot)
    assert "required" in (await slack.submit("ada"))["errors"]["name"]
    assert "10" in (await slack.submit("ada", {"Name": "x" * 11}))["errors"]["name"]
    assert len(bot.asked) == 1, "nothing was sent"


async def test_an_unknown_field_or_an_impossible_value_is_refused(slack: Sandbox, bot: Foreign) -> None:
    opens(bot)
    await opened(slack, bot)
    for values in ({"Colour": "red"}, {"Day": "31 February"}, {"Purpose": "For fun"}, {"Who": "nobody"}):
        with pytest.raises(Refused) as refused:
            await slack.submit("ada", values)
        assert 400 <= refused.value.status < 500
    with pytest.raises(Refused) as none:
        await slack.submit("bo", {})
    assert none.value.error == "no_form"


async def test_update_push_and_clear_change_the_stack(slack: Sandbox, bot: Foreign) -> None:
    second = {**FORM, "title": text("Second")}
    opens(bot)
    sends(
        bot,
        {"response_action": "update", "view": {**FORM, "title": text("Updated")}},
        {"response_action": "push", "view": second},
        {"response_action": "clear"},
    )
    await opened(slack, bot)
    first = await slack.form("ada")
    await slack.submit("ada", {"Name": "a"})
    updated = await slack.form("ada")
    assert first and updated and updated["title"] == "Updated" and updated["view_id"] == first["view_id"]
    await slack.submit("ada", {"Name": "b"})
    pushed = await slack.form("ada")
    assert pushed and pushed["title"] == "Second" and pushed["view_id"] != first["view_id"]
    await slack.submit("ada", {"Name": "c"})
    assert await slack.form("ada") is None


async def test_submitting_the_top_form_shows_the_one_below(slack: Sandbox, bot: Foreign) -> None:
    opens(bot)
    sends(bot, {"response_action": "push", "view": {**FORM, "title": text("Second")}})
    await opened(slack, bot)
    await slack.submit("ada", {"Name": "a"})
    await slack.submit("ada", {"Name": "b"})
    below = await slack.form("ada")
    assert below and below["title"] == "A form"


async def test_no_more_than_three_forms_are_stacked(slack: Sandbox, bot: Foreign) -> None:
    opens(bot)
    again = {"response_action": "push", "view": FORM}
    sends(bot, again, again, again)
    await opened(slack, bot)
    for _ in range(2):
        assert "errors" not in await slack.submit("ada", {"Name": "a"})
    assert "push_limit_reached" in (await slack.submit("ada", {"Name": "a"}))["errors"]["form"]


async def test_closing_a_form_is_told_only_where_it_was_asked_for(slack: Sandbox, bot: Foreign) -> None:
    opens(bot, {**FORM, "notify_on_close": True})

    @bot.app.view_closed("form")
    async def _(ack: Any, body: dict[str, Any]) -> None:
        bot.asked.append(body)
        await ack()

    await opened(slack, bot)
    await slack.close_form("ada")
    assert bot.asked[1]["type"] == "view_closed" and bot.asked[1]["is_cleared"] is False
    assert "trigger_id" not in bot.asked[1] and await slack.form("ada") is None


async def test_a_views_hash_guards_against_what_came_between(slack: Sandbox, bot: Foreign) -> None:
    @bot.app.action("go")
    async def _(ack: Any, body: dict[str, Any], client: Any) -> None:
        bot.asked.append((await client.views_open(trigger_id=body["trigger_id"], view=FORM)).data)
        await ack()

    await opened(slack, bot)
    view = bot.asked[0]["view"]
    await bot.client.views_update(view_id=view["id"], hash=view["hash"], view=FORM)
    with pytest.raises(SlackApiError) as refused:
        await bot.client.views_update(view_id=view["id"], hash=view["hash"], view=FORM)
    assert refused.value.response["error"] == "hash_conflict"


async def test_a_trigger_serves_once_for_three_seconds(
    slack: Sandbox, bot: Foreign, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(bot)
    await bot.listen()
    await slack.say("ada", "/note", "shared")
    await slack.say("ada", "/note", "shared")
    first, second = (body["trigger_id"] for body in bot.asked)
    errors = []
    real = time.monotonic
    for trigger, later in ((first, 0.0), (first, 0.0), (second, 3.1), ("made.up", 0.0)):
        monkeypatch.setattr("sandbox.triggers.time.monotonic", lambda later=later: real() + later)
        answer = await open_with(bot, trigger)
        errors.append(answer.get("error"))
    assert errors == [None, "exchanged_trigger_id", "expired_trigger_id", "invalid_trigger_id"]


async def open_with(bot: Foreign, trigger: str) -> dict[str, Any]:
    """views.open, whatever the answer."""
    try:
        return dict((await bot.client.views_open(trigger_id=trigger, view=FORM)).data)  # type: ignore[arg-type]
    except SlackApiError as error:
        return dict(error.response.data)


async def test_a_button_in_a_form_acts_on_the_view(slack: Sandbox, bot: Foreign) -> None:
    opens(
        bot,
        {
            **FORM,
            "blocks": [
                *FORM["blocks"],
                {
                    "type": "actions",
                    "elements": [{"type": "button", "action_id": "more", "text": text("More")}],
                },
            ],
        },
    )

    @bot.app.action("more")
    async def _(ack: Any, body: dict[str, Any]) -> None:
        bot.asked.append(body)
        await ack()

    await opened(slack, bot)
    await slack.press("ada", "More", "form")
    body = bot.asked[1]
    assert (
        body["container"]["type"] == "view" and body["view"]["state"]["values"]["n"]["name"]["value"] is None
    )
    assert "channel" not in body and "message" not in body and "response_url" not in body


# Shortcuts


async def test_shortcuts_carry_a_trigger_and_the_message(slack: Sandbox, bot: Foreign) -> None:
    @bot.app.shortcut("look")
    @bot.app.shortcut("keep")
    async def _(ack: Any, body: dict[str, Any]) -> None:
        bot.asked.append(body)
        await ack()

    await bot.listen()
    ts = await slack.say("eve", "keep this", "shared")
    await slack.shortcut("ada", "look")
    await slack.shortcut("ada", "keep", "shared", ts)
    whole, one = bot.asked
    assert (whole["type"], one["type"]) == ("shortcut", "message_action") and whole["trigger_id"]
    assert one["message"]["text"] == "keep this" and one["message_ts"] == ts
    with pytest.raises(Refused) as refused:
        await slack.shortcut("eve", "look")
    assert refused.value.error == "external_shortcut"
    with pytest.raises(Refused):
        await slack.shortcut("ada", "dance")


async def test_a_message_shortcut_tells_thread_author_and_where_to_answer(
    slack: Sandbox, bot: Foreign
) -> None:
    @bot.app.shortcut("keep")
    async def _(ack: Any, body: dict[str, Any]) -> None:
        bot.asked.append(body)
        await ack()

    await bot.listen()
    parent = str(await slack.say("ada", "above", "elsewhere"))
    ts = str(await slack.say("bo", "below", "elsewhere", thread_ts=parent))
    await slack.shortcut("ada", "keep", "elsewhere", ts)
    known, [one] = await ids(slack), bot.asked
    assert one["message"]["thread_ts"] == parent and one["message"]["user"] == known["bo"]
    assert one["channel"] == {"id": known["elsewhere"], "name": "elsewhere"}
    assert one["user"]["id"] == known["ada"] and "/actions/" in one["response_url"]


async def test_a_shortcut_is_offered_on_what_it_was_made_for_and_not_on_private_answers(
    slack: Sandbox, bot: Foreign
) -> None:
    @bot.app.command("/note")
    async def _(ack: Any) -> None:
        await ack("only you see this")

    await bot.listen()
    ts = str(await slack.say("ada", "words", "shared"))
    await slack.say("ada", "/note", "shared")
    private = (await slack.messages("ada", "shared"))[-1]["ts"]
    refused = {}
    for name, who, callback, where in (
        ("no message", "ada", "keep", None),
        ("a message", "ada", "look", ts),
        ("a private one", "ada", "keep", private),
        ("external", "eve", "keep", ts),
    ):
        with pytest.raises(Refused) as error:
            await slack.shortcut(who, callback, "shared", where)
        refused[name] = error.value.error
    assert refused == {
        "no message": "unknown_shortcut",
        "a message": "unknown_shortcut",
        "a private one": "no_shortcut",
        "external": "external_shortcut",
    }


async def test_the_page_is_told_how_shortcuts_are_called(slack: Sandbox) -> None:
    rows = (await slack.get("setup"))["shortcuts"]
    assert rows[1] == {"callback_id": "keep", "type": "message", "name": "Keep", "description": "x"}


async def test_an_external_menu_is_filled_by_the_bot(slack: Sandbox, bot: Foreign) -> None:
    @bot.app.options("find")
    async def _(ack: Any, body: dict[str, Any]) -> None:
        bot.asked.append(body)
        await ack(options=[option(f"{body['value']}!", "found")])

    @bot.app.action("find")
    async def _(ack: Any, body: dict[str, Any]) -> None:
        bot.asked.append(body)
        await ack()

    await bot.listen()
    menu = {"type": "external_select", "action_id": "find", "placeholder": text("Find")}
    await bot.client.chat_postMessage(
        channel="shared", text="x", blocks=[{"type": "actions", "elements": [menu]}]
    )
    await slack.choose("ada", "found", "Find", "shared")
    assert [b["type"] for b in bot.asked] == ["block_suggestion", "block_actions"]
