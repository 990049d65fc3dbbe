"""An app that keeps what it shows to itself.

It gives up some of Textual's comforts on purpose. No screenshot, no clipboard, no links, no variables in a crash report: all of
them would carry testimony out of the study. This is the one module that overrides Textual's private methods.
"""

from __future__ import annotations

from rich.text import Text
from textual.app import App

from coder.errors import fault


class ClosedApp(App[None]):
    """A Textual app from which nothing leaves but what is drawn."""

    def on_mount(self) -> None:
        """Have a fault in any task of the loop end the app too."""
        if self._loop is not None:
            self._loop.set_exception_handler(lambda _loop, found: self.stop_on(found.get("exception")))

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
