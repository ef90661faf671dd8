"""Refusals as sentences: what happened, what to do."""

from __future__ import annotations

from typing import Final

from shopwarden.errors import ShopwardenError
from shopwarden.explain.language import Language, Text

ERRORS: Final = {
    "option.bad_time": Text(
        "看不懂这个时间：{text}。请写成 2026-11-20 或 2026-11-20T18:00。",
        "Cannot read the time {text}. Write 2026-11-20 or 2026-11-20T18:00.",
    ),
    "output.format": Text(
        "不认识 {file} 的格式。请用这些后缀之一：{known}。",
        "{file} has no known format. Use one of these endings: {known}.",
    ),
    "output.folder": Text(
        "文件夹 {folder} 不存在，无法写入 {file}。请先建好文件夹。",
        "There is no folder {folder} to write {file} into. Make it first.",
    ),
    "output.is_input": Text(
        "{file} 正在被读取，不能同时写入。请换一个输出文件名。",
        "{file} is being read and cannot be written to as well. Choose another name.",
    ),
    "table.no_column": Text(
        "{file} 中没有“{column}”这一列。现有的列：{columns}。",
        "{file} has no column “{column}”. It has: {columns}.",
    ),
}


def error_sentence(error: ShopwardenError, language: Language) -> str:
    """Say in the reader's language what cannot be used and what to do about it."""
    return ERRORS[error.code].in_(language, **error.data)
