"""History: the list of what was done, and the way back."""

from coder.tui.commands.command import Command

COMMANDS = (
    Command("history.open", ("enter",), "", "history", "go there", "그곳으로", "Go to where it was done."),
    Command("history.undo", ("ctrl+z",), "u", "history", "undo", "되돌리기", "Take back what you did last.", twin="coder undo"),
    Command("history.redo", ("ctrl+y",), "", "history", "redo", "다시 실행", "Bring back what was undone.", twin="coder redo"),
    Command(
        "history.whose", (",",), "o", "history", "mine or all", "내 것만/모두", "Tell what you did, or what everybody did.",
        twin="coder history",
    ),
)  # fmt: skip
KEY_LINES = {
    "history": (
        ("Enter", "history.open"), ("ctrl+z", "history.undo"), ("ctrl+y", "history.redo"), (",", "history.whose"), ("F2", "go"),
        ("F1", "help"),
    ),
}  # fmt: skip
