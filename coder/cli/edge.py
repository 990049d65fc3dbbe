"""The edge: where errors become one sentence, a hint and an exit code, and where a path alone opens a study."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Mapping
from typing import Any

import click

from coder import __version__
from coder.errors import CoderError, Problem

_SHOWN = 20


class PipeClosed(Exception):
    """Nobody reads on; nothing was refused."""


class _Asked:
    """Whether this run was asked for JSON; then its errors are JSON as well."""

    for_json = False


_ASKED = _Asked()


def note_form(_ctx: click.Context, _option: click.Parameter, value: Any) -> Any:
    """Remember, as an option's callback, that JSON was asked for."""
    _ASKED.for_json = _ASKED.for_json or value is True or value == "json" or str(value or "").endswith(".json")
    return value


class Root(click.Group):
    """The command `coder`: its sub-commands, imported when they are called, or a study's path."""

    def __init__(self, lines: Mapping[str, str], load: Callable[[str], click.Command]) -> None:
        """Take what each command does, in one line, and the way to a command by its name."""
        super().__init__(
            name="coder",
            help="Code interview transcripts, keep the codes in SQLite, and see how far coders agree.",
            epilog="`coder STUDY.db` opens a study, `coder demo` shows a small one, `coder help start` begins the manual.",
            no_args_is_help=True,
            context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
        )
        version = click.Option(["--version"], is_flag=True, is_eager=True, expose_value=False, help="Show the version.")
        version.callback = _say_version
        self.params.append(version)
        self._lines = lines
        self._load = load

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands in the order in which a study needs them."""
        del ctx
        return list(self._lines)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        del ctx
        return self._load(cmd_name) if cmd_name in self._lines else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(self._lines.items()))

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Take the first argument as a command, else as the path of a study to open."""
        name = args[0]
        if name in self._lines or name.startswith("-"):
            return super().resolve_command(ctx, args)
        if len(args) > 1 and args[1] in self._lines:
            raise click.UsageError(f"The command comes first. Did you mean `coder {args[1]} {name}`?", ctx)
        if _is_path(name):
            return "open", self.get_command(ctx, "open"), args
        from difflib import get_close_matches

        near = get_close_matches(name, self._lines, n=1)
        hint = f"Did you mean `coder {near[0]}`?" if near else "`coder --help` lists the commands."
        raise click.UsageError(f"There is no command and no study “{name}”. {hint}", ctx)


def _is_path(name: str) -> bool:
    """Tell whether a word that is no command names a file; without pathlib, which costs `--help` 4 ms."""
    there = os.path.exists(name) or os.path.exists(f"{name}.db")  # noqa: PTH110 - as above
    return there or name.endswith(".db") or "/" in name or os.sep in name


def run(command: click.Command) -> None:
    """Run a command; whatever a user can do something about ends in words, never in a traceback."""
    _ASKED.for_json = False
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = command.main(prog_name="coder", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
        sys.exit(code if isinstance(code, int) else 0)
    except click.ClickException as error:
        sys.exit(_say_usage(error))
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped; what was saved before stays.", err=True)
        sys.exit(130)
    except CoderError as error:
        refuse(error, as_json=_ASKED.for_json)
    except (PipeClosed, BrokenPipeError):
        _silence_stdout()
        sys.exit(0)
    except OSError as error:
        _silence_stdout()
        refuse(_untranslated(error), as_json=_ASKED.for_json)


def _say_usage(error: click.ClickException) -> int:
    """Say what was wrong with the words of a command, or give its help where there were none; return the exit code."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.format_message())
        return 0
    if isinstance(error, click.UsageError) and error.ctx is not None:
        click.echo(f"{error.ctx.get_usage()}\nTry '{error.ctx.command_path} --help' for help.\n", err=True)
    say(f"Error: {error.format_message()}")
    return error.exit_code


def _untranslated(error: OSError) -> CoderError:
    """Say what the system refused: a path that nothing can be done with, else stdout."""
    if error.filename:
        return CoderError(f"{error.filename}: {error.strerror}.", "Check the path.", place=str(error.filename))
    return CoderError(f"The output could not be written: {error.strerror}.", "Free some space, or send it elsewhere.")


def _silence_stdout() -> None:
    """Let nothing more be written, so that Python does not complain once more at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def refuse(error: CoderError, *, as_json: bool) -> None:
    """Say an error on stderr and end with exit code 1."""
    import json

    if as_json:
        said = {"error": error.message, "hint": error.hint, "place": error.place}
        click.echo(json.dumps(said), err=True)  # ASCII, so nothing in it that a terminal could obey
    else:
        say(error.message)
        say_problems(error.problems)
        say(error.hint)
    sys.exit(1)


def say(text: str) -> None:
    """Talk to the person: on stderr, so that stdout stays data."""
    if text:
        line = _safe(text)
        click.echo(line if line.endswith((".", "?", "!", ":", "`", "”", ")")) else f"{line}.", err=True)


def tell(text: str) -> None:
    """Write a line of result on stdout."""
    put(f"{_safe(text)}\n".encode())


def put(data: bytes) -> None:
    """Write on stdout.

    Raises:
        PipeClosed: who reads has had enough (`coder … | head`); click would take Python's own error for a failure.
    """
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise PipeClosed from None


def _safe(text: str) -> str:
    """Keep what a name or a path holds from acting on the terminal."""
    from coder.model.text import shown_line

    return shown_line(text)


def say_problems(problems: tuple[Problem, ...] | list[Problem]) -> None:
    """List faults, the first twenty in full; what is the same in many places is said once."""
    places: dict[tuple[str, str], list[str]] = {}
    for problem in problems:
        places.setdefault((problem.message, problem.hint), []).append(problem.place)
    for (message, hint), where in list(places.items())[:_SHOWN]:
        place = where[0] if len(where) == 1 else f"{where[0]} and {len(where) - 1} more"
        click.echo(f"  {_safe(str(Problem(place, message, hint)))}", err=True)
    if len(places) > _SHOWN:
        click.echo(f"  … and {len(places) - _SHOWN} more", err=True)


def _say_version(ctx: click.Context, _option: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(f"coder {__version__}")
        ctx.exit()
