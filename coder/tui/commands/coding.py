"""Coding a transcript: putting codes on words, going from coding to coding."""

from coder.tui.commands.command import Command

COMMANDS = (
    Command(
        "code.sheet", ("enter",), "k", "coding", "code", "코드", "Choose a code for the selection, else for the sentence here.",
        twin="coder code",
    ),
    Command("code.again", (".",), "a", "coding", "again", "같은 코드", "Apply the code that was used last.", twin="coder code"),
    *(
        Command(f"slot.{digit}", (digit,), "", "coding", "slot", "칸", "Apply the code of this digit.", twin="coder code")
        for digit in "1234567890"
    ),
    Command(
        "coding.remove", ("delete", "backspace"), "x", "coding", "remove", "지우기",
        "Remove the coding here, the innermost first.",
        twin="coder uncode",
    ),
    Command("memo.write", (";",), "m", "coding", "memo", "메모", "Write a memo on the coding here, else on the source.",
        twin="coder memo add"),
    Command("autocode.ask", ("f7",), "", "coding", "autocode", "자동 코딩", "Look for the selected words in all sources.",
        twin="coder autocode"),
    Command("coding.adjust", ("f4",), "e", "coding", "ends", "양끝", "Move the ends of the coding here.",
        twin="coder codings move"),
    Command("coding.recode", ("f5",), "r", "coding", "other code", "코드 바꾸기", "Give the coding here another code.",
        twin="coder codings recode"),
    Command("coding.split", ("f6",), "", "coding", "split", "나누기", "Make two codings of the one here, from the cursor on.",
        twin="coder codings split"),
    Command("code.rules", ("f3",), "c", "coding", "rules", "규칙", "Read the full rules of the codes here.",
        twin="coder codebook show"),
    Command("code.quote", ("'",), "i", "coding", "in vivo", "인비보", "Make the selected words a code, and code them with it.",
        twin="coder codebook add"),
    Command("step.next", ("]",), "n", "coding", "step", "다음", "Go to the next coding, or the next place of a list."),
    Command("step.previous", ("[",), "p", "coding", "back", "이전", "Go to the coding before, or the place before."),
    Command("uncoded.next", ("f8",), "", "coding", "not coded", "미코딩", "Go to the next turn in which nothing is coded."),
    Command("find", ("/",), "f", "coding", "find", "찾기", "Find words in this source."),
    Command("place.ask", ("#",), "t", "coding", "go to place", "위치로", "Go to a turn, a sentence or a percentage."),
    Command("clear", ("escape",), "", "coding", "clear", "선택 해제", "Select nothing; then step through the codings again."),
    Command(
        "undo", ("ctrl+z",), "u", "coding", "undo", "되돌리기", "Take back what you did last, also after a restart.",
        twin="coder undo",
    ),
    Command("redo", ("ctrl+y",), "", "coding", "redo", "다시 실행", "Bring back what was undone.", twin="coder redo"),
    Command("neighbour.next", (">",), "", "coding", "next source", "다음 자료", "Open the next source."),
    Command("neighbour.previous", ("<",), "", "coding", "source before", "이전 자료", "Open the source before."),
    Command(
        "source.finish", ("f9",), "", "coding", "finished", "완료", "Say that you are finished with this source, or not yet.",
        twin="coder finish",
    ),
)  # fmt: skip
KEY_LINE = (
    ("Enter", "code.sheet"), ("1-0", "slot.1"), ("Space", "select.add"), ("[ ]", "step.next"), ("/", "find"), (";", "memo.write"),
    ("ctrl+z", "undo"), ("Del", "coding.remove"), ("F2", "go"), ("'", "code.quote"), ("F1", "help"),
)  # fmt: skip
