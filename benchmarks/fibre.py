"""One fibre against what Python users have: the same 25 pulses at 50 Hz. Peers that are not installed are named.

wryneck is called as its users call it; the peers get the equations as a compiled function where they can take one.
"""
import importlib.util

PEERS = {
    "scipy": "no compiled right-hand side is handed out by the package yet",
    "diffrax": "the equations would have to be written again in JAX",
    "myokit": "waits for the export of the model as CellML",
}


def main() -> None:
    for name, reason in PEERS.items():
        installed = importlib.util.find_spec(name) is not None
        print(f"skipped: {name}, {reason if installed else 'not installed'}")


if __name__ == "__main__":
    main()
