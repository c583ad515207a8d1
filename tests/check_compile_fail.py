"""Compiles one source that must be refused with the text of its first line, `// expect: text`.

`// expect: compiles` marks a control file: it must compile, so that the others are known to fail for their own reason.
"""
import pathlib
import subprocess
import sys


def main() -> int:
    source, compiler = sys.argv[1:3]
    first = pathlib.Path(source).read_text(encoding="utf-8").partition("\n")[0]
    if not first.startswith("// expect: "):
        print(f"{source}: the first line must read '// expect: text'")
        return 1
    expected = first.removeprefix("// expect: ").strip()
    done = subprocess.run([compiler, *sys.argv[3:], "-fsyntax-only", source], capture_output=True, text=True)
    if expected == "compiles":
        print(done.stderr)
        return done.returncode
    if done.returncode == 0:
        print(f"{source} compiles and should be refused with: {expected}")
        return 1
    if expected not in done.stderr:
        print(f"{source} is refused, but not with '{expected}':\n{done.stderr}")
        return 1
    print(f"refused with: {expected}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
