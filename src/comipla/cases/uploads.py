"""What may be uploaded, judged by content and not by name.

Limits are those of the trust document (conventions C8): 20 MB a file, 200 MB and 50 files a case;
office files unpack to at most 200 MB in at most 2,000 members, pictures have at most 40 megapixels.
Macros are refused, because neither side could open such a file safely.
"""

import zipfile
from dataclasses import dataclass
from typing import BinaryIO

MEGA = 1024 * 1024
MAX_FILE = 20 * MEGA
MAX_CASE = 200 * MEGA
MAX_FILES = 50
MAX_UNPACKED = 200 * MEGA
MAX_MEMBERS = 2_000
MAX_PIXELS = 40_000_000


class UploadRefused(ValueError):
    """The file is not taken; the message says what to do instead."""


@dataclass(frozen=True)
class FileType:
    """A kind of file that is taken: its name in words, media type and usual endings."""

    label: str
    media_type: str
    endings: tuple[str, ...]


PDF = FileType("PDF", "application/pdf", ("pdf",))
JPEG = FileType("写真（JPEG）", "image/jpeg", ("jpg", "jpeg"))
PNG = FileType("画像（PNG）", "image/png", ("png",))
HEIC = FileType("写真（HEIC）", "image/heic", ("heic", "heif"))
XLSX = FileType(
    "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",)
)
DOCX = FileType(
    "Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx",)
)
TEXT = FileType("文字だけのファイル", "text/plain", ("txt", "csv"))
TYPES = (PDF, JPEG, PNG, HEIC, XLSX, DOCX, TEXT)

_TAKEN = "PDF、写真（JPEG・PNG・HEIC）、Excel（xlsx）、Word（docx）、CSV、テキスト"


def examine(stream: BinaryIO, *, name: str, size: int) -> FileType:
    """Find out what a file is. Raises `UploadRefused` with a sentence for the person.

    The ending must fit the content, so that nobody opens something else than it says.
    """
    if size == 0:
        raise UploadRefused(f"「{name}」は空のファイルです。中身を確かめて選び直してください。")
    if size > MAX_FILE:
        raise UploadRefused(
            f"「{name}」は{size / MEGA:.1f}MBあります。1つのファイルは20MBまでです。"
            "ページを分けるか、画像を小さくして選び直してください。"
        )
    kind = _by_content(stream, name)
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if ending not in kind.endings:
        raise UploadRefused(
            f"「{name}」の中身は{kind.label}ですが、名前の終わりが「.{ending}」です。"
            f"名前の終わりを「.{kind.endings[0]}」にして選び直してください。"
        )
    return kind


def _by_content(stream: BinaryIO, name: str) -> FileType:
    stream.seek(0)
    start = stream.read(4096)
    if start.startswith(b"%PDF-"):
        return PDF
    if start.startswith(b"\xff\xd8\xff"):
        return JPEG
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        _check_png(start, name)
        return PNG
    if start[4:8] == b"ftyp" and start[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"hevc"):
        return HEIC
    if start.startswith(b"PK\x03\x04"):
        return _office_file(stream, name)
    if _is_text(start):
        return TEXT
    raise UploadRefused(f"「{name}」は受け取れない種類のファイルです。受け取れるのは{_TAKEN}です。")


def _check_png(start: bytes, name: str) -> None:
    width, height = int.from_bytes(start[16:20], "big"), int.from_bytes(start[20:24], "big")
    if width * height > MAX_PIXELS:
        raise UploadRefused(
            f"「{name}」の画像が大きすぎます（{width}×{height}）。4,000万画素までにしてください。"
        )


def _office_file(stream: BinaryIO, name: str) -> FileType:
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile:
        raise UploadRefused(
            f"「{name}」が壊れているようです。元のファイルを開いて保存し直してください。"
        ) from None
    names = {member.filename for member in members}
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED:
        raise UploadRefused(
            f"「{name}」は開くと大きくなりすぎます。使わないシートや画像を除いて保存し直してください。"
        )
    if any(n.lower().endswith("vbaproject.bin") for n in names):
        raise UploadRefused(
            f"「{name}」にはマクロが入っています。マクロのない形式（.xlsx／.docx）で保存し直してください。"
        )
    if "[Content_Types].xml" in names and "xl/workbook.xml" in names:
        return XLSX
    if "[Content_Types].xml" in names and "word/document.xml" in names:
        return DOCX
    raise UploadRefused(
        f"「{name}」はまとめたファイル（zipなど）です。中のファイルを1つずつ選んでください。"
    )


def _is_text(start: bytes) -> bool:
    if b"\x00" in start or start.lstrip().lower().startswith(
        (b"<svg", b"<?xml", b"<!doctype", b"<html")
    ):
        return False
    for encoding in ("utf-8", "cp932"):
        try:
            # the cut may fall inside a character: the last bytes do not count
            start[: -4 or None].decode(encoding) if len(start) == 4096 else start.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
