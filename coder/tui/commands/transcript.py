"""Reading a transcript: the ways a cursor goes, and the ways to select."""

from coder.tui.commands.command import Command


def _moves(verb: str, key: str, extended: str, help_text: str) -> tuple[Command, ...]:
    move = Command(f"move.{verb}", (key,), "", "transcript", "", "", f"Go {help_text}.")
    if not extended:
        return (move,)
    return move, Command(f"extend.{verb}", (extended,), "", "transcript", "", "", f"Extend the selection {help_text}.")


def _select(verb: str, key: str, label: str, label_ko: str, help_text: str) -> Command:
    return Command(f"select.{verb}", (key,), "", "transcript", label, label_ko, help_text)


COMMANDS = (
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
    _select("add", "space", "mark", "선택", "Select the unit under the cursor, then add the next one."),
    _select("give_back", "-", "less", "줄이기", "Give the last selected unit back."),
    _select("unit", ",", "unit", "단위", "Change the unit: character, word, sentence, turn, paragraph."),
    _select("sticky", "+", "extend", "늘리기", "Let every movement extend the selection, or stop it."),
    _select("swap", "=", "other end", "반대 끝", "Move the other end of the selection."),
    _select("whole", "*", "whole", "전체", "Select the whole coding here, then the one around it."),
)
