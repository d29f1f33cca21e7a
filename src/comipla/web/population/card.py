"""地域カルテ as a PDF: the same words and drawings as the page, on one sheet of A4."""

from typing import Any

from comipla.core.wareki import format_wareki
from comipla.documents.rendering import press_for, render
from comipla.people.models import Body
from comipla.population.models import ProjectionRun
from comipla.programme import clock
from comipla.web.charts import Chart
from comipla.web.population.page import shown


def card_pdf(body: Body, run: ProjectionRun) -> bytes:
    """Print the card of a place as of today. Raises UnprintableCharacter for a name no font has."""
    today = clock.today()
    page = shown(body, run, {})
    return render(
        "card",
        {
            "title": page["headline"],
            "sentence": page["sentence"],
            "issued": {"year": today.year, "month": today.month, "day": today.day},
            "note": SYNTHETIC if run.is_synthetic else "",
            "figures": page["facts"],
            "lines": page["future"] and _drawing(page["future"], "wide"),
            "ages": _drawing(page["ages"], "narrow"),
            "tables": list(_tables(page)),
            "notes": [f"もとの表：{run.basis}。{page['method']}", page["rounded"]],
            "footer": f"地域カルテ　{body.name}　{format_wareki(today)}印刷",
        },
        on=today,
        press=press_for([("場所の名前", body.name), ("もとの表", run.basis)]),
    )


SYNTHETIC = "この数値は架空のものです。実在の地域の人口ではありません。"


def _drawing(chart: Chart, form: str) -> dict[str, str]:
    """A drawing for the press, which wants numbers where pages have rems."""
    return {"title": chart.title, "summary": chart.summary, "svg": str(getattr(chart, form))}


def _tables(page: dict[str, Any]) -> Any:
    yield {
        "title": "小学生・中学生の年の子",
        "columns": ["年", "小学生", "中学生"],
        "rows": [
            [f"{year}年", f"{young:,}人", f"{old:,}人"] for year, young, old in page["pupils"]
        ],
    }
    if page["needed"]:
        yield {
            "title": "9割を残すのに要る世帯",
            "columns": ["来る世帯", "総人口", "0〜14歳"],
            "rows": [list(row) for row in page["needed"]],
        }
    yield {
        "title": "ここで生まれた10人のうち、いる人",
        "columns": ["年齢", "男", "女"],
        "rows": [list(row) for row in page["staying"]],
    }
