"""The pictures of the board: tiles by default, true outlines once they have been imported."""

from collections.abc import Sequence
from typing import Final

from comipla.communities.selectors import BoardLine
from comipla.core.registry import Stage
from comipla.places.models import Outline
from comipla.web.charts import Chart, Shape, Tile, TileState, outline_map, tile_map
from comipla.web.environment import url
from comipla.web.tilemap import PLACES

RUNNING = TileState("運営している団体がある", "●", "success")
FORMING = TileState("設立した団体がある", "◐", "progress")
PREPARING = TileState("検討か準備をしている", "○", "action")
NOTHING = TileState("まだない", "－", "neutral")
STAGES: Final = (RUNNING, FORMING, PREPARING, NOTHING)

COVERED = TileState("どの校区にも団体がある", "●", "success")
PARTLY = TileState("団体のない校区がある", "◐", "action")
UNCOVERED = TileState("どの校区にも団体がない", "○", "error")
UNKNOWN = TileState("校区の一覧がない", "－", "neutral")
GAPS: Final = (COVERED, PARTLY, UNCOVERED, UNKNOWN)

_PANELS: Final = {
    "本土": "本土",
    **dict.fromkeys(("三島", "種子島", "屋久島"), "種子島・屋久島・三島"),
    **dict.fromkeys(("喜界", "奄美"), "奄美大島・喜界島"),
    "十島": "十島",
    **dict.fromkeys(("徳之島", "沖永良部", "与論"), "徳之島・沖永良部島・与論島"),
}


def stage_of(line: BoardLine) -> TileState:
    """How far the furthest platform of a municipality has come."""
    if line.stages[Stage.SUSTAIN]:
        return RUNNING
    if any(count for stage, count in line.stages.items() if stage.founded):
        return FORMING
    return PREPARING if line.among(Stage.STUDY, Stage.PREP) else NOTHING


def gap_of(line: BoardLine) -> TileState:
    """How many of its districts have a platform."""
    if not line.districts:
        return UNKNOWN
    if not line.without:
        return COVERED
    return UNCOVERED if line.without == line.districts else PARTLY


def board_chart(
    lines: Sequence[BoardLine], *, gaps: bool, outlines: Sequence[Outline] = ()
) -> Chart:
    """The board as a picture; with `outlines` by true outlines, without them as tiles."""
    title, summary = _words(lines, gaps=gaps)
    states, unit = (GAPS, "校区") if gaps else (STAGES, "団体")
    told = [
        (
            line,
            gap_of(line) if gaps else stage_of(line),
            line.without if gaps else line.platforms,
            f"{url('platform_map')}?municipality={line.body.code}",
        )
        for line in lines
    ]
    if outlines:
        rings = {outline.municipality_id: outline.rings for outline in outlines}
        shapes = [
            Shape(
                _panel(line),
                line.body.name,
                rings[line.body.municipality_id],
                state,
                number,
                href,
            )
            for line, state, number, href in told
            if line.body.municipality_id in rings
        ]
        shapes.sort(key=lambda shape: list(_PANELS.values()).index(shape.panel))
        return outline_map("board", title, summary, shapes, states=states, unit=unit)
    tiles = [
        Tile(
            row=PLACES[line.body.code].row,
            column=PLACES[line.body.code].column,
            name=line.body.name,
            state=state,
            number=number,
            href=href,
        )
        for line, state, number, href in told
        if line.body.code in PLACES
    ]
    return tile_map("board", title, summary, tiles, states=states, unit=unit)


def _panel(line: BoardLine) -> str:
    place = PLACES.get(line.body.code)
    return _PANELS[place.block] if place else "本土"


def _words(lines: Sequence[BoardLine], *, gaps: bool) -> tuple[str, str]:
    if gaps:
        without, all_ = (
            sum(getattr(line, name) for line in lines) for name in ("without", "districts")
        )
        title = (
            f"{all_:,}校区のうち、{without:,}校区にまだ団体がありません"
            if all_
            else "学校区の一覧が、まだ取り込まれていません"
        )
        return (
            title,
            "数字は、コミュニティ・プラットフォームのない小学校区・義務教育学校区の数です。",
        )
    having = sum(1 for line in lines if line.platforms)
    total = sum(line.platforms for line in lines)
    title = f"{len(lines)}市町村のうち{having}に、{total:,}の団体があります"
    return (
        title,
        "数字は団体の数（休止をふくみ、統合と解散を除く）です。色と印は、いちばん進んだ団体の段階です。",
    )
