from __future__ import annotations

import pytest

from shopwarden.places import parse_address
from shopwarden.places.action import Action, action_of, next_action
from shopwarden.places.reasons import AddressReason

HOME = "浙江省杭州市余杭区五常街道文一西路969号"


@pytest.mark.parametrize(
    ("text", "action"),
    [
        (HOME, Action.SHIP),
        ("浙江省杭州市下城区中山北路100号", Action.SHIP),
        ("浙江省杭州市余杭区", Action.ASK),
        ("广东省西湖区文一西路969号", Action.ASK),
        (f"{HOME}逗你玩", Action.HOLD),
        ("广东省西湖区文一西路969号返现", Action.HOLD),
        ("", Action.SHIP),
    ],
)
def test_the_weightiest_reason_decides(text: str, action: Action) -> None:
    assert next_action(reason["code"] for reason in parse_address(text).reasons) is action


def test_every_reason_leads_to_an_action() -> None:
    actions = {reason.value: action_of(reason).value for reason in AddressReason}
    assert actions == {
        "contradiction": "ask", "unknown_division": "ask", "abolished": "ship",
        "ambiguous": "ship", "incomplete": "ship", "nothing_below_township": "ask",
        "gibberish": "ask", "contact_inside": "ask", "receiver_inside": "ship",
        "advertising": "hold", "abuse": "hold",
        "forwarding_warehouse": "hold", "template_leftover": "ship", "masked": "ship",
        "po_box": "ship",
    }  # fmt: skip
