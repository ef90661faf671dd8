"""Other engines, each in an environment of its own in a cache folder of the user."""

from __future__ import annotations

import subprocess
import venv
from collections.abc import Sequence

from platformdirs import user_cache_path


def python_with(name: str, packages: Sequence[str]) -> str:
    """Return a Python that has `packages`, installed the first time."""
    folder = user_cache_path("shopwarden") / "benchmarks" / name
    program = folder / "bin" / "python"
    done = folder / "installed"
    if not done.exists():
        venv.create(folder, with_pip=True, clear=True)
        install = [program, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*install, *packages], check=True)
        done.touch()
    return str(program)
