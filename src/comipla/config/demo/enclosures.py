"""Files that the invented municipalities hand in: small, legible, and the same bytes in every load.

Nothing is compressed and nothing carries the time, so that fingerprints and with them the hashes
of acts do not depend on the machine.
"""

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from comipla.config.demo.briefs import Brief
from comipla.config.demo.dice import Dice
from comipla.core.codes import Implementer

WIDTH, HEIGHT = 96, 64  # pixels of a picture
_LINE = 28  # points between the lines of a page


@dataclass(frozen=True)
class Enclosure:
    """A file in a slot of a form."""

    slot: str
    name: str
    media_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The fingerprint by which facts name the file."""
        return sha256(self.content).hexdigest()


def of_application(brief: Brief) -> tuple[Enclosure, ...]:
    """予算書の写し, the platform's rules, and the town's own rules for an indirect grant."""
    about = (brief.town, brief.title)
    files = [_page("budget_extract", "予算書の写し.pdf", "予算書の写し（見本）", *about)]
    if not brief.exploring:
        files.append(
            _page("platform_rules", "規約.pdf", "規約と構成団体の一覧（見本）", brief.area.name)
        )
    if brief.implementer is Implementer.INDIRECT:
        files.append(_page("indirect_rules", "補助要綱.pdf", "市町村の補助要綱（見本）", *about))
    return tuple(files)


def of_report(brief: Brief) -> tuple[Enclosure, ...]:
    """Two pictures of the work and the receipts in one file."""
    return (
        _picture("photos", "写真1.png", Dice(f"{brief.row.key}/photo 1")),
        _picture("photos", "写真2.png", Dice(f"{brief.row.key}/photo 2")),
        _page("evidence_files", "領収書.pdf", "領収書のつづり（見本）", brief.town, brief.title),
    )


def digests(files: Iterable[Enclosure], slot: str) -> tuple[str, ...]:
    """The fingerprints of the files in a slot."""
    return tuple(file.sha256 for file in files if file.slot == slot)


def _page(slot: str, name: str, *lines: str) -> Enclosure:
    return Enclosure(
        slot, name, "application/pdf", _pdf((*lines, "体験版のための架空の書類です。"))
    )


def _pdf(lines: Iterable[str]) -> bytes:
    """One page of text, set in the Japanese font that every reader of PDF brings along."""
    text = "".join(f"<{line.encode('utf-16-be').hex()}> Tj 0 -{_LINE} Td\n" for line in lines)
    stream = f"BT /F 14 Tf 60 760 Td\n{text}ET".encode("ascii")
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%b\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type0/BaseFont/HeiseiKakuGo-W5/Encoding/UniJIS-UTF16-H"
        b"/DescendantFonts[6 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/HeiseiKakuGo-W5/DW 1000"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 4>>/FontDescriptor 7 0 R>>",
        b"<</Type/FontDescriptor/FontName/HeiseiKakuGo-W5/Flags 4/FontBBox[0 -120 1000 880]"
        b"/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 700/StemV 80>>",
    )
    pdf, places = bytearray(b"%PDF-1.5\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(pdf))
        pdf += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    start = len(pdf)
    pdf += b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table)
    pdf += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
    return bytes(pdf)


def _picture(slot: str, name: str, dice: Dice) -> Enclosure:
    """A drawing of sky, hill and sea that stands for a photograph."""
    sky = bytes(dice.roll(f"sky {part}", 150, 230) for part in range(3))
    hill = bytes((dice.roll("hill", 60, 110), dice.roll("wood", 120, 170), 80))
    horizon, peak = dice.roll("horizon", 34, 46), dice.roll("peak", 20, 76)
    rows = bytearray()
    for y in range(HEIGHT):
        half = max(0, 2 * (22 - horizon + y)) if y < horizon else 0
        left, right = max(0, peak - half), min(WIDTH, peak + half)
        above = sky * left + hill * (right - left) + sky * (WIDTH - right)
        sea = bytes((40, 110, 160 + y % 7 * 6)) * WIDTH
        rows += b"\0" + (above if y < horizon else sea)  # each row begins with "no filter"
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 0)), (b"IEND", b""))
    png = b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in chunks)
    return Enclosure(slot, name, "image/png", png)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
