"""An app that keeps what it shows to itself.

It gives up some of Textual's comforts on purpose. No screenshot, no clipboard, no links, no variables in a crash report: all of
them would carry testimony out of the study. And it can be hidden: then a curtain is drawn in the place of whatever a screen wants
to draw, so that nothing that comes late can lie over it, and behind it everything stays as it was left. This is the one module
that overrides Textual's private methods.
"""

from __future__ import annotations

from dataclasses import replace
from time import time

from rich.console import RenderableType
from rich.text import Text
from textual import events
from textual.app import App
from textual.screen import Screen
from textual.widgets import Input

from coder.errors import fault
from coder.model.text import normalise
from coder.tui.page.curtain import Curtain, Idle
from coder.tui.page.keys import HIDE, LEAVE

_ON_ONE_LINE = str.maketrans("\n\t", "  ")


class ClosedApp(App[None]):
    """A Textual app from which nothing leaves but what is drawn."""

    def __init__(self) -> None:
        """Begin with nothing hidden."""
        super().__init__()
        self._idle = Idle(0, time, self.set_timer, self.hide)
        self._curtain: Curtain | None = None

    def on_mount(self) -> None:
        """Have a fault in any task of the loop end the app too."""
        if self._loop is not None:
            self._loop.set_exception_handler(lambda _loop, found: self.stop_on(found.get("exception")))

    def hide_after(self, patience: float) -> None:
        """Hide it whenever there was no key for `patience` seconds; 0 for never."""
        self._idle = Idle(patience, time, self.set_timer, self.hide)
        self._idle.begin()

    def hide(self, *, is_firm: bool = False) -> None:
        """Take everything off the screen now; a firm curtain is drawn back by Enter alone, another by any key."""
        self._curtain = Curtain(is_firm or (self._curtain is not None and self._curtain.is_firm), *self.size)
        self._display(self.screen, self._curtain)

    def action_blank(self) -> None:
        """Take everything off the screen until Enter is pressed."""
        self.hide(is_firm=True)

    async def on_event(self, event: events.Event) -> None:
        """Let nobody's hand through the curtain; a key at most draws it back."""
        if not isinstance(event, events.InputEvent | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        self._idle.touch()
        if isinstance(event, events.Paste):
            event = events.Paste(self._harmless(event.text))
        key = event.key if isinstance(event, events.Key) else ""
        if self._curtain is None or key in {HIDE, LEAVE}:
            await super().on_event(event)
        elif key == "enter" or (key and not self._curtain.is_firm):
            self._curtain = None
            self.screen.refresh()

    def _harmless(self, pasted: str) -> str:
        """Make what was pasted safe before any widget has it; where there is one line, its lines are joined by blanks."""
        text = normalise(pasted).text
        return text.strip("\n").translate(_ON_ONE_LINE) if isinstance(self.focused, Input) else text

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Draw what a screen wants to show, or the curtain where there is one."""
        if self._curtain is not None and renderable is not None:
            renderable = self._curtain = replace(self._curtain, width=self.size.width, height=self.size.height)
        super()._display(screen, renderable)

    def copy_to_clipboard(self, text: str) -> None:
        """Copy nothing: any program can read a clipboard, and terminals pass it on."""

    def deliver_screenshot(self, *_: object, **__: object) -> None:
        """Save nothing of the screen."""

    def save_screenshot(self, *_: object, **__: object) -> str:
        """Save nothing of the screen."""
        return ""

    def open_url(self, *_: object, **__: object) -> None:
        """Open nothing: what stands in a text is not ours to follow."""

    def stop_on(self, error: BaseException | None) -> None:
        """End on a fault that happened in another thread."""
        self._handle_exception(error if isinstance(error, Exception) else RuntimeError())

    def _fatal_error(self) -> None:
        """Print no report of Textual's: it shows variables."""
        self._close_messages_no_wait()

    def _handle_exception(self, error: Exception) -> None:
        """End on a fault of the program, and say what it was without a word of testimony."""
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        said = f"coder had to stop: {fault(error)}. What was shown as saved is saved."
        self._exit_renderables.append(Text(said))
        self._close_messages_no_wait()
