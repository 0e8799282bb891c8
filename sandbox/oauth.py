"""Installing the app in a workspace: the question to its people, and the code that is changed for a token."""

from __future__ import annotations

import html
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from aiohttp import web

from sandbox.errors import ApiError, Refused
from sandbox.state import Person

if TYPE_CHECKING:
    from sandbox.core import Slack
    from sandbox.installs import Install

Json = dict[str, Any]
CLIENT_ID = "1111111111.2222222222"
CLIENT_SECRET = "sandbox-client-secret"
CODE_SECONDS = 600.0
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>body{{font:1.1rem/1.5 system-ui;max-width:34rem;margin:4rem auto;padding:0 1rem}}
button{{font:inherit;padding:.5rem 1.5rem;margin-right:1rem}}</style><h1>{title}</h1>{body}</html>"""


@dataclass(frozen=True)
class Wanted:
    """What an app asks for at the authorize address."""

    scopes: list[str]
    redirect: str
    state: str


@dataclass(frozen=True)
class Code:
    """What somebody allowed; good once, for ten minutes of real time."""

    person: Person
    scopes: list[str]
    redirect: str
    until: float


class OAuth:
    """The authorize page, and the codes it has given out."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack
        self._codes: dict[str, Code] = {}

    async def serve(self, request: web.Request) -> web.Response:
        """Ask, or with `allow` (or the page's button) answer and lead back to the app."""
        query = request.query
        wanted = self._wanted(dict(query))
        if not query.get("as"):
            return _page("Who are you?", self._people(request.query_string))
        person = self._slack.world.person(query["as"])
        form = await request.post() if request.method == "POST" else {}
        if form.get("answer") == "cancel":
            raise _back(wanted, error="access_denied")
        if form.get("answer") == "allow":
            kept = {str(scope) for scope in form.getall("keep", [])}  # type: ignore[attr-defined]
            raise _back(wanted, code=self._code(person, wanted, set(self._optional(wanted)) - kept))
        if query.get("allow"):
            raise _back(wanted, code=self._code(person, wanted, set(query.get("decline", "").split(","))))
        return _page(f"{self._slack.manifest.name} wants to join {person.workspace.title}", self._ask(wanted))

    def _wanted(self, query: dict[str, str]) -> Wanted:
        if query.get("client_id") != CLIENT_ID:
            raise Refused("invalid_client_id", "No app has this client_id.", 400)
        scopes = [s for s in query.get("scope", "").replace(" ", ",").split(",") if s]
        unknown = set(scopes) - set(self._slack.manifest.scopes)
        if not scopes or unknown:
            why = (
                f"app.yaml does not declare {', '.join(sorted(unknown))}." if unknown else "`scope` is empty."
            )
            raise Refused("invalid_scope", why, 400)
        redirect = query.get("redirect_uri") or next(iter(self._slack.manifest.redirects), "")
        if urlsplit(redirect).scheme not in ("http", "https"):
            raise Refused("bad_redirect_uri", "`redirect_uri` is where the answer goes.", 400)
        return Wanted(scopes, redirect, query.get("state", ""))

    def _optional(self, wanted: Wanted) -> list[str]:
        return [scope for scope in wanted.scopes if scope in self._slack.manifest.optional]

    def _people(self, query: str) -> str:
        rows = (
            f'<li><a href="?{html.escape(urlencode([*parse_qsl(query), ("as", p.name)]))}">'
            f"{html.escape(f'{p.full_name}, {p.workspace.title}')}</a></li>"
            for p in self._slack.world.people
        )
        return f"<ul>{''.join(rows)}</ul>"

    def _ask(self, wanted: Wanted) -> str:
        optional = self._optional(wanted)
        fixed = "".join(f"<li>{html.escape(s)}</li>" for s in wanted.scopes if s not in optional)
        chosen = "".join(
            f'<p><label><input type="checkbox" name="keep" value="{html.escape(s)}" checked> {html.escape(s)}'
            "</label></p>"
            for s in optional
        )
        buttons = '<button name="answer" value="allow">Allow</button><button name="answer" value="cancel">Cancel</button>'
        return f'<form method="post"><p>It asks for:</p><ul>{fixed}</ul>{chosen}<p>{buttons}</p></form>'

    def _code(self, person: Person, wanted: Wanted, declined: set[str]) -> str:
        made, optional = secrets.token_hex(16), self._optional(wanted)
        scopes = [s for s in wanted.scopes if s not in optional or s not in declined]
        self._codes[made] = Code(person, scopes, wanted.redirect, time.monotonic() + CODE_SECONDS)
        return made

    def exchange(self, arguments: Json) -> tuple[Install, Person]:
        """The installation that a code stands for, made now, and who allowed it. Raises ApiError."""
        if arguments.get("client_id") != CLIENT_ID:
            raise ApiError("invalid_client_id")
        if arguments.get("client_secret") != CLIENT_SECRET:
            raise ApiError("bad_client_secret")
        found = self._codes.pop(str(arguments.get("code")), None)
        if found is None or time.monotonic() > found.until:
            raise ApiError("invalid_code")
        if arguments.get("redirect_uri") not in (None, "", found.redirect):
            raise ApiError("bad_redirect_uri")
        return self.install(found.person.workspace, found.scopes), found.person

    def install(self, workspace: Any, scopes: list[str] | None = None) -> Install:
        """The app in a workspace, with these scopes (all that app.yaml declares where none are named)."""
        slack = self._slack
        made = slack.world.installs.install(workspace, scopes or list(slack.manifest.scopes))
        if slack.world.find_person(made.bot.id) is None:
            slack.world.add_person(made.bot)
        slack.stream.tell("people")
        return made


def _back(wanted: Wanted, **answer: str) -> web.HTTPFound:
    """Lead the browser back to the app with an answer."""
    more = urlencode({**answer, "state": wanted.state})
    return web.HTTPFound(f"{wanted.redirect}{'&' if '?' in wanted.redirect else '?'}{more}")


def _page(title: str, body: str) -> web.Response:
    text = PAGE.format(title=html.escape(title), body=body)
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
    return web.Response(text=text, content_type="text/html", headers=headers)
