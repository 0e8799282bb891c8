"""Named steps of a request and of a delivery, so that a test can end the process exactly there.

`reach` costs one comparison. Nothing but the sandbox's control connection ever sets a step.
"""

from __future__ import annotations

import os
import signal

_fatal: str = ""


def crash_at(step: str) -> None:
    """End this process by SIGKILL the next time `step` is reached. An empty name takes it back."""
    global _fatal
    _fatal = step


def reach(step: str) -> None:
    """Say that the code has come to `step`."""
    if step == _fatal:
        os.kill(os.getpid(), signal.SIGKILL)
