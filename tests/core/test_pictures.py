"""Pictures without what they tell beside the picture."""

import contextlib
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comipla.core.pictures import PictureUnreadable, size_of, without_traces

GPS = b"Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x02" + (
    struct.pack(">HHIHH", 0x0112, 3, 1, 6, 0) + b"\x88\x25\x00\x04\x00\x00\x00\x01KAGO"
)
FRAME = b"\x08" + struct.pack(">HH", 48, 64) + b"\x01\x01\x11\x00"
CODED = b"\x12\xff\x00\x34\xff\xd0\x56"


def segment(marker: int, body: bytes) -> bytes:
    """A segment of a JPEG."""
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def jpeg(*extra: bytes, behind: bytes = b"") -> bytes:
    """A JPEG of 64 × 48 as a decoder sees it, with further segments and something behind its end."""
    frame = segment(0xC0, FRAME) + segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + CODED
    return b"".join(
        [b"\xff\xd8", segment(0xE0, b"JFIF\x00\x01"), *extra, frame, b"\xff\xd9", behind]
    )


def chunk(kind: bytes, body: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*extra: bytes) -> bytes:
    """A PNG of 64 × 48 with further chunks."""
    header = struct.pack(">IIBBBBB", 64, 48, 8, 0, 0, 0, 0)
    end = chunk(b"IDAT", b"x") + chunk(b"IEND", b"")
    return b"".join([b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", header), *extra, end])


def test_place_comment_and_a_second_picture_are_gone_but_the_way_up_stays() -> None:
    cleaned = without_traces(
        jpeg(segment(0xE1, GPS), segment(0xFE, b"KAGO"), behind=jpeg(segment(0xE1, GPS)))
    )
    assert b"KAGO" not in cleaned
    assert cleaned.count(b"Exif") == 1
    assert b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06" in cleaned
    assert cleaned.endswith(CODED + b"\xff\xd9")


def test_a_picture_without_traces_stays_as_it_is() -> None:
    assert without_traces(jpeg()) == jpeg()
    assert without_traces(png()) == png()


def test_a_second_cleaning_changes_nothing() -> None:
    once = without_traces(jpeg(segment(0xE1, GPS)))
    assert without_traces(once) == once


def test_texts_and_exif_of_a_png_are_gone() -> None:
    extra = (chunk(b"eXIf", GPS), chunk(b"tEXt", b"Author\x00KAGO"), chunk(b"iTXt", b"KAGO"))
    assert without_traces(png(*extra)) == png()


def test_the_size_is_read() -> None:
    assert size_of(jpeg(segment(0xE1, GPS))) == size_of(png()) == (64, 48)


@pytest.mark.parametrize("data", [b"", b"GIF89a", jpeg()[:20], jpeg()[:-5], png()[:-6]])
def test_what_is_no_whole_picture_is_refused(data: bytes) -> None:
    with pytest.raises(PictureUnreadable):
        without_traces(data)


@given(st.integers(0, 60), st.binary(max_size=8))
def test_damage_never_raises_anything_else(at: int, noise: bytes) -> None:
    whole = jpeg(segment(0xE1, GPS))
    with contextlib.suppress(PictureUnreadable):
        without_traces(whole[:at] + noise + whole[at + len(noise) :])
