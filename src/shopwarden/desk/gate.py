"""What stands between the web server and Django: no thread waits for a visitor.

Django answers in few threads. A form is therefore received here, on the event loop, within
a size and a time, and takes a thread only when it is complete. An upload is too large to be
waited for: it is passed on while it arrives, a few at once, so that pages always find a free
thread, and is given up when nothing more comes.
"""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from io import BufferedReader, BytesIO
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from shopwarden.desk.exchange import (
    Answer,
    Application,
    Environ,
    Patience,
    Talk,
    TooLarge,
    Upload,
    environ_of,
    whole_body,
)

if TYPE_CHECKING:
    from shopwarden.desk.together import Together

# Where files are taken, behind the log-in: of exports and of lists.
_UPLOADS: Final = re.compile(r"/imports/upload/|/shops/[^/]+/lists/upload/")
_BATCHES: Final = re.compile(r"/api/v1/(events|webhooks/[^/]+)")
_DECISIONS: Final = "/api/v1/decisions"
_BLOCK: Final = 1 << 16
_CLOSE: Final = [("connection", "close")]


class Limits(NamedTuple):
    """What visitors may take of the desk.

    Parameters
    ----------
    threads
        How many requests are answered at once. More write slower, and with one a slow page
        stops all.
    uploads
        How many of these may be taking a file; fewer than `threads`.
    forms, form_bytes, form_seconds
        How many forms may be arriving at once, how large each may be (both bound the memory
        that strangers can fill), and how long it may take.
    batch_bytes
        How large the records may be that a program brings at once; few arrive at a time.
    stalled_seconds
        After how long a visitor is given up who neither sends more of a file nor takes more
        of an answer.
    upload_rate
        Who sends fewer bytes of a file a second than this, on the whole, is given up too.
    waiting_seconds
        How long an upload waits for others to end before it is asked to come again.
    """

    threads: int = 4
    uploads: int = 2
    forms: int = 200
    form_bytes: int = 500_000
    form_seconds: float = 15.0
    batch_bytes: int = 16_000_000
    stalled_seconds: float = 20.0
    upload_rate: float = 16_000.0
    waiting_seconds: float = 60.0


class Gate:
    """Serves a WSGI application to the web server.

    Parameters
    ----------
    application
        What answers.
    limits
        What visitors may take.
    together
        What answers questions about orders, in a thread of its own, many at once.
    """

    def __init__(
        self,
        application: Application,
        limits: Limits = Limits(),  # noqa: B008
        together: Together | None = None,
    ) -> None:
        self._application = application
        self._together = together
        self._limits = limits
        self._threads = ThreadPoolExecutor(limits.threads, "desk")
        self._uploads = asyncio.Semaphore(limits.uploads)
        self._forms = 0

    async def __rsgi__(self, scope: Any, talk: Talk) -> None:
        """Answer one request."""
        environ = environ_of(scope)
        length = int(environ.get("CONTENT_LENGTH") or 0)
        if "HTTP_TRANSFER_ENCODING" in environ:
            # Nothing would tell half a body from a whole one.
            talk.response_empty(411, _CLOSE)
        elif not length:
            await self._answer(environ, talk)
        elif _UPLOADS.match(environ["PATH_INFO"]):
            await self._pass_on(environ, talk, length)
        elif length > self._largest(environ):
            # Django has the page that says so.
            environ["wsgi.input"] = BufferedReader(TooLarge())
            await self._answer(environ, talk)
        elif _BATCHES.fullmatch(environ["PATH_INFO"]):
            # Large, so that few arrive at once.
            async with self._uploads:
                await self._receive_and_answer(environ, talk, length)
        elif self._forms < self._limits.forms:
            await self._receive_and_answer(environ, talk, length)
        else:
            talk.response_empty(503, [("retry-after", "5"), *_CLOSE])

    def _largest(self, environ: Environ) -> int:
        is_batch = _BATCHES.fullmatch(environ["PATH_INFO"])
        return self._limits.batch_bytes if is_batch else self._limits.form_bytes

    async def _pass_on(self, environ: Environ, talk: Talk, length: int) -> None:
        try:
            async with asyncio.timeout(self._limits.waiting_seconds):
                await self._uploads.acquire()
        except TimeoutError:
            talk.response_empty(503, [("retry-after", "60"), *_CLOSE])
            return
        try:
            upload = Upload(aiter(talk), length, self._patience())
            environ["wsgi.input"] = BufferedReader(upload, _BLOCK)
            await self._answer(environ, talk)
        finally:
            self._uploads.release()

    async def _receive_and_answer(self, environ: Environ, talk: Talk, length: int) -> None:
        self._forms += 1
        try:
            async with asyncio.timeout(self._limits.form_seconds):
                body = await whole_body(talk, length)
        except TimeoutError:
            talk.response_empty(408, _CLOSE)
            return
        finally:
            self._forms -= 1
        if body is None:
            # Half a decision would pass for a whole one; who sent it is gone.
            talk.response_empty(400, _CLOSE)
            return
        environ["wsgi.input"] = BytesIO(body)
        if self._together is not None and environ["PATH_INFO"] == _DECISIONS:
            reply = await self._together.ask(environ)
            talk.response_bytes(*reply)
        else:
            await self._answer(environ, talk)

    async def _answer(self, environ: Environ, talk: Talk) -> None:
        answer = Answer(self._application, environ, talk, self._patience())
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._threads, answer.give)

    def _patience(self) -> Patience:
        limits = self._limits
        loop = asyncio.get_running_loop()
        return Patience(loop, limits.stalled_seconds, limits.upload_rate)
