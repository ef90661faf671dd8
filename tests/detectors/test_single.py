"""What is found on one order alone is what is found on it in a frame."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.detectors import Context
from shopwarden.detectors.address import AddressDetector
from shopwarden.detectors.contact import ContactDetector
from shopwarden.detectors.findings import combine, iterate
from shopwarden.detectors.single import judge_address, judge_contact
from shopwarden.places import parse_address
from shopwarden.records import Kind, conform

NOW = datetime(2026, 11, 1, tzinfo=UTC)
orders = st.fixed_dictionaries(
    {
        "platform": st.just("p"),
        "shop": st.just("s"),
        "id": st.just("1"),
        "phone": st.sampled_from(
            ["13800000001", "010-62345678", "12", "138****0001", "400-800-1234", None]
        ),
        "receiver_name": st.sampled_from(
            ["张三", "测试", "加微信abc12345", "哈哈哈", "字" * 41, None]
        ),
        "address": st.lists(
            st.sampled_from(
                [
                    "广东省",
                    "西湖区",
                    "文一西路9号",
                    "13800000001",
                    "微信abc12345",
                    "骗子",
                    "浙江省杭州市",
                    "asdfasdf",
                ]
            ),
            max_size=5,
        ).map(lambda parts: "".join(parts) or None),
    }
)


@given(order=orders)
def test_one_order(order: dict[str, Any]) -> None:
    frame = conform(pl.DataFrame([order], infer_schema_length=None), Kind.ORDERS)
    context = Context(now=NOW)
    together = combine(
        [detector.detect(frame, context) for detector in (AddressDetector(), ContactDetector())]
    )
    alone = [
        *judge_address(order, parse_address(order["address"] or "")),
        *judge_contact(order),
    ]
    assert sorted(alone, key=lambda one: (one.detector, one.code)) == list(iterate(together))
