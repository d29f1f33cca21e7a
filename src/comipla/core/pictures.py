"""Take out of a picture what it tells beside the picture: place, time, camera, owner.

Photographs of phones carry the place they were taken at (EXIF GPS), sometimes a whole second
picture behind the first. A JPEG keeps only what is needed to draw it (ITU-T T.81: tables, frames,
scans), its colour profile, and which way up it is; a PNG its critical chunks, transparency and
colours (W3C PNG, 3rd edition, 11). The pixels themselves are not touched, so nothing is lost.
"""

import struct

_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_APP0, _APP1, _APP2, _APP14, _APP15, _COM = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE
_ALONE = {0x01, *range(0xD0, 0xD8)}
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_ORIENTATION = 0x0112
_PNG = b"\x89PNG\r\n\x1a\n"
_CHUNKS = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT"}
)


class PictureUnreadable(ValueError):
    """The bytes are no whole JPEG or PNG."""


def without_traces(data: bytes) -> bytes:
    """The same picture without anything but the picture. Raises `PictureUnreadable`."""
    try:
        if data.startswith(b"\xff\xd8\xff"):
            return _clean_jpeg(data)
        if data.startswith(_PNG):
            return _clean_png(data)
    except (IndexError, struct.error) as error:
        raise PictureUnreadable("the picture ends in the middle") from error
    raise PictureUnreadable("neither JPEG nor PNG")


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height in pixels. Raises `PictureUnreadable`."""
    try:
        if data.startswith(_PNG):
            width, height = struct.unpack_from(">II", data, 16)
            return width, height
        at = 2
        while data.startswith(b"\xff\xd8\xff"):
            marker, body, at = _segment(data, at)
            if marker in _FRAMES:
                height, width = struct.unpack_from(">HH", data, body + 1)
                return width, height
            if marker in (_SOS, _EOI):
                break
    except (IndexError, struct.error) as error:
        raise PictureUnreadable("the picture ends in the middle") from error
    raise PictureUnreadable("no frame")


def _clean_jpeg(data: bytes) -> bytes:
    kept = [b"\xff\xd8"]
    at, turned = 2, 1
    while True:
        start = at
        marker, body, at = _segment(data, at)
        if marker == _EOI:
            break
        if marker == _APP1:
            turned = _orientation(data[body:at]) or turned
        elif marker == _SOS:
            at = _scan_end(data, at)
            kept.append(data[start:at])
        elif _is_drawn_with(marker, data[body:at]):
            kept.append(data[start:at])
    if turned != 1:
        kept.insert(1, _which_way_up(turned))
    return b"".join([*kept, b"\xff\xd9"])


def _segment(data: bytes, at: int) -> tuple[int, int, int]:
    """The marker at a place, where its content begins, and where the next marker is sought."""
    if data[at] != 0xFF:
        raise PictureUnreadable(f"no marker at {at}")
    while data[at + 1] == 0xFF:  # fill bytes may stand before a marker
        at += 1
    marker = data[at + 1]
    if marker in _ALONE or marker == _EOI:
        return marker, at + 2, at + 2
    (length,) = struct.unpack_from(">H", data, at + 2)
    if length < 2 or at + 2 + length > len(data):
        raise PictureUnreadable("a segment is longer than the file")
    return marker, at + 4, at + 2 + length


def _scan_end(data: bytes, at: int) -> int:
    """Where the coded picture data ends: at the next marker that is neither stuffing nor restart."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0:
            raise PictureUnreadable("the picture ends in the middle")
        if data[at + 1] not in (0x00, 0xFF) and data[at + 1] not in _ALONE:
            return at
        at += 1 if data[at + 1] == 0xFF else 2


def _is_drawn_with(marker: int, body: bytes) -> bool:
    if marker in (_APP0, _APP14):
        return body.startswith((b"JFIF\x00", b"Adobe"))
    if marker == _APP2:
        return body.startswith(b"ICC_PROFILE\x00")
    return not (_APP1 <= marker <= _APP15 or marker == _COM)


def _orientation(body: bytes) -> int | None:
    """Which way up an EXIF block says the picture is (1-8); None where it says nothing."""
    if not body.startswith(b"Exif\x00\x00") or len(body) < 14:
        return None
    tiff = body[6:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return None
    (first,) = struct.unpack_from(f"{order}I", tiff, 4)
    if first + 2 > len(tiff):
        return None
    (count,) = struct.unpack_from(f"{order}H", tiff, first)
    for index in range(count):
        place = first + 2 + 12 * index
        if place + 12 > len(tiff):
            return None
        tag, kind = struct.unpack_from(f"{order}HH", tiff, place)
        if tag == _ORIENTATION and kind == 3:
            (value,) = struct.unpack_from(f"{order}H", tiff, place + 8)
            return value if 1 <= value <= 8 else None
    return None


def _which_way_up(value: int) -> bytes:
    """An EXIF block that says nothing but the orientation."""
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, value, 0)
    tiff = b"MM\x00\x2a" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
    body = b"Exif\x00\x00" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _clean_png(data: bytes) -> bytes:
    kept, at = [_PNG], len(_PNG)
    while True:
        (length,) = struct.unpack_from(">I", data, at)
        kind, end = data[at + 4 : at + 8], at + 12 + length
        if end > len(data):
            raise PictureUnreadable("the picture ends in the middle")
        if kind in _CHUNKS:
            kept.append(data[at:end])
        if kind == b"IEND":
            return b"".join(kept)
        at = end
