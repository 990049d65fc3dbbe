"""What may be said of a fault of the program: its type and line, never its message or a variable, which may quote testimony."""

from __future__ import annotations

from pathlib import PurePath
from traceback import extract_tb


def describe(error: BaseException) -> str:
    """Say where a fault happened, in words that can be sent to anybody.

    >>> try:
    ...     {}["a name"]
    ... except KeyError as error:
    ...     describe(error)
    'KeyError in <doctest coder.tui.page.fault.describe[0]>, line 2'
    """
    inner = getattr(error, "error", error)
    frames = extract_tb(inner.__traceback__) if isinstance(inner, BaseException) else []
    ours = [frame for frame in frames if "coder" in PurePath(frame.filename).parts] or list(frames)
    place = f" in {'/'.join(PurePath(ours[-1].filename).parts[-3:])}, line {ours[-1].lineno}" if ours else ""
    return f"{type(inner).__name__}{place}"
