"""What holds for every test: no network, one time zone, no settings of who runs it, the same examples on every run of a CI."""

import os
import socket
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Never

import pytest
from hypothesis import settings

os.environ["TZ"] = "UTC"
if hasattr(time, "tzset"):
    time.tzset()
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")
FOLDERS = count()


def refuse(*_: object, **__: object) -> Never:
    """Stand in for whatever would leave this computer."""
    raise AssertionError("A test tried to reach the network.")


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        patch.setattr(socket, "getaddrinfo", refuse)
        yield


@pytest.fixture(scope="session")
def nowhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder for settings that no person has."""
    return tmp_path_factory.mktemp("settings")


@pytest.fixture(autouse=True)
def _own_settings(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test an installation of its own."""
    monkeypatch.setenv("CODER_SETTINGS", str(nowhere / str(next(FOLDERS))))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave long runs out unless they are asked for: `pytest -m heavy`."""
    if config.option.markexpr:
        return
    heavy = [item for item in items if item.get_closest_marker("heavy")]
    items[:] = [item for item in items if item not in heavy]
    config.hook.pytest_deselected(items=heavy)
