"""All benchmarks that need nothing but the project, one after the other, at a size of minutes.

    python -m benchmarks

Each has more to say, and larger sizes, by itself: ``python -m benchmarks.NAME --help``.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

#: Module and options.
PARTS = (
    ("speed", ()),
    ("limits", ()),
    ("ingest", ("--articles", "60", "--rounds", "1")),
    ("stream", ("--articles", "2000", "--orders", "300")),
    ("fuzz", ("--cases", "2000")),
)


def main() -> int:
    """Run each; 1 when one of them failed."""
    failed = 0
    for name, options in PARTS:
        print(f"\n## {name}\n", flush=True)
        done = subprocess.run(
            [sys.executable, "-m", f"benchmarks.{name}", *options],
            cwd=Path(__file__).resolve().parent.parent,
            check=False,
        )
        failed += done.returncode != 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
