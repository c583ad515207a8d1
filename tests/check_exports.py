"""The shared library exports wryneck's own functions and nothing of the libraries that it was compiled with."""
import subprocess
import sys


def main() -> int:
    nm, library = sys.argv[1:3]
    listing = subprocess.run([nm, "-D", "-C", "--defined-only", library], check=True, capture_output=True, text=True)
    names = [line.split(maxsplit=2)[2] for line in listing.stdout.splitlines() if len(line.split(maxsplit=2)) == 3]
    own = ("wryneck::", "typeinfo for wryneck::", "typeinfo name for wryneck::", "vtable for wryneck::")
    foreign = [name for name in names if not name.startswith(own)]
    for name in foreign:
        print(f"exported although it is not wryneck's own: {name}")
    if not any(name.startswith("wryneck::version") for name in names):
        print("wryneck::version is not exported")
        return 1
    print(f"{len(names)} exported symbols, {len(foreign)} foreign")
    return 1 if foreign else 0


if __name__ == "__main__":
    sys.exit(main())
