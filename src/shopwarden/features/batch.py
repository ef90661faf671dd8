"""Features of many records at once."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from shopwarden.features import forms
from shopwarden.features.events import collect_events
from shopwarden.features.history import History
from shopwarden.features.model import AMOUNT, Feature, Form, Key, Measure
from shopwarden.features.plan import Plan
from shopwarden.features.timeline import Part, Timeline, parts
from shopwarden.features.windows import NOTHING
from shopwarden.records import Kind

if TYPE_CHECKING:
    from numpy.typing import NDArray


def compute_features(records: Mapping[Kind, pl.DataFrame], plan: Plan) -> pl.DataFrame:
    """Return the features of `plan` as they were known at each subject's own moment.

    Parameters
    ----------
    records
        Merged records by kind; nothing in them has to be in an order.
    plan
        The features and their subject (``plan.make_plan``).

    Returns
    -------
    polars.DataFrame
        One row per record of ``records[plan.subject]``, in its order, and one column per
        feature: Int64 or Float64, null where the subject has no time or no value of the key.

    Notes
    -----
    O(n log n) per key, whatever its heat. Holds a few integers per event, of one key at a time.
    """
    # Events are not kept beside the history made of them: their texts are most of the memory.
    history = History(collect_events(records, plan.kinds, plan.columns), plan.subject)
    return _answered(history, plan, records[plan.subject].height)


def features_of_events(events: pl.DataFrame, plan: Plan, asked: int) -> pl.DataFrame:
    """Return the features of the subjects among the first `asked` of some events.

    Parameters
    ----------
    events
        As ``events.collect_events`` returns them, those that are asked about first.
    plan
        The features and their subject.
    asked
        How many of the events are asked about.

    Returns
    -------
    polars.DataFrame
        One row per event that is asked about, as `compute_features`.
    """
    history = History(events, plan.subject)
    history.is_asked[asked:] = False
    return _answered(history, plan, asked)


def _answered(history: History, plan: Plan, asked: int) -> pl.DataFrame:
    told = [name for name in ("at", AMOUNT) if name in history.events.columns]
    subjects = history.events.head(asked).select(told)
    found: dict[str, pl.Series] = {}
    for key, measures in plan.groups.items():
        answers = _answers(history, key, measures, subjects.height)
        for feature in plan.features:
            if feature.key is key:
                found[feature.name] = _feature(feature, answers, subjects)
    return pl.DataFrame([found[feature.name] for feature in plan.features])


def _answers(
    history: History, key: Key, measures: Collection[Measure], subjects: int
) -> dict[Measure, pl.Series]:
    """Return each measure of one key in the order of the subjects."""
    answers = {measure: np.full(subjects, NOTHING, dtype=np.int64) for measure in measures}

    def fill(part: Part) -> None:
        timeline = Timeline(history, *part)
        rows = timeline.subjects
        for measure, answer in answers.items():
            answer[rows] = timeline.answer(measure)

    # The arrays of a part are small and the work on them happens outside the interpreter.
    with ThreadPoolExecutor(pl.thread_pool_size()) as threads:
        list(threads.map(fill, parts(history, key)))
    return {measure: _series(answer) for measure, answer in answers.items()}


def _series(answer: NDArray[np.int64]) -> pl.Series:
    series = pl.Series(answer)
    return series.set(series == NOTHING, None) if (answer == NOTHING).any() else series


def _feature(
    feature: Feature, answers: Mapping[Measure, pl.Series], subjects: pl.DataFrame
) -> pl.Series:
    if feature.form is Form.VALUE:
        return answers[feature.measures[0]].alias(feature.name)
    amount = (
        subjects[AMOUNT]
        if AMOUNT in subjects.columns
        else pl.repeat(None, len(subjects), eager=True)
    )
    value = forms.column(
        feature.form,
        [_floats(answers[measure]) for measure in feature.measures],
        _floats(amount),
        _floats(subjects["at"].to_physical()),
    )
    return pl.Series(feature.name, value).fill_nan(None)


def _floats(series: pl.Series) -> NDArray[np.float64]:
    """Return whole numbers as doubles, NaN for a null; exact up to 2**53."""
    return series.cast(pl.Float64).fill_null(math.nan).to_numpy()
