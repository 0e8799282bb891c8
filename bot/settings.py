"""The environment, read once into one typed object."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from email.utils import parseaddr
from ipaddress import ip_address
from typing import Literal
from urllib.parse import unquote, urlsplit

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot import addresses
from bot.errors import CannotStart

PREFIX = "UPBEAT_"


class Settings(BaseSettings):
    """Every setting of the process; each name in the environment starts with UPBEAT_. Secrets stand in no repr."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore")

    database_url: str = Field(default="sqlite+aiosqlite:///upbeat.db", repr=False)
    slack_bot_token: str = Field(default="", repr=False)
    slack_app_token: str = Field(default="", repr=False)
    """The app-level token of Socket Mode; without it Slack is expected over HTTP."""
    slack_signing_secret: str = Field(default="", repr=False)
    """What Slack signs its requests with in HTTP mode."""
    slack_client_id: str = ""
    slack_client_secret: str = Field(default="", repr=False)
    """With these two several workspaces can install the app; tokens are then kept in the store."""
    secret_keys: str = Field(default="", repr=False)
    """Keys that encrypt kept tokens, with commas between: the first encrypts, all of them decrypt."""
    host: str = "127.0.0.1"
    port: int = 0
    """Where the HTTP server listens; it is opened where HTTP is needed, or a port is named."""
    public_url: str = ""
    """How Slack, Teams and people reach the HTTP server from outside, for example https://upbeat.example.org."""
    teams_client_id: str = ""
    """The id of the bot's registration with Microsoft; Teams is opened where it is set."""
    teams_client_secret: str = ""
    teams_tenant_id: str = ""
    """The tenant of the registration, where it is one for a single tenant."""
    teams_open: bool = False
    """Anybody may speak as Teams, for development: Upbeat then listens on this machine only."""
    teams_metadata_url: str = ""
    """Where the keys of Teams are described, where it is not Microsoft's own address: for tests."""
    teams_service_url: str = ""
    """Where Teams is spoken to before it has said so itself. On this machine: no secret is needed or sent."""
    smtp_url: str = Field(default="", repr=False)
    """The mail server: smtps://user:password@host (port 465), or smtp://user:password@host:587 (STARTTLS)."""
    smtp_tls: bool = True
    """Off only where the mail server stands in a network of one's own and offers no encryption."""
    mail_from: str = ""
    """The address that letters come from, for example "Upbeat <upbeat@example.org>"."""
    mail_pace_seconds: float = 0.1
    """Least time between two letters, in seconds of elapsed time; 0 is off."""
    slack_base_url: str = "https://slack.com/api/"
    control_url: str = ""
    """Where the sandbox turns the clock. Never set in production."""
    pace_seconds: float = 1.0
    """Least time between two posts in one conversation, in seconds of elapsed time; 0 is off."""
    tick_seconds: float = 30.0
    """How often the scheduler looks for what is due, in seconds of elapsed time."""
    lease_seconds: float = 30.0
    """How long a claimed delivery is left to the process that claimed it."""
    echo_seconds: float = 2.0
    """How long an unsure delivery waits for its own echo before the history is looked at once."""
    stop_seconds: float = 10.0
    """How long what is in hand may take in all when the process stops (elapsed time)."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["plain", "json"] = "plain"
    """`plain` for a terminal, `json` for a machine: one object a line."""

    @property
    def several(self) -> bool:
        """Whether workspaces install the app by themselves, and their tokens are in the store."""
        return bool(self.slack_client_id or self.slack_client_secret)

    @property
    def socket_mode(self) -> bool:
        """Whether Slack is reached over a socket of ours; else it comes to us over HTTP."""
        return bool(self.slack_app_token)

    @property
    def slack(self) -> bool:
        """Whether anything is set with which Slack is opened."""
        return bool(self.slack_bot_token or self.slack_app_token or self.slack_signing_secret or self.several)

    @property
    def teams(self) -> bool:
        """Whether anything is set with which Teams is opened."""
        return bool(self.teams_client_id or self.teams_client_secret or self.teams_open)

    @property
    def teams_here(self) -> bool:
        """Whether what speaks as Teams stands on this machine, so that no secret is sent to it."""
        return self.teams_open or on_this_machine(urlsplit(self.teams_service_url).hostname or "")

    @property
    def mail(self) -> bool:
        """Whether anything is set with which letters are sent."""
        return bool(self.smtp_url or self.mail_from)

    @property
    def mail_server(self) -> MailServer:
        """The mail server that `smtp_url` names. Raises ValueError where it names none."""
        return mail_server(self.smtp_url)

    @property
    def links(self) -> bool:
        """Whether people can reach our HTTP server by a link in a letter."""
        return bool(self.public_url and self.port and self.serves)

    @property
    def serves(self) -> bool:
        """Whether the HTTP server is opened: where Slack, Teams or browsers come to us, or somebody asks how we are."""
        return bool(self.port or self.several or self.teams or not self.socket_mode)

    def missing(self) -> str:
        """What has to be set, or set right, before Upbeat can start; "" where nothing."""
        lacks = _names(dict.fromkeys(name for name in self._needed() if not getattr(self, name)))
        if lacks:
            return f"Set {lacks} (see .env.example), then start again."
        return self.wide_open() or (self._of_slack() if self.slack else "") or self._of_mail()

    def _of_mail(self) -> str:
        if not self.mail:
            return ""
        try:
            self.mail_server  # noqa: B018
        except ValueError:
            return f"{_names(['smtp_url'])} is smtps://user:password@host or smtp://user:password@host:587; what is set is not."
        return (
            ""
            if _is_sender(self.mail_from)
            else f"{_names(['mail_from'])} is an address, such as upbeat@example.org; what is set is not."
        )

    def wide_open(self) -> str:
        """What is said where anybody from outside could speak as Teams, else ""."""
        if not self.teams_open or on_this_machine(self.host):
            return ""
        return (
            "UPBEAT_TEAMS_OPEN lets anybody in: it needs UPBEAT_HOST=127.0.0.1. Never set it in production."
        )

    def _of_slack(self) -> str:
        if not self.socket_mode and not self.slack_signing_secret:
            return (
                "Set UPBEAT_SLACK_APP_TOKEN (Socket Mode) or UPBEAT_SLACK_SIGNING_SECRET (HTTP; see .env.example),"
                " then start again."
            )
        return next(
            (
                f"{_names([name])} begins with {begins}; what is set does not."
                for name, begins in BEGINS.items()
                if not (getattr(self, name) or begins).startswith(begins)
            ),
            "",
        )

    def _needed(self) -> list[str]:
        """The settings without which what is to be opened cannot be; Slack where nothing says what."""
        teams = self._needed_for_teams() if self.teams else []
        mail = ["smtp_url", "mail_from"] if self.mail else []
        return [*(self._needed_for_slack() if self.slack or not teams else ()), *teams, *mail]

    def _needed_for_teams(self) -> list[str]:
        if self.teams_open:
            return ["port"]
        secret = [] if self.teams_here else ["teams_client_secret"]
        return ["teams_client_id", *secret, "port"]

    def _needed_for_slack(self) -> list[str]:
        if self.several:
            return ["slack_client_id", "slack_client_secret", "secret_keys", "public_url", "port"]
        if self.slack_signing_secret and not self.socket_mode:
            return ["slack_bot_token", "port"]
        return ["slack_bot_token"] if self.slack_bot_token else ["slack_bot_token", "slack_app_token"]


@dataclass(frozen=True)
class MailServer:
    """Where letters are handed over; `implicit_tls`: encrypted from the first byte."""

    host: str
    port: int
    implicit_tls: bool
    user: str
    password: str = field(repr=False)


MAIL_PORTS = {"smtp": 587, "smtps": 465}


def mail_server(url: str) -> MailServer:
    """The mail server behind an address. Raises ValueError where it is no such address."""
    parts = urlsplit(url)
    if parts.scheme not in MAIL_PORTS or not parts.hostname or parts.path.strip("/"):
        raise ValueError("this is no address of a mail server")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    port = parts.port or MAIL_PORTS[parts.scheme]
    return MailServer(parts.hostname, port, parts.scheme == "smtps", user, password)


def _is_sender(mail_from: str) -> bool:
    return addresses.address(parseaddr(mail_from)[1]) is not None


BEGINS = {
    "slack_bot_token": "xoxb-",
    "slack_app_token": "xapp-",
}
"""How some settings begin, so that two that are mistaken for each other are noticed."""


def on_this_machine(host: str) -> bool:
    """Whether an address of a machine is one that only this machine itself can reach."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _names(settings: Iterable[str]) -> str:
    names = [f"{PREFIX}{name.upper()}" for name in settings]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def read() -> Settings:
    """The settings, as the environment and the file .env have them. Raises CannotStart where one cannot be read."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = [f"{_names([str(one['loc'][0])])}: {one['msg']}" for one in error.errors()]
        raise CannotStart("; ".join(wrong)) from None
