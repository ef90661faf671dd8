"""What the commands of the desk share: the data folder, and how they say they cannot start."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from shopwarden.cli.options import HERE, text
from shopwarden.errors import ShopwardenError
from shopwarden.explain import Text

__all__ = ["HERE", "data_option", "start_or_say_why", "text"]

T = TypeVar("T")

_ERRORS: Final = {
    "config.bad_value": Text(
        "环境变量 {name} 的值用不了，应为：{expected}。",
        "The variable {name} cannot be used. Expected: {expected}.",
    ),
    "config.unreadable_file": Text(
        "{name} 所指的文件读不出来。", "The file named by {name} cannot be read."
    ),
    "data.not_writable": Text(
        "数据文件夹 {path} 无法写入。请检查权限，或用 --data 换一个。",
        "The data folder {path} cannot be written to. Check its rights, or use --data.",
    ),
    "data.in_use": Text(
        "数据文件夹 {path} 正被另一个店哨使用。请先停止它，或用 --data 换一个文件夹。",
        "Another shopwarden is at work in {path}. Stop it first, or use --data for another folder.",
    ),
    "database.unusable": Text(
        "数据库无法使用：{why}。请检查它是否在运行、地址是否正确，或用备份恢复。",
        "The database cannot be used: {why}. Check that it runs and its address, or restore "
        "a backup.",
    ),
    "host.unusable": Text(
        "无法监听 {host}：{why}。请检查 --host。",
        "Cannot listen at {host}: {why}. Check --host.",
    ),
    "keys.signing_unreadable": Text(
        "签名密钥文件 {path} 是空的或已损坏。请从备份恢复；也可以删除它，所有人需重新登录。",
        "The signing key {path} is empty or damaged. Put it back from your backup, or delete "
        "it: then everybody signs in again.",
    ),
    "owner.bad_email": Text("“{value}”不是可用的邮箱。", "“{value}” is no e-mail address."),
    "owner.bad_shop": Text(
        "店铺名称须为 1 至 60 个字，不能有换行等控制字符。",
        "A shop's name has 1 to 60 characters, none of them invisible.",
    ),
    "port.in_use": Text(
        "端口 {port} 已被占用。请停止占用它的程序，或用 --port 换一个。",
        "Port {port} is taken. Stop the program that has it, or use --port for another.",
    ),
    "port.not_allowed": Text(
        "没有使用端口 {port} 的权限。请用 --port 换一个 1024 以上的端口。",
        "Port {port} is not allowed. Use --port for one above 1024.",
    ),
    "keys.missing": Text(
        "找不到数据密钥 {path}，而数据已经加密。请把备份的密钥文件放回原处；没有它，数据无法读取。",
        "The data key {path} is missing, and the data are sealed with it. Put it back from "
        "your backup; without it they cannot be read.",
    ),
    "keys.unreadable": Text(
        "密钥文件 {path} 第 {line} 行不是有效的密钥。",
        "Line {line} of the key file {path} is not a key.",
    ),
    "keys.wrong": Text(
        "密钥文件 {path} 中的 {number} 号密钥与现有数据不符。请换回原来的密钥文件。",
        "Key {number} in {path} does not fit the data. Put the right key file back.",
    ),
    "sqlite.unsafe": Text(
        "SQLite {version} 有会损坏数据的缺陷，请升级 pysqlite3。",
        "SQLite {version} has a fault that destroys data. Upgrade pysqlite3.",
    ),
}


def data_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--data``; the command receives a path or nothing."""
    return click.option(
        "--data",
        type=click.Path(path_type=Path, file_okay=False),
        help=text("存放数据的文件夹", "Folder of the data"),
    )(function)


def start_or_say_why(start: Callable[[], T]) -> T:
    """Return what `start` returns; a refusal becomes a sentence and exit status 1."""
    try:
        return start()
    except ShopwardenError as error:
        sentence = _ERRORS[error.code].in_(HERE, **error.data)
        raise click.ClickException(sentence) from error
