"""Bookmarks at the top of a channel, each kept by its title: the same title leads to the newest message."""

from __future__ import annotations

import logging

from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import Undeliverable, Unsure
from bot.slack.declined import Declined
from bot.slack.refusals import Refused, asked

log = logging.getLogger(__name__)


class Bookmarks:
    """Keeps bookmarks, where that was granted; where it was not, nothing is missing but the bookmark."""

    def __init__(self) -> None:
        self._declined = Declined()

    async def keep(self, client: AsyncWebClient, channel: str, message: str, title: str) -> None:
        """Let the bookmark of this title lead to a message. Done twice it is as if done once. Raises TryLater."""
        if self._declined.lately(channel):
            return
        try:
            await _keep(client, channel, message, title)
        except Unsure as error:
            log.info("a bookmark may not have been set: %s", error)
        except (Undeliverable, Refused) as error:
            log.info("bookmarks cannot be set here for now: %s", error)
            self._declined.note(channel)


async def _keep(client: AsyncWebClient, channel: str, message: str, title: str) -> None:
    known = (await asked(client.bookmarks_list(channel_id=channel)))["bookmarks"]
    link = str((await asked(client.chat_getPermalink(channel=channel, message_ts=message)))["permalink"])
    same = next((one for one in known if one.get("title") == title and one.get("type") == "link"), None)
    if same is None:
        await asked(client.bookmarks_add(channel_id=channel, title=title, type="link", link=link))
    elif same.get("link") != link:
        await asked(client.bookmarks_edit(channel_id=channel, bookmark_id=same["id"], title=title, link=link))
