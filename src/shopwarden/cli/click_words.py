"""What click itself says, in Chinese where the command line speaks Chinese.

click asks gettext, and gettext reads compiled files only; a table in place of its lookup
needs none, and leaves what it does not hold in English.
"""

from __future__ import annotations

from typing import Final

from click import core, decorators, exceptions, formatting, parser, types

from shopwarden.explain import Language

_ZH: Final = {
    "Usage:": "用法:",
    "Options": "选项",
    "Commands": "命令",
    "Show this message and exit.": "显示本说明并退出。",
    "Show the version and exit.": "显示版本并退出。",
    "Error: {message}": "出错：{message}",
    "Try '{command} {option}' for help.": "用 '{command} {option}' 查看说明。",
    "Aborted!": "已中止。",
    "Missing command.": "缺少命令。",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Invalid value: {message}": "值不对：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的值不对：{message}",
    "No such option {name!r}.": "没有选项 {name!r}。",
    "No such command {name!r}.": "没有命令 {name!r}。",
    "Option {name!r} does not take a value.": "选项 {name!r} 后面不能带值。",
    "Choose from:\n\t{choices}": "可选：\n\t{choices}",
    "{value!r} is not a valid {number_type}.": "{value!r} 不是有效的数字。",
    "{value} is not in the range {range}.": "{value} 不在 {range} 之内。",
    "{name} {filename!r} is a directory.": "{filename!r} 是文件夹，不是文件。",
    "{name} {filename!r} does not exist.": "{filename!r} 不存在。",
    "default: {default}": "默认：{default}",
    "required": "必填",
}
_ZH_MANY: Final = {
    "Option {name!r} requires an argument.": "选项 {name!r} 后面要有值。",
    "{value!r} is not {choice}.": "{value!r} 不在可选值之内：{choices}。",
    "Got unexpected extra argument ({args})": "多余的参数：{args}",
    "Did you mean {possibility}?": "是不是 {possibility}？",
}
_ASKS: Final = (core, decorators, exceptions, formatting, parser, types)


def speak(language: Language) -> None:
    """Let click speak a language from now on."""
    if language is not Language.ZH:
        return
    for module in _ASKS:
        if hasattr(module, "_"):
            module._ = _word  # type: ignore[attr-defined]
        if hasattr(module, "ngettext"):
            module.ngettext = _counted  # type: ignore[attr-defined]


def _word(text: str) -> str:
    return _ZH.get(text, text)


def _counted(one: str, many: str, count: int) -> str:
    return _ZH_MANY.get(one) or (one if count == 1 else many)
