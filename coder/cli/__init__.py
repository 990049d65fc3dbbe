"""The command line: one module for each group of commands, and nothing heavier than click until a command runs.

Every job of the screens is also a command here. stdout is data and stderr is talk; a refusal ends with exit code 1 and says the
way out. `LINES` is all that `coder --help` needs, so that it answers at once: a module is imported when one of its commands
is called, and what a command works with is imported inside the command.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from coder.cli.edge import Root, run
from coder.cli.guard import stand

if TYPE_CHECKING:
    import click

LINES = {
    "demo": "Make the sample study (all of it invented) and open it.",
    "new": "Make a new study.",
    "open": "Open a study in the terminal screens.",
    "status": "Show sources, codes, coders and how far everybody is.",
    "import": "Import transcripts and other texts as sources.",
    "sources": "List, export, rename and remove sources.",
    "turns": "List the turns of a source.",
    "read": "Print a source with its turns and codings as plain lines.",
    "respondents": "List the respondents.",
    "values": "Import and export attributes of respondents and sources.",
    "coders": "List, add and rename coders.",
    "codebook": "Show, change, import, export and check codebooks.",
    "code": "Apply a code to a passage.",
    "uncode": "Remove your coding of exactly this passage.",
    "autocode": "Find passages and, with --yes, code them all at once.",
    "finish": "Mark sources as finished by you.",
    "unfinish": "Take a finish mark back.",
    "memo": "Write, list, edit and remove memos.",
    "codings": "Change single codings; import and export them as tables.",
    "crosstab": "Count codes by an attribute, source, coder, kind or round.",
    "segments": "List the passages that bear codes, with their words.",
    "agreement": "Show how far coders agree, per code and pooled.",
    "undo": "Take back your last action on this computer.",
    "redo": "Bring back what you undid last.",
    "history": "Tell what was done, newest first.",
    "log": "List the journal: every change, by whom and when.",
    "verify": "Prove that a study is whole.",
    "backup": "Write a copy of a study that is proved to be whole.",
    "backups": "List the backups of a study, the newest first.",
    "restore": "Put a backup in the place of a study; the present file is kept.",
    "settings": "Show your settings, where each comes from, and what is wrong with them.",
    "doctor": "Show what this machine has: versions, terminal, settings.",
    "help": "Read the manual.",
}
"""What each command does; the first line of its own help says the same."""


def load(name: str) -> click.Command:
    """Import the module of a command and give the command."""
    commands: Mapping[str, click.Command]
    if name in ("demo", "new", "open", "status"):
        from coder.cli import study

        commands = study.COMMANDS
    elif name in ("import", "sources", "turns", "read"):
        from coder.cli import sources

        commands = sources.COMMANDS
    elif name in ("respondents", "values", "coders"):
        from coder.cli import people

        commands = people.COMMANDS
    elif name == "codebook":
        from coder.cli import codebook_changes

        commands = codebook_changes.COMMANDS
    elif name in ("code", "uncode", "autocode", "finish", "unfinish", "codings"):
        from coder.cli import coding

        commands = coding.COMMANDS
    elif name == "memo":
        from coder.cli import memos

        commands = memos.COMMANDS
    elif name in ("crosstab", "segments", "agreement"):
        from coder.cli import tables

        commands = tables.COMMANDS
    elif name in ("undo", "redo", "history", "log", "verify"):
        from coder.cli import history

        commands = history.COMMANDS
    elif name in ("backup", "backups", "restore"):
        from coder.cli import backups

        commands = backups.COMMANDS
    else:
        from coder.cli import doctor, manual

        commands = {**doctor.COMMANDS, **manual.COMMANDS}
    return commands[name]


root = Root(LINES, load)


def main() -> None:
    """Run the command that the arguments name."""
    stand()
    run(root)
