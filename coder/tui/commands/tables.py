"""Walking through tables: the overview, the cross-tab, the passages behind a cell."""

from coder.tui.commands.command import Command


def _cells(verb: str, key: str, help_text: str) -> Command:
    return Command(f"cell.{verb}", (key,), "", "table", "", "", f"Go {help_text}.")


COMMANDS = (
    Command("source.open", ("enter",), "", "overview", "open", "열기", "Open the source for coding.", twin="coder read"),
    Command(
        "sources.fold", ("space",), "", "overview", "finished", "완료 자료", "Show the finished sources too, or fold them away."
    ),
    Command(
        "sources.filter", ("/",), "", "overview", "find", "찾기", "Find sources by a part of their name.",
        twin="coder sources list",
    ),
    Command(
        "backup.make", (), "b", "overview", "backup", "백업", "Make a backup now, and prove that it is whole.",
        twin="coder backup",
    ),
    Command("pane.next", ("tab",), "", "overview", "other pane", "다른 칸", "Go to the other pane, in a wide window."),
    Command(
        "variable.choose", (), "a", "crosstab", "variable", "변수", "Choose the variable of the columns.",
        twin="coder crosstab --columns",
    ),
    Command("count.change", (), "u", "crosstab", "unit", "단위", "Change what is counted.", twin="coder crosstab --count"),
    Command(
        "share.toggle", ("%",), "", "crosstab", "percent", "백분율", "Show shares beside the numbers, or numbers alone.",
        twin="coder crosstab --percent",
    ),
    Command(
        "order.change", (), "o", "crosstab", "order", "순서",
        "Change the order of the rows: this column, all, codebook.", twin="coder crosstab",
    ),
    Command("crosstab.export", (), "x", "crosstab", "export", "내보내기", "Write the table to a file.", twin="coder crosstab"),
    Command(
        "segments.list", ("enter",), "", "crosstab", "passages", "구절", "List the passages that the cell counts.",
        twin="coder segments",
    ),
    Command(
        "segment.open", ("enter",), "", "segments", "open in text", "본문 열기", "Open the source at this passage.",
        twin="coder read",
    ),
    Command(
        "segments.filter", ("/",), "", "segments", "find", "찾기", "Show only passages in which some words stand.",
        twin="coder segments",
    ),
    Command("segments.export", (), "x", "segments", "export", "내보내기", "Write the list to a file.", twin="coder segments"),
    Command("segments.leave", ("escape",), "", "segments", "back", "돌아가기", "Go back to where the list was asked for."),
    _cells("up", "up", "one row up"),
    _cells("down", "down", "one row down"),
    _cells("left", "left", "one column to the left"),
    _cells("right", "right", "one column to the right"),
    _cells("page_up", "pageup", "one page up"),
    _cells("page_down", "pagedown", "one page down"),
    _cells("top", "home", "to the first row"),
    _cells("bottom", "end", "to the last row"),
    Command("cell.choose", ("enter",), "", "table", "", "", "Choose what the cursor stands on."),
)  # fmt: skip
KEY_LINES = {
    "overview": (
        ("Enter", "source.open"), ("Space", "sources.fold"), ("/", "sources.filter"), ("b", "backup.make"), ("F2", "go"),
        ("ctrl+q", "quit"), ("ctrl+l", "blank"), ("F1", "help"),
    ),
    "crosstab": (
        ("Enter", "segments.list"), ("a", "variable.choose"), ("u", "count.change"), ("%", "share.toggle"),
        ("o", "order.change"), ("x", "crosstab.export"), ("F2", "go"), ("F1", "help"),
    ),
    "segments": (
        ("Enter", "segment.open"), ("/", "segments.filter"), ("x", "segments.export"), ("Esc", "segments.leave"), ("F2", "go"),
        ("F1", "help"),
    ),
}  # fmt: skip
