"""The server that tests start for themselves leaves nothing behind."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests import stores

STARTS = """
from tests.postgres import server
print(server().folder, flush=True)
input()
"""


@pytest.mark.only_on("postgresql")
def test_a_test_process_that_is_killed_leaves_no_server_behind() -> None:
    assert not stores.why_not("postgresql")
    with subprocess.Popen(
        [sys.executable, "-c", STARTS],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[1],
    ) as process:
        assert process.stdout is not None
        folder = Path(process.stdout.readline().strip())
        server = int((folder / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])
        assert runs(server)
        process.kill()
        process.stdout.read()  # ends when its guard does
    assert not folder.exists()
    assert not runs(server)


def runs(process: int) -> bool:
    """Whether a process lives; one that is dead and was not buried has no command line."""
    line = Path(f"/proc/{process}/cmdline")
    return line.exists() and bool(line.read_bytes())
