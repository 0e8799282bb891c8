"""The plan of the house, held against the code: who may import whom, one door per library, one place for the time.

Each rule is a function from a file's path and text to what is wrong with it, so that each can be shown to fail.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OURS = ("bot", "handlers", "storage", "sandbox", "prompts", "tests")

DOORS = {
    "slack_bolt": ("bot/slack/",),
    "slack_sdk": ("bot/slack/",),
    "microsoft_teams": ("bot/teams/host.py",),
    "httpx": ("bot/teams/",),
    "sqlalchemy": ("storage/",),
    "alembic": ("storage/",),
    "apscheduler": ("bot/scheduler.py",),
    "dateparser": ("bot/dates/",),
    "holidays": ("bot/dates/",),
    "jinja2": ("bot/wording.py",),
    "pydantic_settings": ("bot/settings.py",),
    "structlog": ("bot/logs.py",),
    "aiohttp": ("bot/slack/", "bot/teams/", "bot/mail/", "bot/control.py", "bot/web.py", "sandbox/"),
    "aiosmtplib": ("bot/mail/",),
    "aiosmtpd": ("sandbox/",),
    "css_inline": ("bot/mail/",),
    "docx": ("bot/documents/docx.py",),
    "matplotlib": ("bot/charts.py",),
    "icalendar": ("bot/calendar_file.py", "bot/calendar_reading.py"),
    "cryptography": ("bot/slack/secrets.py",),
    "yaml": (
        *("bot/examples.py", "bot/languages/", "bot/rounds.py", "bot/seen_from.py"),
        *("bot/slack/manifest.py", "sandbox/"),
    ),
}
"""Which part of the house may import a library."""

TIMEPIECES = {"now", "utcnow", "today", "time", "monotonic"}

KNOWS_DOORS = ("bot/app.py", "bot/__main__.py", "bot/gallery.py")
"""Who may know that there are doors, and which: what opens them, and what shows them side by side."""

DOOR_NAMES = ("slack", "teams")

Rule = Callable[[str, ast.Module], Iterator[str]]


def imports(tree: ast.Module) -> Iterator[str]:
    """Every module that a file imports, also inside functions and for types only."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{name.name}" for name in node.names)


def within(module: str, *packages: str) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def handlers_never_import_each_other(path: str, tree: ast.Module) -> Iterator[str]:
    if not path.startswith("handlers/") or path == "handlers/__init__.py":
        return
    own = f"handlers.{path.split('/')[1].removesuffix('.py')}"
    yield from (name for name in imports(tree) if within(name, "handlers") and not within(name, own))


def handlers_know_no_platform_no_storage_engine_and_no_templates(
    path: str, tree: ast.Module
) -> Iterator[str]:
    strangers = (
        "bot.slack",
        "bot.teams",
        "bot.door",
        "bot.platform",
        "bot.dispatch",
        "bot.delivery",
        "bot.wording",
        "bot.scheduler",
        "bot.clock",
        "bot.app",
    )
    if path.startswith("handlers/"):
        yield from (name for name in imports(tree) if within(name, *strangers, *DOORS))


def only_app_imports_handlers(path: str, tree: ast.Module) -> Iterator[str]:
    if path.startswith(("handlers/", "tests/")) or path in ("bot/app.py", "bot/__main__.py"):
        return
    yield from (name for name in imports(tree) if within(name, "handlers"))


def storage_imports_nothing_else_of_ours(path: str, tree: ast.Module) -> Iterator[str]:
    if path.startswith("storage/"):
        others = [package for package in OURS if package != "storage"]
        yield from (name for name in imports(tree) if within(name, *others))


def the_sandbox_imports_nothing_else_of_ours(path: str, tree: ast.Module) -> Iterator[str]:
    if path.startswith("sandbox/"):
        others = [package for package in OURS if package != "sandbox"]
        yield from (name for name in imports(tree) if within(name, *others))


def only_the_command_starts_the_sandbox(path: str, tree: ast.Module) -> Iterator[str]:
    if path.startswith(("bot/", "handlers/", "storage/")) and path != "bot/__main__.py":
        yield from (name for name in imports(tree) if within(name, "sandbox"))


def a_library_has_one_door(path: str, tree: ast.Module) -> Iterator[str]:
    for name in imports(tree):
        library = name.split(".")[0]
        if library in DOORS and not path.startswith(DOORS[library]):
            yield name


def behind_the_doors(path: str) -> bool:
    """Whether a file is of the part of the house that must not know which door was used."""
    if path.startswith(("bot/slack/", "bot/teams/")) or path in KNOWS_DOORS:
        return False
    return path.startswith(("bot/", "handlers/", "storage/"))


def the_core_knows_no_door(path: str, tree: ast.Module) -> Iterator[str]:
    if behind_the_doors(path):
        yield from (name for name in imports(tree) if within(name, "bot.slack", "bot.teams"))


def nothing_behind_the_doors_asks_which_one_it_was(path: str, tree: ast.Module) -> Iterator[str]:
    """No door is named in code, by which a branch on it, or a table of what each can do, would begin.

    A field of a class may have one for its value where nothing is said.
    """
    if not behind_the_doors(path):
        return
    defaults = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.AnnAssign)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in defaults:
            continue
        if str(node.value).casefold() in DOOR_NAMES:
            yield f"line {node.lineno}: {ast.unparse(node)}"


def what_a_door_can_do_is_not_asked(path: str, tree: ast.Module) -> Iterator[str]:
    """Every door offers the same (bot/platform.py, bot/door.py); whoever asks whether it does, knows which one it is."""
    if not behind_the_doors(path):
        return
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
            continue
        asked = ast.unparse(node.args[0]).rpartition(".")[2].strip("_")
        if node.func.id in ("hasattr", "isinstance", "getattr", "type") and asked in ("platform", "door"):
            yield f"line {node.lineno}: {ast.unparse(node)}"


def only_the_clock_asks_for_the_time(path: str, tree: ast.Module) -> Iterator[str]:
    if not path.startswith(("bot/", "handlers/", "storage/")) or path == "bot/clock.py":
        return
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in TIMEPIECES
        ):
            owner = node.func.value
            if isinstance(owner, ast.Name) and owner.id in ("datetime", "date", "time"):
                yield f"line {node.lineno}: {owner.id}.{node.func.attr}()"


def queries_stay_inside_one_partnership(path: str, tree: ast.Module) -> Iterator[str]:
    """In a class of one partnership's records, `select` and `update` stand only where the partnership is named."""
    if not path.startswith("storage/") or path == "storage/base.py":
        return
    for cls in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
        if not any(isinstance(base, ast.Name) and base.id == "Scope" for base in cls.bases):
            continue
        for function in (
            node for node in cls.body if isinstance(node, ast.AsyncFunctionDef | ast.FunctionDef)
        ):
            text = ast.unparse(function)
            if ("select(" in text or "update(" in text) and "self.partnership_id" not in text:
                yield f"{cls.name}.{function.name}"


RULES: list[tuple[Rule, str, str]] = [
    (handlers_never_import_each_other, "handlers/chase.py", "from handlers.action import add"),
    (
        handlers_know_no_platform_no_storage_engine_and_no_templates,
        "handlers/chase.py",
        "from sqlalchemy import select",
    ),
    (only_app_imports_handlers, "bot/dispatch.py", "import handlers.agenda"),
    (storage_imports_nothing_else_of_ours, "storage/agenda.py", "from bot.card import Card"),
    (the_sandbox_imports_nothing_else_of_ours, "sandbox/main.py", "from bot.card import Card"),
    (only_the_command_starts_the_sandbox, "bot/app.py", "import sandbox.main"),
    (a_library_has_one_door, "bot/dispatch.py", "import jinja2"),
    (the_core_knows_no_door, "bot/dispatch.py", "from bot.teams import cards"),
    (
        nothing_behind_the_doors_asks_which_one_it_was,
        "handlers/help.py",
        "def lines(place):\n    return place.platform == 'slack'",
    ),
    (what_a_door_can_do_is_not_asked, "bot/sending.py", "if hasattr(self.platform, 'bookmark'): pass"),
    (only_the_clock_asks_for_the_time, "storage/agenda.py", "x = datetime.now(UTC)"),
    (
        queries_stay_inside_one_partnership,
        "storage/agenda.py",
        "class Agenda(Scope):\n    async def all(self): return select(AgendaItem)",
    ),
]


def files() -> list[Path]:
    folders = ("bot", "handlers", "storage", "sandbox")
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


@pytest.mark.parametrize("rule", [rule for rule, _, _ in RULES], ids=lambda rule: rule.__name__)
def test_every_file_keeps_the_rule(rule: Rule) -> None:
    broken = []
    for path in files():
        name = path.relative_to(ROOT).as_posix()
        broken += [f"{name}: {wrong}" for wrong in rule(name, ast.parse(path.read_text(encoding="utf-8")))]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize(("rule", "path", "bad"), RULES, ids=lambda value: getattr(value, "__name__", ""))
def test_every_rule_can_fail(rule: Rule, path: str, bad: str) -> None:
    assert list(rule(path, ast.parse(bad)))


def test_every_module_says_why_it_exists() -> None:
    silent = [
        path.relative_to(ROOT).as_posix()
        for path in files()
        if path.stat().st_size and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not silent


def test_the_required_rooms_stand_at_the_top() -> None:
    for name in ("bot", "handlers", "prompts", "storage", "tests", "app.yaml", "pyproject.toml"):
        assert (ROOT / name).exists(), name
