"""What all tests share: a test that touches a store runs on each of them, and in CI a skipped test is a failure.

Scenarios about what people see, in words, pages and ways in, run on SQLite only (`only_on`): whatever they ask of a store is
asked by the tests of the handlers and of the doors on both, and a scenario costs as much as twenty of those. On both run
those in which processes die, share the work, or see each other's changes.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator

import pytest

from tests import stores


def pytest_configure(config: pytest.Config) -> None:
    gc.disable()  # until all tests are found: whatever is made meanwhile stays, and looking through it is a quarter of the time
    config.addinivalue_line("markers", "sqlite: runs on SQLite")
    config.addinivalue_line("markers", "postgresql: runs on PostgreSQL")
    config.addinivalue_line("markers", "only_on(kind): holds for one store alone")


def pytest_collection_finish() -> None:
    gc.enable()
    gc.collect()
    gc.freeze()


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
