"""Findings in one line for a list, without a word of the judged text.

A list shows many orders to whoever glances at it, so its lines are written from codes alone:
"收货省份与区县不符：广东省 / 西湖区（浙江省杭州市）" comes from two division codes.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Final

from shopwarden.detectors import Finding
from shopwarden.explain.findings import CODES, sentence
from shopwarden.explain.language import Language, Text
from shopwarden.explain.rule_findings import RuleWords
from shopwarden.places import AddressReason, division_path

# What a sentence would quote, said without the quotation.
_UNQUOTED: Final = {
    "unknown_division": Text(
        "地址里有查不到的行政区划", "The address names a division that does not exist"
    ),
    "abolished": Text("地址用了旧的区划名", "The address uses a former division name"),
    "ambiguous": Text("地址里的地名有歧义", "A place name in the address is ambiguous"),
    "gibberish": Text("地址疑似随意输入", "The address looks typed at random"),
    "contact_inside": Text("地址中夹带联系方式", "Contact details inside the address"),
    "receiver_inside": Text("地址里写了电话", "A phone number inside the address"),
    "advertising": Text("地址中夹带广告内容", "Advertising inside the address"),
    "abuse": Text("地址中有不当字样", "Abusive or joking words in the address"),
    "forwarding_warehouse": Text(
        "收货地址像是集运或转运仓", "The address looks like a forwarding warehouse"
    ),
    "template_leftover": Text("地址中有模板残留", "Leftover of a form in the address"),
    "po_box": Text("收货地址是邮政信箱", "The address is a PO box"),
    "phone_impossible": Text("收货电话不是有效号码", "The receiver's phone number is not valid"),
}


_SIDES: Final = 2
# Of these ``related`` holds division codes; of others, ids of orders.
_WITH_DIVISIONS: Final = frozenset(AddressReason)


def headline(finding: Finding, language: Language, rules: RuleWords | None = None) -> str:
    """Say in one line what `finding` found, quoting nothing from the judged text.

    Parameters
    ----------
    rules
        What the shop calls its rules; those that come with shopwarden when left out.
    """
    if finding.code in _UNQUOTED:
        return _UNQUOTED[finding.code].in_(language)
    divisions = finding.related if finding.code in _WITH_DIVISIONS else ()
    names = [_name(code) for code in divisions]
    if finding.code == "contradiction" and (len(names) < _SIDES or not all(names)):
        return CODES[finding.code].in_(language)
    ends = [sum(map(len, names[: number + 1])) for number in range(len(names))]
    starts = [end - len(name) for name, end in zip(names, ends, strict=True)]
    spans = tuple(zip(starts, ends, strict=True))
    return sentence(replace(finding, spans=spans), "".join(names), language, rules)


@lru_cache(maxsize=4096)
def _name(code: str) -> str:
    path = division_path(code)
    return path[-1][1] if path else ""
