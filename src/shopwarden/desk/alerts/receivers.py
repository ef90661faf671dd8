"""The person behind an order: masked for looking, in the clear after a recorded reveal."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Final
from unicodedata import normalize
from urllib.parse import quote

from shopwarden.desk.common import sealed
from shopwarden.desk.trade.models import Order

_MASKED: Final = re.compile(r"[*＊]|##|\$\$")
_SHORT: Final = 9
_ENDS: Final = 2
# A number, then an extension behind a separator: 18877771111-123, 0571-88888888转801.
_EXTENDED: Final = re.compile(r"(\+?[\d\s-]{7,}?\d)\s*(?:转|[-,;#])\s*(\d{1,6})$")
_SEVERAL: Final = re.compile(r"[/、;；]")
# Where a buyer of a platform is written to.
_CHAT_SITES: Final = {"taobao": "cntaobao", "tmall": "cntaobao", "1688": "cnalichn"}


@dataclass(frozen=True)
class Receiver:
    """Who an order goes to, and the buyer's name on the platform; empty where unknown."""

    name: str = ""
    phone: str = ""
    address: str = ""
    buyer: str = ""

    @property
    def masked(self) -> Receiver:
        """The same person, recognisable by who knows them and of no use to others.

        The address is left out: its divisions are shown from the parsed text.
        """
        return Receiver(mask_name(self.name), mask_phone(self.phone), "", mask_nick(self.buyer))


@dataclass(frozen=True)
class Links:
    """How to reach a person; empty where there is no way."""

    phone: str = ""
    chat: str = ""
    web_chat: str = ""


def receiver_of(order: Order) -> Receiver:
    """Return the receiver of an order; raises ``SealError``."""
    facts = json.loads(sealed.read(order, "personal") or "{}")
    names = {"name": "receiver_name", "phone": "phone", "address": "address", "buyer": "buyer"}
    return Receiver(**{name: facts.get(column) or "" for name, column in names.items()})


def links_of(order: Order, receiver: Receiver) -> Links:
    """Return the links that reach the receiver or the buyer."""
    site = _CHAT_SITES.get(order.platform)
    nick = "" if _MASKED.search(receiver.buyer) else receiver.buyer
    if not site or not nick:
        return Links(phone=phone_link(receiver.phone))
    who = quote(nick, safe="")
    return Links(
        phone=phone_link(receiver.phone),
        chat=f"aliim:sendmsg?touid={site}{who}&siteid={site}&status=1",
        web_chat=f"https://amos.alicdn.com/getcid.aw?v=3&groupid=0&s=1&charset=utf-8"
        f"&uid={who}&site={site}",
    )


def phone_link(phone: str) -> str:
    """Return ``tel:`` for the first number of a text, ``tel:18877771111,123`` with extension."""
    first = _SEVERAL.split(normalize("NFKC", phone).strip())[0]
    if _MASKED.search(first):
        return ""
    extended = _EXTENDED.match(first)
    number, extension = extended.groups() if extended else (first, "")
    digits = re.sub(r"[^\d+]", "", number)
    if not digits:
        return ""
    return f"tel:{digits},{extension}" if extension else f"tel:{digits}"


def mask_name(name: str) -> str:
    """Keep the first character: ``李**``; a name a platform masked stays as it is."""
    return f"{name[:1]}**" if _readable(name) > 1 else name


def mask_phone(phone: str) -> str:
    """Keep the first three and last four characters: ``138****0000``."""
    if len(phone) < _SHORT:
        return "*" * len(phone)
    return f"{phone[:3]}{'*' * (len(phone) - 7)}{phone[-4:]}"


def mask_nick(nick: str) -> str:
    """Keep the first and the last character: ``t***8``; a masked one stays as it is.

    Of two characters only the first is kept, of one nothing: both ends would be all of it.
    """
    is_masked = "*" in nick and _readable(nick) <= _ENDS
    if is_masked or not nick:
        return nick
    head = nick[0] if len(nick) > 1 else ""
    tail = nick[-1] if len(nick) > _ENDS else ""
    return f"{head}***{tail}"


def _readable(text: str) -> int:
    """How many characters of `text` are no stars: one star hides nothing but itself."""
    return sum(one not in "*＊" for one in text)
