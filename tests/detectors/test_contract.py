"""The one check suite that every detector of the registry passes."""

from __future__ import annotations

import inspect
from datetime import UTC, datetime

import polars as pl
import pytest

from shopwarden.detectors import FINDING_SCHEMA, REGISTRY, Context, Detector, combine
from shopwarden.explain.findings import CODES, DETECTORS
from shopwarden.records import SCHEMAS, Kind, Severity, conform, empty

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
CONTEXT = Context(
    now=NOW, bad_list=pl.DataFrame({"kind": ["phone", "buyer"], "value": ["13800000001", "b1"]})
)
SUSPICIOUS = {
    "platform": "taobao",
    "shop": "demo",
    "buyer": "b1",
    "receiver_name": "asdfghjkl",
    "phone": "12345",
    "address": "广东省广州市西湖区建国路88号加微信abc12345",
    "device": "d1",
    "created_at": NOW,
}


def _frame(kind: Kind, rows: int) -> pl.DataFrame:
    known = [
        {name: value for name, value in SUSPICIOUS.items() if name in SCHEMAS[kind]}
        | {"id": f"s{number}", "buyer": f"b{number}"}
        for number in range(rows)
    ]
    return conform(pl.DataFrame(known), kind)


@pytest.fixture(params=list(REGISTRY))
def detector(request: pytest.FixtureRequest) -> Detector:
    return REGISTRY[request.param]()


def test_parameters_are_keyword_only_and_stored_as_given(detector: Detector) -> None:
    for parameter in inspect.signature(type(detector)).parameters.values():
        assert parameter.kind is inspect.Parameter.KEYWORD_ONLY
        assert getattr(detector, parameter.name) == parameter.default


def test_empty_frame_gives_no_findings_in_the_schema(detector: Detector) -> None:
    found = detector.detect(empty(detector.subject), CONTEXT)
    assert found.is_empty()
    assert found.schema == pl.Schema(FINDING_SCHEMA)


def test_a_row_that_says_nothing_is_not_suspicious(detector: Detector) -> None:
    bare = conform(pl.DataFrame({"platform": "p", "shop": "", "id": "1"}), detector.subject)
    assert detector.detect(bare, CONTEXT).is_empty()


def test_findings_are_complete_and_within_bounds(detector: Detector) -> None:
    found = detector.detect(_frame(detector.subject, 9), CONTEXT)
    assert not found.is_empty()
    assert found.schema == pl.Schema(FINDING_SCHEMA)
    assert found["score"].is_between(0, 1).all()
    assert set(found["detector"]) == {detector.name}
    assert set(found["code"]) <= {member.value for member in detector.codes}
    required = ("subject_kind", "platform", "shop", "subject_id", "severity", "field")
    assert found.select(required).null_count().sum_horizontal().item() == 0


def test_order_of_rows_does_not_matter(detector: Detector) -> None:
    frame = _frame(detector.subject, 30)
    once = combine([detector.detect(frame, CONTEXT)])
    again = combine([detector.detect(frame.sample(fraction=1, shuffle=True, seed=3), CONTEXT)])
    assert once.equals(again)


def test_input_is_left_alone(detector: Detector) -> None:
    frame = _frame(detector.subject, 3)
    before = frame.clone()
    detector.detect(frame, CONTEXT)
    assert frame.equals(before)


def test_unknown_category_is_no_obstacle(detector: Detector) -> None:
    frame = _frame(detector.subject, 3).with_columns(
        status=pl.lit("unknown").cast(SCHEMAS[detector.subject]["status"]), raw_status=pl.lit("?")
    )
    assert not detector.detect(frame, CONTEXT).is_empty()


def test_the_label_is_never_an_input(detector: Detector) -> None:
    frame = _frame(detector.subject, 5)
    labelled = frame.with_columns(label=pl.lit(1, pl.Int8))
    assert detector.detect(labelled, CONTEXT).equals(detector.detect(frame, CONTEXT))


def test_every_code_and_severity_has_its_words(detector: Detector) -> None:
    assert {member.value for member in detector.codes} <= set(CODES)
    assert detector.name in DETECTORS
    assert set(Severity) >= set(detector.detect(_frame(detector.subject, 3), CONTEXT)["severity"])
