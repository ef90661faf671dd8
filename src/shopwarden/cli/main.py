"""The ``shopwarden`` command: a table of commands, each imported when it is used."""

from __future__ import annotations

from importlib import import_module
from typing import Final, NamedTuple

import click

from shopwarden import __version__
from shopwarden.cli.click_words import speak
from shopwarden.explain import Text, preferred

_LANGUAGE: Final = preferred()
speak(_LANGUAGE)


class _Command(NamedTuple):
    module: str
    summary: Text


_COMMANDS: Final = {
    "serve": _Command(
        "shopwarden.cli.serve",
        Text("启动防护台（网页和后台任务）", "Start the desk: web pages and background work"),
    ),
    "work": _Command(
        "shopwarden.cli.work", Text("只启动后台任务", "Start the background work alone")
    ),
    "create-owner": _Command(
        "shopwarden.cli.create_owner",
        Text("创建店主账号和店铺", "Make an owner's account and a shop"),
    ),
    "scan": _Command(
        "shopwarden.cli.scan",
        Text(
            "检查导出的订单文件，列出可疑之处和原因",
            "Check exported files; say what is odd and why",
        ),
    ),
    "evaluate": _Command(
        "shopwarden.cli.evaluate",
        Text(
            "在带标签的历史数据上，看看能提前发现多少坏单",
            "Say on a labelled history how many bad orders would have been found",
        ),
    ),
    "backtest": _Command(
        "shopwarden.cli.backtest",
        Text("用历史订单试一试规则", "Try rules on past orders"),
    ),
    "address": _Command(
        "shopwarden.cli.address",
        Text("解析收货地址并给出结论", "Read delivery addresses and judge them"),
    ),
    "demo-data": _Command(
        "shopwarden.cli.demo_data",
        Text("生成一家演示店铺的导出文件", "Write the export files of a made-up shop"),
    ),
    "gazetteer": _Command(
        "shopwarden.cli.gazetteer",
        Text("查看或重建行政区划库", "Show or rebuild the gazetteer"),
    ),
}
_TITLE: Final = Text("命令", "Commands")
_OPTIONS: Final = Text("[选项]", "[OPTIONS]")
_COMMAND: Final = Text("命令 [参数]…", "COMMAND [ARGS]...")
_HELP: Final = Text(
    "店哨：网店卖家的防护台。\n\n发现可疑订单，说明原因，由人来决定。",
    "shopwarden: a protection desk for people who sell online.\n\n"
    "It finds suspicious orders and says why; a person decides.",
)


class _LazyGroup(click.Group):
    """Lists its commands without importing them: ``--help`` must answer at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(_COMMANDS[cmd_name].module).command
        command.options_metavar = _OPTIONS.in_(_LANGUAGE)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(_TITLE.in_(_LANGUAGE)):
            formatter.write_dl(
                [(name, entry.summary.in_(_LANGUAGE)) for name, entry in _COMMANDS.items()]
            )


@click.group(
    cls=_LazyGroup,
    help=_HELP.in_(_LANGUAGE),
    options_metavar=_OPTIONS.in_(_LANGUAGE),
    subcommand_metavar=_COMMAND.in_(_LANGUAGE),
)
@click.version_option(__version__, prog_name="shopwarden", message="%(prog)s %(version)s")
def main() -> None:
    """Run one command."""
