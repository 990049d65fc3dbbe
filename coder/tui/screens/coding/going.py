"""Going about in a source and from source to source: along a trail, to words, to a turn, to what is not coded yet."""

from __future__ import annotations

import re

from textual.content import Content

from coder.errors import InputRefused
from coder.model.place import find_place
from coder.tui.messages import ShowSource
from coder.tui.page.find import find
from coder.tui.page.page import Page
from coder.tui.page.state import ViewState
from coder.tui.page.trail import Trail
from coder.tui.say import say
from coder.tui.screens.coding.frame import Frame
from coder.tui.widgets.asksheet import ROWS, AskSheet


class Going(Frame):
    """The keys that lead somewhere."""

    _words = ""
    """What was looked for last."""

    def action_clear(self) -> None:
        """Select nothing, and step from coding to coding again."""
        self._view.action_select("clear")
        if self._trail is not None:
            self._trail = None
            self._say(say("[ and ] step from coding to coding again"))

    def action_step(self, way: str) -> None:
        """Go to the next place of the trail, or to the one before; without a trail, from coding to coding."""
        by = 1 if way == "next" else -1
        if self._trail is None:
            self._step_codings(by)
            return
        index = self._trail.step(self._start, by)
        if index is None:
            here = self._trail.nearest(self._start) or 0
            self._say(say("{place}, no further one; Esc: back to the codings", place=self._trail.said(here)), is_alone=True)
        else:
            self._stand(*self._trail.places[index])
            self._say(say("{place}   Esc: back to the codings", place=self._trail.said(index)))

    @property
    def _start(self) -> int:
        """Where the selection begins, else where the cursor stands."""
        return self._state.selection[0] if self._state.selection else self._state.cursor

    def _step_codings(self, by: int) -> None:
        spans, cursor = self._desk.spans, self._state.cursor
        visited = self._visited if self._visited in spans and spans[self._visited].start == cursor else ""
        span = spans.neighbour(visited, by) if visited else spans.after(cursor) if by > 0 else spans.before(cursor)
        if span is None:
            self._say(say("no further coding in this source"))
            return
        self._visited = span.uid  # before it is stood on, for that is told at once
        self._stand(span.start, span.end)
        self._tell()
        self._frame()

    def _stand(self, start: int, end: int) -> None:
        """Select a place and stand at its beginning, in the upper third of the page if it was out of sight."""
        self._view.show(ViewState(start, end, unit=self._state.unit), upper=True)

    def action_find(self) -> None:
        """Find words in this source, while they are typed."""
        before = self._state, self._trail
        self._view.lift(ROWS - 2)
        sheet = AskSheet(say("find, in this source"), self._words, self._find, self._find_next)
        self.app.push_screen(sheet, lambda words: self._found(words, *before))

    def _find(self, words: str) -> Content:
        """Go to the first place of some words and say how many there are."""
        places = tuple(find(self._desk.page.text, words))
        self._trail = Trail("hit", places) if places else None
        if self._trail is None:
            return (
                say("not in this source") if len(words.strip()) > 1 else say("two letters or more; ~ before: also what is alike")
            )
        index = self._trail.nearest(self._start) or 0
        self._stand(*places[index])
        self._view.lift(ROWS - 2)
        return say("{place}", place=self._trail.said(index))

    def _find_next(self, by: int) -> Content:
        if self._trail is None:
            return say("not in this source")
        index = self._trail.step(self._start, by)
        if index is None:
            index = 0 if by > 0 else len(self._trail.places) - 1
        self._stand(*self._trail.places[index])
        return say("{place}", place=self._trail.said(index))

    def _found(self, words: str | None, state: ViewState, trail: Trail | None) -> None:
        """Keep the hits as a trail, or leave everything as it was."""
        self._view.lift(0)
        if words is None or self._trail is None:
            self._trail = trail
            self._view.show(state, upper=True)
            if words and words.strip():
                self._say(say("not in this source"))
            return
        self._words = words
        index = self._trail.nearest(self._start) or 0
        self._say(say("{place}   [ ] step, Esc: back to the codings", place=self._trail.said(index)))

    def action_place_ask(self) -> None:
        """Go to a turn, a sentence or a percentage."""
        title = say("go to: a turn (23), a sentence (23.2), a percentage (65 %)")
        self.app.push_screen(AskSheet(title), self._go_to)

    def _go_to(self, place: str | None) -> None:
        if place is None or not place.strip():
            return
        try:
            offset = place_of(place.strip(), self._desk.page)
        except InputRefused as error:
            self._say(say("{message} {hint}", message=error.message, hint=error.hint), is_trouble=True)
        else:
            self._view.show(self._state.cleared().moved(self._desk.page.settle(offset)), upper=True)

    def action_uncoded_next(self) -> None:
        """Go to the next turn in which nothing is coded; questions are passed over."""
        page, spans = self._desk.page, self._desk.spans
        for start, end in answers(page):
            if start > self._state.cursor and not spans.within(start, end):
                self._view.show(self._state.cleared().moved(page.settle(start)), upper=True)
                return
        self._say(say("from here on something is coded in every turn"))

    def action_neighbour(self, way: str) -> None:
        """Open the next source, or the one before."""
        uids = [source.uid for source in self._desk.store.sources()]
        if self._source.uid not in uids:
            self._say(say("this source is not in the study any more; F2 goes elsewhere"))
            return
        place = uids.index(self._source.uid) + (1 if way == "next" else -1)
        if 0 <= place < len(uids):
            self.post_message(ShowSource(uids[place]))
        else:
            self._say(say("this is the {which} source", which="last" if way == "next" else "first"))


def place_of(place: str, page: Page) -> int:
    """Find the place that somebody wrote: a turn, a turn and a sentence, a percentage, or `START:END`.

    Raises:
        InputRefused: it is none of these, or not in the text.
    """
    if found := re.fullmatch(r"(\d{1,3})\s*%", place):
        return len(page.text) * min(int(found[1]), 100) // 100
    if place.isascii() and place.isdecimal():
        if not 1 <= int(place) <= len(page.turns):
            hint = "Turns are counted from 1." if page.turns else "Give a percentage, such as 65 %."
            raise InputRefused(f"There is no turn {place}: the source has {len(page.turns)}.", hint, place=place)
        return page.turns[int(place) - 1].start
    return find_place(place, page.text, page.turns)[0]


def answers(page: Page) -> list[tuple[int, int]]:
    """List the turns that are not questions; in a text without turns, its paragraphs."""
    if page.turns:
        return [(turn.start, turn.end) for turn in page.turns if turn.role != "I" and turn.start < turn.end]
    return [(start, end) for start, end in page.paragraphs if start < end]
