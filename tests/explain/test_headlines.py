"""One line per finding, without the judged text."""

from __future__ import annotations

from typing import Any

import pytest

from shopwarden.detectors import REGISTRY, Finding
from shopwarden.explain import Language
from shopwarden.explain.headlines import headline
from shopwarden.records import Severity


def _finding(code: str, **facts: Any) -> Finding:
    usual = {
        "subject_kind": "order",
        "platform": "taobao",
        "shop": "店",
        "subject_id": "1",
        "detector": "address",
        "code": code,
        "severity": Severity.CHECK,
        "score": 0.5,
        "metric": "placeholder",
        "value": 4.0,
        "threshold": 4.0,
        "field": "phone",
        "spans": ((40, 43),),
        "levels": (),
        "related": (),
    }
    return Finding(**usual | facts)


def test_a_contradiction_is_told_from_its_codes() -> None:
    finding = _finding(
        "contradiction",
        levels=("province", "district"),
        related=("440000", "330106"),
        spans=((0, 3), (3, 6)),
    )
    assert headline(finding, Language.ZH) == "收货省份与区县不符：广东省 / 西湖区（浙江省杭州市）"
    assert headline(finding, Language.EN) == (
        "The province and the district do not fit: 广东省 / 西湖区 (浙江省杭州市)"
    )


@pytest.mark.parametrize("related", [(), ("440000", ""), ("x", "y")])
def test_a_contradiction_without_known_codes_is_told_in_a_word(related: tuple[str, ...]) -> None:
    finding = _finding("contradiction", levels=("province", "district"), related=related)
    assert headline(finding, Language.EN) == "levels do not fit"


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    "code",
    [code for detector in REGISTRY.values() for code in detector.codes if code != "contradiction"],
)
def test_every_code_has_a_line(code: str, language: Language) -> None:
    line = headline(_finding(code), language)
    assert len(line) >= 4
    assert "{" not in line
    assert not line.endswith((":", "：", ": "))
