"""Settings: what ships, what the town's own directory says differently, what the environment holds.

`load(directory)` gives one frozen `Settings`. Unknown keys are errors that name the file, the key and the
nearest right one. Secrets come from the environment or from files that it names, never from the TOML.
"""

from __future__ import annotations

from pathlib import Path


def shipped(name: str) -> Path:
    """A folder that ships with the package (`templates` or `config`): inside the wheel, else the checkout."""
    inside = Path(__file__).parent / "_shipped" / name
    return inside if inside.exists() else Path(__file__).parent.parent / name
