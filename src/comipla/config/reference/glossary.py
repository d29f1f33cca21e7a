"""The words of the office and the names in the code, in step."""

import tomllib
from importlib.resources import files

from comipla.config.reference.markdown import table
from comipla.core.docket import Procedure


def words() -> list[dict[str, str]]:
    """The nouns: 日本語, identifier, English."""
    text = files("comipla.core").joinpath("glossary.toml").read_text(encoding="utf-8")
    entries: list[dict[str, str]] = tomllib.loads(text)["words"]
    return entries


def glossary_page(procedure: Procedure) -> str:
    """Nouns from the glossary; acts, states and accounts from the procedure itself."""
    nouns = table(
        ("日本語", "名前", "English"), ((w["ja"], f"`{w['id']}`", w["en"]) for w in words())
    )
    acts = table(("行為", "名前"), ((t.done, f"`{t.key}`") for t in procedure.act_types.values()))
    states = table(("状態", "名前"), ((s.label, f"`{s.key}`") for s in procedure.states.values()))
    return f"# 用語\n\n{nouns}\n## 行為（メニュー{procedure.menu}）\n\n{acts}\n## 状態\n\n{states}"
