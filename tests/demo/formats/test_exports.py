from __future__ import annotations

import csv
import io
import re
import tomllib

import polars as pl

HEADER_2017 = (
    "订单编号,买家会员名,买家支付宝账号,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,"
    "买家实际支付金额,买家实际支付积分,订单状态,买家留言,收货人姓名,收货地址 ,运送方式,联系电话 ,"
    "联系手机,订单创建时间,订单付款时间 ,宝贝标题,宝贝种类,物流单号 ,物流公司,订单备注,宝贝总数量,"
    "店铺Id,店铺名称,订单关闭原因,卖家服务费,买家服务费,发票抬头,是否手机订单,分阶段订单信息,"
    "特权订金订单id,是否上传合同照片,是否上传小票,是否代付,定金排名,修改后的sku,修改后的收货地址,"
    "异常信息,天猫卡券抵扣,集分宝抵扣,是否是O2O交易,退款金额,预约门店"
)
UNREADABLE = (
    "3.53E+18",
    "3531000160000000000",
    "一百二十八元",
    "昨天下午",
    '"正月初一',
    "3599000000000577231",
)


def _taobao(folder):
    """Good rows of the order file: damaged lines are taken out first."""
    lines = folder.text("taobao-orders.csv").splitlines(keepends=True)
    good = [line for line in lines if not any(word in line for word in UNREADABLE)]
    assert len(lines) - len(good) == len(UNREADABLE)
    return list(csv.DictReader(io.StringIO("".join(good), newline="")))


def _header(folder, name, encoding="gb18030"):
    return folder.text(name, encoding).splitlines()[0]


def test_taobao_header_is_that_of_2017(folder) -> None:
    assert _header(folder, "taobao-orders.csv") == HEADER_2017
    assert HEADER_2017.count(",") == 45


def test_taobao_is_plain_gbk(folder) -> None:
    assert folder.text("taobao-orders.csv", "gbk") == folder.text("taobao-orders.csv")


def test_2019_header_adds_its_columns(folder) -> None:
    header = _header(folder, "taobao-orders-2019.csv").split(",")
    assert header[2:6] == ["买家支付宝账号", "支付单号", "支付详情", "买家应付货款"]
    assert header[-3:] == ["前N有礼", "配送类型", "主订单编号"]
    assert header.count("退款金额") == 1


def test_taobao_rows_have_all_cells_and_the_traps(folder) -> None:
    rows = _taobao(folder)
    assert len(rows) == 3000
    assert all(None not in row and None not in row.values() for row in rows)
    assert all(re.fullmatch(r'="35\d{17}"', row["订单编号"]) for row in rows)
    assert all(row["联系手机"].startswith("'") for row in rows)
    assert {bool(row["物流单号 "]) for row in rows} == {True, False}
    assert all(row["物流单号 "][:3] in ("", "No:") for row in rows)
    assert any("\n" in row["买家留言"] for row in rows)
    assert {row["订单状态"] for row in rows} >= {
        "买家已付款,等待卖家发货",
        "买家已付款，等待卖家发货",
        "卖家已发货，等待买家确认",
        "交易成功",
        "交易关闭",
    }


def test_taobao_status_agrees_with_times_and_money(folder) -> None:
    for row in _taobao(folder):
        status, is_paid = row["订单状态"].replace("，", ","), row["订单付款时间 "] != ""
        assert is_paid == (row["买家实际支付金额"] != "0.00")
        assert is_paid == (row["订单创建时间"] < row["订单付款时间 "])
        assert (status == "等待买家付款") <= (not is_paid)
        assert (status in ("交易成功", "买家已付款,等待卖家发货")) <= is_paid
        assert (status == "卖家已发货,等待买家确认") <= (row["物流单号 "] != "")
        assert (status == "买家已付款,等待卖家发货") <= (row["物流单号 "] == "")


def test_most_taobao_orders_are_done_and_a_few_wait(folder) -> None:
    status = pl.Series([row["订单状态"].replace("，", ",") for row in _taobao(folder)])
    shares = dict(status.value_counts(normalize=True).iter_rows())
    assert 0.7 < shares["交易成功"] < 0.85
    assert 0.003 < shares["买家已付款,等待卖家发货"] < 0.05
    assert 0.03 < shares["交易关闭"] < 0.12


def test_items_add_up_to_their_orders(folder) -> None:
    items = folder.rows("taobao-items.csv")
    orders = {row["订单编号"]: row for row in _taobao(folder)}
    goods = {}
    for item in items:
        fen = int(item["买家应付货款"].replace(".", ""))
        goods[item["主订单编号"]] = goods.get(item["主订单编号"], 0) + fen
    assert goods == {key: int(row["买家应付货款"].replace(".", "")) for key, row in orders.items()}
    assert len({item["子订单编号"] for item in items}) == len(items)
    assert all((item["应发货时间"] != "") == (item["订单付款时间"] != "") for item in items)
    assert any(item["退款金额"] == "无退款申请" for item in items)


def test_refunds_belong_to_paid_orders(folder) -> None:
    refunds = folder.sheet("taobao-refunds.xlsx")
    orders = {row["订单编号"].strip('="'): row for row in _taobao(folder)}
    assert refunds["退款编号"].is_unique().all()
    assert all(orders[number]["订单付款时间 "] for number in refunds["订单编号"])
    assert 0.03 < refunds.height / 3000 < 0.055
    assert set(refunds["售后类型"]) == {"仅退款", "退货退款", "换货"}
    assert any("无法操作退款" in text or "不符合条件" in text for text in refunds["退款状态"])
    assert (refunds["退款的申请时间"] > refunds["订单付款时间"]).all()


def test_refunded_orders_are_closed(folder) -> None:
    paid_out = folder.sheet("taobao-refunds.xlsx").filter(
        (pl.col("退款状态") == "退款成功")
        & (pl.col("部分退款/全部退款") == "全部退款")
        & (pl.col("售后类型") != "换货")
    )
    orders = {row["订单编号"].strip('="'): row for row in _taobao(folder)}
    closed = [orders[number] for number in paid_out["订单编号"]]
    assert {row["订单状态"] for row in closed} == {"交易关闭"}
    assert [row["退款金额"] for row in closed] == paid_out["买家退款金额"].to_list()


def test_workbook_shows_no_personal_data(folder) -> None:
    sheet = folder.sheet("qianniu-orders.xlsx")
    assert sheet.width == 25
    assert not {"收货人姓名", "收货地址", "联系手机"} & set(sheet.columns)
    assert sheet["订单编号"].str.contains(r"^33\d{17}$").all()


def test_pinduoduo_cells_end_with_tabs(folder) -> None:
    rows = folder.rows("pinduoduo-orders.csv", "utf-8")
    assert all(re.fullmatch(r"26\d{4}-\d{15}\t", row["订单号"]) for row in rows)
    assert {row["订单状态"] for row in rows} >= {"已签收", "待发货", "已取消"}
    assert {row["身份证号码"] for row in rows} == {""}


def test_douyin_has_a_bom_tabs_and_ciphers(folder) -> None:
    assert folder.text("douyin-orders.csv", "utf-8").startswith("\ufeff主订单编号,")
    rows = folder.rows("douyin-orders.csv", "utf-8-sig")
    assert all(row["主订单编号"].startswith("\t69") for row in rows)
    assert all(re.fullmatch(r"##\S{20,}##", row["收件人"]) for row in rows)
    assert all(re.fullmatch(r"\$\$\S{20,}\$\$", row["收件人手机号"]) for row in rows)


def test_1688_leaves_following_rows_blank(folder) -> None:
    rows = folder.rows("1688-orders.csv")
    following = [row for row in rows if not row["订单编号"]]
    assert len(rows) - len(following) == 300
    assert following
    assert {row["收货地址"] + row["实付款(元)"] for row in following} == {""}
    assert all(row["货品标题"] for row in rows)


def test_jd_repeats_the_order_on_each_line(folder) -> None:
    rows = folder.rows("jd-orders.csv")
    addresses = {(row["订单号"], row["客户地址"], row["订单金额"]) for row in rows}
    assert len(addresses) == len({row["订单号"] for row in rows}) == 300
    assert len(rows) > 300


def test_mapping_fits_the_table(folder) -> None:
    mapping = tomllib.loads((folder.path / "any-table.toml").read_text(encoding="utf-8"))
    table = pl.read_parquet(folder.path / "any-table.parquet")
    columns = [
        field["column"] if isinstance(field, dict) else field
        for field in mapping["fields"].values()
    ]
    assert set(columns) == set(table.columns)
    assert set(table["state"]) <= set(mapping["status"])
    assert (table["paid_ts"].is_null() == table["state"].is_in(["待付款", "已取消"])).all()


def test_bad_list_holds_each_kind(folder) -> None:
    rows = folder.rows("bad-list.csv", "utf-8")
    assert {row["kind"] for row in rows} == {"phone", "receiver", "buyer"}
    assert len({row["value"] for row in rows}) == len(rows) == 28
