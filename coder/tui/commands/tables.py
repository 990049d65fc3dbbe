"""Walking through tables: the overview, the cross-tab, the passages behind a cell."""

from coder.tui.commands.command import Command


def _cells(verb: str, key: str, help_text: str) -> Command:
    return Command(f"cell.{verb}", (key,), "", "table", "", "", f"Go {help_text}.")


COMMANDS = (
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
)
KEY_LINES = {
    "overview": (("Enter", "source.open"), ("F2", "go"), ("ctrl+p", "command_palette"), ("ctrl+q", "quit"), ("F1", "help")),
    "crosstab": (
        ("Enter", "segments.list"), ("a", "variable.choose"), ("u", "count.change"), ("%", "share.toggle"), ("F2", "go"),
        ("F1", "help"),
    ),
    "segments": (("Enter", "segment.open"), ("Esc", "segments.leave"), ("F2", "go"), ("ctrl+q", "quit"), ("F1", "help")),
}  # fmt: skip
