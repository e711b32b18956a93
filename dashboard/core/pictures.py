"""Pictures that are taken as a logo: known by their bytes, never by their name, and small."""

import struct
from collections.abc import Callable

from dashboard.core.refusals import Invalid

HEAVIEST = 256 * 1024
WIDEST = 2_000
Size = tuple[int, int]
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # the JPEG segments that tell the size


def check_picture(data: bytes) -> str:
    """The kind of picture these bytes are: "image/png", "image/jpeg" or "image/webp". Raises Invalid beside "logo".

    No SVG: it can hold scripts and addresses.
    """
    if len(data) > HEAVIEST:
        raise refusal(f"This picture is too large: use one of {HEAVIEST // 1024} kB at most.")
    for kind, size_of in KINDS.items():
        size = size_of(data)
        if size is not None:
            if not all(1 <= side <= WIDEST for side in size):
                raise refusal(f"This picture is too large: use at most {WIDEST:,} pixels on each side.")
            return kind
    raise refusal("This is no picture that can be used. Choose a PNG, JPEG or WebP file.")


def png(data: bytes) -> Size | None:
    """Width and height of a PNG picture; None for anything else."""
    if data[:16] != b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" or len(data) < 24:
        return None
    return struct.unpack(">II", data[16:24])


def jpeg(data: bytes) -> Size | None:
    """Width and height of a JPEG picture; None for anything else."""
    if data[:3] != b"\xff\xd8\xff":
        return None
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        if data[at + 1] in FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return None


def webp(data: bytes) -> Size | None:
    """Width and height of a WebP picture, of each of its three kinds; None for anything else."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or len(data) < 30:
        return None
    chunk = data[12:16]
    if chunk == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    if chunk == b"VP8L" and data[20] == 0x2F:
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if chunk == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    return None


def refusal(sentence: str) -> Invalid:
    """The refusal of a picture."""
    return Invalid(sentence, "logo")


KINDS: dict[str, Callable[[bytes], Size | None]] = {"image/png": png, "image/jpeg": jpeg, "image/webp": webp}
