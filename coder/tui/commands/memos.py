"""Memos: the sheet in which one is written, and the list of all."""

from coder.tui.commands.command import Command

COMMANDS = (
    Command(
        "memo.save", ("f9", "ctrl+x"), "", "memo", "save", "저장", "Save the memo and close.", urgent=True, twin="coder memo add",
    ),
    Command(
        "memo.turn", ("f5",), "", "memo", "my other memos", "내 다른 메모",
        "Change another memo of yours on this, or write a new one.", urgent=True, twin="coder memo edit",
    ),
    Command(
        "memo.leave", ("escape",), "", "memo", "leave, keep a draft", "초안 남기고 닫기",
        "Close; what you wrote stays on this computer as a draft.", urgent=True,
    ),
    Command("memos.open", ("enter",), "", "memos", "go there", "그곳으로", "Go to what the memo is on."),
    Command(
        "memos.write", (";",), "m", "memos", "write", "쓰기",
        "Write a memo on the same thing, or choose another thing.",
        twin="coder memo add",
    ),
    Command("memos.edit", ("f5",), "e", "memos", "change", "고치기", "Change a memo of yours.", twin="coder memo edit"),
    Command(
        "memos.remove", ("delete", "backspace"), "x", "memos", "remove", "지우기", "Remove a memo of yours; asks first.",
        twin="coder memo remove",
    ),
    Command("memos.kind", (",",), "k", "memos", "kind", "종류", "List only memos on one kind of thing.", twin="coder memo list"),
    Command("memos.find", ("/",), "f", "memos", "find", "찾기", "List only memos with certain words.", twin="coder memo list"),
    Command("memos.clear", ("escape",), "", "memos", "all", "전체", "List all memos again."),
    Command("memos.undo", ("ctrl+z",), "u", "memos", "undo", "되돌리기", "Take back what you did last.", twin="coder undo"),
    Command("memos.redo", ("ctrl+y",), "", "memos", "redo", "다시 실행", "Bring back what was undone.", twin="coder redo"),
)  # fmt: skip
KEY_LINES = {
    "memo": (("F9", "memo.save"), ("F5", "memo.turn"), ("Esc", "memo.leave")),
    "memos": (
        ("Enter", "memos.open"), (";", "memos.write"), ("F5", "memos.edit"), ("Del", "memos.remove"), (",", "memos.kind"),
        ("/", "memos.find"), ("ctrl+z", "memos.undo"), ("F1", "help"),
    ),
}  # fmt: skip
