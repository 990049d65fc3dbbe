"""What tests of the codebook's screen share: the way to it, and what stands on it."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from screens import CODES, Session

from coder.model.codebook import Code
from coder.study.changes import Change
from coder.study.journal.device import Installation
from coder.study.study import Study
from coder.tui.messages import ShowPlace
from coder.tui.screens.codebook import CodebookScreen

Kind = TypeVar("Kind")
SURVEILLANCE, SEARCH, INFORMANTS, PHONES, INSPECTION, BRIBERY, HEARD, OLD = (code.uid for code in CODES)


def act(path: Path, *changes: Change, coder: str = "oak") -> None:
    """Change the study behind the screen's back."""
    with Study.open(path, installation=Installation(path.parent)) as study:
        study.act(changes, next(one.uid for one in study.store.coders() if one.name == coder))


async def go(session: Session) -> CodebookScreen:
    """Go to the codebook."""
    session.app.post_message(ShowPlace("codebook"))
    await session.settle()
    return on(session, CodebookScreen)


async def opened(session: Session, uid: str) -> CodebookScreen:
    """Go to the codebook and stand on a code."""
    screen = await go(session)
    screen.show(uid)
    await session.settle()
    return screen


def on(session: Session, kind: type[Kind]) -> Kind:
    """Give what lies on top, which must be of a kind."""
    screen = session.app.screen
    assert isinstance(screen, kind)
    return screen


def names(session: Session) -> list[str]:
    """List the paths of all codes."""
    return [*session.study.store.codebook().paths.values()]


def code(session: Session, uid: str) -> Code:
    """Give a code as it stands in the file."""
    return session.study.store.codebook().by_uid[uid]


def status(session: Session) -> str:
    """Give the line that says what happened."""
    return session.rows[-2].strip()
