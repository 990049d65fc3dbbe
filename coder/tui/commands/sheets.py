"""What lies over a screen: the sheet that codes are chosen from, and help."""

from coder.tui.commands.command import Command


def _manual(verb: str, key: str, label: str, label_ko: str, help_text: str) -> Command:
    return Command(f"manual.{verb}", (key,), "", "help", label, label_ko, f"Go {help_text}.")


COMMANDS = (
    Command("sheet.apply", ("enter",), "", "sheet", "apply", "적용", "Apply the code and close.", urgent=True, twin="coder code"),
    Command(
        "sheet.apply_on", ("tab",), "", "sheet", "apply, another", "적용하고 계속", "Apply the code and stay.", urgent=True,
        twin="coder code",
    ),
    Command("sheet.note", (";",), "", "sheet", "with memo", "메모와 함께", "Apply the code and write a memo on the coding.",
        urgent=True, twin="coder memo add"),
    Command("sheet.up", ("up",), "", "sheet", "", "", "Go to the code above.", urgent=True),
    Command("sheet.down", ("down",), "", "sheet", "code", "코드", "Go to the code below.", urgent=True),
    Command("sheet.read_up", ("pageup",), "", "sheet", "", "", "Read the code's rules further up.", urgent=True),
    Command("sheet.read_down", ("pagedown",), "", "sheet", "rules", "규칙", "Read the code's rules further down.", urgent=True),
    Command("sheet.leave", ("escape",), "", "sheet", "leave", "닫기", "Close without applying.", urgent=True),
    Command("sheet.make", ("ctrl+n",), "", "sheet", "new code", "새 코드", "Make a code of what you have typed, and apply it.",
        urgent=True, twin="coder codebook add"),
    Command("sheet.pin", ("f4",), "", "sheet", "keep digit", "숫자 고정", "Keep the code on its digit, or no longer.",
        urgent=True),
    Command("reading.up", ("pageup", "up"), "", "reading", "", "", "Read further up."),
    Command("reading.down", ("pagedown", "down", "space"), "", "reading", "read on", "계속", "Read further down."),
    Command("reading.leave", ("escape", "f3", "enter"), "", "reading", "back", "돌아가기", "Go back to the text."),
    Command("ask.accept", ("enter",), "", "ask", "take it", "확인", "Take what is typed.", urgent=True),
    Command("ask.next", ("down",), "", "ask", "next", "다음", "Go to the next one that was found.", urgent=True),
    Command("ask.previous", ("up",), "", "ask", "", "", "Go to the one before.", urgent=True),
    Command("ask.leave", ("escape",), "", "ask", "leave", "닫기", "Leave everything as it was.", urgent=True),
    _manual("up", "up", "", "", "one line up"),
    _manual("down", "down", "", "", "one line down"),
    _manual("page_up", "pageup", "", "", "one page up"),
    _manual("page_down", "pagedown", "read on", "계속 읽기", "one page down"),
    _manual("top", "home", "", "", "to the keys"),
    _manual("bottom", "end", "", "", "to the end of the page"),
    Command("help.leave", ("escape", "f1"), "", "help", "back", "돌아가기", "Go back to where you were."),
)  # fmt: skip
KEY_LINES = {
    "sheet": (
        ("Enter", "sheet.apply"), ("Tab", "sheet.apply_on"), (";", "sheet.note"), ("PgDn", "sheet.read_down"),
        ("ctrl+n", "sheet.make"),
        ("F4", "sheet.pin"), ("Esc", "sheet.leave"),
    ),
    "reading": (("PgDn", "reading.down"), ("Esc", "reading.leave")),
    "ask": (("Enter", "ask.accept"), ("Esc", "ask.leave")),
    "find": (("Enter", "ask.accept"), ("↑↓", "ask.next"), ("Esc", "ask.leave")),
    "help": (("PgDn", "manual.page_down"), ("Esc", "help.leave")),
}  # fmt: skip
