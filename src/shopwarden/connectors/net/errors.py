"""Why a connection was not made, or an answer not had."""

from __future__ import annotations

from shopwarden.errors import ShopwardenError


class NetError(ShopwardenError):
    """Nothing usable came back.

    Codes, each with host and port and nothing else of the address: ``net.bad_url`` (without
    them), ``net.not_allowed`` plain http or another port than 443, ``net.not_public`` the name
    leads to no address one may connect to, ``net.unknown_host``, ``net.unreachable``,
    ``net.untrusted`` TLS failed, ``net.timed_out``, ``net.broken`` what came is no HTTP.
    """
