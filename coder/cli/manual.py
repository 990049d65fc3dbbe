"""The manual, read in the terminal."""

from __future__ import annotations

from importlib.resources import files

import click

from coder.errors import InputRefused


@click.command("help")
@click.argument("topic", required=False)
def help_(topic: str | None) -> None:
    """Read the manual."""
    from coder.cli import LINES, load

    pages = {page.name.removesuffix(".md"): page for page in (files("coder") / "help").iterdir() if page.name.endswith(".md")}
    if topic is None:
        titles = {name: page.read_text(encoding="utf-8").split("\n", 1)[0].lstrip("# ") for name, page in pages.items()}
        for name, title in sorted({**titles, "keys": "Keys"}.items()):
            click.echo(f"  {name:14} {title}")
        click.echo("\ncoder help TOPIC shows a page; coder COMMAND --help shows a command's options.")
        return
    if topic == "keys":
        click.echo(_keys())
        return
    if topic not in pages and topic in LINES:
        command = load(topic)
        click.echo(command.get_help(click.Context(command, info_name=f"coder {topic}")))
        return
    if topic not in pages:
        from coder.analysis.nearest import did_you_mean

        raise InputRefused(
            f"The manual has no page “{topic}”.",
            did_you_mean(topic, [*pages, "keys"], f"Its pages: {', '.join(sorted([*pages, 'keys']))}."),
        )
    click.echo(pages[topic].read_text(encoding="utf-8").rstrip("\n"))


def _keys() -> str:
    """Make the page on keys, with those of the user's own."""
    from coder.tui.commands.habits import habits_from
    from coder.tui.commands.page import keys_page
    from coder.tui.settings import read_settings, settings_file

    habits, _ = habits_from(read_settings(settings_file()))
    return keys_page(habits).rstrip("\n")


COMMANDS = {command.name or "": command for command in (help_,)}
