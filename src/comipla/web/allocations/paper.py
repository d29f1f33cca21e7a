"""The 算定調書 as a PDF: the same words as the page, on A4."""

from comipla.blockgrants.models import AllocationRun, AllocationSheet, Scheme
from comipla.core.allocation.numbers import say_yen
from comipla.core.wareki import format_wareki
from comipla.documents.rendering import render
from comipla.programme import clock
from comipla.web.allocations.pictures import signed


def sheet_pdf(scheme: Scheme, run: AllocationRun, sheet: AllocationSheet) -> bytes:
    """Print the sheet of a platform as of today."""
    today = clock.today()
    return render(
        "allocation_sheet",
        {
            "title": f"{scheme.fiscal.label}　{scheme.name}　算定調書",
            "name": sheet.name,
            "issued": {"year": today.year, "month": today.month, "day": today.day},
            "note": "" if scheme.state.settled else f"{scheme.state.label}の算定です。決まった額ではありません。",
            "facts": _facts(scheme, sheet),
            "lines": [
                [line["label"], line["working"], line["rounding"], say_yen(line["amount"])]
                for line in sheet.lines
            ],
            "total": say_yen(sheet.total),
            "sources": [
                [metric["label"], metric["provenance"]] for metric in run.inputs["metrics"]
            ],
            "fingerprint": run.inputs_hash,
            "footer": f"{scheme.municipality.name}　{scheme.title}　{format_wareki(today)}印刷",
        },
        on=today,
    )  # fmt: skip


def _facts(scheme: Scheme, sheet: AllocationSheet) -> list[list[str]]:
    rows = [["市町村", scheme.municipality.name], ["根拠", scheme.legal_basis or "—"]]
    rows.append(["基準日", format_wareki(scheme.counted_on)])
    if sheet.before is not None:
        rows.append(
            ["前年度の額", f"{say_yen(sheet.before)}（{signed(sheet.total - sheet.before)}）"]
        )
    return rows
