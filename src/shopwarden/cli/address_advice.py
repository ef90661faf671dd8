"""What an address was probably meant to be, what to do next, and what to ask the buyer."""

from __future__ import annotations

from typing import Final

from rich.text import Text as Line

from shopwarden.cli.report import console
from shopwarden.explain import Language, Text
from shopwarden.explain.questions import ACTIONS, change_lines, question
from shopwarden.places import parse_address
from shopwarden.places.action import next_action
from shopwarden.places.suggest import suggest

_MEANT: Final = Text("可能是", "probably")
_NEXT: Final = Text("下一步", "next")
_ASK: Final = Text("可以这样问", "to ask")


def show_advice(text: str, language: Language) -> None:
    """Print suggestion, next action and question for an address with findings."""
    address = parse_address(text)
    if not (address.reasons or address.suggestion):
        return
    meant = suggest(text, address) if address.suggestion else None
    action = next_action(reason["code"] for reason in address.reasons)
    asked = question(text, address, meant, language)
    lines = [(_NEXT, ACTIONS[action].in_(language))]
    if meant is not None:
        changes = ", ".join(change_lines(meant, language))
        lines.insert(0, (_MEANT, f"{meant.text}  {changes}"))
    if asked is not None:
        lines.append((_ASK, asked))
    for label, said in lines:
        line = Line.assemble(("  " + label.in_(language) + " ", "dim"), " ".join(said.split("\n")))
        # Not folded: what is to be pasted into a chat is one line, however wide the screen.
        console().print(line, soft_wrap=True)
