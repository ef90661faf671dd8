"""From the bytes of a text file to UTF-8 blocks of whole lines.

The encoding is decided once per file: a byte order mark; else UTF-8 if most lines with
Chinese in them are valid UTF-8; else GB18030, the superset of GBK. (Chinese GBK text is
valid UTF-8 only by rare accident, while the reverse is common, so UTF-8 is asked first.) A
line that the file's encoding cannot read is marked, with the byte where it stops making
sense; nothing is ever replaced by a question mark.

In GBK and GB18030 the bytes of newline, comma, quote, semicolon and tab never occur inside
a character, so files are cut on bytes.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np

_HEAD_BYTES: Final = 1 << 20
_MARKS: Final = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
# Of a line in a GB18030 file: so many characters that are valid UTF-8 are no accident.
_FOREIGN_CHARACTERS: Final = 4


@dataclass(frozen=True)
class Block:
    """Whole lines of a file as UTF-8.

    `bad` maps the index of an unreadable line to the byte of that line where reading
    stopped; its text is kept with that byte escaped. `done` counts bytes of the file.
    """

    data: bytes
    bad: dict[int, int] = field(default_factory=dict)
    done: int = 0


@dataclass(frozen=True)
class Encoding:
    """How the bytes of a file are read: codec, length of its mark, line ending."""

    name: str
    mark: int
    newline: bytes


def detect_encoding(file: BinaryIO) -> Encoding:
    """Decide the encoding of an open file; leaves it at its start."""
    head = file.read(_HEAD_BYTES)
    newline = b"\r" if b"\r" in head and b"\n" not in head else b"\n"
    for mark, name in _MARKS.items():
        if head.startswith(mark):
            file.seek(0)
            return Encoding(name, len(mark), b"\n")
    piece = head
    while piece and piece.isascii():
        piece = file.read(_HEAD_BYTES)
    file.seek(0)
    return Encoding("utf-8" if _is_utf8(piece) else "gb18030", 0, newline)


def _is_utf8(piece: bytes) -> bool:
    lines = [line for line in piece.splitlines() if not line.isascii()]
    if len(lines) > 1:
        lines = lines[:-1]  # the last one may be cut in the middle of a character
    return 2 * sum(_is_valid(line, "utf-8") for line in lines) >= len(lines)


def _is_valid(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError as error:
        # A character cut off by the end of the sample is not wrong.
        return error.reason == "unexpected end of data"
    return True


def read_blocks(path: Path, block_bytes: int) -> Iterator[Block]:
    """Yield the lines of a text file as UTF-8, in blocks of about `block_bytes`."""
    with path.open("rb") as file:
        encoding = detect_encoding(file)
        name = "utf-8" if encoding.name.startswith("utf-16") else encoding.name
        for lines in _whole_lines(_pieces(file, encoding, block_bytes), block_bytes):
            text, bad = _to_utf8(lines, name)
            yield Block(text, bad, file.tell())


def _pieces(file: BinaryIO, encoding: Encoding, size: int) -> Iterator[bytes]:
    file.seek(encoding.mark)
    if not encoding.name.startswith("utf-16"):
        while piece := file.read(size):
            yield piece if encoding.newline == b"\n" else piece.replace(b"\r", b"\n")
        return
    decoder = codecs.getincrementaldecoder(encoding.name)("surrogatepass")
    while piece := file.read(size):
        # Half characters stay wrong in UTF-8, where the line is marked.
        yield decoder.decode(piece).encode("utf-8", "surrogatepass")
    if decoder.getstate()[0]:
        yield b"\xff"


def _whole_lines(pieces: Iterator[bytes], size: int) -> Iterator[bytes]:
    rest = b""
    for piece in pieces:
        data = rest + piece
        cut = data.rfind(b"\n") + 1
        if cut == 0 and len(data) >= size:
            data, cut = data + b"\n", len(data) + 1
        rest = data[cut:]
        if cut:
            yield data[:cut]
    if rest:
        yield rest + b"\n"


def _to_utf8(lines: bytes, encoding: str) -> tuple[bytes, dict[int, int]]:
    suspects = _foreign_lines(lines) if encoding == "gb18030" else set()
    if not suspects and b"\0" not in lines:
        try:
            text = lines.decode(encoding)
        except UnicodeDecodeError:
            pass
        else:
            return (lines if encoding == "utf-8" else text.encode()), {}
    bad: dict[int, int] = {}
    read: list[str] = []
    for index, line in enumerate(lines.split(b"\n")):
        text, byte = _line_to_text(line, encoding, is_foreign=index in suspects)
        if byte is not None:
            bad[index] = byte
        read.append(text)
    return "\n".join(read).encode(), bad


def _line_to_text(line: bytes, encoding: str, *, is_foreign: bool) -> tuple[str, int | None]:
    if is_foreign:
        first = next(place for place, byte in enumerate(line) if byte > 0x7F)
        return line.decode("utf-8"), first
    nothing = line.find(b"\0")
    try:
        text = line.decode(encoding)
    except UnicodeDecodeError as error:
        return line.decode(encoding, "backslashreplace").replace("\0", "\\x00"), error.start
    return text.replace("\0", "\\x00"), None if nothing < 0 else nothing


def _foreign_lines(lines: bytes) -> set[int]:
    """Lines of a GB18030 file that were written in UTF-8.

    The common characters of GBK use the bytes A1-FE only, while Chinese in UTF-8 is full of
    80-A0: only lines with such bytes are looked at.
    """
    buffer = np.frombuffer(lines, np.uint8)
    telling = np.flatnonzero((buffer >= 0x80) & (buffer <= 0xA0))
    if not telling.size:
        return set()
    ends = np.flatnonzero(buffer == 0x0A)
    found = set()
    for index in np.unique(np.searchsorted(ends, telling)).tolist():
        start = int(ends[index - 1]) + 1 if index else 0
        line = lines[start : int(ends[index])]
        if _is_foreign(line):
            found.add(index)
    return found


def _is_foreign(line: bytes) -> bool:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return sum(not character.isascii() for character in text) >= _FOREIGN_CHARACTERS
