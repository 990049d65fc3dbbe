"""Times as a person says them."""

from datetime import datetime

import pytest

from coder.reports.dates import read_time, said_at

NOW = datetime.fromisoformat("2025-01-01T00:30:00+09:00")


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2024-12-31T15:10:00.000Z", "today 00:10"),
        ("2024-12-31T14:59:00.000Z", "yesterday 23:59"),
        ("2024-12-30T12:00:00.000Z", "30 Dec 2024"),
        ("2025-01-01T00:00:00.000Z", "today 09:00"),
        ("2025-03-01T00:00:00.000Z", "1 Mar 09:00"),
        ("", ""),
        ("yesterday", ""),
        ("2025-01-01T00:00:00", ""),
    ],
)
def test_a_time_is_told_in_the_zone_of_who_reads(at: str, words: str) -> None:
    assert said_at(at, NOW) == words


def test_what_has_no_zone_is_no_time_of_the_journal() -> None:
    assert read_time("2025-01-01T00:00:00") is None
