"""What works on every screen."""

from coder.tui.commands.command import Command

COMMANDS = (
    Command("help", ("f1", "?"), "", "everywhere", "help", "도움말", "Show what the keys of this screen do.", twin="coder help"),
    Command("go", ("f2",), "g", "everywhere", "go to", "이동", "Choose a screen to go to."),
    Command("go.back", ("ctrl+o",), "", "everywhere", "back", "뒤로", "Go back to what was shown before."),
    Command("command_palette", ("ctrl+p", ":"), "", "everywhere", "commands", "명령", "Find a command by its name."),
    Command(
        "unsaved.keep",
        ("ctrl+r",),
        "",
        "everywhere",
        "not saved",
        "저장 안 됨",
        "See what to do about work that is not saved.",
    ),
    Command("quit", ("ctrl+q",), "", "everywhere", "quit", "끝내기", "Save what waits and leave.", urgent=True),
)
