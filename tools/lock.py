"""The locks: every package with its version and hashes for Python 3.11 and later, and no address."""

from __future__ import annotations

import sys

from tools.environment import LOCKS
from tools.steps import ROOT, run, step

UV = "uv==0.13.9"
SCRATCH = ROOT / "var" / "lock-venv"
OPTIONS = (
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
    "--quiet",
)


def main() -> int:
    """Write both locks afresh from pyproject.toml; the development lock keeps the versions of the other."""
    with step("Locking"):
        uv = str(SCRATCH / "bin" / "uv")
        run_time, development = str(LOCKS["run"]), str(LOCKS["dev"])
        return (
            run(sys.executable, "-m", "venv", str(SCRATCH))
            or run(str(SCRATCH / "bin" / "python"), "-m", "pip", "install", "--quiet", UV)
            or run(uv, "pip", "compile", "pyproject.toml", *OPTIONS, "-o", run_time)
            or run(
                uv,
                "pip",
                "compile",
                "pyproject.toml",
                "--group=dev",
                "-c",
                run_time,
                *OPTIONS,
                "-o",
                development,
            )
        )


if __name__ == "__main__":
    sys.exit(main())
