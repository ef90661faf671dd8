from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopwarden.sources.decoding import detect_encoding, read_blocks

LINES = "订单编号,收货人姓名\n1,张三\n2,欧阳小明\n"
RARE = "订单编号,收货人姓名\n1,𠮷野€😀\n"


def text_of(path: Path, block_bytes: int = 1 << 20) -> tuple[str, dict[int, int]]:
    text, bad = "", {}
    for block in read_blocks(path, block_bytes):
        bad |= {text.count("\n") + line: byte for line, byte in block.bad.items()}
        text += block.data.decode()
    return text, bad


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (LINES, "gbk"),
        (LINES, "gb18030"),
        (LINES, "utf-8"),
        (LINES, "utf-8-sig"),
        (LINES, "utf-16"),
        ("\ufeff" + LINES, "utf-16-be"),
        (RARE, "gb18030"),
        (RARE, "utf-8"),
        (RARE, "utf-16"),
        ("编号\n", "gbk"),
        ("编号\n", "utf-8"),
        ("a,b\n1,2\n", "ascii"),
    ],
)
def test_text_is_exact_in_every_encoding(write_file, text: str, encoding: str) -> None:
    read, bad = text_of(write_file(text, encoding=encoding))
    assert read == text.removeprefix("\ufeff")
    assert bad == {}


def test_chinese_far_behind_a_latin_start_decides(write_file) -> None:
    text = "a,b\n" * 400_000 + "1,张三丰\n"
    read, bad = text_of(write_file(text, encoding="gbk"))
    assert read == text
    assert bad == {}


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_unreadable_line_is_named_and_the_rest_is_exact(write_file, encoding: str) -> None:
    lines = [f"{number},张三丰李四,备注".encode(encoding) for number in range(5)]
    lines[3] = b"3,\xff\xff,x"
    read, bad = text_of(write_file(b"\n".join(lines) + b"\n"))
    assert bad == {3: 2}
    assert read.split("\n")[3] == "3,\\xff\\xff,x"
    assert read.split("\n")[4] == "4,张三丰李四,备注"
    assert "\ufffd" not in read


def test_line_in_another_encoding_is_named_not_turned_into_nonsense(write_file) -> None:
    lines = [f"{number},张三丰李四".encode("gb18030") for number in range(5)]
    lines[2] = "2,浙江省杭州市余杭区五常街道文一西路".encode()
    read, bad = text_of(write_file(b"\n".join(lines) + b"\n"))
    assert bad == {2: 2}
    assert read.split("\n")[2] == "2,浙江省杭州市余杭区五常街道文一西路"

    lines = [f"{number},张三丰李四".encode() for number in range(5)]
    lines[2] = "2,浙江省杭州市".encode("gb18030")
    read, bad = text_of(write_file(b"\n".join(lines) + b"\n"))
    assert list(bad) == [2]
    assert read.split("\n")[3] == "3,张三丰李四"


def test_nul_byte_is_damage(write_file) -> None:
    read, bad = text_of(write_file(b"a,b\n1,\x002\n3,4\n"))
    assert bad == {1: 2}
    assert read == "a,b\n1,\\x002\n3,4\n"


def test_half_character_of_utf16_is_damage(write_file) -> None:
    whole = "编号,名\n1,张三\n".encode("utf-16-le")
    data = b"\xff\xfe" + whole + b"2\x00,\x00\x3d\xd8\n\x00" + b"3\x00,\x00\x00"
    read, bad = text_of(write_file(data))
    assert read.startswith("编号,名\n1,张三\n2,")
    assert sorted(bad) == [2, 3]


def test_old_mac_line_ends(write_file) -> None:
    assert text_of(write_file(b"a,b\r1,2\r3,4"))[0] == "a,b\n1,2\n3,4\n"


def test_line_without_end_does_not_grow_memory(write_file) -> None:
    blocks = list(read_blocks(write_file(b"x" * 100_000), 1000))
    assert max(len(block.data) for block in blocks) <= 2001
    assert blocks[-1].done == 100_000


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    lines=st.lists(st.text(st.sampled_from("订单张三ab1,"), max_size=10), max_size=40),
    encoding=st.sampled_from(["gb18030", "utf-8", "utf-8-sig", "utf-16"]),
    size=st.integers(64, 256),
)
def test_blocks_of_any_size_give_the_same_text(
    write_file: Callable[..., Path], lines: list[str], encoding: str, size: int
) -> None:
    text = "".join(f"{line}\n" for line in ["订单编号,收货人姓名", *lines])
    assert text_of(write_file(text, encoding=encoding), block_bytes=size) == (text, {})


def test_encoding_is_decided_by_most_lines(write_file) -> None:
    broken = "编号,名\n".encode() * 5 + b"\xb1\xe0,x\n"
    with write_file(broken).open("rb") as file:
        assert detect_encoding(file).name == "utf-8"
        assert file.tell() == 0
