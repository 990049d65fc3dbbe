"""The codebooks that come with the program.

In a wheel they lie inside the package; in a checkout, and in an editable install of one, beside it.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from coder.analysis.nearest import did_you_mean
from coder.errors import InputRefused


def shipped() -> dict[str, str]:
    """Give the text of each shipped codebook by its name, which is the file's stem."""
    package = files("coder")
    folder = package / "_codebooks"
    if not folder.is_dir():
        folder = Path(str(package)).parent / "codebooks"
    found = sorted((each for each in folder.iterdir() if each.name.endswith(".yaml")), key=lambda each: each.name)
    return {each.name.removesuffix(".yaml"): each.read_text(encoding="utf-8") for each in found}


def find_codebook(name: str) -> Path:
    """Give the path of a codebook file, or of a shipped one by its name.

    Raises:
        InputRefused: there is neither.
    """
    path, known = Path(name), shipped()
    if name in known:
        package = Path(str(files("coder")))
        folder = package / "_codebooks"
        return (folder if folder.is_dir() else package.parent / "codebooks") / f"{name}.yaml"
    if not path.exists():
        hint = did_you_mean(name, known, f"Check the name. Codebooks that come with the program: {', '.join(known)}.")
        raise InputRefused(f"There is no codebook {name}.", hint, place=name)
    return path
