"""A school district put together from small areas, whole ones or parts."""

from collections.abc import Mapping

import numpy as np

from comipla.core.evidence.population import Counts
from comipla.core.evidence.small_area_files import Unit, Units


def district_tables(units: Units, weights: Mapping[str, float]) -> tuple[Counts, ...]:
    """The tables (sex, class) of a district, one for each census of `units`.

    `weights` says by code which share of a small area's people belongs to the district: 1 for the
    whole of it. Areas that suppression joins must come together and with one share. Raises
    ValueError, in words, where they do not, or where a code is not among the units.
    """
    for code, weight in weights.items():
        if not 0 < weight <= 1:
            raise ValueError(
                f"{code} の割合 {weight:g} は使えません。0 より大きく 1 以下の数にしてください。"
            )
    known = {code for unit in units.units for code in unit.codes}
    strange = [code for code in weights if code not in known]
    if strange or not weights:
        what = (
            f"{'、'.join(strange)} は表にありません。" if strange else "小地域が1つもありません。"
        )
        raise ValueError(f"{what}小地域の番号を確かめてください。")
    shares = np.array([_share(unit, weights) for unit in units.units])
    return tuple(np.einsum("u,usa->sa", shares, table) for table in units.tables)


def _share(unit: Unit, weights: Mapping[str, float]) -> float:
    """Which share of a unit belongs to the district; 0 where none of it does."""
    shares = {weights.get(code, 0.0) for code in unit.codes}
    if len(shares) > 1:
        raise ValueError(
            f"{unit.name}（{'、'.join(unit.codes)}）は秘匿のため1つに合算されています。"
            "すべて同じ割合で入れるか、どれも入れないでください。"
        )
    return shares.pop()
