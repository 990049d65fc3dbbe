"""No key is lost: what is typed before a screen stands goes to that screen, in order."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from screens import Session, make_study, running

from coder.tui.screens.coding import CodingScreen


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_study(tmp_path)


def codes(session: Session) -> list[str]:
    """The codes of R2's codings in the file, in the order of their places."""
    source = next(source for source in session.study.store.sources() if source.name == "R2")
    return [session.app.desk.name(coding.code) for coding in session.study.store.codings(source=source.uid)]


async def burst(session: Session, *keys: str) -> None:
    """Send keys as one read of a slow line brings them, and wait until all have done what they do."""
    session.burst(*keys)
    await session.pilot.pause()
    while session.app.is_typing:
        await session.pilot.pause(0.01)
    await session.settle()


async def test_a_key_that_opens_the_sheet_and_its_letters_may_arrive_at_once(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter")
        await burst(session, "enter", *"inf", "enter")
        assert codes(session)[0] == "Informants"
        assert isinstance(session.app.screen, CodingScreen)


async def test_what_follows_the_sheet_goes_to_the_text(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter")
        await burst(session, "enter", *"inf", "enter", "}", "}", "enter", *"bri", "enter", "}", "2")
        assert codes(session) == [
            "Informants",
            "Home search",
            "Phone inspection",
            "Bribery",
            "Bribery",
            "Bribery",
            "Heard from others",
        ]


async def test_from_the_overview_to_a_coding_in_one_burst(path: Path) -> None:
    async with running(path) as session:
        await burst(session, "down", "enter", "enter", *"inf", "enter")
        assert codes(session)[0] == "Informants"


async def test_words_to_find_may_come_with_the_key_that_asks_for_them(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter")
        await burst(session, "/", *"films", "enter", "2")
        assert codes(session).count("Bribery") == 2


@pytest.mark.parametrize("seed", range(3))
async def test_keys_do_the_same_however_they_are_bundled(tmp_path: Path, seed: int) -> None:
    """Typed one by one or many at once, the study is the same afterwards."""
    dice = random.Random(seed)
    keys = ["down", "enter"]
    for _ in range(8):
        keys += [dice.choice("}){("), *dice.choice((["enter", *"inf", "enter"], ["2"], ["/", *"they", "enter"], ["space", "1"]))]
    found = []
    for bundle in (1, 40):
        folder = tmp_path / str(bundle)
        folder.mkdir()
        async with running(make_study(folder)) as session:
            for first in range(0, len(keys), bundle):
                await (session.press(*keys[first:][:1]) if bundle == 1 else burst(session, *keys[first:][:bundle]))
            found.append(codes(session))
    assert found[0] == found[1]
