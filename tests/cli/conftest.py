from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from shopwarden.cli import main

HEADER = (
    "订单编号,买家会员名,买家支付宝账号,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,"
    "买家实际支付金额,买家实际支付积分,订单状态,买家留言,收货人姓名,收货地址 ,运送方式,联系电话 ,"
    "联系手机,订单创建时间,订单付款时间 ,宝贝标题,宝贝种类,物流单号 ,物流公司,订单备注,宝贝总数量,"
    "店铺Id,店铺名称,订单关闭原因,卖家服务费,买家服务费,发票抬头,是否手机订单,分阶段订单信息,"
    "特权订金订单id,是否上传合同照片,是否上传小票,是否代付,定金排名,修改后的sku,修改后的收货地址,"
    "异常信息,天猫卡券抵扣,集分宝抵扣,是否是O2O交易,退款金额,预约门店"
)
NAMES = [name.strip() for name in HEADER.split(",")]
GOOD = {
    "订单编号": '="1000000000000000001"',
    "买家会员名": "买家一",
    "买家实际支付金额": "128.00",
    "订单状态": "买家已付款，等待卖家发货",
    "收货人姓名": "张三",
    "收货地址": "浙江省 杭州市 余杭区 五常街道 文一西路969号",
    "联系手机": "'13800000001",
    "订单创建时间": "2026-11-01 10:00:00",
    "订单付款时间": "2026-11-01 10:02:00",
    "店铺名称": "演示店铺",
}


@pytest.fixture
def orders_csv(tmp_path: Path):
    """Write a Taobao order export in GBK from rows that differ from a good one."""

    def write(*rows: dict[str, str], name: str = "orders.csv", tail: str = "") -> Path:
        lines = [HEADER]
        for number, row in enumerate(rows, start=1):
            full = GOOD | {"订单编号": f'="10000000000000000{number:02}"'} | row
            lines.append(",".join(full.get(column, "") for column in NAMES))
        path = tmp_path / name
        path.write_bytes(("\r\n".join(lines) + "\r\n" + tail).encode("gb18030"))
        return path

    return write


@pytest.fixture(autouse=True)
def no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write into a pipe, however wide the terminal of the one who tests is."""
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture
def run():
    """Run the command line in this process."""

    def call(*arguments: object) -> Result:
        return CliRunner().invoke(main, [str(argument) for argument in arguments])

    return call
