"""Files a command reads, and the rules it judges their orders by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from shopwarden.detectors import RulesDetector
    from shopwarden.errors import ShopwardenError
    from shopwarden.explain import Language
    from shopwarden.records import Kind
    from shopwarden.sources import ShopSettings, SourceResult


def read_all(
    files: Sequence[Path], mapping: Path | None, settings: ShopSettings, language: Language
) -> tuple[list[SourceResult], list[ShopwardenError]]:
    """Read every file; one that cannot be used does not keep the others from being read."""
    from shopwarden.cli.report import reading
    from shopwarden.errors import ShopwardenError
    from shopwarden.sources import load_mapping, read_file

    loaded = load_mapping(mapping) if mapping else None
    results, refused = [], []
    with reading(language) as progress_of:
        for path in files:
            try:
                progress = progress_of(path)
                results.append(
                    read_file(path, mapping=loaded, settings=settings, progress=progress)
                )
            except ShopwardenError as error:
                refused.append(error)
    return results, refused


def together(results: Iterable[SourceResult]) -> dict[Kind, pl.DataFrame]:
    """Return the records of several files by kind."""
    import polars as pl

    frames: dict[Kind, list[pl.DataFrame]] = {}
    for result in results:
        for kind, frame in result.records.items():
            frames.setdefault(kind, []).append(frame)
    return {kind: pl.concat(parts) for kind, parts in frames.items()}


def rules_detector(rules: Path | None, mapping: Path | None) -> RulesDetector:
    """Return the judge by a rulebook file, or by the ready rules, for the mapped table.

    The shop's money and clock are those the mapping says. Mistakes in any rule are raised
    before a file is read.
    """
    from shopwarden.cli.moment import SHOP_ZONE
    from shopwarden.detectors import RulesDetector, order_vocabulary
    from shopwarden.rules import load_rulebook
    from shopwarden.sources import ShopSettings, load_mapping
    from shopwarden.sources.any_table import settings_of

    zone, currency = SHOP_ZONE.key, ShopSettings().currency
    if mapping:
        loaded = load_mapping(mapping)
        currency = settings_of(loaded, ShopSettings()).currency
        created = loaded.fields.get("created_at")
        zone = (created and created.zone) or zone
    rulebook = load_rulebook(rules) if rules else None
    if rulebook:
        rulebook.check(order_vocabulary(zone, currency))
    return RulesDetector(rulebook=rulebook, zone=zone, currency=currency)
