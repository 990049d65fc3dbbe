"""What the keys of the coding screen do to codings: each a function that has the desk do something and says what.

Whether a passage may bear a code, and what its coding then is, is decided by the rules of coding (`study/coding_rules`) and, once
more, by the study when it saves. Here words are made of it: which code, in which turn, what is next.
"""

from __future__ import annotations

from dataclasses import replace

from coder.errors import ChangeRefused
from coder.model.codebook import LOCK, SEPARATOR, Code, Status, uid_from_path
from coder.model.coding import Coding
from coder.model.display import cells
from coder.model.spans import trim
from coder.model.text import clean_name, fold, is_name
from coder.study.changes import AddCoding, Remove, mark, new_uid
from coder.study.codebook_changes import AddCode
from coder.study.coding_rules import apply_code, move_ends, recode, split
from coder.tui.desk import Desk
from coder.tui.page.news import News

NOTHING = News("there is nothing to code here")
GROUP = "In vivo, proposed"
"""The code under which coders' own codes stand until somebody gives them a place."""
LONGEST_NAME = 40
"""Cells of a code that is made of somebody's words."""


def code_passage(desk: Desk, code: str, start: int, end: int) -> News:
    """Apply a code (a uid) to a passage, white space at its ends left out."""
    if not desk.book.is_usable(code):
        return News("this code is not in use any more")
    start, end = trim(desk.page.text, start, end)
    if start == end:
        return NOTHING
    new = _coding(desk, code, start, end)
    changes = apply_code(desk.opened.touching(start, end), new)
    if not changes:
        desk.slots.use(code)
        return News(f"{desk.name(code)} is here already")
    verb = "coded" if changes[0] is new else "widened"
    return _used(desk, code, verb == "coded", desk.do(changes, f"{verb} {desk.name(code)}, {desk.where(start)}"))


def _used(desk: Desk, code: str, more: int, news: News) -> News:
    """Note that a code was used, and how many codings of it there are more, if what was to be done is being done."""
    if news.is_trouble:
        return news
    gone = desk.slots.use(code)
    desk.counts[code] += more
    if not gone:
        return news
    digit = f"{desk.slots.digit(code)} is now {desk.name(code)}, no more {desk.name(gone)}"
    return replace(news, text=f"{news.text}; {digit}")


def remove(desk: Desk, uid: str) -> News:
    """Take a coding away."""
    span = desk.spans[uid]
    return desk.do([Remove("coding", uid)], f"removed {desk.name(span.code)}, {desk.where(span.start)}")


def give_code(desk: Desk, uid: str, code: str) -> News:
    """Give a coding another code."""
    coding = desk.opened.codings[uid]
    if not desk.book.is_usable(code):
        return News("this code is not in use any more")
    changes = recode(_near(desk, coding.start, coding.end), coding, code)
    if not changes:
        return News(f"it is {desk.name(code)} already")
    said = f"changed {desk.name(coding.code)} to {desk.name(code)}, {desk.where(coding.start)}"
    news = desk.do(changes, said)
    desk.counts[coding.code] -= not news.is_trouble
    return _used(desk, code, 1, news)


def give_ends(desk: Desk, uid: str, start: int, end: int) -> News:
    """Let a coding begin and end elsewhere."""
    coding = desk.opened.codings[uid]
    start, end = trim(desk.page.text, start, end)
    if start == end:
        return NOTHING
    changes = move_ends(_near(desk, start, end), coding, start, end)
    if not changes:
        return News(f"{desk.name(coding.code)} is as it was")
    return desk.do(changes, f"moved the ends of {desk.name(coding.code)}, {desk.where(start)}")


def cut(desk: Desk, uid: str, at: int) -> News:
    """Make two codings of one, the second beginning at a place; blanks between them are left out."""
    coding, text = desk.opened.codings[uid], desk.page.text
    _, first_end = trim(text, coding.start, at)
    second_start, _ = trim(text, at, coding.end)
    try:
        changes = split(coding, first_end, second_start)
    except ChangeRefused:
        return News("stand inside a coding, where the second part is to begin")
    return _used(desk, coding.code, 1, desk.do(changes, f"split {desk.name(coding.code)}, {desk.where(at)}"))


def finish(desk: Desk, *, finished: bool) -> News:
    """Say that the coder is finished with the open source, or take it back."""
    change = mark(desk.round.uid, desk.source.uid, desk.coder.uid, "finished", value=finished)
    news = desk.do([change], f"{desk.source.name} is {'finished' if finished else 'open again'}")
    desk.is_finished = finished if not news.is_trouble else desk.is_finished
    return news


def make_code(desk: Desk, name: str, start: int, end: int, *, is_quoted: bool = False) -> News:
    """Make a code and apply it to a passage, as one action; in a locked codebook it is a proposed one.

    `is_quoted` says that the name is words of the text (in vivo): they are kept where testimony is kept, not in the codebook.
    A name that there is already is applied instead.
    """
    name = clean_name(name)
    if trouble := _no_name(name):
        return News(trouble)
    known = [code for code in desk.codebook.codes if fold(code.name) == fold(name)]
    if usable := [code for code in known if desk.book.is_usable(code.uid)]:
        return code_passage(desk, usable[0].uid, start, end)
    if known:
        why = "is retired" if known[0].codable else "only groups others"
        return News(f"there is a code {known[0].name}, which {why}: see the codebook")
    start, end = trim(desk.page.text, start, end)
    if start == end:
        return NOTHING
    made = _new_codes(desk, name)
    new = _coding(desk, made[-1].uid, start, end)
    adds = [AddCode(code, is_quoted=is_quoted and code is made[-1]) for code in made]
    what = "proposed" if made[-1].status == "proposed" else "made"
    news = desk.do([*adds, new], f"{what} a code and coded it, {desk.where(start)}", has_new_codebook=True)
    if not news.is_trouble:
        desk.book.learn(made)
    return _used(desk, made[-1].uid, 1, news)


def _no_name(name: str) -> str:
    """Say why something can be no code's name; empty if it can."""
    if not is_name(name):
        return "a code's name needs a letter"
    if cells(name) > LONGEST_NAME:
        return f"a code's name has at most {LONGEST_NAME} letters; select fewer words"
    return f"a code's name cannot contain “{SEPARATOR}”" if SEPARATOR in name else ""


def _new_codes(desk: Desk, name: str) -> list[Code]:
    """Write a new code, behind the group it stands in if there is none yet; where that was merged away, it stands at the top."""
    status: Status = "proposed" if desk.store.settings().get(LOCK) else "active"
    group = uid_from_path(GROUP)
    if group in desk.codebook.by_uid:
        return [Code(name, group, new_uid(), status=status)]
    if group in desk.store.ids("code").values():
        return [Code(name, None, new_uid(), status=status)]
    return [Code(GROUP, uid=group, colour="lime", codable=False, status=status), Code(name, group, new_uid(), status=status)]


def _coding(desk: Desk, code: str, start: int, end: int) -> AddCoding:
    return AddCoding(desk.source.uid, code, desk.coder.uid, desk.round.uid, start, end)


def _near(desk: Desk, start: int, end: int) -> list[Coding]:
    return desk.opened.touching(start, end)
