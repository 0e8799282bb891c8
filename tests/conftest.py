"""What all tests share: a test that touches a store runs on each of them, and in CI a skipped test is a failure."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest

from tests import stores


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "sqlite: runs on SQLite")
    config.addinivalue_line("markers", "postgresql: runs on PostgreSQL")
    config.addinivalue_line("markers", "only_on(kind): holds for one store alone")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if stores.touched_by(metafunc.module):
        only = metafunc.definition.get_closest_marker("only_on")
        kinds = [
            pytest.param(kind, marks=getattr(pytest.mark, kind))
            for kind in (only.args if only else stores.KINDS)
        ]
        metafunc.parametrize("which_store", kinds, indirect=True)


@pytest.fixture(autouse=True)
def which_store(request: pytest.FixtureRequest) -> Iterator[None]:
    """The test that runs now works on this store (tests/stores.py)."""
    stores.chosen = getattr(request, "param", "sqlite")
    if reason := stores.why_not(stores.chosen):
        pytest.skip(reason)
    yield
    stores.chosen = "sqlite"


def pytest_unconfigure() -> None:
    if "tests.postgres" in sys.modules:
        sys.modules["tests.postgres"].stop()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):  # type: ignore[no-untyped-def]
    outcome = yield
    report = outcome.get_result()
    if os.environ.get("CI") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI, where everything must run: {report.longrepr}"
