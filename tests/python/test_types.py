"""Types: the package holds together, its users get them, and the stub is what the extension is."""
import pathlib
import subprocess
import sys

import pytest

import wryneck
from wryneck import _core

ROOT = pathlib.Path(__file__).parents[2]

USE = """
import wryneck as wn

day = wn.Scenario("Day", duration="2 h").set("drive", 0.05, muscles="TRAP_U").without("drive").suppose(mediator_loop=0)
result = wn.run(day, seed=1, every="10 s")
reveal_type(result)
reveal_type(day.duration)
reveal_type(result.compare(wn.run_many([day])[0]))
reveal_type(wn.__version__)
"""
MISUSE = """
import wryneck as wn

wn.run(3, seed="a")
wn.Scenario(duration=1).timeline[0].patches[0]
"""


def mypy(*arguments, cwd=ROOT):
    return subprocess.run([sys.executable, "-m", "mypy", *arguments], capture_output=True, text=True, cwd=cwd)


def test_the_package_has_no_type_error(tmp_path):
    done = mypy("--config-file", "pyproject.toml", "--cache-dir", str(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr


def test_users_get_the_types(tmp_path):
    (tmp_path / "use.py").write_text(USE)
    (tmp_path / "misuse.py").write_text(MISUSE)
    done = mypy("--strict", "--cache-dir", str(tmp_path / "cache"), "use.py", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    said = done.stdout.replace("builtins.", "")
    for kind in ("wryneck.result.Result", "float", "wryneck.summary.Comparison", "str"):
        assert f'Revealed type is "{kind}"' in said, kind
    wrong = mypy("--strict", "--cache-dir", str(tmp_path / "cache"), "misuse.py", cwd=tmp_path).stdout
    assert all(code in wrong for code in ("[arg-type]", "[index]")), wrong


CORE = {name: value for name, value in vars(_core.extension).items() if not name.startswith("_") and isinstance(value, type)}


def members(stub: str) -> dict[str, set[str]]:
    """Names of each class in the stub."""
    import ast

    found = {}
    for node in ast.parse(stub).body:
        if isinstance(node, ast.ClassDef):
            parts = {part.target.id if isinstance(part, ast.AnnAssign) else part.name for part in node.body if isinstance(part, (ast.AnnAssign, ast.FunctionDef))}
            found[node.name] = {name for name in parts if not name.startswith("_")}
    return found


@pytest.mark.parametrize("name", sorted(CORE))
def test_the_stub_has_the_members_of_each_class(name):
    stub = members((pathlib.Path(wryneck.__file__).parent / "_core.pyi").read_text())
    has = {member for member in vars(CORE[name]) if not member.startswith("_")}
    assert stub[name] == has
