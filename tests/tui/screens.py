"""What the tests of the screens share: a small study, the app opened on it, and what a screen shows as text.

`drawn` is the one place that reads Textual's compositor, which is private: if a new version renames it, only this module changes.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from textual.events import Key
from textual.keys import _character_to_key
from textual.pilot import Pilot

from coder.model.codebook import Code
from coder.model.respondent import Variable
from coder.model.source import Document, Kind, Role, Turn
from coder.study import changes, engine
from coder.study.journal.device import Installation
from coder.study.study import Study
from coder.tui.app import CoderApp
from coder.tui.page.plan import BOX, Glyphs
from coder.tui.settings import Settings

CODES = (
    Code("Human surveillance", uid="0" * 32, colour="amber", codable=False),
    Code("Home search", "0" * 32, "1" * 32, "rooms are entered and searched", include="a house is looked through"),
    Code("Informants", "0" * 32, "2" * 32, "people who report in secret", exclude="reports that belong to an office"),
    Code("Phones", uid="3" * 32, colour="sky", codable=False),
    Code("Phone inspection", "3" * 32, "4" * 32, "somebody looks into a telephone", examples=("“He stopped at every song.”",)),
    Code("Bribery", uid="5" * 32, colour="green", brief="payment or favour buys a way round control"),
    Code("Heard from others", uid="6" * 32, colour="teal", names=(("ko", "들은 말"),)),
    Code("Old code", uid="7" * 32, status="retired"),
)
SPEECH = (
    "Had anyone looked at your telephone before that night?",
    (
        "Yes. They came at night, three of them, for 숙박검열, and asked me to unlock it. I said the battery was dead, but the "
        "younger one had brought a cable. He stopped at every film. My mother gave them two cartons of cigarettes."
    ),
    "What were they looking for?",
    "Films. 기계가 다 기억한다, they said, but nobody knew.",
)
ARTICLE = "The cameras at the gate serve safety, the manager said.\n\nNobody works at night."
CODED = (
    ("Home search", "They came at night, three of them, for 숙박검열"),
    (
        "Phone inspection",
        "asked me to unlock it. I said the battery was dead, but the younger one had brought a cable. He stopped at every film.",
    ),
    ("Bribery", "My mother gave them two cartons of cigarettes"),
    ("Heard from others", "기계가 다 기억한다, they said, but nobody knew."),
)


def interview(name: str, speeches: tuple[str, ...]) -> Document:
    """Make an interview, the interviewer's question first."""
    text, turns = "", []
    for index, speech in enumerate(speeches):
        role: Role = "R" if index % 2 else "I"
        label, text = len(text), text + ("Interviewer: ", f"{name}: ")[index % 2]
        turns.append(Turn(label, len(text), len(text) + len(speech), name if index % 2 else "Interviewer", role))
        text += speech + "\n\n"
    return Document(name, text, tuple(turns), "en")


def make_study(folder: Path, codes: tuple[Code, ...] = CODES, sources: tuple[tuple[Document, Kind], ...] | None = None) -> Path:
    """Make a study of two interviews and an article, coded by elm; its clock goes a second on with each action."""
    path = folder / "demo.db"
    Study.create(path, supervisor="oak", installation=Installation(folder)).close()
    with Study(path, engine.connect(path), installation=Installation(folder), clock=clock()) as study:
        (oak,) = study.store.coders()
        elm = changes.add_coder("elm")
        study.act([elm, *(changes.add_code(code, place) for place, code in enumerate(codes))], oak.uid)
        for document, kind in sources or (
            (interview("R2", SPEECH), "interview"),
            (interview("R10", SPEECH[2:]), "interview"),
            (Document("M1", ARTICLE, (), "en"), "media"),
        ):
            if kind == "interview":
                respondent = changes.add_respondent(document.name)
                study.act([respondent, *changes.add_source(document, kind, respondent.uid)], oak.uid)
            else:
                study.act(changes.add_source(document, kind, None), oak.uid)
        variable = Variable("left", "respondent", "category", ("early", "late"), changes.new_uid())
        owners = study.store.respondents()
        values = [changes.set_value(owner.uid, variable.uid, ("early", "late")[n % 2]) for n, owner in enumerate(owners)]
        study.act([changes.add_variable(variable), *values], oak.uid)
        for name, words in CODED if codes is CODES and sources is None else ():
            code_passage(study, elm.uid, name, words)
    return path


def clock() -> Callable[[], str]:
    """Make a clock that goes a second on whenever it is asked; it begins at noon, which is the same day almost everywhere."""
    seconds = count(120_000)
    return lambda: f"2025-01-01T{next(seconds):06}Z"


def code_passage(study: Study, coder: str, code: str, words: str) -> None:
    """Put a code on words of the interview R2."""
    source = next(source for source in study.store.sources() if source.name == "R2")
    (found,) = study.store.codebook().fits(code)
    start = study.store.text(source.uid).index(words)
    new = changes.AddCoding(source.uid, found.uid, coder, study.store.main_round().uid, start, start + len(words))
    study.act([new], coder)


@dataclass
class Session:
    """An app that runs on a study."""

    app: CoderApp
    pilot: Pilot[None]
    study: Study

    async def press(self, *keys: str) -> None:
        """Press keys and wait until nothing more happens."""
        await self.pilot.press(*keys)
        await self.settle()

    def burst(self, *keys: str) -> None:
        """Send keys without waiting between them, as a slow line does."""
        for key in keys:
            name = _character_to_key(key) if len(key) == 1 else key
            self.app.post_message(Key(name, key if len(key) == 1 else " " if key == "space" else None))

    async def settle(self) -> None:
        """Wait until everything is saved, counted and painted."""
        await self.app.workers.wait_for_complete()
        while self.app.desk.tickets.waiting > self.app.desk.tickets.failing:
            await self.pilot.pause(0.01)
        await self.pilot.pause()

    @property
    def screen(self) -> str:
        """What is shown."""
        return drawn(self.app)

    @property
    def rows(self) -> list[str]:
        """What is shown, by rows."""
        return self.screen.split("\n")


@contextmanager
def app_on(
    path: Path, coder: str = "elm", glyphs: Glyphs = BOX, settings: Settings | None = None
) -> Iterator[tuple[CoderApp, Study]]:
    """Make the app of a coder."""
    with Study.open(path, readonly=True, installation=Installation(path.parent)) as study:
        who = next(each for each in study.store.coders() if each.name == coder)
        yield CoderApp(study, who, Installation(path.parent), glyphs, settings=settings), study


@asynccontextmanager
async def running(
    path: Path,
    size: tuple[int, int] = (80, 24),
    coder: str = "elm",
    glyphs: Glyphs = BOX,
    settings: Settings | None = None,
) -> AsyncIterator[Session]:
    """Run the app of a coder on a study."""
    with app_on(path, coder, glyphs, settings) as (app, study):
        async with app.run_test(size=size) as pilot:
            session = Session(app, pilot, study)
            await session.settle()
            yield session


def drawn(app: CoderApp) -> str:
    """Give what the terminal shows as lines of text; a sheet lies over the screen below it, the curtain over everything."""
    if app._curtain is not None:
        return "\n".join(row.rstrip() for row in app._curtain.rows)
    rows = ["" for _ in range(app.size.height)]
    for screen in [*app._background_screens, app.screen]:
        strips = screen._compositor.render_strips()
        covered = (
            range(app.size.height) if not screen.is_modal else {y for child in screen.children for y in child.region.line_range}
        )
        for y in covered:
            rows[y] = strips[y].text.rstrip()
    return "\n".join(rows)
