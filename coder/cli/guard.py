"""What holds from the first moment of every run, whatever it does: files for their owner alone, and faults that quote nothing.

Python's own report of a fault prints its message, and messages quote what they choke on: a name, a line of a transcript. So a
fault of the program ends with its type, file and line, which can be sent to anybody.
"""

from __future__ import annotations

import os
import sys
import threading
from types import TracebackType


def stand() -> None:
    """Put all of it in force, before anything is read."""
    os.umask(0o077)
    sys.excepthook = _fault
    threading.excepthook = lambda args: _fault(args.exc_type, args.exc_value, args.exc_traceback)
    sys.unraisablehook = lambda args: _fault(args.exc_type, args.exc_value, args.exc_traceback)


def _fault(_kind: type[BaseException], error: BaseException | None, _trace: TracebackType | None) -> None:
    """Say what can be said of a fault of the program."""
    from coder.errors import fault

    said = fault(error) if error is not None else "an unknown fault"
    print(f"coder had to stop: {said}. What was saved before stays.", file=sys.stderr)
    print("If you report this, send the line above: it holds no word of your study.", file=sys.stderr)
