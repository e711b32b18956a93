"""The bytes of a file, plain or gzipped, never more of them than may be read."""

import gzip
import hashlib
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from dashboard.core.refusals import Invalid

LARGEST_FILE = 250_000_000
MOST_GROWTH = 150  # a real export unzips to some 20 times its size
HARMLESS = 20_000_000
PIECE = 1 << 20
GZIP = b"\x1f\x8b"


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turns what the system says of a file that cannot be read into a sentence."""
    try:
        yield
    except (OSError, EOFError, zlib.error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "it is damaged"
        raise Invalid(f"{path.name} cannot be read: {reason}.") from None


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The file's bytes, unzipped."""
    with path.open("rb") as plain:
        zipped = plain.read(2) == GZIP
        plain.seek(0)
        if not zipped:
            yield plain
            return
        with gzip.open(plain) as unzipped:
            yield cast(BinaryIO, unzipped)


def refuse_large(path: Path) -> None:
    """Raise Invalid if the file, or what it says it unzips to, is too large."""
    size = path.stat().st_size
    with path.open("rb") as file:
        if file.read(2) == GZIP and size > 18:
            file.seek(-4, 2)
            size = max(size, int.from_bytes(file.read(4), "little"))
    if size > LARGEST_FILE:
        raise too_large(path)


def too_large(path: Path) -> Invalid:
    """The refusal of a file of this size."""
    return Invalid(f"{path.name} holds more than {LARGEST_FILE // 1_000_000} MB. Export it in parts.")


def pieces(path: Path) -> Iterator[bytes]:
    """The unzipped bytes, piece by piece. Raises Invalid where they become too many, or too many for the file."""
    most, size = max(HARMLESS, path.stat().st_size * MOST_GROWTH), 0
    with opened(path) as file:
        while piece := file.read(PIECE):
            size += len(piece)
            if size > LARGEST_FILE:
                raise too_large(path)
            if size > most:
                raise Invalid(f"{path.name} unzips to more than {MOST_GROWTH} times its size. Import it unzipped.")
            yield piece


def digest(path: Path, look_at: Callable[[bytes, bool], None]) -> str:
    """The SHA-256 of the unzipped bytes, each piece of which is shown to `look_at`, the last one as final."""
    found = hashlib.sha256()
    with readable(path):
        for piece in pieces(path):
            found.update(piece)
            look_at(piece, False)
    look_at(b"", True)
    return found.hexdigest()
