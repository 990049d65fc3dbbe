"""The cross-tab on its screen: what is counted, how it is read, in which order, and how it leaves for a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from screens import Session, make_study, running

from coder.tui.messages import CellAsked, ShowCrosstab
from coder.tui.screens.crosstab import CrosstabScreen
from coder.tui.widgets.asksheet import AskSheet
from coder.tui.widgets.table import TableView


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_study(tmp_path)


def rows(session: Session) -> list[str]:
    """Name the rows of the table in their order."""
    return [str(row[0]) for row in session.app.screen.query_one(TableView).table.rows]


async def test_the_cross_tab_counts_by_another_variable_and_unit(path: Path) -> None:
    async with running(path) as session:
        await session.press("f2", "3")
        assert session.rows[0].startswith(" Cross-tab   code × left")
        await session.press("a", "2")
        assert session.rows[0].startswith(" Cross-tab   code × kind")
        await session.press("u", "u")
        assert "counts segments" in session.rows[1]
        await session.press("down", "right")
        assert "segments" in session.rows[-2]


@pytest.mark.parametrize(
    ("keys", "place"), [(("end",), (7, 1)), (("end", "home"), (0, 1)), (("right", "right", "right"), (1, 3)), (("left",), (1, 1))]
)
async def test_a_table_is_walked_through_by_keys(path: Path, keys: tuple[str, ...], place: tuple[int, int]) -> None:
    async with running(path) as session:
        await session.press("f2", "3")
        await session.press(*keys)
        view = session.app.screen.query_one(TableView)
        assert isinstance(session.app.screen, CrosstabScreen)
        assert (view.row, view.column) == place


async def test_a_cell_has_its_share_beside_the_number_unless_numbers_alone_are_asked_for(path: Path) -> None:
    async with running(path) as session:
        await session.press("f2", "3")
        assert "(1) 100% ▓" in session.screen
        assert "░▒▓ share of the column" in session.screen
        await session.press("%")
        assert "100%" not in "".join(session.rows[2:-3])
        assert "░▒▓" not in session.screen
        await session.press("u", "u", "%")
        assert "no shares of segments" in session.screen


async def test_rows_are_put_in_order_by_the_column_of_the_cursor_by_all_and_as_in_the_codebook(path: Path) -> None:
    async with running(path) as session:
        await session.press("f2", "3")
        usual = rows(session)
        await session.press("down", "o")
        assert "order: early" in session.rows[1]
        assert rows(session)[1:3] == ["Home search", "Phone inspection"]
        assert next(row for row in session.rows if row.startswith("▸")).startswith("▸ Informants"), "the cursor stays on its row"
        await session.press("o")
        assert "order: all" in session.rows[1]
        await session.press("o")
        assert rows(session) == usual
        assert "order: codebook" in session.rows[1]


async def test_the_passages_of_a_row_that_was_moved_are_its_own(path: Path) -> None:
    async with running(path) as session:
        await session.press("f2", "3", "o", "down", "down")
        assert next(row for row in session.rows if row.startswith("▸")).startswith("▸ Bribery")
        await session.press("enter")
        assert "Bribery, early" in session.rows[0]
        assert "«My mother gave them two cartons" in session.screen
        await session.press("escape")
        assert "order: early" in session.rows[1]
        assert next(row for row in session.rows if row.startswith("▸")).startswith("▸ Bribery")


async def test_the_column_that_rows_are_ordered_by_may_be_gone(path: Path) -> None:
    async with running(path) as session:
        session.app.post_message(ShowCrosstab(CellAsked("kind", "respondents", 0, 0, order=7)))
        await session.settle()
        assert "order: codebook" in session.rows[1]


async def test_the_table_is_written_to_a_new_file_as_it_stands(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    async with running(path) as session:
        await session.press("f2", "3", "o", "x")
        assert isinstance(session.app.screen, AskSheet)
        assert "write 8 rows to a new file in" in session.screen
        await session.press(*"t.csv", "enter")
        assert "written to" in session.rows[-2]
        written = (path.parent / "t.csv").read_text(encoding="utf-8").split("\n")
        assert [line.split(",")[0].strip('"') for line in written[2:4]] == ["Home search", "Phone inspection"]


async def test_a_file_that_is_there_is_never_written_over(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    (path.parent / "t.csv").write_text("mine", encoding="utf-8")
    async with running(path) as session:
        await session.press("f2", "3", "x", *"t.csv")
        assert "t.csv exists already. Choose another name." in session.screen
        await session.press("enter")
        assert "t.csv exists already. Choose another name." in session.rows[-2]
        await session.press("x", *"t.pdf")
        assert "cannot be written as .pdf" in session.screen
        await session.press("escape")
        assert isinstance(session.app.screen, CrosstabScreen)
    assert (path.parent / "t.csv").read_text(encoding="utf-8") == "mine"


async def test_a_file_that_cannot_be_written_is_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    async with running(path) as session:
        await session.press("f2", "3", "x", *"no/t.csv", "enter")
        assert "no/t.csv cannot be written" in session.rows[-2]


async def test_notes_say_what_is_left_out(path: Path) -> None:
    async with running(path) as session:
        await session.press("f2", "3")
        assert session.rows[1].startswith(" counts each respondent once; codings of any coder; 2 in all")
        said = " ".join(row.strip() for row in session.rows[-8:-2])
        assert "12 cells not to publish" in said
        assert "1 sources are not in the table" in said


async def test_a_variable_that_is_gone_is_said_and_no_table_stands_under_it(path: Path) -> None:
    async with running(path) as session:
        session.app.screen.post_message(ShowCrosstab(CellAsked("weather", "respondents", 0, 0)))
        await session.settle()
        assert "There is no variable “weather”." in session.rows[-2]
        assert rows(session) == []
        await session.press("o", "x", "enter", "%")
        assert isinstance(session.app.screen, CrosstabScreen)
