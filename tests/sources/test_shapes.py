from __future__ import annotations

import polars as pl
import pytest

from shopwarden.sources.shapes import with_full_address, with_review


@pytest.mark.parametrize(
    ("province", "city", "district", "town", "detail", "full"),
    [
        ("浙江省", "杭州市", "余杭区", "五常街道", "文一西路1号",
         "浙江省杭州市余杭区五常街道文一西路1号"),
        ("浙江省", "杭州市", "余杭区", "五常街道", "五常街道文一西路1号",
         "浙江省杭州市余杭区五常街道文一西路1号"),
        ("浙江省", "杭州市", "余杭区", None, "浙江省杭州市余杭区文一西路1号",
         "浙江省杭州市余杭区文一西路1号"),
        ("上海市", "上海市", "浦东新区", None, "世纪大道1号", "上海市浦东新区世纪大道1号"),
        ("上海市", "上海市", "浦东新区", None, "上海市浦东新区世纪大道1号",
         "上海市浦东新区世纪大道1号"),
        ("广东省", "东莞市", None, "长安镇", "德政路1号", "广东省东莞市长安镇德政路1号"),
        ("浙江省", "杭州市", "余杭区", None, None, None),
        (None, None, None, None, "文一西路1号", "文一西路1号"),
    ],
)  # fmt: skip
def test_address_is_whole(province, city, district, town, detail, full) -> None:
    row = {
        "province": province,
        "city": city,
        "district": district,
        "town": town,
        "address": detail,
    }
    frame = pl.DataFrame([row], schema=dict.fromkeys(row, pl.String))
    assert with_full_address(frame)["address"].to_list() == [full]


def test_review_is_null_where_nothing_is_stated() -> None:
    frame = pl.DataFrame(
        {"a": ["unknown", "paid", None, None], "b": [None, None, "unknown", None]},
        schema={"a": pl.String, "b": pl.String},
    )
    assert with_review(frame, "a", "b")["needs_review"].to_list() == [True, False, True, None]
