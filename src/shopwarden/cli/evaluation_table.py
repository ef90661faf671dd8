"""How an evaluation is shown: what was learnt from, the most suspicious orders, the result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from shopwarden.cli.report import console, shown
from shopwarden.explain import Language, Text
from shopwarden.explain.signals import part_sentence

if TYPE_CHECKING:
    from shopwarden.risk.evaluation import Evaluation
    from shopwarden.sources import SourceResult

_READ: Final = Text(
    "读入 {rows:,} 行，{bad:,} 行读不了", "Read {rows:,} rows; {bad:,} could not be read"
)
_COUNTS: Final = Text(
    "学习了 {trained:,} 个订单，检验了 {tested:,} 个（其中坏单 {bad:,} 个）；"
    "另有 {left_out:,} 个订单的账号当时已知是坏的，不参加检验",
    "Learnt from {trained:,} orders, tested {tested:,} ({bad:,} of them bad); left out "
    "{left_out:,} orders of accounts already known to be bad",
)
_TOP: Final = Text("最可疑的订单：", "Most suspicious orders:")
_ORDER: Final = Text("{id}  风险 {score:.3f}  {label}", "{id}  risk {score:.3f}  {label}")
_LABELS: Final = {True: Text("坏单", "bad"), False: Text("好单", "good")}
_RESULT: Final = "auc {0:.3f} ap {1:.3f} p100 {2:.3f} precision {3:.3f} recall {4:.3f}"
_PARTS: Final = 4


def show_reading(result: SourceResult, language: Language) -> None:
    """Say how much of the file could be read."""
    bad = result.quarantine.height
    console().print(_READ.in_(language, rows=result.rows, bad=bad))


def show_evaluation(found: Evaluation, *, rows: int, language: Language) -> None:
    """Show what was tested, a few orders with what their score is made of, and the result."""
    out = console()
    out.print(
        _COUNTS.in_(
            language,
            trained=found.trained,
            tested=found.tested,
            bad=found.bad,
            left_out=found.left_out,
        )
    )
    worst = found.scored.with_row_index("row").sort("score", "id", descending=[True, False])
    if rows:
        out.print(_TOP.in_(language))
    for one in worst.head(rows).iter_rows(named=True):
        label = _LABELS[one["is_bad"]].in_(language)
        said = _ORDER.in_(language, id=shown(one["id"]), score=one["score"], label=label)
        out.print(f"  {said}")
        for part in found.parts(one["row"])[:_PARTS]:
            out.print(f"    {part_sentence(part, language)}")
    # A line for programs: never folded, never coloured.
    click.echo(
        _RESULT.format(
            found.auc,
            found.average_precision,
            found.daily_precision,
            found.precision,
            found.recall,
        )
    )
