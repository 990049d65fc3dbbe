"""The memo sheet: what is typed is saved, or kept as a draft; nothing of it is lost or obeyed."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from screens import Session, make_study, running
from textual import events
from textual.content import Content

from coder.model.coding import Memo
from coder.study import changes
from coder.study.journal.device import Installation
from coder.study.study import Study
from coder.tui.page.news import News
from coder.tui.widgets.lines import Lines
from coder.tui.widgets.memosheet import MemoSheet, MemoTarget, memo_sheet
from coder.tui.widgets.statusline import StatusLine

STUDY = MemoTarget("study", "", "the study")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_study(tmp_path)


def note(path: Path, coder: str, *words: str) -> None:
    """Write memos on the study."""
    with Study.open(path, installation=Installation(path.parent)) as study:
        who = next(each.uid for each in study.store.coders() if each.name == coder)
        for body in words:
            study.act([changes.add_memo("study", "", who, body)], who)


class Mute:
    """A writer that never reports."""

    def put(self, *_: object, **__: object) -> None:
        pass

    undo = redo = remember = put


class Sheet:
    """A sheet that is open in a running app, and what it answered."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.answers: list[News | None] = []

    async def open(self, target: MemoTarget = STUDY, uid: str = "") -> None:
        self.session.app.push_screen(memo_sheet(self.session.app.desk, target, uid), self.answers.append)
        await self.session.settle()

    @property
    def screen(self) -> MemoSheet:
        screen = self.session.app.screen
        assert isinstance(screen, MemoSheet)
        return screen

    @property
    def words(self) -> str:
        return self.screen.query_one(Lines).text

    async def type(self, words: str) -> None:
        """Paste words, as a terminal hands them over."""
        self.session.app.post_message(events.Paste(words))
        await self.session.settle()

    async def save(self) -> None:
        self.screen.action_memo_save()
        await self.session.settle()

    async def leave(self) -> None:
        self.screen.action_memo_leave()
        await self.session.settle()

    def memos(self) -> list[Memo]:
        return self.session.study.store.memos()

    def bodies(self) -> list[str]:
        return [memo.body for memo in self.memos()]


async def test_a_memo_is_typed_and_saved_by_keys(path: Path) -> None:
    async with running(path) as session:
        sheet = Sheet(session)
        await sheet.open()
        assert session.rows[-15].startswith(" memo on the study")
        assert session.rows[-15].endswith("a new memo")
        await session.press(*"two", "enter", *"lines", "f9")
        (memo,) = sheet.memos()
        assert (memo.body, memo.target_kind, memo.coder) == ("two\nlines", "study", session.app.desk.coder.uid)
        assert not isinstance(session.app.screen, MemoSheet)
        await sheet.open()
        assert sheet.words == ""


async def test_signs_and_letters_go_into_the_memo_and_run_nothing(path: Path) -> None:
    async with running(path) as session:
        sheet = Sheet(session)
        await sheet.open()
        await session.press(*"kx12", "full_stop", "semicolon", "colon", "question_mark", *"g u")
        assert sheet.words == "kx12.;:?g u"
        await session.press("tab", "tab")
        assert sheet.words == "kx12.;:?g u"


async def test_what_is_not_saved_stays_as_a_draft_also_after_a_restart(path: Path) -> None:
    async with running(path) as session:
        sheet = Sheet(session)
        await sheet.open()
        await session.press(*"half", "escape")
        assert [news and news.text for news in sheet.answers] == ["the draft of your memo stays on this computer"]
        assert sheet.bodies() == []
    async with running(path) as session:
        sheet = Sheet(session)
        await sheet.open()
        assert sheet.words == "half"
        assert "your draft from before" in session.rows[-2]
        await session.press(*"way", "ctrl+x")
        assert sheet.bodies() == ["halfway"]
        await sheet.open()
        assert sheet.words == ""
        await sheet.leave()
        assert sheet.answers[-1] == News()


async def test_words_that_were_typed_when_the_program_is_left_are_kept(path: Path) -> None:
    async with running(path) as session:
        await Sheet(session).open()
        await session.press(*"half")
        session.app.exit()
    async with running(path) as session:
        sheet = Sheet(session)
        await sheet.open()
        assert sheet.words == "half"


async def test_what_is_typed_is_kept_now_and_then_while_the_sheet_is_open(path: Path) -> None:
    async with running(path) as session:
        sheet = Sheet(session)
        await sheet.open()
        await session.press(*"half")
        sheet.screen._keep_drafts()
        assert session.app.desk.memory["draft:study:"] == "half"
        await session.press(*["backspace"] * 4)
        sheet.screen._keep_drafts()
        assert session.app.desk.memory["draft:study:"] == ""


async def test_memos_that_are_there_stand_above_and_own_ones_can_be_changed(path: Path) -> None:
    note(path, "oak", "by another")
    note(path, "elm", "first", "second")
    async with running(path) as session:
        sheet = Sheet(session)
        await sheet.open()
        assert [row.partition("  ")[2] for row in session.rows[-14:-11]] == ["by another", "first", "second"]
        await session.press(*"new")
        for words, which in (("first", "memo 1 of 2"), ("second", "memo 2 of 2"), ("new", "a new memo")):
            await session.press("f5")
            assert sheet.words == words
            assert session.rows[-15].endswith(which)
        await session.press("f5", *"ly")
        await sheet.save()
        assert sheet.bodies() == ["by another", "firstly", "second"]
        await sheet.open()
        assert sheet.words == "new"


async def test_a_sheet_can_begin_with_an_own_memo_and_never_with_anothers(path: Path) -> None:
    note(path, "oak", "by another")
    note(path, "elm", "mine")
    async with running(path) as session:
        sheet = Sheet(session)
        others, own = (memo.uid for memo in sheet.memos())
        await sheet.open(uid=own)
        assert sheet.words == "mine"
        await sheet.save()
        assert [news and news.text for news in sheet.answers] == ["nothing was changed"]
        await sheet.open(uid=others)
        assert sheet.words == ""


async def test_changes_of_an_own_memo_stay_as_a_draft_too(path: Path) -> None:
    note(path, "elm", "mine")
    async with running(path) as session:
        sheet = Sheet(session)
        (memo,) = sheet.memos()
        await sheet.open(uid=memo.uid)
        await session.press(*" own")
        await sheet.leave()
        assert sheet.bodies() == ["mine"]
        await sheet.open(uid=memo.uid)
        assert sheet.words == "mine own"
        await sheet.save()
        assert sheet.bodies() == ["mine own"]
        assert session.app.desk.memory[f"draft:{memo.uid}"] == ""


async def test_where_there_is_no_other_own_memo_the_key_says_so(path: Path) -> None:
    note(path, "oak", "by another")
    async with running(path) as session:
        await Sheet(session).open()
        await session.press("a", "f5")
        assert "you have no other memo" in session.rows[-2]


async def test_without_words_nothing_is_saved(path: Path) -> None:
    async with running(path) as session:
        sheet = Sheet(session)
        await sheet.open()
        await session.press("space", "enter", "f9")
        assert "no words to save" in session.rows[-2]
        assert sheet.bodies() == []


async def test_a_disk_that_takes_nothing_leaves_the_words_in_the_sheet(path: Path) -> None:
    async with running(path) as session:
        full = News("nothing new is begun", is_trouble=True)
        kept: list[tuple[str, str]] = []
        sheet = MemoSheet(Content("x"), (), {}, lambda *_: full, lambda *words: kept.append(words))
        session.app.push_screen(sheet)
        await session.settle()
        await session.press(*"half", "f9")
        assert session.app.screen is sheet
        assert sheet.query_one("#memo-status", StatusLine).has_class("-trouble")
        await session.press("escape")
        assert kept == [("", "half")]


async def test_words_that_the_study_refuses_come_back_as_a_draft(path: Path) -> None:
    note(path, "elm", "old words")
    async with running(path) as session:
        sheet = Sheet(session)
        await sheet.open()
        (memo,) = sheet.memos()
        await sheet.leave()
        await sheet.open(uid=memo.uid)
        await sheet.type(" and a whole page more")
        with Study.open(path, installation=Installation(path.parent)) as study:
            study.act([changes.remove_memo(memo.uid, memo.coder)], memo.coder)
        await sheet.save()
        assert sheet.bodies() == []
    async with running(path) as session:
        sheet = Sheet(session)
        await sheet.open()
        assert sheet.words == "old words and a whole page more"
        assert "your draft from before" in session.rows[-2]
        await sheet.save()
        assert sheet.bodies() == ["old words and a whole page more"]
        await sheet.open()
        assert sheet.words == ""


async def test_what_is_still_on_its_way_is_no_draft(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with running(path) as session:
        sheet = Sheet(session)
        desk = session.app.desk
        await sheet.open()
        await session.press(*"half")
        monkeypatch.setattr(desk.outbox, "_queue", Mute())
        sheet.screen.action_memo_save()
        await session.pilot.pause()
        assert desk.tickets.waiting == 1
        session.app.push_screen(memo_sheet(desk, STUDY))
        await session.pilot.pause()
        assert sheet.words == ""
        assert "half" in desk.memory.values(), "kept until it is read back"
        desk.tickets.forget(1)
        session.app.push_screen(memo_sheet(desk, STUDY))
        await session.pilot.pause()
        assert sheet.words == "half"


@pytest.mark.parametrize(
    ("pasted", "there"),
    [
        ("\x1b]0;title\x07\x9b2J", "␛]0;title␇�2J"),
        ("a\r\nb\u2028c", "a\nb\nc"),
        ("[red]x[/] {0} %s", "[red]x[/] {0} %s"),
        ("\u202ex\u200by", "␦xy"),
        (unicodedata.normalize("NFD", "감시 é"), "감시 é"),
    ],
)
async def test_what_is_pasted_is_made_safe_and_whole_before_it_is_shown(path: Path, pasted: str, there: str) -> None:
    async with running(path) as session:
        sheet = Sheet(session)
        await sheet.open()
        await sheet.type(pasted)
        assert sheet.words == there
        await sheet.save()
        assert sheet.bodies() == [there]


async def test_a_syllable_that_comes_in_pieces_is_put_together_where_it_stands(path: Path) -> None:
    async with running(path) as session:
        sheet = Sheet(session)
        await sheet.open()
        await sheet.type("가 나")
        await session.press("left", "left")
        for piece in "\u11a8":  # the final consonant alone
            await sheet.type(piece)
        assert sheet.words == "각 나"
        assert sheet.screen.query_one(Lines).cursor_location == (0, 1)
        await session.press("backspace")
        assert sheet.words == " 나"


async def test_a_hostile_memo_is_shown_as_it_stands(path: Path) -> None:
    note(path, "elm", "[/] \x1b]0;x\x07")
    with Study.open(path, readonly=True) as study:
        (memo,) = study.store.memos()
    async with running(path) as session:
        sheet = Sheet(session)
        await sheet.open(MemoTarget("study", "", "[/] \x1b[2J"), memo.uid)
        assert session.rows[-15].startswith(" memo on [/] ␛[2J")
        assert session.screen.count("[/] ␛]0;x␇") == 2
        assert "\x1b" not in session.screen
