"""Receiving files: sealed while they arrive, counted while they arrive, refused in time."""

from __future__ import annotations

from typing import IO, Any, Final
from uuid import UUID, uuid4

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

from shopwarden.desk.intake import vault

# What a form adds around its files.
_FORM_BYTES: Final = 100_000


class SealedFile(UploadedFile):  # type: ignore[type-arg]
    """An uploaded file of which only name and fingerprint are at hand."""

    def __init__(self, name: str, received: vault.Received) -> None:
        super().__init__(file=None, name=name, size=received.size)
        self.received = received

    def close(self) -> None:
        """Nothing is open; the parser closes its files when the request breaks off."""


class SealingHandler(FileUploadHandler):
    """Writes the files of one request into the vault.

    Parameters
    ----------
    limit
        Most bytes of all files together; beyond it the request is answered 413, whatever
        its headers promised.
    """

    chunk_size = 1 << 20

    def __init__(self, request: HttpRequest, shop_id: UUID, limit: int) -> None:
        super().__init__(request)
        self.received: list[vault.Received] = []
        self._shop_id = shop_id
        self._limit = limit
        self._size = 0

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, str],
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Refuse at once what says itself that it is too large."""
        if content_length > self._limit + _FORM_BYTES:
            raise RequestDataTooBig

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin with a file."""
        super().new_file(*args, **kwargs)
        # Closed by the parser when the request breaks off.
        self.file = vault.Writer(uuid4(), self._shop_id)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take a part of it."""
        self._size += len(raw_data)
        if self._size > self._limit:
            self.file.close()
            raise RequestDataTooBig
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> SealedFile:
        """Put it away."""
        self.received.append(self.file.finish())
        return SealedFile(self.file_name or "", self.received[-1])

    def upload_interrupted(self) -> None:
        """Remove what came of it."""
        self.file.close()

    def remove_unless(self, kept: set[UUID]) -> None:
        """Remove the files nobody has kept, and what came of one that broke off."""
        writer = getattr(self, "file", None)
        if isinstance(writer, vault.Writer):
            writer.close()
        for one in self.received:
            if one.id not in kept:
                vault.remove(one.id)
