"""What is taken as a logo: known by its bytes, and small in every sense."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core.pictures import HEAVIEST, WIDEST, check_picture
from dashboard.core.refusals import Invalid
from tests.core.pictures import jpeg, png, webp

WEBP = (b"VP8 ", b"VP8L", b"VP8X")


def test_each_kind_is_known_by_its_bytes():
    assert check_picture(png()) == "image/png"
    assert check_picture(jpeg()) == "image/jpeg"
    assert {check_picture(webp(chunk)) for chunk in WEBP} == {"image/webp"}


@pytest.mark.parametrize("sides", [(WIDEST, WIDEST), (1, WIDEST)])
def test_up_to_a_size(sides):
    for picture in (png, jpeg):
        assert check_picture(picture(*sides))
    assert all(check_picture(webp(chunk, *sides)) for chunk in WEBP)


@pytest.mark.parametrize("sides", [(WIDEST + 1, 1), (1, WIDEST + 1), (16_000, 16_000)])
def test_a_picture_that_would_fill_a_memory_is_refused(sides):
    for data in (png(*sides), jpeg(*sides), *(webp(chunk, *sides) for chunk in WEBP)):
        with pytest.raises(Invalid, match="pixels on each side"):
            check_picture(data)


def test_an_empty_or_heavy_picture_is_refused():
    with pytest.raises(Invalid, match="pixels on each side"):
        check_picture(png(0, 0))
    with pytest.raises(Invalid, match="256 kB"):
        check_picture(png() + bytes(HEAVIEST))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<!doctype html><script>alert(1)</script>",
        b"GIF89a" + bytes(40),
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n<script>",
        b"\xff\xd8\xff\xe0\x00",
        b"\xff\xd8\xff\xe0\x00\x00" * 40,
        b"RIFF\0\0\0\0WEBPVP8?" + bytes(40),
        bytes(1_000),
    ],
)
def test_anything_else_is_no_picture(data):
    with pytest.raises(Invalid, match="no picture") as refused:
        check_picture(data)
    assert refused.value.field == "logo"


@given(st.binary(max_size=200), st.sampled_from([b"", png()[:20], jpeg()[:22], webp(b"VP8X")[:24]]))
def test_nothing_crashes_it(rest, head):
    try:
        assert check_picture(head + rest).startswith("image/")
    except Invalid as refused:
        assert refused.field == "logo"
