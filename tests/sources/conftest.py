from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import xlsxwriter
import xlwt

Row = dict[str, str]

HEADERS = {
    "taobao_orders": (
        "订单编号,买家会员名,买家支付宝账号,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,"
        "买家实际支付金额,买家实际支付积分,订单状态,买家留言,收货人姓名,收货地址 ,运送方式,"
        "联系电话 ,联系手机,订单创建时间,订单付款时间 ,宝贝标题,宝贝种类,物流单号 ,物流公司,"
        "订单备注,宝贝总数量,店铺Id,店铺名称,订单关闭原因,卖家服务费,买家服务费,发票抬头,是否手机订单,分阶段订单信息,"
        "特权订金订单id,是否上传合同照片,是否上传小票,是否代付,定金排名,修改后的sku,修改后的收货地址,"
        "异常信息,天猫卡券抵扣,集分宝抵扣,是否是O2O交易,退款金额,预约门店"
    ),
    "taobao_orders_2019": (
        "订单编号,买家会员名,买家支付宝账号,支付单号,支付详情,买家应付货款,买家应付邮费,买家支付积分,"
        "总金额,返点积分,买家实际支付金额,买家实际支付积分,订单状态,买家留言,收货人姓名,"
        "收货地址 ,运送方式,联系电话 ,联系手机,订单创建时间,订单付款时间 ,宝贝标题,宝贝种类,"
        "物流单号 ,物流公司,订单备注,"
        "宝贝总数量,店铺Id,店铺名称,订单关闭原因,卖家服务费,买家服务费,发票抬头,是否手机订单,"
        "分阶段订单信息,特权订金订单id,是否上传合同照片,是否上传小票,是否代付,定金排名,修改后的sku,"
        "修改后的收货地址,异常信息,天猫卡券抵扣,集分宝抵扣,是否是O2O交易,新零售交易类型,"
        "新零售导购门店名称,新零售导购门店id,新零售发货门店名称,新零售发货门店id,退款金额,预约门店,"
        "确认收货时间,打款商家金额,含应开票给个人的个人红包,是否信用购,体验期结束时间,前N有礼,配送类型,"
        "主订单编号"
    ),
    "taobao_orders_qianniu": (
        "订单编号,支付单号,支付详情,买家应付货款,买家应付邮费,总金额,买家实付金额,订单状态,订单创建时间,"
        "订单付款时间,商品标题,店铺名称,发货时间,确认收货时间,物流单号,物流公司,退款金额,是否主动赔付,"
        "主动赔付金额,主动赔付出账时间,商品属性SKU,C2B小额收款,确认收货打款金额,含应开票给个人红包,商家备注"
    ),
    "taobao_lines": (
        "子订单编号,主订单编号,商品标题,商品价格,购买数量,外部系统编号,商品属性,套餐信息,联系方式备注,"
        "订单状态,商家编码,支付单号,买家应付货款,买家实付金额,退款状态,退款金额,订单创建时间,订单付款时间,"
        "淘鲜达渠道,商品ID,分阶段信息,备注标签,商家备注,主订单买家留言,发货时间,物流单号,物流公司,"
        "是否主动赔付,主动赔付金额,主动赔付出账时间,应发货时间"
    ),
    "taobao_refunds": (
        "订单编号,退款编号,支付宝交易号,订单付款时间,商品编码,退款完结时间,买家会员名称,买家实际支付金额,"
        "宝贝标题,买家退款金额,手工退款/系统退款,售后类型,是否需要退货,退款的申请时间,超时时间,退款状态,"
        "货物状态,退货物流信息,发货物流信息,客服介入状态,卖家真实姓名,卖家真实姓名新,卖家退货地址,卖家邮编,"
        "卖家电话,卖家手机,退货物流单号,退货物流公司,买家退款原因,买家退款说明,买家退货时间,责任方,"
        "售中或售后,备注标签,商家备注,完结时间,部分退款/全部退款,审核操作人,举证超时,是否零秒响应,"
        "退款操作人,退款原因标签,业务类型,是否帮他退款,帮他退款操作账号"
    ),
    "pinduoduo": (
        "商品,订单号,订单状态,商品总价(元),店铺优惠折扣(元),平台优惠折扣(元),邮费(元),上门安装费(元),"
        "送货入户费(元),送货入户并安装费(元),用户实付金额(元),商家实收金额(元),商品数量(件),身份证姓名,"
        "身份证号码,收货人,手机,是否异常,省,市,区,街道,支付时间,拼单成功时间,订单确认时间,承诺发货时间,"
        "发货时间,确认收货时间,商品id,商品规格,用户购买手机号,样式ID,商家编码-SKU维度,商家编码-商品维度,"
        "快递单号,快递公司,海淘清关订单号,支付ID,支付方式,是否抽奖或0元试用,是否顺丰加价,商家备注,售后状态,"
        "买家留言"
    ),
    "douyin": (
        "主订单编号,子订单编号,选购商品,商品规格,商品数量,商家编码,订单应付金额,运费,收件人,收件人手机号,"
        "详细地址,订单提交时间,商家备注,订单完成时间,订单状态,售后状态,取消原因,发货时间,"
        "平台实际承担优惠金额,商家实际承担优惠金额,达人实际承担优惠金额,商品ID,支付完成时间,快递信息"
    ),
    "jd": (
        "订单号,商品ID,商品名称,订购数量,支付方式,下单时间,京东价,订单金额,结算金额,余额支付,应付金额,"
        "订单状态,订单类型,下单帐号,客户姓名,客户地址,联系电话,订单备注,发票类型,发票抬头,发票内容,商家备注,"
        "商家备注等级（等级1-5为由高到低）,运费金额,付款确认时间,增值税发票,货号,订单完成时间,订单来源,订单渠道"
    ),
    "alibaba_1688": (
        "订单编号,买家公司名,买家会员名,卖家公司名,卖家会员名,货品总价(元),运费(元),涨价或折扣(元),"
        "实付款(元),订单状态,订单创建时间,订单付款时间,发货方,收货人姓名,收货地址,邮编,联系电话,联系手机,"
        "货品标题,单价(元),数量,单位,货号,型号,Offer ID,SKU ID,物料编号,单品货号,货品种类,买家留言,"
        "物流公司运单号"
    ),
}

TAOBAO_ORDER = {
    "订单编号": '="1000000000000000001"',
    "买家会员名": "买家一",
    "买家支付宝账号": "buyer1@example.test",
    "买家应付货款": "120.00",
    "买家应付邮费": "8.00",
    "总金额": "128.00",
    "买家实际支付金额": "128.00",
    "订单状态": "买家已付款，等待卖家发货",
    "买家留言": "请尽快",
    "收货人姓名": "张三",
    "收货地址": "浙江省 杭州市 余杭区 五常街道 文一西路969号",
    "联系电话": "'0571-88880000",
    "联系手机": "'13800000001",
    "订单创建时间": "2026-11-01 10:00:00",
    "订单付款时间": "2026-11-01 10:02:00",
    "宝贝标题": "保温杯",
    "宝贝总数量": "2",
    "店铺名称": "演示店铺",
    "订单关闭原因": "订单未关闭",
    "退款金额": "无退款申请",
}


def columns_of(name: str) -> list[str]:
    return HEADERS[name].split(",")


def as_csv(header: Sequence[str], rows: Sequence[Row], delimiter: str = ",") -> str:
    """Text of a table; ``="…"`` is written as it stands, other cells as RFC 4180 wants."""
    lines = [delimiter.join(header)]
    for row in rows:
        cells = [row.get(name.strip(), "") for name in header]
        lines.append(delimiter.join(_cell(cell, delimiter) for cell in cells))
    return "\r\n".join(lines) + "\r\n"


def _cell(cell: str, delimiter: str) -> str:
    is_plain = not any(mark in cell for mark in f'{delimiter}"\r\n')
    if is_plain or re.fullmatch(r'="[^",\s]*"', cell):
        return cell
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerow([cell])
    return text.getvalue().removesuffix("\r\n")


@pytest.fixture
def taobao_order() -> Row:
    """A paid order, as an export of 2017 writes it."""
    return dict(TAOBAO_ORDER)


@pytest.fixture
def header_of() -> Callable[[str], list[str]]:
    """Column names of a known export."""
    return columns_of


@pytest.fixture
def write_csv(tmp_path: Path) -> Callable[..., Path]:
    """Write rows (column name -> cell) under a known header."""

    def write(
        source: str,
        rows: Sequence[Row],
        *,
        encoding: str = "gb18030",
        delimiter: str = ",",
        name: str = "export.csv",
    ) -> Path:
        path = tmp_path / name
        path.write_bytes(as_csv(columns_of(source), rows, delimiter).encode(encoding))
        return path

    return write


@pytest.fixture
def write_file(tmp_path: Path) -> Callable[..., Path]:
    """Write text or bytes."""

    def write(content: str | bytes, name: str = "table.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def write_xlsx(tmp_path: Path) -> Callable[..., Path]:
    """Write sheets (name -> rows of cells) as xlsx; times become real dates."""

    def write(sheets: dict[str, Sequence[Sequence[object]]], name: str = "book.xlsx") -> Path:
        path = tmp_path / name
        book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd hh:mm:ss"})
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if cell is not None:
                        sheet.write(number, place, cell)
        book.close()
        return path

    return write


@pytest.fixture
def write_xls(tmp_path: Path) -> Callable[..., Path]:
    """Write one sheet as an old xls workbook."""

    def write(rows: Sequence[Sequence[object]], name: str = "book.xls") -> Path:
        path = tmp_path / name
        book = xlwt.Workbook()
        sheet = book.add_sheet("Sheet1")
        style = xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm:ss")
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if cell is not None:
                    is_time = hasattr(cell, "year")
                    sheet.write(number, place, cell, *([style] if is_time else []))
        book.save(str(path))
        return path

    return write
