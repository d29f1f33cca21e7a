"""The forms of a survey: its outline, a question, a batch of sheets."""

from typing import Any

from comipla.core.surveys import Kind, Question, Role
from comipla.core.wareki import format_wareki
from comipla.surveys.models import Survey, SurveyQuestion
from comipla.surveys.services import Outline
from comipla.surveys.services.sheets import MOST_SHEETS
from comipla.web.registry.edits.declaration import options_of
from comipla.web.registry.forms import Field

OUTLINE = (
    Field("title", "text", "題名", "例 暮らしと地域のアンケート", limit=60),
    Field(
        "purpose",
        "long",
        "使いみち",
        "用紙とスマートフォンの初めに載ります。例 地域づくり計画を作るために使います。"
        "まとめた数だけを公開し、だれの答えかは分かりません。",
    ),
    Field("answers_until", "date", "締切の日", "この日まで、スマートフォンで答えられます。"),
)

QUESTION = (
    Field("text", "text", "問い", "例 この地区は住みやすいですか", limit=200),
    Field("kind", "choice", "答え方", options=options_of(Kind)),
    Field(
        "options",
        "long",
        "選択肢",
        "1行に1つ。「段階で答える」では、1行目に低いほう、2行目に高いほうの言葉を書きます。"
        "数字や文を書いてもらう問いでは空けます。",
        required=False,
    ),
    Field("steps", "number", "段階の数", "「段階で答える」だけで使います。", required=False),
    Field("unit", "text", "単位", "「数字を書く」だけで使います。例 回", required=False, limit=10),
    Field("help", "text", "説明", "問いの下に小さく出ます。", required=False, limit=200),
    Field(
        "role",
        "choice",
        "だれが答えたかの区分",
        "年代や地区を聞く問いは、結果を分けて数える表に使います。",
        options=options_of(Role),
    ),
    Field("required", "yes", "答えがないと先に進めない（スマートフォンだけ）", required=False),
)

SHEETS = (Field("count", "number", "枚数", f"1人に1枚。1回に{MOST_SHEETS}枚まで。", unit="枚"),)


def outline_initial(survey: Survey) -> dict[str, str]:
    """What stands in the form of the outline."""
    return {
        "title": survey.title,
        "purpose": survey.purpose,
        "answers_until": format_wareki(survey.answers_until),
    }


def outline_of(values: dict[str, Any]) -> Outline:
    """The outline of a form."""
    return Outline(values["title"], values["purpose"], values["answers_until"])


def question_initial(row: SurveyQuestion | None) -> dict[str, str]:
    """What stands in the form of a question, or of a new one."""
    if row is None:
        return {"kind": Kind.ONE.value, "role": Role.NONE.value, "steps": "5"}
    return {
        "text": row.text,
        "kind": row.kind.value,
        "options": "\n".join(row.options),
        "steps": str(row.steps),
        "unit": row.unit,
        "help": row.help,
        "role": row.role.value,
        "required": "1" if row.required else "",
    }


def question_of(values: dict[str, Any]) -> Question:
    """The question of a form; what its kind does not use is left out."""
    kind = Kind.of(values["kind"])
    lines = (line.strip() for line in values["options"].splitlines())
    uses_options = kind.chosen or kind is Kind.SCALE
    return Question(
        key="",
        kind=kind,
        text=values["text"],
        options=tuple(line for line in lines if line) if uses_options else (),
        required=values["required"],
        role=Role.of(values["role"]),
        help=values["help"],
        steps=5 if values["steps"] is None else values["steps"],
        unit=values["unit"] if kind is Kind.NUMBER else "",
    )
