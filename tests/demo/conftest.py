from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl
import pytest

from shopwarden.demo import Summary, generate

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Folder:
    path: Path
    summary: Summary
    progress: list[tuple[int, int]]

    def text(self, name: str, encoding: str = "gb18030") -> str:
        return (self.path / name).read_bytes().decode(encoding)

    def rows(self, name: str, encoding: str = "gb18030") -> list[dict[str, str]]:
        """Rows of a csv without damaged rows."""
        lines = csv.reader(io.StringIO(self.text(name, encoding), newline=""))
        header = [cell.strip() for cell in next(lines)]
        return [dict(zip(header, line, strict=True)) for line in lines]

    def sheet(self, name: str) -> pl.DataFrame:
        return pl.read_excel(self.path / name, engine="calamine", infer_schema_length=0)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    path = tmp_path_factory.mktemp("demo")
    calls: list[tuple[int, int]] = []
    summary = generate(path, orders=3000, seed=11, progress=lambda *call: calls.append(call))
    return Folder(path, summary, calls)
