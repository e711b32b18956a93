"""The smallest pictures of each kind, of any size they claim to have."""

import struct
import zlib


def png(width: int = 1, height: int = 1) -> bytes:
    """A PNG picture, whole for 1 × 1."""
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0" + b"\xff" * width)),
        (b"IEND", b""),
    ]
    chunks = [
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def jpeg(width: int = 1, height: int = 1) -> bytes:
    """The head of a JPEG picture, with a segment before the one that tells the size."""
    head = b"\xff\xd8\xff\xe0" + struct.pack(">H", 16) + b"JFIF\0" + bytes(9)
    return head + b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + bytes(3) + b"\xff\xd9"


def webp(chunk: bytes, width: int = 1, height: int = 1) -> bytes:
    """The head of a WebP picture of this kind."""
    sizes = {
        b"VP8 ": bytes(3) + b"\x9d\x01\x2a" + struct.pack("<HH", width, height),
        b"VP8L": b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14),
        b"VP8X": bytes(4) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little"),
    }
    return b"RIFF" + bytes(4) + b"WEBP" + chunk + bytes(4) + sizes[chunk] + bytes(8)
