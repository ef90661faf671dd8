"""Findings as sentences.

A finding holds codes, numbers and places in a text; here they become "收货省份与区县不符：
广东省 / 西湖区（浙江省杭州市）". Phone numbers are masked; nothing is said about intent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Final

import polars as pl

from shopwarden.detectors import AddressDetector, Context, Finding, RuleReason, iterate
from shopwarden.explain.language import Language, Text
from shopwarden.explain.masking import mask_numbers, mask_phone
from shopwarden.explain.rule_findings import RuleWords, fired_sentence, fired_sentences, ready_words
from shopwarden.explain.words import (
    FIELDS,
    LEVELS,
    LINKS,
    NAME_REASONS,
    PARENTHESES,
    SEPARATOR,
)
from shopwarden.links import LinkKind
from shopwarden.places import division_path
from shopwarden.records import Kind, Severity, conform

_SHOWN: Final = 24

SEVERITIES: Final = {
    Severity.NOTE: Text("提示", "note"),
    Severity.CHECK: Text("待核实", "check"),
    Severity.WRONG: Text("有误", "wrong"),
}
DETECTORS: Final = {
    "address": Text("地址", "address"),
    "contact": Text("联系方式", "contact"),
    "rules": Text("规则", "rules"),
    "linked_accounts": Text("关联账号", "linked accounts"),
}
CODES: Final = {
    "contradiction": Text("上下级不符", "levels do not fit"),
    "unknown_division": Text("查无此地", "unknown division"),
    "abolished": Text("旧区划名", "former division name"),
    "ambiguous": Text("有歧义", "ambiguous"),
    "incomplete": Text("不完整", "incomplete"),
    "nothing_below_township": Text("缺详细地址", "no detail"),
    "gibberish": Text("疑似乱写", "looks typed at random"),
    "contact_inside": Text("夹带联系方式", "contact inside"),
    "receiver_inside": Text("夹带收件电话", "phone inside"),
    "advertising": Text("夹带广告", "advertising"),
    "abuse": Text("不当字样", "abusive words"),
    "forwarding_warehouse": Text("集运仓", "forwarding warehouse"),
    "template_leftover": Text("模板残留", "template leftover"),
    "masked": Text("已脱敏", "masked"),
    "po_box": Text("邮政信箱", "PO box"),
    "phone_impossible": Text("电话无效", "phone not valid"),
    "name_not_a_name": Text("姓名存疑", "not a name"),
    "phone_many_buyers": Text("一号多买家", "one phone, many buyers"),
    "bad_list": Text("名单命中", "on the bad list"),
    "rule_fired": Text("规则命中", "a rule fired"),
    "linked_accounts": Text("关联账号", "linked accounts"),
}

_PART: Final = {
    "unknown_division": Text("查无此行政区划：{part}", "No such division: {part}"),
    "ambiguous": Text("这个地名有多种可能：{part}", "This place name can mean several: {part}"),
    "incomplete": Text(
        "没有门牌号，也没有小区、单位等地点名称", "Neither a house number nor a place name"
    ),
    "nothing_below_township": Text(
        "只写到行政区划，没有详细地址", "Only the division is written, nothing below it"
    ),
    "gibberish": Text("疑似随意输入的文字：{part}", "Looks typed at random: {part}"),
    "contact_inside": Text(
        "地址中夹带联系方式：{part}", "Contact details inside the address: {part}"
    ),
    "receiver_inside": Text(
        "地址里写了电话，多半是收件人自己的：{part}",
        "A phone number inside the address, mostly the receiver's own: {part}",
    ),
    "advertising": Text("地址中夹带广告内容：{part}", "Advertising inside the address: {part}"),
    "abuse": Text("地址中有不当字样：{part}", "Abusive or joking words in the address: {part}"),
    "forwarding_warehouse": Text(
        "像是集运或转运仓：{part}", "Looks like a forwarding warehouse: {part}"
    ),
    "template_leftover": Text(
        "地址中有模板残留：{part}", "Repeated or left over in the address: {part}"
    ),
    "masked": Text("地址已脱敏，无法完整核对", "The address is masked and cannot be fully checked"),
    "po_box": Text("收货地址是邮政信箱：{part}", "The address is a PO box: {part}"),
}
_ABOLISHED: Final = Text("使用了已撤销或更名的区划：{part}", "Uses a former division name: {part}")
_SUCCESSOR: Final = Text("{part}（现为{now}）", "{part} (now {now})")
_CONTRADICTION: Final = Text(
    "收货{a}与{b}不符：{left} / {right}", "The {a} and the {b} do not fit: {left} / {right}"
)
_SAME_LEVEL: Final = Text(
    "写了两个不同的{a}：{left} / {right}", "Two different {a} names: {left} / {right}"
)
_PHONE: Final = Text(
    "收货电话不是有效号码：{phone}（{digits} 位数字）",
    "Not a valid phone number: {phone} ({digits} digits)",
)
_NAME: Final = Text("收货人不像姓名：{reason}", "The receiver does not look like a name: {reason}")
_MANY: Final = Text(
    "{value:.0f} 个买家用同一个收货电话（{threshold:.0f} 个起提醒）",
    "{value:.0f} buyers use this receiver phone (looked at from {threshold:.0f})",
)
_LISTED: Final = Text("{field}在本店的不良名单上", "The {field} is on the shop's bad list")
_LINKED: Final = Text(
    "{value:.0f} 个账号有关联，共用：{kinds}（{threshold:.0f} 个起提醒）",
    "{value:.0f} accounts hang together; shared: {kinds} (looked at from {threshold:.0f})",
)


def sentence(
    finding: Finding, text: str | None, language: Language, rules: RuleWords | None = None
) -> str:
    """Say in one sentence what `finding` found.

    Parameters
    ----------
    finding
        One finding.
    text
        The judged field's text (``finding.field``), into which the spans point.
    language
        The reader's language.
    rules
        What the shop calls its rules; those that come with shopwarden when left out.
    """
    if finding.code == RuleReason.RULE_FIRED:
        return fired_sentence(finding, rules or ready_words(), language)
    return _WRITERS.get(finding.code, _plain)(finding, text or "", language)


def with_sentences(
    findings: pl.DataFrame,
    records: Mapping[Kind, pl.DataFrame],
    language: Language,
    rules: RuleWords | None = None,
) -> pl.DataFrame:
    """Add the column ``sentence`` to a findings frame; parameters as in `sentence`.

    Cost: one look through the records, and one formatted string per finding.
    """
    numbered = findings.with_row_index("_row")
    is_rule = pl.col("code") == RuleReason.RULE_FIRED.value
    fired, others = numbered.filter(is_rule), numbered.filter(~is_rule)
    said = fired_sentences(fired, rules or ready_words(), language)
    rows = zip(iterate(others.drop("_row")), _judged_texts(others, records), strict=True)
    rest = [sentence(finding, text, language, rules) for finding, text in rows]
    sentences = said.cast(pl.String).append(pl.Series(rest, dtype=pl.String))
    order = fired["_row"].append(others["_row"]).arg_sort()
    return findings.with_columns(sentence=sentences.gather(order))


def _judged_texts(findings: pl.DataFrame, records: Mapping[Kind, pl.DataFrame]) -> pl.Series:
    """Return the text of the field that each finding judged."""
    texts = [pl.DataFrame(schema={"_row": pl.UInt32, "_text": pl.String})]
    for (kind,), part in findings.group_by("subject_kind"):
        subjects = part.select("platform", "shop", id="subject_id").unique()
        frame = records[Kind(f"{kind}s")].join(subjects, on=["platform", "shop", "id"], how="semi")
        texts += [_texts(some, frame, str(field)) for (field,), some in part.group_by("field")]
    return pl.concat(texts).sort("_row")["_text"]


def _texts(part: pl.DataFrame, frame: pl.DataFrame, field: str) -> pl.DataFrame:
    source = frame.select("platform", "shop", subject_id="id", _text=pl.col(field).cast(pl.String))
    joined = part.join(source, on=["platform", "shop", "subject_id"], how="left")
    return joined.select("_row", "_text")


@cache
def _names(code: str) -> tuple[str, ...]:
    """Names from the province down; a table of findings asks for the same few thousand."""
    return tuple(name for _, name in division_path(code))


def _part(text: str, span: tuple[int, int]) -> str:
    found = text[span[0] : span[1]].strip()
    return found if len(found) <= _SHOWN else f"{found[:_SHOWN]}…"


def _plain(finding: Finding, text: str, language: Language) -> str:
    # A text that stands twice is named once.
    parts = dict.fromkeys(_part(text, span) for span in finding.spans)
    return _PART[finding.code].in_(language, part=SEPARATOR.in_(language).join(parts))


def _contact_inside(finding: Finding, text: str, language: Language) -> str:
    parts = dict.fromkeys(mask_numbers(_part(text, span)) for span in finding.spans)
    return _PART[finding.code].in_(language, part=SEPARATOR.in_(language).join(parts))


def _contradiction(finding: Finding, text: str, language: Language) -> str:
    left, right = (_part(text, span) for span in finding.spans[:2])
    parents = "".join(_names(finding.related[1])[:-1])
    words = [LEVELS[level].in_(language) for level in finding.levels[:2]]
    form = _SAME_LEVEL if words[0] == words[1] else _CONTRADICTION
    home = PARENTHESES.in_(language, inside=parents) if parents else ""
    return form.in_(language, a=words[0], b=words[1], left=left, right=f"{right}{home}")


def _abolished(finding: Finding, text: str, language: Language) -> str:
    said = []
    for number, span in enumerate(finding.spans):
        part = _part(text, span)
        code = finding.related[number] if number < len(finding.related) else None
        names = _names(code) if code else ()
        said.append(_SUCCESSOR.in_(language, part=part, now=names[-1]) if names else part)
    return _ABOLISHED.in_(language, part=SEPARATOR.in_(language).join(said))


def _phone_impossible(finding: Finding, text: str, language: Language) -> str:
    digits = sum(character.isdigit() for character in text)
    return _PHONE.in_(language, phone=mask_phone(text), digits=digits)


def _name(finding: Finding, text: str, language: Language) -> str:
    return _NAME.in_(language, reason=NAME_REASONS[finding.metric or ""].in_(language))


def _many_buyers(finding: Finding, text: str, language: Language) -> str:
    return _MANY.in_(language, value=finding.value, threshold=finding.threshold)


def _listed(finding: Finding, text: str, language: Language) -> str:
    return _LISTED.in_(language, field=FIELDS[finding.field or ""].in_(language))


def _linked(finding: Finding, text: str, language: Language) -> str:
    kinds = SEPARATOR.in_(language).join(
        LINKS[LinkKind(kind)].in_(language) for kind in finding.levels
    )
    return _LINKED.in_(language, value=finding.value, threshold=finding.threshold, kinds=kinds)


_WRITERS: Final[dict[str, Callable[[Finding, str, Language], str]]] = {
    "contradiction": _contradiction,
    "abolished": _abolished,
    "contact_inside": _contact_inside,
    "receiver_inside": _contact_inside,
    "advertising": _contact_inside,
    "phone_impossible": _phone_impossible,
    "name_not_a_name": _name,
    "phone_many_buyers": _many_buyers,
    "bad_list": _listed,
    "linked_accounts": _linked,
}


def address_sentences(addresses: pl.Series, language: Language) -> list[list[str]]:
    """Say for each address why it is not ok; one list of sentences per address, in order."""
    numbers = [str(number) for number in range(len(addresses))]
    frame = conform(
        pl.DataFrame({"platform": "", "shop": "", "id": numbers, "address": addresses}), Kind.ORDERS
    )
    findings = AddressDetector().detect(frame, Context(now=datetime.fromtimestamp(0, UTC)))
    said: list[list[str]] = [[] for _ in numbers]
    for row in with_sentences(findings, {Kind.ORDERS: frame}, language).iter_rows(named=True):
        said[int(row["subject_id"])].append(row["sentence"])
    return said
