"""A procedure in words: states, acts, the diagram, its clauses and its papers."""

from collections.abc import Iterable

from comipla.config.reference.markdown import table
from comipla.core.clauses import Clause
from comipla.core.docket import RESUME, START, ActType, Procedure
from comipla.core.papers import PaperType


def procedure_page(procedure: Procedure) -> str:
    """States, acts and how they lead from one to the next."""
    return "\n".join(
        (
            f"# メニュー{procedure.menu} {procedure.label}\n",
            "## 状態\n",
            table(
                ("状態", "キー", "次に動く側", "いま何が起きているか"),
                (
                    (s.label, f"`{s.key}`", s.owner.label if s.owner else "（終わり）", s.says)
                    for s in procedure.states.values()
                ),
            ),
            "## 行為\n",
            table(
                (
                    "行為",
                    "キー",
                    "だれが",
                    "どの状態から",
                    "どの状態へ",
                    "様式",
                    "発する文書",
                    "動かす額",
                ),
                (_act_row(procedure, act_type) for act_type in procedure.act_types.values()),
            ),
            "「起案」とある行為は、一人が起案し、別の人が決裁（支払は出納）します。\n",
            "## 図\n",
            f"```mermaid\nstateDiagram-v2\n{_diagram(procedure)}\n```\n",
            "## 期限\n",
            table(
                ("期限", "始める行為", "守る側", "果たす行為"),
                (
                    (
                        rule.label,
                        act_type.done,
                        rule.owner.label,
                        "、".join(sorted(procedure.act_types[k].done for k in rule.met_by)),
                    )
                    for act_type in procedure.act_types.values()
                    for rule in act_type.starts
                ),
            ),
            "## 金額の口座\n",
            table(
                ("口座", "キー"),
                ((label, f"`{key}`") for key, label in procedure.accounts.items()),
            ),
        )
    )


def _act_row(procedure: Procedure, act_type: ActType) -> tuple[str, ...]:
    who = f"起案→{act_type.permission.label}" if act_type.drafted else act_type.permission.label
    return (
        act_type.done,
        f"`{act_type.key}`",
        who,
        "、".join(_state(procedure, key) for key in _ordered(procedure, act_type.source)),
        _leads_to(procedure, act_type),
        f"`{act_type.form}`" if act_type.form else "",
        f"`{act_type.issues}`" if act_type.issues else "",
        "、".join(dict.fromkeys(procedure.accounts[move.account] for move in act_type.moves)),
    )


def _leads_to(procedure: Procedure, act_type: ActType) -> str:
    """The state after the act, and the one it leads to instead while its amount is not 0."""
    target = act_type.target
    usual = "（変わらない）" if target is None else _state(procedure, target)
    if act_type.fork is None:
        return usual
    return f"{usual}、額があれば{_state(procedure, act_type.fork.target)}"


def _ordered(procedure: Procedure, keys: Iterable[str]) -> list[str]:
    order = [START, *procedure.states]
    return sorted(keys, key=order.index)


def _state(procedure: Procedure, key: str) -> str:
    if key == START:
        return "（始まり）"
    return "もとの状態" if key == RESUME else procedure.states[key].label


def _diagram(procedure: Procedure) -> str:
    lines = [f"    {s.key}: {s.label}" for s in procedure.states.values()]
    for act_type in procedure.act_types.values():
        forked = act_type.fork.target if act_type.fork else None
        lines += [
            f"    {source or '[*]'} --> {target}: {act_type.done}"
            for target in (act_type.target, forked)
            if target is not None and target != RESUME
            for source in _ordered(procedure, act_type.source)
        ]
    lines += [f"    {s.key} --> [*]" for s in procedure.states.values() if s.final]
    return "\n".join(lines)


def clauses_page(procedure: Procedure) -> str:
    """Every clause with its text, its source, and the acts it guards."""
    guarded: dict[str, tuple[Clause, list[str]]] = {}
    for act_type in procedure.act_types.values():
        for clause in act_type.clauses:
            guarded.setdefault(clause.key, (clause, []))[1].append(act_type.done)
    return f"# メニュー{procedure.menu} {procedure.label}の定め\n\n" + table(
        ("定め", "条文", "出典", "確かめる行為", "キー"),
        (
            (clause.title, clause.text, clause.reference, "、".join(acts), f"`{clause.key}`")
            for clause, acts in guarded.values()
        ),
    )


def papers_page(procedure: Procedure, papers: Iterable[PaperType]) -> str:
    """Every paper with its sender, series and seal, and the acts that issue it."""
    return f"# メニュー{procedure.menu} {procedure.label}の文書\n\n" + table(
        ("文書", "発する側", "番号の系列", "公印", "発する行為", "キー"),
        (
            (
                paper.label,
                paper.sender.label,
                paper.series,
                paper.seal.value,
                "、".join(t.done for t in procedure.act_types.values() if t.issues == paper.key),
                f"`{paper.key}`",
            )
            for paper in papers
        ),
    )
