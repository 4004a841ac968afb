"""An order of elements that the next export of a model keeps.

Authoring tools number instances anew each time they export, and keep GlobalIds. Where one element is told of for many, and where
a remark names a second element, that follows from GlobalIds, so that the finding is the same one next month.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def in_lasting_order(elements: "pd.DataFrame") -> "pd.DataFrame":
    """Sort elements by GlobalId; those without come last, and those that share one stand by their numbers in the file.

    Args:
        elements: Rows with ``global_id`` and ``step_id``.
    """
    return elements.sort_values(["global_id", "step_id"], na_position="last")


def lasting_names(elements: "pd.DataFrame") -> dict[int, str]:
    """Step id → what names the element in this export and the next: its GlobalId, else its number in the file.

    Args:
        elements: Rows with ``global_id`` and ``step_id``.
    """
    named = zip(elements["step_id"].tolist(), elements["global_id"].tolist(), strict=True)
    return {step_id: global_id if isinstance(global_id, str) else f"#{step_id}" for step_id, global_id in named}
