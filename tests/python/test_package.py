"""The package as a whole: names, lazy loading, version, stubs."""
import ast
import importlib
import pathlib
import pkgutil
import re
import subprocess
import sys

import pytest

import wryneck
from wryneck import _core

ROOT = pathlib.Path(__file__).parents[2]
PACKAGE = pathlib.Path(wryneck.__file__).parent


@pytest.mark.parametrize("name", wryneck.__all__)
def test_every_export_can_be_had(name):
    assert getattr(wryneck, name) is not None
    assert name in dir(wryneck)


def test_no_module_hides_an_export():
    modules = {module.name for module in pkgutil.iter_modules([str(PACKAGE)])}
    assert not modules & set(wryneck.__all__)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'spam'"):
        wryneck.spam


def test_the_import_alone_loads_nothing_heavy():
    code = "import sys, wryneck; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert "wryneck" in loaded
    assert not {"numpy", "xarray", "pandas", "matplotlib", "pydantic", "pint", "typer", "rich"} & set(loaded)


SMALL_RUN = """
import sys
import wryneck as wn

scenario = wn.load(sys.argv[1]).set("stress", "20 %", at="10 s", until="0.5 min")
result = wn.run(scenario, every="10 s")
assert result["pcr"].shape == (7, 6) and result.of("pcr", "TRAP_U_R")[0] > 0
assert len(result.time_s) == 7 and result.duration_s == 60
assert result.summary().to_dict() and result.compare(result).to_dict() and repr(result)
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_the_numbers_of_a_run_load_numpy_and_pydantic_alone(tmp_path):
    """Most of the time to a first result was the import of what a result can be turned into."""
    file = tmp_path / "small.toml"
    file.write_text('duration = "1 min"\nsubject = { mass = "70 kg" }\nresolution = { muscles = ["TRAP_U", "LEVSC", "SPL_CAP"] }\n'
                    'parameters = { "energetics.J_max" = "1.7 mM/s" }\n[[timeline]]\ninput = "potassium"\nvalue = "4.5 mM"\n')
    done = subprocess.run([sys.executable, "-c", SMALL_RUN, str(file)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split())
    assert {"numpy", "pydantic"} <= loaded
    assert not {"xarray", "pandas", "pint", "matplotlib", "rich", "typer", "h5netcdf", "h5py"} & loaded


def test_one_version_everywhere():
    version = importlib.metadata.version("wryneck")
    assert wryneck.__version__ == version
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text()
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text()


def test_the_context_of_use_is_the_one_of_the_readme():
    readme = re.sub(r"\s+", " ", (ROOT / "README.md").read_text())
    assert wryneck.CONTEXT_OF_USE in readme


def test_the_package_is_marked_as_typed():
    assert (PACKAGE / "py.typed").is_file()


def stub_names() -> set[str]:
    names = set()
    for node in ast.parse((PACKAGE / "_core.pyi").read_text()).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.AnnAssign):
            names.add(node.target.id)
        elif isinstance(node, ast.Assign):
            names.update(target.id for target in node.targets)
    return {name for name in names if not name.startswith("_")}


def test_the_stub_names_what_the_extension_has():
    extension = {name for name in vars(_core.extension) if not name.startswith("_")}
    assert stub_names() - {"level", "extension"} == extension
