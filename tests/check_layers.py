"""Each folder of include/wryneck may include itself and the folders before it; no model includes another model."""
import pathlib
import re
import sys
import tempfile

ORDER = ["core", "math", "solve", "record", "models", "systems", "scenario", "run"]
OUTSIDE = {"version.hpp": -1, "wryneck.hpp": len(ORDER)}  # files at the top: the lowest and the highest layer
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"](wryneck/[^">]+)[">]')
RELATIVE = re.compile(r'^\s*#\s*include\s*"((?!wryneck/)[^"]+)"')


def layer_of(path: str) -> int | None:
    """The layer of a path below include/wryneck, None if it has no place in the order."""
    folder, _, rest = path.partition("/")
    if not rest:
        return OUTSIDE.get(path)
    return ORDER.index(folder) if folder in ORDER else None


def complaint(path: str, included: str) -> str | None:
    mine, theirs = layer_of(path), layer_of(included)
    if mine is None:
        return f"{path} is in none of the folders {', '.join(ORDER)}"
    if theirs is None:
        return f"{path} includes {included}, which is in none of the folders {', '.join(ORDER)}"
    if theirs > mine:
        return f"{path} includes {included}, which is a layer above its own"
    if mine == theirs == ORDER.index("models") and path != "models/all.hpp":  # the list of all models
        return f"{path} includes {included}: no model includes another"
    return None


def check(root: pathlib.Path) -> list[str]:
    found = []
    for file in sorted(root.rglob("*.hpp")):
        path = file.relative_to(root).as_posix()
        if layer_of(path) is None:
            found.append(complaint(path, path))
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if match := RELATIVE.match(line):
                found.append(f"{path}:{number}: include {match[1]} by its full name, wryneck/...")
            elif (match := INCLUDE.match(line)) and (text := complaint(path, match[1].removeprefix("wryneck/"))):
                found.append(f"{text} (line {number})")
    return found


def self_test() -> int:
    """The check sees what it is there for."""
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        files = {
            "core/a.hpp": '#include "wryneck/math/b.hpp"\n',
            "models/m.hpp": "#include <wryneck/models/n.hpp>\n#include <wryneck/core/a.hpp>\n",
            "models/n.hpp": '#include "n.hpp"\n',
            "models/all.hpp": '#include "wryneck/models/n.hpp"\n',
            "models/o.hpp": '#include "wryneck/models/all.hpp"\n',
            "run/r.hpp": "#include <wryneck/models/n.hpp>\n#include <vector>\n",
            "extra/e.hpp": "",
            "wryneck.hpp": '#include "wryneck/run/r.hpp"\n',
            "version.hpp": '#include "wryneck/core/a.hpp"\n',
        }
        for name, text in files.items():
            (root / name).parent.mkdir(exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        starts = sorted(line.split()[0].split(":")[0] for line in check(root))
    expected = sorted(["core/a.hpp", "models/m.hpp", "models/n.hpp", "models/o.hpp", "extra/e.hpp", "version.hpp"])
    print("self test:", "passed" if starts == expected else f"expected {expected}, found {starts}")
    return 0 if starts == expected else 1


def main() -> int:
    if sys.argv[1] == "--self-test":
        return self_test()
    found = check(pathlib.Path(sys.argv[1]))
    print("\n".join(found) if found else "the layers are in order")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
