"""What the commands of several doors take: the same words, the same help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Config = Annotated[
    Path | None,
    typer.Option(
        "--config", envvar="INTAKE_CONFIG", metavar="DIR", help="The town's configuration directory."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Machine-readable lines on standard output.")]
