"""The codebook: walking through its tree, changing it, and the sheets in which that is done."""

from coder.tui.commands.command import Command


def _change(verb: str, keys: tuple[str, ...], letter: str, labels: tuple[str, str], help_text: str, twin: str = "") -> Command:
    return Command(f"book.{verb}", keys, letter, "codebook", *labels, help_text, twin=f"coder {twin}" if twin else "")


def _node(verb: str, key: str, help_text: str) -> Command:
    return Command(f"node.{verb}", (key,), "", "tree", "", "", help_text)


COMMANDS = (
    _change("passages", ("enter",), "", ("passages", "구절"), "List the passages of the code.", "segments"),
    _change("find", ("/",), "f", ("find", "찾기"), "Find codes by a few letters.", "codebook show"),
    _change("add", ("+",), "a", ("add", "추가"), "Add a code.", "codebook add"),
    _change("edit", ("f4",), "e", ("edit", "고치기"), "Change the name, the rules or the status of the code.", "codebook edit"),
    _change("colour", (), "c", ("colour", "색"), "Give the code a colour.", "codebook edit"),
    _change("up", ("shift+up",), "", ("", ""), "Move the code up among its neighbours.", "codebook move"),
    _change("down", ("shift+down",), "", ("", ""), "Move the code down among its neighbours.", "codebook move"),
    _change("move", ("f6",), "v", ("move", "옮기기"), "Move the code under another one.", "codebook move"),
    _change("merge", ("f7",), "m", ("merge", "병합"), "Merge the code into another one.", "codebook merge"),
    _change("split", ("f8",), "s", ("split", "나누기"), "Make a new code of some of its passages.", "codebook split"),
    _change("retire", (), "r", ("retire", "사용 중지"), "Retire the code, or let it be used again.", "codebook retire"),
    _change("remove", ("delete",), "x", ("remove", "지우기"), "Take out a code that has no codings.", "codebook remove"),
    _change("lock", (), "l", ("lock", "잠금"), "Lock the codebook, or open it again.", "codebook lock"),
    _change("older", ("!",), "o", ("older codings", "오래된 코딩"), "List codings older than their rules.", "codebook outdated"),
    _change("history", (), "h", ("history", "이력"), "List what was done to the code.", "codebook history"),
    _change("undo", ("ctrl+z",), "u", ("undo", "되돌리기"), "Take back what you did last, also after a restart.", "undo"),
    _change("redo", ("ctrl+y",), "", ("redo", "다시 실행"), "Bring back what was undone.", "redo"),
    _change("read_up", ("ctrl+up",), "", ("", ""), "Read the rules further up."),
    _change("read_down", ("ctrl+down",), "", ("", ""), "Read the rules further down."),
    _change("leave", ("escape",), "", ("", ""), "Choose nothing; show all codes again."),
    _node("up", "up", "Go to the code above."),
    _node("down", "down", "Go to the code below."),
    _node("page_up", "pageup", "Go one page up."),
    _node("page_down", "pagedown", "Go one page down."),
    _node("top", "home", "Go to the first code."),
    _node("bottom", "end", "Go to the last code."),
    _node("close", "left", "Fold the group, or go to the code above it."),
    _node("open", "right", "Open the group, or go into it."),
    Command("form.save", ("f9",), "", "form", "save", "저장", "Save the code.", urgent=True, twin="coder codebook edit"),
    Command("form.leave", ("escape",), "", "form", "leave", "닫기", "Close without saving.", urgent=True),
    Command("confirm.do", ("enter",), "", "confirm", "do it", "실행", "Do what is asked.", urgent=True),
    Command("confirm.leave", ("escape",), "", "confirm", "leave it", "취소", "Leave everything as it is.", urgent=True),
    Command("list.open", ("enter",), "", "list", "open in text", "본문 열기", "Open the passage of the row in its text."),
    Command("list.keep", (), "k", "list", "it fits", "맞음", "Say that this coding fits.", twin="coder codebook confirm"),
    Command(
        "list.keep_all", ("f9",), "", "list", "all fit", "모두 맞음", "Say that all of them fit.", twin="coder codebook confirm"
    ),
    Command("list.leave", ("escape",), "", "list", "back", "돌아가기", "Close the list."),
    Command(
        "split.do",
        ("f9",),
        "",
        "split",
        "split",
        "나누기",
        "Go on with what is marked.",
        urgent=True,
        twin="coder codebook split",
    ),
    Command("split.mark", ("space",), "", "split", "mark", "표시", "Mark the passage, or take its mark away."),
    Command("split.leave", ("escape",), "", "split", "leave", "닫기", "Close without splitting.", urgent=True),
)
KEY_LINES = {
    "codebook": (
        ("Enter", "book.passages"), ("+", "book.add"), ("e", "book.edit"), ("v", "book.move"), ("m", "book.merge"),
        ("r", "book.retire"), ("/", "book.find"), ("l", "book.lock"), ("F2", "go"), ("F1", "help"),
    ),
    "form": (("F9", "form.save"), ("Esc", "form.leave")),
    "confirm": (("Enter", "confirm.do"), ("Esc", "confirm.leave")),
    "list": (("Enter", "list.open"), ("k", "list.keep"), ("F9", "list.keep_all"), ("Esc", "list.leave")),
    "past": (("Esc", "list.leave"),),
    "split": (("Space", "split.mark"), ("F9", "split.do"), ("Esc", "split.leave")),
}  # fmt: skip
