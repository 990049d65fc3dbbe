"""What works on every screen."""

from coder.tui.commands.command import Command

COMMANDS = (
    Command("help", ("f1", "?"), "", "everywhere", "help", "도움말", "Show what the keys of this screen do.", twin="coder help"),
    Command("go", ("f2",), "g", "everywhere", "go to", "이동", "Choose a screen to go to."),
    Command("go.back", ("ctrl+o",), "", "everywhere", "back", "뒤로", "Go back to what was shown before."),
    Command("command_palette", ("ctrl+p", ":"), "", "everywhere", "commands", "명령", "Find a command by its name."),
    Command(
        "unsaved.keep", ("ctrl+r",), "", "everywhere", "not saved", "저장 안 됨", "See what to do about work that is not saved.",
    ),
    Command(
        "theme.next", ("ctrl+t",), "", "everywhere", "theme", "테마", "Show the next theme, until you leave.",
        twin="coder settings",
    ),
    Command(
        "blank", ("ctrl+l",), "", "everywhere", "hide", "가리기", "Take everything off the screen at once; Enter brings it back.",
        urgent=True,
    ),
    Command("quit", ("ctrl+q",), "", "everywhere", "quit", "끝내기", "Save what waits and leave.", urgent=True),
)  # fmt: skip
