"""Small words in messages."""

from __future__ import annotations


def count(number: int, noun: str) -> str:
    """Say how many of something there are.

    >>> count(1, "change"), count(2, "change"), count(0, "memo")
    ('1 change', '2 changes', '0 memos')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
