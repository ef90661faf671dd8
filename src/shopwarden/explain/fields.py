"""What the fields of a record are called when a person says which column is which."""

from __future__ import annotations

from typing import Final

from shopwarden.explain.language import Language, Text
from shopwarden.records import Kind

_NUMBERS: Final = {
    Kind.ORDERS: Text("订单编号", "Order number"),
    Kind.ORDER_LINES: Text("子订单编号", "Line number"),
    Kind.REFUNDS: Text("退款编号", "Refund number"),
    Kind.SHIPMENTS: Text("包裹编号", "Parcel number"),
}
_NAMES: Final = {
    "order_id": Text("所属订单编号", "Number of its order"),
    "line_id": Text("所属子订单编号", "Number of its line"),
    "refund_id": Text("退款编号", "Refund number"),
    "shop": Text("店铺", "Shop"),
    "platform": Text("平台", "Platform"),
    "type": Text("订单类型", "Order type"),
    "status": Text("状态", "Status"),
    "raw_status": Text("状态原文", "Status as written"),
    "refund_status": Text("退款状态", "Refund status"),
    "buyer": Text("买家", "Buyer"),
    "receiver_name": Text("收货人", "Receiver"),
    "phone": Text("收货电话", "Receiver's phone"),
    "address": Text("收货地址", "Address"),
    "province": Text("省份", "Province"),
    "city": Text("城市", "City"),
    "district": Text("区县", "District"),
    "town": Text("乡镇街道", "Township"),
    "device": Text("下单设备", "Device"),
    "ip": Text("IP 地址", "IP address"),
    "payment_account": Text("付款账号", "Payment account"),
    "card": Text("卡号", "Card"),
    "terminal": Text("下单终端", "Terminal"),
    "item": Text("商品编号", "Item number"),
    "sku": Text("规格", "Variant"),
    "merchant_code": Text("商家编码", "Merchant code"),
    "title": Text("商品名称", "Item"),
    "quantity": Text("数量", "Quantity"),
    "price_minor": Text("单价", "Price"),
    "amount_minor": Text("金额", "Amount"),
    "order_amount_minor": Text("订单金额", "Amount of the order"),
    "post_fee_minor": Text("邮费", "Postage"),
    "refunded_minor": Text("已退金额", "Refunded"),
    "currency": Text("币种", "Currency"),
    "created_at": Text("创建时间", "Created"),
    "paid_at": Text("付款时间", "Paid"),
    "shipped_at": Text("发货时间", "Shipped"),
    "signed_at": Text("签收时间", "Signed for"),
    "finished_at": Text("完成时间", "Finished"),
    "returned_at": Text("退货时间", "Returned"),
    "deadline": Text("截止时间", "Deadline"),
    "ship_deadline": Text("应发货时间", "Ship by"),
    "ship_deadline_assumed": Text("应发货时间是推算的", "Ship-by time is assumed"),
    "modified_at": Text("修改时间", "Last changed"),
    "buyer_message": Text("买家留言", "Buyer's message"),
    "seller_memo": Text("卖家备注", "Seller's memo"),
    "close_reason": Text("关闭原因", "Why closed"),
    "platform_flag": Text("平台标记", "Platform's flag"),
    "label": Text("标签（0/1）", "Label (0/1)"),
    "kind": Text("退款类型", "Kind of refund"),
    "goods_state": Text("货物状态", "State of the goods"),
    "phase": Text("售中售后", "Phase"),
    "reason": Text("退款原因", "Reason"),
    "description": Text("退款说明", "Description"),
    "platform_message": Text("平台提示", "Platform's message"),
    "platform_case": Text("平台介入", "Platform's case"),
    "needs_return": Text("需要退货", "Goods go back"),
    "is_automatic": Text("自动退款", "Automatic"),
    "is_zero_second": Text("极速退款", "Instant"),
    "is_partial": Text("部分退款", "Partial"),
    "return_waybill": Text("退货运单号", "Return waybill"),
    "return_carrier": Text("退货快递", "Return carrier"),
    "outbound_trace": Text("发货物流", "Trace of the parcel"),
    "return_trace": Text("退货物流", "Trace of the return"),
    "responsible": Text("责任方", "Responsible"),
    "version": Text("版本", "Version"),
    "direction": Text("方向", "Direction"),
    "waybill": Text("运单号", "Waybill"),
    "carrier": Text("快递公司", "Carrier"),
}


_REFUND_STATUSES: Final = {
    "unknown": Text("看不懂的状态", "Not understood"),
    "applied": Text("已申请", "Applied for"),
    "refused": Text("卖家拒绝", "Refused"),
    "agreed_wait_return": Text("等待买家退货", "Waits for the goods"),
    "returned_wait_confirm": Text("已退货，待确认", "Goods on their way back"),
    "exchange_wait_ship": Text("换货，待发出", "Exchange to be shipped"),
    "exchange_wait_confirm": Text("换货，待确认", "Exchange to be confirmed"),
    "refunding": Text("退款中", "Being refunded"),
    "closed": Text("已关闭", "Closed"),
    "success": Text("退款成功", "Refunded"),
}


def refund_status_name(status: str, language: Language) -> str:
    """Return the words of a refund's status; an unknown code stands for itself."""
    text = _REFUND_STATUSES.get(status)
    return text.in_(language) if text else status


def field_name(kind: Kind, field: str, language: Language) -> str:
    """Return what a field of a kind is called; one without words stands for itself."""
    text = _NUMBERS.get(kind) if field == "id" else _NAMES.get(field)
    return text.in_(language) if text else field
