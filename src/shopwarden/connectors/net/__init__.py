"""The one module that opens connections outwards.

::

    client = Client(allowed={Place("push.lan", 8080)})
    answer = client.send("POST", "https://example.com/hook", body=b"…", headers={…})

- Only https to port 443 of public addresses, unless the owner allowed that very host and port:
  then plain http, another port and a private address will do.
- The address is checked when the connection is made, on what the name resolved to just then;
  TLS and the Host header go on asking for the name.
- No redirect is followed, no proxy of the environment is used, no answer is read past a size,
  and nothing takes longer than it may on the whole.
- Errors carry host and port only: the rest of an address may be a secret.
"""

from __future__ import annotations

from shopwarden.connectors.net.addresses import Endpoint, Resolver
from shopwarden.connectors.net.client import Answer, Client, Limits
from shopwarden.connectors.net.errors import NetError
from shopwarden.connectors.net.targets import Place, Target, target_of

__all__ = [
    "Answer",
    "Client",
    "Endpoint",
    "Limits",
    "NetError",
    "Place",
    "Resolver",
    "Target",
    "target_of",
]
