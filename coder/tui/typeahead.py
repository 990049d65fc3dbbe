"""An app that loses no key: each is given to the screen that stands when all keys before it have done what they do.

On a slow line, or under a fast hand, several keys arrive at once: one that opens a sheet, the letters meant for it, the key that
closes it, and what follows in the text. Textual hands all of them to the widget that has the focus at that moment, where they fit
nothing or, worse, something else. Here the next key waits until the one before has passed through every queue on its way up from
the focused widget, and until the screen that it has opened stands. Keys pressed one by one wait for nothing.
"""

from __future__ import annotations

from contextlib import ExitStack
from time import monotonic

from textual import events
from textual.dom import DOMNode

from coder.tui.closed import ClosedApp
from coder.tui.page.keys import HIDE

LOOK = 0.01
"""Seconds until it is looked again whether a screen stands."""
PASSES = 3
"""Times that it is gone behind a key, if another one waits."""
HELD = frozenset(("up", "down", "left", "right", "pageup", "pagedown", "shift+up", "shift+down", "shift+left", "shift+right"))
"""Keys that are held down, and open nothing."""
STILL = 0.1
"""Seconds that a held key may go without a frame."""
PATIENCE = 1.0
"""Seconds after which the next key is given whatever stands, so that no fault can make the keyboard dead."""


class TypeaheadApp(ClosedApp):
    """Gives keys out one after the other."""

    def __init__(self) -> None:
        """Begin with no key waiting."""
        super().__init__()
        self._early: list[events.Key] = []
        """Keys that wait, in order."""
        self._since: float | None = None
        """When the key that is on its way was given out; None if there is none."""
        self._unpainted = ExitStack()
        self._held_since = 0.0

    async def on_event(self, event: events.Event) -> None:
        """Let a key wait for the one before it; the key that hides everything waits for nothing."""
        if not isinstance(event, events.Key) or event.is_forwarded or event.key == HIDE:
            await super().on_event(event)
            return
        self._early.append(event)
        if self._since is None or self._is_late:
            self._since = monotonic()
            await self._next()

    @property
    def is_typing(self) -> bool:
        """Whether a key has not done all it does yet."""
        return self._since is not None

    @property
    def _is_late(self) -> bool:
        return self._since is not None and monotonic() - self._since > PATIENCE

    @property
    def _stands(self) -> bool:
        """Whether the screen is there and what keys go to has the focus."""
        screen = self.screen
        return screen.is_mounted and (screen.focused is not None or not screen.focus_chain)

    async def _next(self) -> None:
        """Give the next key out, or look again a little later if the screen does not stand."""
        if not self._early:
            self._since = None
        elif not self._stands and not self._is_late:
            self.set_timer(LOOK, self._next)
        else:
            self._since = monotonic()
            key = self._early.pop(0)
            is_repeated = key.key in HELD and bool(self._early) and self._early[0].key == key.key
            self._hold_paint(is_held=is_repeated)
            way = tuple((self.focused or self.screen).ancestors_with_self)
            await super().on_event(key)
            await self._follow(way, 1 if is_repeated else PASSES)

    def _hold_paint(self, *, is_held: bool) -> None:
        """Paint nothing between two of the same key, as a held key sends them, but now and then all the same."""
        if not is_held or monotonic() - self._held_since > STILL:
            self._unpainted.close()
            self._held_since = monotonic()
        if is_held and not self._batch_count:
            self._unpainted.enter_context(self.batch_update())

    async def _follow(self, way: tuple[DOMNode, ...], passes: int) -> None:
        """Go behind a key through the queue of each node on its way; at the end the key has done what it does.

        Where others wait it is gone more than once, for a key may make a message that makes a message that shows a screen.
        """
        nodes = way or tuple((self.focused or self.screen).ancestors_with_self)
        for place, node in enumerate(nodes):
            if node.call_later(self._pass, nodes[place + 1 :], passes):
                return  # a node that has closed meanwhile is passed by
        await self._next()

    async def _pass(self, way: tuple[DOMNode, ...], passes: int) -> None:
        for place, node in enumerate(way):
            if node.call_later(self._pass, way[place + 1 :], passes):
                return
        if passes > 1 and self._early:
            await self._follow((), passes - 1)
        else:
            await self._next()
