"""How fast order files are read: rows, seconds, MB/s and peak memory.

Run ``python benchmarks/read_orders.py [rows ...]``; 100,000 and 1,000,000 rows by default. A
synthetic GBK file in the 46 columns of a Taobao export is written to a temporary folder, with
wrapped ids, quoted cells and a few damaged rows, and read in a process of its own, so that
the peak is the reader's.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HEADER = (
    "订单编号,买家会员名,买家支付宝账号,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,"
    "买家实际支付金额,买家实际支付积分,订单状态,买家留言,收货人姓名,收货地址 ,运送方式,联系电话 ,"
    "联系手机,订单创建时间,订单付款时间 ,宝贝标题,宝贝种类,物流单号 ,物流公司,订单备注,宝贝总数量,"
    "店铺Id,店铺名称,订单关闭原因,卖家服务费,买家服务费,发票抬头,是否手机订单,分阶段订单信息,"
    "特权订金订单id,是否上传合同照片,是否上传小票,是否代付,定金排名,修改后的sku,修改后的收货地址,"
    "异常信息,天猫卡券抵扣,集分宝抵扣,是否是O2O交易,退款金额,预约门店"
)
STATUSES = ("买家已付款，等待卖家发货", "卖家已发货，等待买家确认", "交易成功", "交易关闭")
BLOCK = 10_000


def order(number: int) -> str:
    """One row; the numbers only have to differ."""
    amount = f"{number % 900}.{number % 100:02}"
    day = f"2026-{1 + number % 11:02}-{1 + number % 28:02}"
    clock = f"{number % 60:02}:{number * 7 % 60:02}"
    return (
        f'="{1_000_000_000_000_000_001 + number * 7919}",买家{number % 50_000},'
        f"buyer{number % 50_000}@example.test,{amount},0.00,0,{amount},0,{amount},0,"
        f'"{STATUSES[number % 4]}",{"请尽快发货" if number % 5 == 0 else ""},收货人{number % 9973},'
        f'"浙江省 杭州市 余杭区 五常街道 文一西路{number % 2000}号{number % 30}幢{number % 9}单元'
        f"{number % 20}01室(310000)\",快递,,'138{number % 100_000_000:08},"
        f"{day} 10:{clock},{day} 11:{clock},秋冬新款加绒加厚保暖内衣套装男士{number % 500}号,1,"
        f"No:7512{number:010},中通快递,,1,0,演示旗舰店,订单未关闭,0.00元,0.00元,,手机订单,,,否,否,"
        f"否,,null,null,,0.00,0.00,否,无退款申请,"
    )


def write(path: Path, rows: int) -> None:
    """Write a file of `rows` rows; one in 100,000 has a stray quote."""
    with path.open("wb") as file:
        file.write(f"{HEADER}\r\n".encode("gb18030"))
        for start in range(0, rows, BLOCK):
            lines = [order(number) for number in range(start, min(rows, start + BLOCK))]
            if start % 100_000 == 0:
                lines[0] = lines[0].replace("快递", '"快递', 1)
            file.write(("\r\n".join(lines) + "\r\n").encode("gb18030"))


def read(path: Path) -> None:
    """Read the file and print one line of the table."""
    from shopwarden.records import Kind
    from shopwarden.sources import read_file

    start = time.perf_counter()
    result = read_file(path)
    seconds = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_SELF)
    size = path.stat().st_size / 1e6
    print(
        f"{result.rows:>10,} {size:>8.0f} {seconds:>8.1f} {size / seconds:>7.0f} "
        f"{used.ru_utime + used.ru_stime:>8.1f} {used.ru_maxrss / 1024:>9.0f} "
        f"{result.records[Kind.ORDERS].height:>10,} {result.quarantine.height:>6}"
    )


def main(sizes: list[int]) -> None:
    """Measure each size."""
    print("      rows       MB        s    MB/s    cpu s  peak MiB     orders   held")
    for rows in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "orders.csv"
            write(path, rows)
            subprocess.run([sys.executable, __file__, "--read", str(path)], check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--read"]:
        read(Path(sys.argv[2]))
    else:
        main([int(rows) for rows in sys.argv[1:]] or [100_000, 1_000_000])
