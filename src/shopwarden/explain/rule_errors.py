"""What is wrong with a rule or a rulebook, shown under the rule's own text.

::

    没有“amout”这一列。是不是“amount”？
      第 1 行第 1 列
      amout > 200
      ^^^^^
"""

from __future__ import annotations

import unicodedata
from typing import Final

from shopwarden.errors import ShopwardenError
from shopwarden.explain.language import Language, Text
from shopwarden.explain.words import SEPARATOR
from shopwarden.rules import RulebookError, RuleError

RULE_ERRORS: Final = {
    "rule.empty": Text("规则是空的。", "The rule is empty."),
    "rule.too_long": Text(
        "规则有 {length:,} 个字符，最多 {limit:,} 个。请拆成几条规则。",
        "The rule has {length:,} characters; the limit is {limit:,}. Make it several rules.",
    ),
    "rule.too_deep": Text(
        "括号、not 和负号套得太深，最多 {limit} 层。请拆成几条规则。",
        "Brackets, not and signs go too deep; the limit is {limit} levels. Make it several rules.",
    ),
    "rule.too_many": Text(
        "规则的{what}太多，最多 {limit:,} 个。值很多时请用名单。",
        "The rule has too many {what}; the limit is {limit:,}. Keep many values in a list.",
    ),
    "rule.bad_character": Text("这里不能有字符 {name}。", "The character {name} cannot be here."),
    "rule.bad_number": Text(
        "看不懂数字 {value}，或它超过 {digits} 位。",
        "{value} is no readable number, or has more than {digits} digits.",
    ),
    "rule.open_quote": Text(
        "引号没有配对：从这里开始的文字没有结束。", "This text has no closing quote."
    ),
    "rule.bracket": Text("括号 {bracket} 没有配对。", "The bracket {bracket} has no partner."),
    "rule.unexpected": Text("没有料到这里会出现“{found}”。", "“{found}” was not expected here."),
    "rule.ends_early": Text("规则没有写完。", "The rule stops in the middle."),
    "rule.not_allowed": Text("规则里不能用“{found}”。", "A rule cannot use “{found}”."),
    "rule.null_value": Text("null 不是可以比较的值。", "null is not a value that can be compared."),
    "rule.constant": Text(
        "这一部分没有用到任何列，结果永远不变。",
        "This part names no column, so it is always the same.",
    ),
    "rule.unknown_column": Text(
        "没有“{name}”这一列。{close}", "There is no column “{name}”. {close}"
    ),
    "rule.unknown_function": Text(
        "没有“{name}”这个函数。{close}", "There is no function “{name}”. {close}"
    ),
    "rule.unknown_list": Text(
        "没有“{name}”这个名单。可用：{known}。", "There is no list “{name}”. Known: {known}."
    ),
    "rule.unknown_choice": Text(
        "{column} 不会是“{value}”。可能的值：{known}。",
        "{column} is never “{value}”. It can be: {known}.",
    ),
    "rule.not_a_condition": Text(
        "这里需要一个成立或不成立的条件，而它是{found}。",
        "A condition is needed here, and this is {found}.",
    ),
    "rule.not_a_value": Text(
        "这里需要一个值，而它是条件。", "A value is needed here, and this is a condition."
    ),
    "rule.wrong_type": Text(
        "“{operator}”不能用在{left}与{right}之间。",
        "“{operator}” does not go with {left} and {right}.",
    ),
    "rule.wrong_argument": Text(
        "{function} 需要{wanted}，而这是{found}。",
        "{function} needs {wanted}, and this is {found}.",
    ),
    "rule.argument_count": Text(
        "{function} 需要 {wanted} 个参数，这里有 {found} 个。",
        "{function} takes {wanted} arguments; here are {found}.",
    ),
    "rule.bad_time": Text(
        "看不懂时间“{value}”，请写成 {wanted}。", "Cannot read the time “{value}”. Write {wanted}."
    ),
    "rule.money_digits": Text(
        "金额 {value} 的小数超过 {digits} 位。",
        "The amount {value} has more than {digits} decimal places.",
    ),
    "rule.empty_range": Text(
        "范围是空的：前一个值比后一个大。",
        "The range is empty: its first value is larger than its last.",
    ),
    "rule.divided_by_zero": Text("除数是零。", "This divides by zero."),
    "rule.not_listed": Text("没有为 {name} 保存的名单。", "No list is kept for {name}."),
    "rule.bad_like": Text("like 的写法不能用：{why}。", "This like cannot be used: {why}."),
    "rule.bad_pattern": Text("模式的写法不能用：{why}。", "This pattern cannot be used: {why}."),
}
RULEBOOK_ERRORS: Final = {
    "rulebook.not_found": Text("找不到规则文件 {file}。", "There is no rulebook {file}."),
    "rulebook.too_large": Text(
        "{file} 超过 {limit:,} 字节，不像规则文件。",
        "{file} is over {limit:,} bytes, too large for a rulebook.",
    ),
    "rulebook.bad_yaml": Text(
        "{file} 第 {line} 行第 {column} 列不是正确的 YAML。",
        "{file} is no valid YAML in line {line}, column {column}.",
    ),
    "rulebook.bad_format": Text(
        "{file} 第 {line} 行：应为{wanted}。", "{file}, line {line}: expected {wanted}."
    ),
    "rulebook.unknown_field": Text(
        "{file} 第 {line} 行{of}：没有“{field}”这个字段。{close}",
        "{file}, line {line}{of}: there is no field “{field}”. {close}",
    ),
    "rulebook.missing_field": Text(
        "{file} 第 {line} 行{of}：缺少字段“{field}”。",
        "{file}, line {line}{of}: the field “{field}” is missing.",
    ),
    "rulebook.bad_value": Text(
        "{file} 第 {line} 行{of}：{field} 不能是“{value}”。应为{known}。",
        "{file}, line {line}{of}: {field} cannot be “{value}”. Expected: {known}.",
    ),
    "rulebook.repeated": Text(
        "{file} 第 {line} 行：规则 {rule} 出现了两次。",
        "{file}, line {line}: the rule {rule} is there twice.",
    ),
    "rulebook.bad_rule": Text(
        "{file} 第 {line} 行{of}，字段 {field}：",
        "{file}, line {line}{of}, field {field}:",
    ),
}
HINTS: Final = {
    "example": Text("例如：amount > 200", "For example: amount > 200"),
    "functions": Text("可用的函数：{known}。", "There are: {known}."),
    "half_width": Text("请改用半角的 {instead}。", "Use {instead} instead."),
    "plain_spaces": Text("请改用普通空格。", "Use plain spaces."),
    "names_are_ascii": Text(
        "列名用英文，如 amount；中文写在单引号里。",
        "Columns have English names, like amount; other text stands in single quotes.",
    ),
    "single_quotes": Text(
        "文字写在单引号里：'trusted'；列名不加引号。",
        "Text stands in single quotes: 'trusted'; names of columns in none.",
    ),
    "one_expression": Text("一条规则只是一个条件。", "A rule is one condition and nothing else."),
    "no_comments": Text("说明请写在规则的备注里。", "Keep remarks in the note of the rule."),
    "plain_numbers": Text(
        "请写成普通数字，如 1200 或 0.5。", "Write plain digits, like 1200 or 0.5."
    ),
    "no_casts": Text("列的类型是固定的，不用转换。", "Columns have their types; nothing is cast."),
    "lower_like": Text("请用 lower(列) like '…'。", "Use lower(column) like '…'."),
    "use_matches": Text("请用 matches(列, '模式')。", "Use matches(column, 'pattern')."),
    "use_and_or": Text("请用 and、or 和 not。", "Use and, or and not."),
    "use_features": Text(
        "请用现成的特征，如 buyer_orders_30d。", "Use a feature, like buyer_orders_30d."
    ),
    "plain_names": Text(
        "列名前面没有表名；小数写成 0.5。", "Columns have no table before them; write 0.5 for .5."
    ),
    "is_null": Text("请写 列 is null 或 is not null。", "Write column is null, or is not null."),
    "is_null_only": Text(
        "“is”后面只能是 null 或 not null；是或否直接写列名或 not 列名。",
        "“is” goes with null and not null; write a flag alone, or not before it.",
    ),
    "in_brackets": Text("请写成 列 in (值, 值)。", "Write column in (value, value)."),
    "in_values_only": Text("in 的括号里只能是写明的值。", "The brackets of in hold values only."),
    "compare": Text("请与一个值比较，如 > 200。", "Compare it with a value, like > 200."),
    "use_between": Text("请用 between … and …。", "Use between … and …."),
    "conditions_apart": Text(
        "条件之间用 and、or 连接，不能再比较或计算。",
        "Conditions are joined with and and or; they are not compared or computed with.",
    ),
    "money_with_money": Text(
        "金额只能与金额比较和加减；乘除可以用数字。",
        "An amount is compared with and added to amounts; it may be multiplied by a number.",
    ),
    "flag_alone": Text("是或否的列直接写，或写 not 列。", "Write a flag alone, or not before it."),
    "quotes_mean_text": Text("数字不加引号。", "Numbers have no quotes."),
    "text_needs_quotes": Text("文字要加单引号。", "Text needs single quotes."),
    "smaller_first": Text(
        "小的写在前面；跨过午夜的时段用 or。",
        "The smaller one comes first; hours past midnight need or.",
    ),
    "listed_columns": Text(
        "名单用于买家、电话、设备等列。", "Lists are for columns like buyer, phone or device."
    ),
    "use_is_null": Text("只看有没有值请用 is not null。", "To ask for any value, use is not null."),
}
_WHY: Final = {
    "inner_percent": Text("% 只能在开头或结尾", "% can only stand at either end"),
    "underscore": Text("_ 在 like 里代表任意一个字", "_ stands for any character in like"),
    "backslash": Text("like 里没有 \\ 转义", "like has no escapes with \\"),
    "empty": Text("没有内容", "it is empty"),
    "too_long": Text("太长", "it is too long"),
    "too_deep": Text("括号套得太深", "its brackets go too deep"),
    "too_large": Text("重复的次数太多", "it repeats too much"),
    "bracket": Text("括号没有配对", "a bracket has no partner"),
    "nothing": Text("| 或括号旁边缺少内容", "there is nothing beside a | or in brackets"),
    "repeat": Text("* + ? {{n,m}} 用得不对，次数最多 200",
                   "* + ? {{n,m}} cannot stand so; at most 200 times"),
    "group": Text("不支持 (?…) 的写法，只能用 (?:…) 和开头的 (?i)",
                  "of (?…) there are only (?:…), and (?i) at the start"),
    "class": Text("方括号里的写法不对", "the square brackets are not right"),
    "escape": Text("不支持这个 \\ 写法", "there is no such \\ escape"),
    "ends": Text("没有写完", "it stops in the middle"),
}  # fmt: skip
_WORDS: Final = {
    "integer": Text("整数", "a whole number"),
    "number": Text("数字", "a number"),
    "money": Text("金额", "an amount"),
    "text": Text("文字", "text"),
    "choice": Text("选项", "a choice"),
    "time": Text("时间", "a time"),
    "clock": Text("一天中的时刻", "a time of day"),
    "flag": Text("是或否", "a flag"),
    "pattern": Text("单引号里的模式", "a pattern in single quotes"),
    "list": Text("单引号里的名单名", "the name of a list in single quotes"),
    "column": Text("一列", "a column"),
    "words": Text("词", "words"),
    "mapping": Text("“字段: 值”的列表", "fields with values"),
    "rules": Text("rules 下的一列规则", "a list of rules under rules"),
    "a title": Text(
        "一行可见的文字，最多 80 个字符", "one line that can be seen, up to 80 characters"
    ),
    "a note": Text(
        "可见的文字，最多 1000 个字符", "lines that can be seen, up to 1,000 characters"
    ),
    "plain": Text("不带锚点、别名和标签的内容", "no anchors, aliases or tags"),
    "shallow": Text("不超过六层的嵌套", "no more than six levels of nesting"),
}
# What a field of a rulebook holds; its other values are words of the file.
_FIELDS: Final = frozenset({"text", "a title", "a note"})
_TIMES: Final = {
    "time": Text("'2026-11-20' 或 '2026-11-20 18:00'", "'2026-11-20' or '2026-11-20 18:00'"),
    "clock": Text("'18:00'", "'18:00'"),
}
_MEANT: Final = Text("是不是“{close}”？", "Did you mean “{close}”?")
_OF_RULE: Final = Text("，规则 {rule}", ", rule {rule}")
_PLACE: Final = Text("第 {line} 行第 {column} 列", "line {line}, column {column}")
_WIDE: Final = frozenset("WF")
_MARGIN: Final = "  "
# How much of a long line is shown before and behind the place.
_BEFORE: Final = 40
_SHOWN: Final = 72


def rule_refusal(error: ShopwardenError, language: Language) -> str:
    """Say what is wrong with a rule or a rulebook, and show where."""
    match error:
        case RuleError():
            return show_rule_error(error, language)
        case RulebookError():
            return rulebook_error_sentence(error, language)
    raise TypeError(type(error))


def rule_error_sentence(error: RuleError, language: Language) -> str:
    """Say what is wrong with a rule and, where there is something to say, what to write."""
    facts = {name: _fact(error.code, name, value, language) for name, value in error.data.items()}
    said = RULE_ERRORS[error.code].in_(language, **facts).strip()
    if error.hint is None:
        return said
    space = "" if language is Language.ZH else " "
    return f"{said}{space}{HINTS[error.hint].in_(language, **facts)}"


def show_rule_error(error: RuleError, language: Language) -> str:
    """Say what is wrong, with the line of the rule and carets under the place."""
    place = error.place
    where = _PLACE.in_(language, line=place.line, column=place.column)
    lines = error.text.split("\n")
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    first = max(0, place.column - 1 - _BEFORE)
    shown = _visible(line[first : first + _SHOWN])
    indent = _width(line[first : place.column - 1])
    marked = max(_width(line[place.column - 1 : place.column - 1 + place.length][:_SHOWN]), 1)
    rows = (where, shown, " " * indent + "^" * marked)
    said = rule_error_sentence(error, language)
    return "\n".join([said, *(f"{_MARGIN}{row}".rstrip() for row in rows)])


def rulebook_error_sentence(error: RulebookError, language: Language) -> str:
    """Say what is wrong with a rulebook: file, line, rule and field, and the rule's own error."""
    facts = {name: _fact(error.code, name, value, language) for name, value in error.data.items()}
    of = _OF_RULE.in_(language, **facts) if facts.get("rule") else ""
    said = RULEBOOK_ERRORS[error.code].in_(language, of=of, **facts).strip()
    return said if error.cause is None else f"{said}\n{show_rule_error(error.cause, language)}"


def _fact(code: str, name: str, value: object, language: Language) -> object:
    if name == "close":
        names = SEPARATOR.in_(language).join(map(str, value)) if isinstance(value, tuple) else ""
        return _MEANT.in_(language, close=names) if names else ""
    if name == "why" and isinstance(value, str):
        return _WHY[value].in_(language)
    if code == "rule.bad_time" and name == "wanted":
        return _TIMES[str(value)].in_(language)
    if name in {"found", "name", "value"} and isinstance(value, str):
        value = _visible(_short(value)) if code == "rulebook.bad_value" else _short(value)
    if isinstance(value, tuple):
        is_field = code == "rulebook.bad_value"
        words = (
            _WORDS[item].in_(language)
            if is_field and item in {"text", "a title", "a note"}
            else str(item)
            for item in value
        )
        return SEPARATOR.in_(language).join(words)
    is_word = name in {"left", "right", "wanted", "found", "what", "known"} and code not in {
        "rule.unexpected", "rule.not_allowed", "rule.null_value",
    }  # fmt: skip
    word = _WORDS.get(str(value)) if is_word else None
    return word.in_(language) if word else value


def _short(text: str) -> str:
    return text if len(text) <= _BEFORE else f"{text[:_BEFORE]}…"


def _visible(text: str) -> str:
    """Put a dot where a sign has no form of its own, or changes those around it."""
    return "".join(sign if sign.isprintable() else " " if sign == "\t" else "·" for sign in text)


def _width(text: str) -> int:
    """Count the columns of a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(sign) in _WIDE else 1 for sign in text)
