"""The environment, read once into one typed object."""

from __future__ import annotations

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every setting of the process; each name in the environment starts with UPBEAT_."""

    model_config = SettingsConfigDict(env_prefix="UPBEAT_", env_file=".env", extra="ignore")

    database_url: str = "sqlite+aiosqlite:///upbeat.db"
    slack_bot_token: str = ""
    slack_app_token: str = ""
    """The app-level token of Socket Mode; without it Slack is expected over HTTP."""
    slack_signing_secret: str = ""
    """What Slack signs its requests with in HTTP mode."""
    slack_client_id: str = ""
    slack_client_secret: str = ""
    """With these two several workspaces can install the app; tokens are then kept in the store."""
    secret_keys: str = ""
    """Keys that encrypt kept tokens, with commas between: the first encrypts, all of them decrypt."""
    host: str = "127.0.0.1"
    port: int = 0
    """Where the HTTP server listens; it is opened where HTTP is needed, or a port is named."""
    public_url: str = ""
    """How Slack and people reach the HTTP server from outside, for example https://upbeat.example.org."""
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
    log_level: str = "INFO"
    log_format: str = "plain"
    """`plain` for a terminal, `json` for a machine: one object a line."""
