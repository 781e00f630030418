"""The house keeps its own rules: stairs, sizes, names."""

import ast
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).parent.parent / "intake"
MODULES = [path for path in HOUSE.rglob("*.py") if "migrations" not in path.parts]


def test_downstairs_never_calls_upstairs_and_the_core_does_no_io():
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([linter], cwd=HOUSE.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_a_module_can_be_read_in_one_sitting():
    assert [str(path) for path in MODULES if path.read_text().count("\n") > 320] == []


def test_a_function_fits_a_screen():
    long = []
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno > 45:
                long += [f"{path}:{node.name}"]
    assert long == []


def test_no_room_is_a_lumber_room():
    lumber = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
    assert [str(path) for path in MODULES if path.stem in lumber] == []


def test_every_module_says_why_it_is_there():
    silent = [
        str(path)
        for path in MODULES
        if path.read_text() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


def test_the_one_broad_except_of_the_walk_is_in_poll():
    walk = [path for path in MODULES if "except Exception" in path.read_text()]
    assert {path.name for path in walk} <= {"poll.py", "schedule.py", "parse.py"}
