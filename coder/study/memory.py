"""What is in the memory of the program stays there: no image of it on the disk when it crashes, and no other program looks in.

A limit of 0 is not enough on Linux, where a crash may be handed to a collecting program; a process that is not dumpable gives it
nothing.
"""

from __future__ import annotations

import os
import sys
from functools import cache

_PR_SET_DUMPABLE = 4


@cache
def keep() -> None:
    """Put it in force, once, before the first word of a study is read."""
    if os.name != "posix":
        return
    import resource  # noqa: PLC0415 - POSIX only

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - 5 ms

        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
