"""Two ways to run an `intake` command as a process of its own: the installed program, and one started warm.

Most of a short command is Python importing what it needs. `warm` forks each command from a process that has
imported it already (the fork server of multiprocessing, whose children share nothing of the tests' process):
the same entry point, arguments, environment, output and exit status in a fourth of the time.
"""

import multiprocessing
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

INTAKE = Path(sys.executable).parent / "intake"
_SECONDS = 120
_FORK = multiprocessing.get_context("forkserver")
_FORK.set_forkserver_preload(
    ["tests.live.commands", "intake.cli", "intake.poll", "intake.deliver", "intake.digest", "intake.output"]
)


@dataclass(frozen=True)
class Done:
    status: int
    said: str
    complained: str


def installed(words, environment):
    """Run the program as cron does."""
    done = subprocess.run(
        [INTAKE, *words], env=environment, capture_output=True, text=True, check=False, timeout=_SECONDS
    )
    return Done(done.returncode, done.stdout, done.stderr)


def warm(words, environment):
    """Run the same command, forked from a process that has imported the program."""
    with tempfile.TemporaryFile("w+b") as said, tempfile.TemporaryFile("w+b") as complained:
        streams = [f"/proc/{os.getpid()}/fd/{file.fileno()}" for file in (said, complained)]
        process = _FORK.Process(target=_command, args=(words, environment, *streams))
        process.start()
        process.join(_SECONDS)
        if process.exitcode is None:
            process.kill()
        assert process.exitcode is not None, f"intake {' '.join(words)} does not end"
        said.seek(0)
        complained.seek(0)
        return Done(process.exitcode, said.read().decode(), complained.read().decode())


def _command(words, environment, said, complained):
    for number, path in ((1, said), (2, complained)):
        file = os.open(path, os.O_WRONLY)
        os.dup2(file, number)
        os.close(file)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["intake", *words]
    from intake.cli import main

    main()
