"""What click itself says is Chinese where the command line is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SHOPWARDEN = Path(sys.executable).with_name("shopwarden")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("--help",), ("用法:", "选项:", "显示本说明并退出。")),
        (
            ("scan",),
            (
                "用法:",
                "出错：缺少参数",
            ),
        ),
        (("scan", "--nope", "x"), ("出错：没有选项",)),
        (("scan", "--rows"), ("选项 '--rows' 后面要有值。",)),
        (("king",), ("出错：没有命令 'king'。",)),
    ],
)
def test_usage_and_mistakes_are_told_in_chinese(
    asked: tuple[str, ...], told: tuple[str, ...]
) -> None:
    done = subprocess.run(
        [SHOPWARDEN, *asked],
        env=os.environ | {"SHOPWARDEN_LANG": "zh"},
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr
    assert [one for one in told if one not in said] == []
    for english in ("Usage", "Options", "Error", "Try"):
        assert english not in said
