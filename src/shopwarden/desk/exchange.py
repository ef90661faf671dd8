"""One request and its answer, between the web server (RSGI) and Django (WSGI)."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import suppress
from io import BytesIO, RawIOBase
from typing import Any, Final, NamedTuple, NoReturn, Protocol, TypeVar

from django.core.exceptions import RequestDataTooBig

T = TypeVar("T")
Environ = dict[str, Any]
Headers = list[tuple[str, str]]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

# The web server holds an answer of this many bytes until the visitor has taken it.
_SHORT: Final = 1_000_000


class Talk(Protocol):
    """The web server's side of one request."""

    def __aiter__(self) -> AsyncIterator[bytes]: ...
    def response_empty(self, status: int, headers: Headers) -> None: ...
    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None: ...
    def response_stream(self, status: int, headers: Headers) -> Any: ...


def environ_of(scope: Any) -> Environ:
    """Return a request without its body as Django wants it."""
    server, _, port = scope.server.rpartition(":")
    environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": _latin(scope.path),
        "QUERY_STRING": _latin(scope.query_string),
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "SERVER_NAME": server,
        "SERVER_PORT": port,
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        # A header with a low line would pass for the one with a hyphen that a proxy sets.
        if "_" not in name:
            key = _key(name)
            together = "; " if name == "cookie" else ","
            environ[key] = f"{environ[key]}{together}{value}" if key in environ else value
    return environ


def _key(name: str) -> str:
    key = name.upper().replace("-", "_")
    return key if key in ("CONTENT_LENGTH", "CONTENT_TYPE") else f"HTTP_{key}"


def _latin(text: str) -> str:
    """Return the bytes of a text as WSGI hands them over: one character each."""
    return text.encode().decode("latin-1")


async def whole_body(talk: Talk, length: int) -> bytes | None:
    """Receive a body; nothing if the line broke before it was whole."""
    body = bytearray()
    async for chunk in talk:
        body += chunk
    return bytes(body) if len(body) == length else None


class TooLarge(RawIOBase):
    """The body of a form that was not received."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> NoReturn:
        raise RequestDataTooBig


class Patience(NamedTuple):
    """How a thread waits for a visitor: on the event loop, and not for ever.

    A step may take `seconds`, and all of them together as long as `rate` bytes a second take.
    """

    loop: asyncio.AbstractEventLoop
    seconds: float
    rate: float

    def left(self, began: float, size: int) -> float:
        """Return how long the next step may take of one who has sent `size` bytes."""
        return min(self.seconds, began + self.seconds + size / self.rate - time.monotonic())

    def wait(
        self, step: Callable[..., Awaitable[T]], *args: object, seconds: float | None = None
    ) -> T:
        """Return what the visitor's next step gives; raises ``TimeoutError``."""

        async def in_time() -> T:
            async with asyncio.timeout(self.seconds if seconds is None else seconds):
                return await step(*args)

        return asyncio.run_coroutine_threadsafe(in_time(), self.loop).result()


class Upload(RawIOBase):
    """A body of `length` bytes that Django reads while it arrives."""

    def __init__(self, chunks: AsyncIterator[bytes], length: int, patience: Patience) -> None:
        self._chunks = chunks
        self._missing = length
        self._length = length
        self._patience = patience
        self._began = time.monotonic()
        self._held = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        while self._missing and not self._held:
            try:
                # Django takes a TimeoutError, which is an OSError, as a broken line.
                left = self._patience.left(self._began, self._length - self._missing)
                self._held = self._patience.wait(self._chunks.__anext__, seconds=left)
            except StopAsyncIteration as end:
                # Else half a file would pass for a whole one.
                raise ConnectionResetError from end
            self._missing -= len(self._held)
        taken, self._held = self._held[: len(buffer)], self._held[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)


class Answer:
    """What the application says, given to the visitor."""

    def __init__(
        self, application: Application, environ: Environ, talk: Talk, patience: Patience
    ) -> None:
        self._application = application
        self._environ = environ
        self._talk = talk
        self._patience = patience
        self._status = 500
        self._headers: Headers = []

    def give(self) -> None:
        """Work it out and send it; called in a thread of its own."""
        parts = self._application(self._environ, self._start)
        try:
            length = dict(self._headers).get("content-length", "")
            if length and int(length) <= _SHORT:
                self._talk.response_bytes(self._status, self._headers, b"".join(parts))
            else:
                self._stream(parts)
        finally:
            getattr(parts, "close", lambda: None)()

    def _stream(self, parts: Iterable[bytes]) -> None:
        stream = self._talk.response_stream(self._status, self._headers)
        with suppress(TimeoutError):
            for part in parts:
                self._patience.wait(stream.send_bytes, part)

    def _start(self, status: str, headers: Headers, exc_info: object = None) -> None:
        self._status = int(status.split(" ", 1)[0])
        self._headers = [(name.lower(), value) for name, value in headers]
