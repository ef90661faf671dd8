from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopwarden.places import compiled, parse_address, parse_addresses
from shopwarden.places.frames import SCHEMA, compiled_frame

WORDS = [
    *("浙江省", "浙江", "杭州市", "广东省", "西湖区", "余杭", "五常街道", "天河区", "下城区"),
    *("吉林", "吉林市", "北京", "北京市", "仙桃市", "东莞市", "虎门镇", "文一西路", "6号大街"),
    *("969号", "12-14号", "3幢2单元501室", " ", "\t", "\n", "，", "（", "）", "13800000000"),
    *("***", "null", "啊啊啊啊", "asdf", "火星", "村", "社区", "号", "路", "街道", "１２号"),
    *("號", "A座", "😀", "𠮷", "中国", "高新区", "加微信", "朝阳区", "北京东路", "张三", "\0"),
    *("集运仓", "仓库", "ab1234", "信箱", "bcdfghjk", "鼷镬淝癸鳎", "新", "大", "市场", "鼓楼区"),
]
LINES = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(WORDS), max_size=9).map("".join))
GOLDEN = pl.read_csv(Path(__file__).parent / "golden_addresses.csv", infer_schema=False)["text"]


def read(texts: list[str]) -> pl.DataFrame:
    return compiled_frame(pl.Series(texts, dtype=pl.String), list(SCHEMA), is_whole=True)


def one_by_one(texts: list[str]) -> pl.DataFrame:
    return pl.DataFrame([asdict(parse_address(text)) for text in texts], schema=SCHEMA)


def test_every_golden_line_is_read_alike_in_both_ways() -> None:
    texts = GOLDEN.to_list()
    assert read(texts).equals(one_by_one(texts))


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=8))
def test_compiled_and_plain_reading_agree(texts: list[str]) -> None:
    assert read(texts).equals(one_by_one(texts))


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_they_agree_on_golden_lines_with_a_slip(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(GOLDEN.to_list()))
    at = data.draw(st.integers(0, len(text)))
    slip = data.draw(st.sampled_from([*WORDS, ""]))
    texts = [text[:at] + slip + text[at + 1 :], text[at:], text[:at]]
    assert read(texts).equals(one_by_one(texts))


def test_many_findings_in_one_chunk_all_find_room() -> None:
    noisy = "".join(f"{one * 4}1" for one in "啊哦嗯额呃哈呵嘿嘻咯") * 9
    texts = [noisy[:500]] * 2000
    frame = read(texts)
    assert frame.equals(pl.concat([one_by_one(texts[:1])] * 2000))
    assert len(frame["reasons"][0][0]["spans"]) == 60


def test_a_long_column_is_the_sum_of_its_rows() -> None:
    texts = [f"{text}{number}" for number in range(200) for text in GOLDEN.to_list()]
    frame = read(texts)
    sample = range(0, len(texts), 997)
    assert frame[list(sample)].equals(one_by_one([texts[at] for at in sample]))


def test_a_text_in_a_table_is_not_held_in_memory_by_others() -> None:
    frame = read(["浙江省杭州市西湖区文三路1号" + "好" * 600, ""])
    assert frame["rest"].str.len_chars().to_list() == [486, None]


def test_a_slice_of_a_column_with_nulls_is_read_from_its_start() -> None:
    column = pl.Series([None, *GOLDEN.to_list()], dtype=pl.String)
    whole = parse_addresses(column)
    assert parse_addresses(column[400:])[:9].equals(whole[400:409])
    assert whole[0]["code"].to_list() == [None]


def test_a_few_rows_do_not_wait_for_the_compiler() -> None:
    code = (
        "import sys, polars as pl\nfrom shopwarden.places import parse_addresses\n"
        "parse_addresses(pl.Series(['浙江省杭州市'] * 50))\n"
        "print('numba' in sys.modules)"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "False"


def test_one_address_needs_no_library_of_columns() -> None:
    code = (
        "import sys\nfrom shopwarden.places import parse_address\n"
        "parse_address('浙江省杭州市西湖区文三路1号')\n"
        "print(sorted({'polars', 'numba', 'nanoarrow'} & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_compiled_code_lies_where_nobody_else_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = compiled.cache_folder.__wrapped__()
    assert folder.is_relative_to(tmp_path)
    assert folder.name.startswith("kernels-")


def test_without_a_cache_folder_a_passing_one_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = tmp_path / "file"
    taken.write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(taken))
    folder = compiled.cache_folder.__wrapped__()
    assert folder.is_dir()
    assert not folder.is_relative_to(tmp_path)
    assert folder.stat().st_mode & 0o077 == 0


def test_code_of_other_versions_goes_when_it_lies_idle(tmp_path: Path) -> None:
    day = 24 * 3_600
    names = ("kernels-old", "kernels-busy", "kernels-ours", "peers")
    for name, days in zip(names, (31, 29, 40, 40), strict=True):
        (tmp_path / name).mkdir()
        (tmp_path / name / "kernels.o").write_bytes(b"")
        os.utime(tmp_path / name, times=(time.time() - days * day,) * 2)
    compiled._remove_idle(tmp_path / "kernels-ours")
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted(names[1:])


def test_beside_a_passing_folder_nothing_is_removed(tmp_path: Path) -> None:
    other = tmp_path / "kernels-of-somebody"
    other.mkdir()
    os.utime(other, times=(0, 0))
    compiled._remove_idle(tmp_path / "shopwarden-passing")
    assert other.is_dir()


def test_a_long_column_loads_no_compiler_that_has_run_before() -> None:
    compiled.reader()
    code = (
        "import sys, polars as pl\nfrom shopwarden.places import parse_addresses\n"
        "parse_addresses(pl.Series(['浙江省杭州市'] * 3_000))\n"
        "print(sorted({'llvmlite', 'numba'} & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "['llvmlite']"


@pytest.mark.parametrize(
    ("rows", "loaded", "cached", "worthwhile"),
    [
        (1_999, False, True, False),
        (2_000, False, True, True),
        (19_999, False, False, False),
        (20_000, False, False, True),
        (31, True, True, False),
        (32, True, True, True),
    ],
)
def test_the_compiler_is_used_where_it_pays(
    rows: int,
    loaded: bool,
    cached: bool,
    worthwhile: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(compiled, "_loaded", [print] if loaded else [])
    monkeypatch.setattr(compiled, "cache_folder", lambda: tmp_path)
    if cached:
        (tmp_path / "kernels.o").write_bytes(b"")
    assert compiled.is_worthwhile(rows) is worthwhile
