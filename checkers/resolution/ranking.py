"""Which of several values of one object is believed."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

STEPS = ("standard", "mapping", "dictionary", "text")
"""What may tell a value, in the order in which it is believed: a set of the standard, the project's own mapping file, the
dictionary of names, a name's text."""


def best_first(rows: "pd.DataFrame", *by: str) -> "pd.DataFrame":
    """Give of each object the value that is believed.

    What the object says of itself counts before what its type says, and what only a name tells after both; then the steps in
    their order; then the name that stands first in the list; then sets by name.

    Args:
        rows: ``step_id``, ``step`` (place in ``STEPS``), ``holder``, ``place`` (of the name in its list), ``set_name``.
        by: What tells rows apart beside ``step_id``.
    """
    is_text = rows["step"].eq(STEPS.index("text"))
    sets = rows["set_name"].fillna("").factorize(sort=True)[0]
    keys = [sets, rows["place"], rows["step"], rows["holder"].factorize(sort=True)[0], is_text]
    keys += [rows[name].factorize(sort=True)[0] for name in by] + [rows["step_id"]]
    order = np.lexsort([np.asarray(key) for key in keys])
    return rows.iloc[order].drop_duplicates(["step_id", *by])
