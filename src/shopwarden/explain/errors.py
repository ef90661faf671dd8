"""Refusals as sentences: what happened, what to do."""

from __future__ import annotations

from typing import Final

from shopwarden.errors import ShopwardenError
from shopwarden.explain.language import Language, Text

# The known exports, as people call them.
SOURCES: Final = {
    "taobao_orders": Text("淘宝订单", "Taobao orders"),
    "taobao_lines": Text("淘宝宝贝明细", "Taobao order lines"),
    "taobao_refunds": Text("淘宝退款", "Taobao refunds"),
    "pinduoduo": Text("拼多多订单", "Pinduoduo orders"),
    "douyin": Text("抖店订单", "Douyin orders"),
    "jd": Text("京东订单", "JD orders"),
    "alibaba_1688": Text("1688 订单", "1688 orders"),
}
ERRORS: Final = {
    "option.bad_time": Text(
        "看不懂这个时间：{text}。请写成 2026-11-20 或 2026-11-20T18:00。",
        "Cannot read the time {text}. Write 2026-11-20 or 2026-11-20T18:00.",
    ),
    "option.bad_delay": Text(
        "看不懂这个时长：{text}。请写成 7d（天）或 12h（小时）。",
        "Cannot read the delay {text}. Write 7d (days) or 12h (hours).",
    ),
    "evaluate.not_mapped": Text(
        "评估需要 {field}：请在映射文件的 [fields] 里写明它是哪一列。",
        "An evaluation needs {field}: say in [fields] of the mapping which column it is.",
    ),
    "evaluate.not_orders": Text(
        '只能评估订单：映射文件请写 kind = "orders"。',
        'Only orders can be evaluated: the mapping has to say kind = "orders".',
    ),
    "evaluate.no_accounts": Text(
        "没有一个订单写明买家，无法评估。请在映射中写明 buyer。",
        "No order names its buyer. Say in the mapping which column is the buyer.",
    ),
    "evaluate.no_time": Text(
        "测试期从 {start} 到 {end}，没有一刻在其中。--test-until 须晚于 --test-from。",
        "The test from {start} to {end} holds no moment. --test-until has to be after --test-from.",
    ),
    "evaluate.too_early": Text(
        "测试期从 {start} 开始，但学习期最后的标签要到 {known} 才知道：会用到将来的标签，不予评估。"
        "请推后 --test-from，或提前 --train-until。",
        "The test begins at {start}, but the last labels that are learnt from are known at {known} "
        "only: that would use the future. Test later, or learn until earlier.",
    ),
    "evaluate.nothing_to_learn": Text(
        "学习期内有 {bad} 个坏单、{good} 个好单，两种都要有才能学习。",
        "Before --train-until there are {bad} bad and {good} good orders; both kinds are needed.",
    ),
    "evaluate.nothing_to_test": Text(
        "测试期内（已知的坏账号不算）有 {bad} 个坏单、{good} 个好单，两种都要有才能评估。",
        "In the test, known bad accounts left out, there are {bad} bad and {good} good orders; "
        "both kinds are needed.",
    ),
    "backtest.no_orders": Text(
        "这些文件里没有订单，规则无从试起。请给出订单文件。",
        "There are no orders in these files to try rules on. Give a file of orders.",
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
    "output.failed": Text("无法写入 {file}：{why}。", "Cannot write {file}: {why}."),
    "demo.too_few_orders": Text(
        "订单数 {orders} 太少，至少 {least}。", "{orders} orders are too few; at least {least}."
    ),
    "table.no_column": Text(
        "{file} 中没有“{column}”这一列。现有的列：{columns}。",
        "{file} has no column “{column}”. It has: {columns}.",
    ),
    "file.not_found": Text(
        "找不到文件 {file}。请检查路径和文件名。",
        "There is no file {file}. Check its path and name.",
    ),
    "file.unreadable": Text("{file} 打不开：{why}。", "{file} cannot be opened: {why}."),
    "file.empty": Text("{file} 里没有数据。请重新导出。", "{file} holds no data. Export it again."),
    "file.too_large": Text(
        "{file} 有 {size:,} 字节，超过上限 {limit:,}。请按时间分几次导出。",
        "{file} has {size:,} bytes; the limit is {limit:,}. Export it in parts, month by month.",
    ),
    "file.wrong_type": Text(
        "{file} 不是表格，而是 {type}。请提供平台导出的 csv、xls、xlsx，或 ndjson、Parquet、zip。",
        "{file} is no table but {type}. Give an exported csv, xls, xlsx, ndjson, Parquet or zip.",
    ),
    "file.encrypted": Text(
        "{file} 有密码。请先去掉密码，另存后再读。",
        "{file} has a password. Remove it, save the file and read that.",
    ),
    "file.bomb": Text(
        "{file} 解开后过大（{what} {found:,}，上限 {limit:,}），已拒绝读取。请重新从平台导出。",
        "{file} would unpack to too much ({what}: {found:,}; limit {limit:,}) and is refused. "
        "Export it again from the platform.",
    ),
    "file.no_header": Text(
        "{file} 的第一行像是数据，没有列名。请在最上面加一行列名（如订单编号、收货地址），"
        "或重新导出，再读。",
        "The first row of {file} looks like data: the columns have no names. Add a row of names "
        "on top (order number, address …), or export it again, and read that.",
    ),
    "file.unrecognised": Text(
        "认不出 {file} 是哪种导出文件。最接近“{nearest}”，但缺少这些列：{missing}。\n"
        "  它的列：{header}\n  请重新导出并保留这些列，或用 --mapping 写明各列的含义。",
        "{file} is no known export. Nearest: “{nearest}”, which needs these columns too: "
        "{missing}.\n"
        "  It has: {header}\n  Export it again with them, or say what its columns mean "
        "with --mapping.",
    ),
    # Of ``file.unrecognised``, where no column at all is one of any export.
    "file.unknown": Text(
        "认不出 {file}：没有一列是已知平台导出文件的列。\n"
        "  它的列：{header}\n  请提供平台导出的订单文件，或用 --mapping 写明各列的含义。",
        "{file} is no known export: none of its columns belongs to one.\n"
        "  It has: {header}\n  Give an exported file of orders, or say what its columns mean "
        "with --mapping.",
    ),
    "bad_list.unrecognised": Text(
        "{file} 里没有一列说明写的是什么。请把列名写成手机、收货人或买家，或只留一列电话号码。",
        "No column of {file} says what it holds. Name its columns phone, receiver or buyer, or put "
        "phone numbers alone into its only column.",
    ),
    "workbook.limits": Text(
        "{file} 太大或已损坏，读取时用尽了{what}。请另存为 csv 再读。",
        "{file} is too large or damaged: reading it used up its {what}. Save it as csv "
        "and read that.",
    ),
    "mapping.not_found": Text("找不到映射文件 {mapping}。", "There is no mapping file {mapping}."),
    "mapping.bad_toml": Text(
        "映射文件 {mapping} 第 {line} 行第 {column} 列写法有误。",
        "The mapping file {mapping} has a mistake in line {line}, column {column}.",
    ),
    "mapping.unknown_key": Text(
        "映射里不能有“{key}”。{close}", "A mapping has no “{key}”. {close}"
    ),
    "mapping.bad_value": Text(
        "映射里 {key} 的值不对：{value}。", "In the mapping, {key} cannot be {value}."
    ),
    "mapping.unknown_kind": Text(
        "映射里的 kind“{kind}”不存在。可用：{known}。",
        "The kind “{kind}” does not exist. Known: {known}.",
    ),
    "mapping.unknown_field": Text(
        "{kind} 没有字段“{field}”。{close}", "{kind} have no field “{field}”. {close}"
    ),
    "feature.unknown": Text(
        "没有名为“{name}”的特征。{close}", "There is no feature “{name}”. {close}"
    ),
    "mapping.no_id": Text(
        "映射里必须有 id：哪一列是 {kind} 的编号？",
        "The mapping needs id: which column numbers the {kind}?",
    ),
    "mapping.unknown_status": Text(
        "[status] 里“{text}”对应的“{status}”不存在。可用：{known}。",
        "In [status], “{text}” stands for “{status}”, which does not exist. Known: {known}.",
    ),
    "mapping.column_missing": Text(
        "{file} 中没有映射给 {field} 的列“{column}”。{close}",
        "{file} has no column “{column}”, which is mapped to {field}. {close}",
    ),
    "mapping.format_missing": Text(
        '{field} 的列“{column}”是数字：请写 format = "epoch"（秒）或 "epoch_ms"（毫秒）。',
        'The column “{column}” of {field} holds numbers: say format = "epoch" (seconds) '
        'or "epoch_ms".',
    ),
    "gazetteer.package_missing": Text(
        "缺少数据包 {package}。请先安装：pip install 'shopwarden[gazetteer]'。",
        "The package {package} is missing. Install it: pip install 'shopwarden[gazetteer]'.",
    ),
    "gazetteer.source_unreadable": Text(
        "读不了 {source} 的文件 {file}：它的格式可能变了。",
        "Cannot read {file} of {source}: its form may have changed.",
    ),
    "gazetteer.unreadable": Text(
        "行政区划库 {file} 缺失或损坏。请重新安装 shopwarden。",
        "The gazetteer {file} is missing or damaged. Install shopwarden again.",
    ),
}
_WORDS: Final = {
    "folder": Text("这是一个文件夹", "it is a folder"),
    "permission": Text("没有读取权限", "no permission to read it"),
    "damaged": Text("文件已损坏，请重新导出", "it is damaged; export it again"),
    "seconds": Text("时间", "time"),
    "memory": Text("内存", "memory"),
    "entries": Text("文件个数", "files"),
    "expanded": Text("字节数", "bytes"),
    "ratio": Text("压缩倍数", "times its size"),
    "rows": Text("行数", "rows"),
    "binary": Text("无法辨认的二进制文件", "an unknown binary file"),
    "html": Text("网页", "a web page"),
}
_MEANT: Final = Text("是不是“{close}”？", "Did you mean “{close}”?")

# Why a row went to quarantine; `detail` is what the reader saw.
QUARANTINE: Final = {
    "row.encoding": Text("有无法识别的字节", "bytes that are no text"),
    "row.fields": Text("列数不对", "wrong number of cells"),
    "row.quotes": Text("引号不成对", "a quotation mark that never closes"),
    "row.json": Text("不是一行完整的 JSON", "no complete line of JSON"),
    "row.orphan": Text("找不到所属的订单行", "no order row it belongs to"),
    "cell.id_empty": Text("没有编号", "no number"),
    "cell.id_too_long": Text("编号过长", "the number is far too long"),
    "cell.id_damaged": Text("编号被 Excel 改坏了", "the number was damaged by Excel"),
    "cell.money": Text("金额看不懂", "no readable amount"),
    "cell.number": Text("数字看不懂", "no readable number"),
    "cell.flag": Text("是或否看不懂", "neither yes nor no"),
    "cell.time": Text("时间看不懂", "no readable time"),
    "cell.text": Text("文字里有坏字符", "text with broken characters"),
    "cell.label": Text("标签只能是 0 或 1", "a label is 0 or 1"),
    "cell.choice": Text("不在可选值之内", "none of the known values"),
}


def error_sentence(error: ShopwardenError, language: Language) -> str:
    """Say in the reader's language what cannot be used and what to do about it."""
    if error.code.startswith(("rule.", "rulebook.")):
        # Not at the top: rules bring Polars with them, which no other refusal needs.
        from shopwarden.explain.rule_errors import rule_refusal

        return rule_refusal(error, language)
    facts = {name: _shown(name, value, language) for name, value in error.data.items()}
    is_foreign = error.code == "file.unrecognised" and not error.data["nearest"]
    code = "file.unknown" if is_foreign else error.code
    return ERRORS[code].in_(language, **facts).strip()


def _shown(name: str, value: object, language: Language) -> object:
    if name == "close":
        return _MEANT.in_(language, close=_joined(value)) if value else ""
    if isinstance(value, list | tuple):
        return _joined(value)
    if name == "nearest":
        return SOURCES[str(value)].in_(language) if value in SOURCES else value
    word = _WORDS.get(value) if isinstance(value, str) and name in {"why", "what", "type"} else None
    return word.in_(language) if word else value


def _joined(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
