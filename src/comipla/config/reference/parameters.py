"""The dated parameters of every edition, side by side with their sources."""

from importlib.resources import files

from comipla.config.reference.markdown import table
from comipla.core.parameter_units import UNITS
from comipla.programme.parameters import parameters


def parameters_page() -> str:
    """Every edition: label, value, from when, where it is written, and whether it is confirmed."""
    folder = files("comipla.programme").joinpath("data")
    names = sorted(
        entry.name.removesuffix(".toml")
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    )
    return "# 定め（日付のある値）\n\n" + "\n".join(_edition(name) for name in names)


def _edition(name: str) -> str:
    edition = parameters(name)
    rows = [
        (
            parameter.label,
            UNITS[parameter.unit].show(dated.value),
            f"{dated.since.isoformat()}から",
            dated.reference,
            dated.basis.value,
            f"`{parameter.key}`",
        )
        for parameter in edition.parameters.values()
        for dated in parameter.values
    ]
    heads = ("定め", "値", "いつから", "根拠", "確かさ", "キー")
    return f"## {edition.title}\n\n{table(heads, rows)}"
