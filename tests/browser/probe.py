"""A small bot to try the page with: it sends every kind of block, opens a form and checks it."""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

Json = dict[str, Any]
BOT_TOKEN, APP_TOKEN = "xoxb-probe", "xapp-probe"
HOSTILE = (
    '<img src=x onerror="window.hacked=1"><script>window.hacked=2</script> <b>no</b> [x](javascript:alert(1))'
)


def plain(words: str) -> Json:
    return {"type": "plain_text", "text": words}


def mrkdwn(words: str) -> Json:
    return {"type": "mrkdwn", "text": words}


def button(words: str, action: str, **more: Any) -> Json:
    return {"type": "button", "text": plain(words), "action_id": action, **more}


def option(words: str) -> Json:
    return {"text": plain(words), "value": words.lower().replace(" ", "-")}


SURE = {
    "title": plain("Take it back?"),
    "text": plain("Nobody will be asked."),
    "confirm": plain("Take it back"),
    "deny": plain("Keep it"),
}
ANSWER: list[Json] = [
    {"type": "section", "text": mrkdwn("The agenda has *three items*.")},
    {
        "type": "actions",
        "elements": [
            button("Add an item", "form", style="primary"),
            button("Take it back", "sure", style="danger", confirm=SURE),
        ],
    },
]
FORM: Json = {
    "type": "modal",
    "callback_id": "item",
    "title": plain("Add an item"),
    "submit": plain("Add"),
    "close": plain("Cancel"),
    "blocks": [
        {
            "type": "input",
            "block_id": "text",
            "label": plain("What is it about?"),
            "element": {"type": "plain_text_input", "action_id": "text"},
        },
        {
            "type": "input",
            "block_id": "minutes",
            "label": plain("How many minutes?"),
            "element": {"type": "plain_text_input", "action_id": "minutes"},
        },
        {
            "type": "input",
            "block_id": "why",
            "label": plain("What for?"),
            "element": {
                "type": "radio_buttons",
                "action_id": "why",
                "options": [option("For advice"), option("For decision")],
            },
        },
    ],
}


def _rich(person: str) -> Json:
    words: list[Json] = [
        {"type": "text", "text": "rich bold", "style": {"bold": True}},
        {"type": "user", "user_id": person},
        {"type": "link", "url": "https://example.org/rich", "text": "rich link"},
        {"type": "emoji", "name": "tada"},
        {"type": "date", "timestamp": 1796342400, "format": "{date_long}", "fallback": "a date"},
    ]
    item = {"type": "rich_text_section", "elements": [{"type": "text", "text": "rich item"}]}
    return {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_section", "elements": words},
            {"type": "rich_text_list", "style": "ordered", "elements": [item]},
            {"type": "rich_text_list", "style": "bullet", "indent": 1, "elements": [item]},
            {"type": "rich_text_quote", "elements": [{"type": "text", "text": "rich quote"}]},
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "rich code"}]},
        ],
    }


def every_block(person: str) -> list[Json]:
    """One of each kind that the sandbox draws; `person` is the id of somebody to mention."""
    menu: Json = {"type": "overflow", "action_id": "more", "options": [option("Reorder"), option("Print")]}
    choose: Json = {
        "type": "static_select",
        "action_id": "purpose",
        "placeholder": plain("Purpose"),
        "options": [option("For advice"), option("For decision")],
    }
    return [
        {"type": "header", "text": plain("Every block")},
        {
            "type": "section",
            "text": mrkdwn(
                f"*bold* _italic_ ~strike~ `code` <https://example.org|label> <@{person}> "
                "<!date^1796342400^{date_long}|day>\n&gt; a quote\n• a bullet"
            ),
            "accessory": menu,
        },
        {"type": "section", "fields": [mrkdwn("*When*\nTuesday"), mrkdwn("*Where*\nThe Curve")]},
        {"type": "divider"},
        _rich(person),
        {
            "type": "actions",
            "elements": [
                choose,
                {"type": "datepicker", "action_id": "day", "initial_date": "2026-12-15"},
                {"type": "timepicker", "action_id": "hour", "initial_time": "14:00"},
                {"type": "users_select", "action_id": "who", "placeholder": plain("Who?")},
                {"type": "checkboxes", "action_id": "ticks", "options": [option("One tick")]},
                {"type": "radio_buttons", "action_id": "round", "options": [option("One round")]},
            ],
        },
        {"type": "image", "image_url": "https://example.org/picture.png", "alt_text": "A drawing of a boat"},
        {
            "type": "markdown",
            "text": "## Markdown heading\n- **md bold**\n- [md link](https://example.org)\n\n> md quote\n\n"
            "| Who | Minutes |\n|---|--:|\n| Mina | 10 |",
        },
        {
            "type": "table",
            "rows": [[{"type": "raw_text", "text": "Item"}], [{"type": "raw_text", "text": "Budget"}]],
        },
        {
            "type": "input",
            "label": plain("An input"),
            "element": {"type": "plain_text_input", "action_id": "typed"},
            "optional": True,
        },
        {"type": "context", "elements": [mrkdwn("small print")]},
    ]


def home(presses: dict[str, int]) -> Json:
    """A Home tab as full as Slack takes: 100 blocks, every second of them with a button that counts its presses."""
    found: list[Json] = [{"type": "header", "text": plain("Your fifty actions")}]
    for number in range(1, 50):
        name = f"count{number}"
        times = presses.get(name, 0)
        found.append({"type": "section", "text": mrkdwn(f"*Action {number}*: pressed {times} times")})
        found.append({"type": "actions", "elements": [button(f"Press {number}", name, value=str(times))]})
    found.append({"type": "context", "elements": [mrkdwn("That is all")]})
    return {"type": "home", "blocks": found}


def _app(address: str) -> AsyncApp:
    app = AsyncApp(client=AsyncWebClient(token=BOT_TOKEN, base_url=f"{address}/api/"))

    @app.command("/agenda")
    async def agenda(ack: Any) -> None:
        await ack(blocks=ANSWER, text="The agenda")

    @app.command("/upbeat")
    async def every(ack: Any, client: AsyncWebClient, body: Json) -> None:
        await ack()
        await client.chat_postMessage(
            channel=body["channel_id"], blocks=every_block(body["user_id"]), text="Every block"
        )

    @app.command("/meeting")
    async def hostile(ack: Any) -> None:
        escaped = HOSTILE.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        await ack(
            text=HOSTILE,
            blocks=[{"type": "section", "text": mrkdwn(escaped)}, {"type": "markdown", "text": HOSTILE}],
        )

    @app.action("form")
    async def form(ack: Any, client: AsyncWebClient, body: Json) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)
        await ack()

    @app.action("sure")
    async def sure(ack: Any, respond: Any) -> None:
        await ack()
        await respond(text="It is taken back.", replace_original=False)

    @app.action("purpose")
    async def purpose(ack: Any, client: AsyncWebClient, body: Json) -> None:
        await ack()
        chosen = body["actions"][0]["selected_option"]["text"]["text"]
        await client.chat_postMessage(channel=body["channel"]["id"], text=f"You chose: {chosen}")

    @app.view("item")
    async def item(ack: Any, client: AsyncWebClient, body: Json) -> None:
        values = body["view"]["state"]["values"]
        if not values["minutes"]["minutes"]["value"].isdigit():
            await ack(
                response_action="errors", errors={"minutes": "Write the minutes as a number, such as 10."}
            )
            return
        await ack()
        await client.chat_postMessage(
            channel=body["user"]["id"], text=f"Added: {values['text']['text']['value']}"
        )

    @app.event("app_mention")
    async def mentioned(client: AsyncWebClient, event: Json) -> None:
        await client.chat_postMessage(
            channel=event["channel"], thread_ts=event["ts"], text="You called *me*."
        )

    @app.shortcut("action.from_message")
    async def from_message(ack: Any, client: AsyncWebClient, body: Json) -> None:
        await ack()
        await client.chat_postMessage(
            channel=body["channel"]["id"],
            thread_ts=body["message"]["ts"],
            text=f"Taken down: {body['message']['text']}",
        )

    @app.shortcut("probe.anywhere")
    async def anywhere(ack: Any, client: AsyncWebClient, body: Json) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)
        await ack()

    @app.event("app_home_opened")
    async def opened(client: AsyncWebClient, event: Json) -> None:
        await client.views_publish(user_id=event["user"], view=home({}))

    @app.action(re.compile("^count"))
    async def count(ack: Any, client: AsyncWebClient, body: Json) -> None:
        await ack()
        action = body["actions"][0]
        seen = {action["action_id"]: int(action["value"]) + 1}
        await client.views_publish(user_id=body["user"]["id"], view=home(seen))

    for kind in ("message", "member_joined_channel", "member_left_channel"):

        @app.event(kind)
        async def heard() -> None:
            pass

    return app


@asynccontextmanager
async def answering(address: str) -> AsyncIterator[None]:
    """The probe is connected to the sandbox at `address` while this is open."""
    logging.getLogger("slack_bolt").setLevel(logging.ERROR)
    handler = AsyncSocketModeHandler(_app(address), APP_TOKEN)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]
