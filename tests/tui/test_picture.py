"""The picture of the README: drawn from the sample study by the program itself, so that it cannot show what is not there.

A picture that a change has made wrong on purpose is drawn anew with `UPDATE_GOLDEN=1`; look at it first.
"""

from __future__ import annotations

import os
import re
from itertools import count
from pathlib import Path

import pytest
from screens import Session, running

from coder.cli import demo

PICTURE = Path(__file__).parent / "golden" / "picture.svg"
README = Path(__file__).parents[2] / "README.md"
SIZE = (104, 30)
FONT = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
"""Rich's pictures load a font from elsewhere; ours asks nobody for anything."""


async def test_the_readmes_picture_is_what_the_sample_study_looks_like(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODER_SETTINGS", str(tmp_path / "settings"))
    numbers = count()
    with monkeypatch.context() as patch:  # brackets of one passage stand in the order of uids, which are drawn
        patch.setattr("secrets.token_hex", lambda n: f"{next(numbers):0{2 * n}x}")
        path = tmp_path / "demo.db"
        demo.build(path)
    async with running(path, SIZE) as session:
        await _choose_a_code(session)
        drawn = FONT.sub("", session.app.export_screenshot(title="coder"))
    assert "http" not in drawn.replace("http://www.w3.org/2000/svg", "").replace("https://www.textualize.io", "")
    if os.environ.get("UPDATE_GOLDEN"):
        PICTURE.write_text(drawn, encoding="utf-8")
    assert drawn == PICTURE.read_text(encoding="utf-8")


async def _choose_a_code(session: Session) -> None:
    """Stand in R07 where the telephones are looked at, and look for a code."""
    rows = [source.name for source in session.study.store.sources()]
    await session.press("space", "home", *["down"] * rows.index("R07"), "enter")
    await session.press(*["]"] * 6, "space")
    await session.press("enter", *"bri")


def test_the_readme_shows_the_picture() -> None:
    assert f"]({PICTURE.relative_to(README.parent).as_posix()})" in README.read_text(encoding="utf-8")
