"""The environment, read once into one typed object."""

from __future__ import annotations

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every setting of the process; each name in the environment starts with UPBEAT_."""

    model_config = SettingsConfigDict(env_prefix="UPBEAT_", env_file=".env", extra="ignore")

    database_url: str = "sqlite+aiosqlite:///upbeat.db"
    slack_bot_token: str = ""
    slack_app_token: str = ""
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
    log_level: str = "INFO"
