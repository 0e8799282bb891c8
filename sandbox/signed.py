"""HTTP mode: what Socket Mode would carry, as signed requests to a bot's own address."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import secrets
import time
from typing import Any
from urllib.parse import urlencode

import aiohttp

from sandbox import limits
from sandbox.pulse import Pulse
from sandbox.socket import Unanswered

Json = dict[str, Any]
AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"
FORMS = {"slash_commands", "interactive"}


class Stop(Unanswered):
    """The bot refused and asked not to be tried again."""


def signature(secret: str, stamp: str, body: bytes) -> str:
    """Slack's signature over a request body; `stamp` is Unix time in seconds."""
    base = b"v0:" + stamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class SignedHttp:
    """Posts events, commands and interactions to one URL."""

    def __init__(self, url: str, secret: str, pulse: Pulse) -> None:
        self._url = url
        self._secret = secret
        self._pulse = pulse
        self._session: aiohttp.ClientSession | None = None
        self.verified = False

    async def verify(self) -> bool:
        """The handshake: whether the bot echoes the challenge."""
        challenge = secrets.token_urlsafe(24)
        body = {"type": "url_verification", "token": "verification-token", "challenge": challenge}
        try:
            _, text = await self._post(json.dumps(body).encode(), "application/json", {})
        except Unanswered:
            return False
        self.verified = challenge in text
        return self.verified

    async def send(self, kind: str, payload: Json, attempt: int = 0, reason: str = "") -> Json:
        """Deliver and answer the acknowledgement's payload. Raises Unanswered (Stop: do not try again)."""
        body, content = _encode(kind, payload)
        why = reason if reason == "connection_failed" else f"http_{reason}"
        again = {"x-slack-retry-num": str(attempt), "x-slack-retry-reason": why} if attempt else {}
        self._pulse.beat()
        answered, text = await self._post(body, content, again)
        self._pulse.beat()
        if answered == "application/json":
            parsed = json.loads(text or "{}")
            return parsed if isinstance(parsed, dict) else {}
        return {"text": text} if text and kind in FORMS else {}

    async def _post(self, body: bytes, content: str, headers: dict[str, str]) -> tuple[str, str]:
        stamp = str(int(time.time()))
        signed = {
            "x-slack-request-timestamp": stamp,
            "x-slack-signature": signature(self._secret, stamp, body),
        }
        self._session = self._session or aiohttp.ClientSession(trust_env=False)
        try:
            async with asyncio.timeout(limits.ACK_SECONDS):
                kind = {"content-type": content, "user-agent": AGENT, **signed, **headers}
                async with self._session.post(self._url, data=body, headers=kind) as answer:
                    text = await answer.text()
        except TimeoutError:
            raise Unanswered("timeout") from None
        except aiohttp.ClientError:
            raise Unanswered("connection_failed") from None
        if answer.status >= 300:
            raise (Stop if answer.headers.get("x-slack-no-retry") == "1" else Unanswered)("error")
        return answer.content_type, text

    async def close(self) -> None:
        """Hang up."""
        if self._session is not None:
            await self._session.close()


def _encode(kind: str, payload: Json) -> tuple[bytes, str]:
    if kind == "slash_commands":
        return urlencode(payload).encode(), "application/x-www-form-urlencoded"
    if kind == "interactive":
        return urlencode({"payload": json.dumps(payload)}).encode(), "application/x-www-form-urlencoded"
    return json.dumps(payload).encode(), "application/json"
