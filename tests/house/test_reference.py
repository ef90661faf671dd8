"""docs/reference.md and the table of docs/features.md say what the code says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("document", ["reference", "features"])
def test_the_reference_is_up_to_date(document: str) -> None:
    code = f"import reference; print(reference.{document}(), end='')"
    shown = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT / "scripts",
        capture_output=True,
        text=True,
        check=True,
    )
    written = (ROOT / "docs" / f"{document}.md").read_text(encoding="utf-8")
    assert shown.stdout == written, "run `make docs`"
