"""Autocode: the form, the list of hits, which of them are marked."""

from coder.tui.commands.command import Command

COMMANDS = (
    Command("hits.mark", ("space",), "", "autocode", "mark", "표시", "Mark this hit, or leave it out."),
    Command("hits.all", ("+",), "", "autocode", "all", "모두 선택", "Mark all hits."),
    Command("hits.none", ("-",), "", "autocode", "none", "모두 해제", "Leave all hits out."),
    Command("hits.invert", ("*",), "", "autocode", "others", "반대로", "Mark those that are left out, leave out those marked."),
    Command("hits.open", ("enter",), "", "autocode", "open", "열기", "Open the source at this hit."),
    Command(
        "hits.code", ("f9",), "", "autocode", "code", "코딩", "Say how many are marked; at the second press code them.",
        twin="coder autocode",
    ),
    Command("hits.list", ("escape",), "", "autocode", "list", "목록", "Go from the form to the list of hits."),
    Command("hits.form", ("tab",), "", "autocode", "form", "양식", "Go to the next field of the form."),
    Command(
        "hits.undo", ("ctrl+z",), "u", "autocode", "undo", "되돌리기", "Take back what you did last, also after a restart.",
        twin="coder undo",
    ),
    Command("hits.redo", ("ctrl+y",), "", "autocode", "redo", "다시 실행", "Bring back what was undone.", twin="coder redo"),
    Command("field.choose", ("enter", "space"), "", "field", "change", "바꾸기", "Choose another value for this field."),
    Command("field.next", ("right", "down"), "", "field", "", "", "Go to the next field."),
    Command("field.previous", ("left", "up"), "", "field", "", "", "Go to the field before."),
)  # fmt: skip
KEY_LINE = (
    ("Space", "hits.mark"), ("+", "hits.all"), ("-", "hits.none"), ("*", "hits.invert"), ("Enter", "hits.open"),
    ("F9", "hits.code"), ("Tab", "hits.form"), ("ctrl+z", "hits.undo"), ("F1", "help"),
)  # fmt: skip
