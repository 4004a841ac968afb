"""Faults that a thing of any project may have, each told to the truth as it is planted."""

from typing import Any

from sample_ifc.record import Record
from sample_ifc.truth import Truth
from sample_ifc.writer import Draft


def repeat_identity(draft: Draft, paths: tuple[str, ...], truth: Truth) -> None:
    """Give several things the GlobalId of the first."""
    first = draft.records[paths[0]]
    for path in paths[1:]:
        draft.records[path].entity.GlobalId = first.entity.GlobalId
    truth.tell("CIM-05", draft, first, "fail", f"{len(paths)}个构件同一GlobalId")


def spoil_identity(draft: Draft, path: str, global_id: str, truth: Truth, why: str) -> None:
    """Give a thing a GlobalId that is none."""
    record = draft.records[path]
    record.entity.GlobalId = global_id
    truth.tell("CIM-05", draft, record, "fail", why)


def drop_container(draft: Draft, path: str, truth: Truth) -> None:
    """Leave a thing out of the spatial tree."""
    record = draft.records[path]
    record.container = None
    truth.tell("CIM-06", draft, record, "fail", "不在任何空间结构中")


def spoil_code(draft: Draft, path: str, code: str | None, truth: Truth) -> None:
    """Give a thing a classification code that is none; None: no code at all."""
    record = draft.records[path]
    record.code = code
    if code is None and record.type_path:
        raise ValueError(f"{path} would still have its type's code")
    truth.tell("CIM-07", draft, record, "fail", "无分类编码" if code is None else f"编码{code}格式不合")


def give_own_type(
    draft: Draft, record: Record, path: str, ifc_class: str, name: str, psets: dict[str, Any], **attributes: Any
) -> None:
    """Give a thing a new type like its old one, but for property sets and documents; it shows its old shape."""
    assert record.type_path
    old = draft.records[record.type_path]
    draft.type(path, ifc_class, name, code=old.code, material=old.material, psets=psets, **attributes)
    record.type_path = path
