"""Every command once: its name, its keys, where it works, its label and its help.

Bindings, the key line, the palette and the help page come from this table, so none of them can promise what another does not
keep. Letters are second names only, for keyboards and habits that want them; on a Korean keyboard each letter's jamo does the
same. A command's action is its id: `code.sheet` runs `action_code_sheet`, and a family (`move.left`) runs `action_move('left')`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from textual.binding import Binding, BindingType

Where = Literal["everywhere", "overview", "coding", "crosstab", "segments", "table", "sheet", "help"]
Language = Literal["en", "ko"]

_JAMO = dict(zip("qwertyuiopasdfghjklzxcvbnm", "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ", strict=True))
"""What each letter's key types on the Korean two-set layout."""
_FAMILIES = frozenset(("move", "extend", "select", "step", "slot", "neighbour", "cell"))
_NAMES = {",": "comma", "%": "percent_sign"}
"""Keys that Textual's comma-separated lists cannot hold as they are."""


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a key does."""

    id: str
    keys: tuple[str, ...]
    letter: str
    """A second name for hands that know it; empty for none."""
    where: Where
    label_en: str
    label_ko: str
    help: str
    urgent: bool = False
    """Works before the focused widget sees the key: an input line would take Enter and Tab for itself."""

    @property
    def action(self) -> str:
        """The action that runs."""
        noun, _, verb = self.id.partition(".")
        return f"{noun}('{verb}')" if noun in _FAMILIES else self.id.replace(".", "_")

    @property
    def all_keys(self) -> tuple[str, ...]:
        """All keys, the letter and its jamo among them."""
        return (*self.keys, *((self.letter, _JAMO[self.letter]) if self.letter else ()))

    def label(self, language: Language) -> str:
        """The label in a language."""
        return self.label_ko if language == "ko" else self.label_en


def _moves(verb: str, key: str, extended: str, help_text: str) -> tuple[Command, ...]:
    move = Command(f"move.{verb}", (key,), "", "coding", "", "", f"Go {help_text}.")
    if not extended:
        return (move,)
    return move, Command(f"extend.{verb}", (extended,), "", "coding", "", "", f"Extend the selection {help_text}.")


def _cells(verb: str, key: str, help_text: str) -> Command:
    return Command(f"cell.{verb}", (key,), "", "table", "", "", f"Go {help_text}.")


COMMANDS: tuple[Command, ...] = (
    Command("help", ("f1", "?"), "", "everywhere", "help", "도움말", "Show what the keys of this screen do."),
    Command("go", ("f2",), "g", "everywhere", "go to", "이동", "Choose a screen to go to."),
    Command("command_palette", ("ctrl+p",), "", "everywhere", "commands", "명령", "Find a command by its name."),
    Command("quit", ("ctrl+q",), "", "everywhere", "quit", "끝내기", "Save what waits and leave.", urgent=True),
    *_moves("left", "left", "shift+left", "one character back"),
    *_moves("right", "right", "shift+right", "one character on"),
    *_moves("up", "up", "shift+up", "one row up"),
    *_moves("down", "down", "shift+down", "one row down"),
    *_moves("word_left", "ctrl+left", "ctrl+shift+left", "one word back"),
    *_moves("word_right", "ctrl+right", "ctrl+shift+right", "one word on"),
    *_moves("sentence_back", "(", "", "to where the sentence begins, then to the one before"),
    *_moves("sentence_on", ")", "", "to the next sentence"),
    *_moves("turn_back", "{", "", "to where the turn begins, then to the one before"),
    *_moves("turn_on", "}", "", "to the next turn"),
    *_moves("page_up", "pageup", "", "one page up"),
    *_moves("page_down", "pagedown", "", "one page down"),
    *_moves("row_start", "home", "shift+home", "to the row's start"),
    *_moves("row_end", "end", "shift+end", "to the row's end"),
    *_moves("text_start", "ctrl+home", "", "to the text's start"),
    *_moves("text_end", "ctrl+end", "", "to the text's end"),
    Command("select.add", ("space",), "", "coding", "mark", "선택", "Select the unit under the cursor, then add the next one."),
    Command("select.give_back", ("-",), "", "coding", "less", "줄이기", "Give the last selected unit back."),
    Command("select.unit", (",",), "", "coding", "unit", "단위", "Change the unit: character, word, sentence, turn, paragraph."),
    Command("select.sticky", ("+",), "", "coding", "extend", "늘리기", "Let every movement extend the selection, or stop it."),
    Command("select.swap", ("=",), "", "coding", "other end", "반대 끝", "Move the other end of the selection."),
    Command("select.whole", ("*",), "", "coding", "whole", "전체", "Select the whole coding here, then the one around it."),
    Command("select.clear", ("escape",), "", "coding", "clear", "해제", "Select nothing."),
    Command(
        "code.sheet", ("enter",), "k", "coding", "code", "코드", "Choose a code for the selection, else for the sentence here."
    ),
    Command("code.again", (".",), "a", "coding", "again", "다시", "Apply the code that was used last."),
    *(
        Command(f"slot.{digit}", (digit,), "", "coding", "slot", "칸", f"Apply the code in slot {digit}.")
        for digit in "1234567890"
    ),
    Command(
        "coding.remove", ("delete", "backspace"), "x", "coding", "remove", "삭제", "Remove the coding here, the innermost first."
    ),
    Command("step.next", ("]",), "n", "coding", "step", "다음", "Go to the next coding."),
    Command("step.previous", ("[",), "p", "coding", "back", "이전", "Go to the coding before."),
    Command("undo", ("ctrl+z",), "u", "coding", "undo", "취소", "Take back what you did last, also after a restart."),
    Command("redo", ("ctrl+y",), "", "coding", "redo", "복구", "Bring back what was undone."),
    Command("neighbour.next", (">",), "", "coding", "next source", "다음 자료", "Open the next source."),
    Command("neighbour.previous", ("<",), "", "coding", "source before", "이전 자료", "Open the source before."),
    Command(
        "source.finish", ("f9",), "", "coding", "finished", "완료", "Say that you are finished with this source, or not yet."
    ),
    Command("source.open", ("enter",), "", "overview", "open", "열기", "Open the source for coding."),
    Command("variable.choose", (), "a", "crosstab", "variable", "변수", "Choose the variable of the columns."),
    Command("count.change", (), "u", "crosstab", "unit", "단위", "Change what is counted."),
    Command("share.toggle", ("%",), "", "crosstab", "percent", "백분율", "Show shares of the column, or numbers."),
    Command("segments.list", ("enter",), "", "crosstab", "passages", "구절", "List the passages that the cell counts."),
    Command("segment.open", ("enter",), "", "segments", "open in text", "본문 열기", "Open the source at this passage."),
    Command("segments.leave", ("escape",), "", "segments", "back", "돌아가기", "Go back to the cross-tab."),
    _cells("up", "up", "one row up"),
    _cells("down", "down", "one row down"),
    _cells("left", "left", "one column to the left"),
    _cells("right", "right", "one column to the right"),
    _cells("page_up", "pageup", "one page up"),
    _cells("page_down", "pagedown", "one page down"),
    _cells("top", "home", "to the first row"),
    _cells("bottom", "end", "to the last row"),
    Command("cell.choose", ("enter",), "", "table", "", "", "Choose what the cursor stands on."),
    Command("sheet.apply", ("enter",), "", "sheet", "apply", "적용", "Apply the code and close.", urgent=True),
    Command("sheet.apply_on", ("tab",), "", "sheet", "apply, another", "적용하고 계속", "Apply the code and stay.", urgent=True),
    Command("sheet.up", ("up",), "", "sheet", "", "", "Go to the code above.", urgent=True),
    Command("sheet.down", ("down",), "", "sheet", "code", "코드", "Go to the code below.", urgent=True),
    Command("sheet.read_up", ("pageup",), "", "sheet", "", "", "Read the code's rules further up.", urgent=True),
    Command("sheet.read_down", ("pagedown",), "", "sheet", "rules", "규칙", "Read the code's rules further down.", urgent=True),
    Command("sheet.leave", ("escape",), "", "sheet", "leave", "닫기", "Close without applying.", urgent=True),
    Command("help.leave", ("escape", "f1"), "", "help", "back", "돌아가기", "Go back to where you were."),
)

BY_ID = {command.id: command for command in COMMANDS}

KEY_LINES: dict[str, tuple[tuple[str, str], ...]] = {
    "overview": (("Enter", "source.open"), ("F2", "go"), ("ctrl+p", "command_palette"), ("ctrl+q", "quit"), ("F1", "help")),
    "coding": (
        ("Enter", "code.sheet"), ("1-0", "slot.1"), ("Space", "select.add"), (",", "select.unit"), ("[ ]", "step.next"),
        ("Del", "coding.remove"), ("ctrl+z", "undo"), ("F2", "go"), ("F1", "help"),
    ),
    "crosstab": (
        ("Enter", "segments.list"), ("a", "variable.choose"), ("u", "count.change"), ("%", "share.toggle"), ("F2", "go"),
        ("F1", "help"),
    ),
    "segments": (("Enter", "segment.open"), ("Esc", "segments.leave"), ("F2", "go"), ("ctrl+q", "quit"), ("F1", "help")),
    "sheet": (
        ("Enter", "sheet.apply"), ("Tab", "sheet.apply_on"), ("↑↓", "sheet.down"), ("PgDn", "sheet.read_down"),
        ("Esc", "sheet.leave"),
    ),
    "help": (("Esc", "help.leave"),),
}  # fmt: skip
"""Which keys each screen's last line names, as shown, with the command whose label stands beside."""


def of(where: Where) -> tuple[Command, ...]:
    """List the commands of one place."""
    return tuple(command for command in COMMANDS if command.where == where)


def bindings(where: Where) -> list[BindingType]:
    """Make the bindings of one place."""
    return [
        Binding(
            ",".join(_NAMES.get(key, key) for key in command.all_keys),
            command.action,
            command.help,
            show=False,
            priority=command.urgent,
            id=command.id,
        )
        for command in of(where)
    ]
