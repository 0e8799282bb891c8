"""A message with a file, as one message; where no file may be sent, the same message goes out without it.

Slack shares an uploaded file together with blocks, but does not tell which message that became. So a message with a file
is always unsure at first, and settled the way every unsure message is: by its echo, or by a look at the history.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot import steps
from bot.card import File
from bot.errors import TryLater, Undeliverable, Unsure
from bot.slack.declined import Declined
from bot.slack.lately import Lately
from bot.slack.refusals import Refused, asked

log = logging.getLogger(__name__)

SHARED_SECONDS = 3600.0
"""How long it is known that a message was shared with its file; by then it was found, or looked for in vain."""

Page = dict[str, Any]
Plainly = Callable[[Page], Awaitable[str]]


def attached(pages: list[Page], file: File, instead: Page) -> list[Page]:
    """The pages of a card, the first with its file; `instead` is how that page is where no file may be sent."""
    return [{**pages[0], "file": asdict(file), "instead": instead}, *pages[1:]] if pages else []


def without(page: Mapping[str, Any]) -> Page:
    """The page alone, for what takes no files."""
    return {name: part for name, part in page.items() if name not in ("file", "instead")}


class Files:
    """Sends messages with files through any installation of the app."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session
        self._declined = Declined()
        self._shared = Lately[str, bool](SHARED_SECONDS)

    async def post(
        self, client: AsyncWebClient, channel: str, thread: str, page: Page, key: str, plainly: Plainly
    ) -> str:
        """Post a page with its file, once; by `plainly` without it, where files are refused.

        Raises Unsure where it was shared, and what bot/platform.py says. A page that was shared and was then nowhere to
        be found goes out without its file, so that its answer tells where it is.
        """
        if self._declined.lately(channel) or self._shared.get(key):
            self._shared.forget(key)
            return await plainly(page["instead"])
        try:
            await self._share(client, channel, thread, page)
        except (Undeliverable, Refused) as error:
            message = await plainly(page["instead"])
            log.warning("files cannot be sent here for now: %s", error)
            self._declined.note(channel)
            return message
        self._shared.keep(key, True)
        steps.reach("file.shared")
        raise Unsure("shared with a file", slow=True)

    async def _share(self, client: AsyncWebClient, channel: str, thread: str, page: Page) -> None:
        file = page["file"]
        content = file["data"] or file["text"].encode()
        where = await asked(
            client.files_getUploadURLExternal(filename=file["name"], length=len(content)), lost=TryLater(1.0)
        )
        await self._upload(str(where["upload_url"]), content)
        steps.reach("file.uploaded")
        shared = {
            "files": json.dumps([{"id": where["file_id"], "title": file["alt"]}]),
            "channel_id": channel,
            "blocks": json.dumps(page["blocks"]),
        }
        # the client's own method puts all of it into the address, which grows too long with the blocks
        more = {"thread_ts": thread} if thread else {}
        await asked(client.api_call("files.completeUploadExternal", data={**shared, **more}))

    async def _upload(self, url: str, content: bytes) -> None:
        """Raises Refused where the bytes are not taken: firewalls know Slack's other addresses, and not always this one."""
        try:
            async with self._session.post(url, data=content) as answer:
                if answer.status != 200:
                    raise Refused(f"upload: HTTP {answer.status}")
        except (aiohttp.ClientError, TimeoutError, ConnectionError) as error:
            raise Refused(f"upload: {type(error).__name__}") from error
