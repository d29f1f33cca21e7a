"""Every paper of menu ③ can be written from the facts of the act that issues it."""

from random import Random

from comipla.core.docket import Act, Standing, fold
from comipla.core.paper_blocks import Contact, Content, Party
from comipla.core.papers import Cited, PaperContext
from comipla.core.procedures.subsidy import SUBSIDY
from comipla.core.procedures.subsidy.papers import SUBSIDY_PAPERS
from comipla.programme.editions import form
from tests.core.procedures.players import surroundings
from tests.core.procedures.test_subsidy_histories import histories

PAPERS = {paper.key: paper for paper in SUBSIDY_PAPERS}
MANY = 200


def labels(code: str) -> dict[str, str]:
    return {field.key: field.label for field in form(code, "r6-1").fields}


def written(standing: Standing, act: Act) -> Content:
    """The paper that an act has issued, as the case stood after it."""
    after = fold(SUBSIDY, standing.acts[: act.number])
    cited = {
        earlier.kind: Cited(f"共生第{earlier.number}号", earlier.on)
        for earlier in after.acts[:-1]
        if earlier.kind in SUBSIDY.act_types and SUBSIDY.act_types[earlier.kind].issues
    }
    return PAPERS[SUBSIDY.act_types[act.kind].issues or ""].build(
        PaperContext(
            procedure=SUBSIDY,
            standing=after,
            act=after.acts[-1],
            case_number="③-R6-001",
            surroundings=surroundings(act.on),
            prefecture=Party(("鹿児島県知事（架空）",)),
            municipality=Party(("花野市長（架空）",)),
            contact=Contact("くらし共生協働課（架空）"),
            cited=cited,
            labels=labels,
        )
    )


def test_every_paper_is_written_somewhere_in_the_histories() -> None:
    random = Random(1)
    wanted = {t.key for t in SUBSIDY.act_types.values() if t.issues}
    for _ in range(MANY):
        for standing in histories(random, steps=20, wanted=wanted):
            act = standing.acts[-1]
            if act.kind in wanted:
                content = written(standing, act)
                assert content.title
                assert content.blocks
                wanted.discard(act.kind)
        if not wanted:
            break
    assert wanted == set()


def test_every_paper_belongs_to_an_act_and_every_act_finds_its_paper() -> None:
    issued = {t.issues for t in SUBSIDY.act_types.values() if t.issues}
    assert issued == set(PAPERS)
