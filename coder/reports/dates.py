"""Times as a person says them: near ones by the day, far ones by the date, in the time zone of who reads."""

from __future__ import annotations

from datetime import datetime, timedelta

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Written here: a system's own names depend on its language."""


def read_time(at: str) -> datetime | None:
    """Read a time of the journal (ISO 8601, UTC); None for what is no time."""
    try:
        found = datetime.fromisoformat(at)
    except ValueError:
        return None
    return found if found.tzinfo else None


def said(then: datetime, now: datetime) -> str:
    """Say when something was, seen from `now`, whose time zone is used.

    >>> now = datetime.fromisoformat("2025-11-12T15:00:00+00:00")
    >>> [said(datetime.fromisoformat(at), now) for at in ("2025-11-12T09:10:00Z", "2025-11-11T18:40:00Z")]
    ['today 09:10', 'yesterday 18:40']
    >>> [said(datetime.fromisoformat(at), now) for at in ("2025-11-02T21:04:00Z", "2024-11-02T21:04:00Z")]
    ['2 Nov 21:04', '2 Nov 2024']
    """
    here = then.astimezone(now.tzinfo)
    days = now.date() - here.date()
    if timedelta() <= days <= timedelta(days=1):
        return f"{'yesterday' if days else 'today'} {here:%H:%M}"
    date = f"{here.day} {_MONTHS[here.month - 1]}"
    return f"{date} {here:%H:%M}" if here.year == now.year else f"{date} {here.year}"


def said_at(at: str, now: datetime) -> str:
    """Say when a time of the journal was; nothing for what is no time."""
    then = read_time(at)
    return said(then, now) if then else ""
