"""Faults of drawing and naming in the faulty schools, and the truth about them."""

from sample_ifc.school.spatial import ROOF
from sample_ifc.truth import Truth
from sample_ifc.writer import Draft

DESKS = ("1F/3号教室/课桌1-1", "1F/3号教室/课桌1-2")
SHELF, FLAGPOLE = "2F/阅览/书架2", "校园/旗杆"
CLASSROOMS = ("2F/房间/201", "2F/房间/202")


def plant_delivery_faults(draft: Draft, truth: Truth) -> None:
    """Plant them in a model that has the architecture, before its relations are written."""
    desk, twin = (draft.records[path] for path in DESKS)
    twin.entity.ObjectPlacement.RelativePlacement = desk.entity.ObjectPlacement.RelativePlacement
    truth.tell_first("DEL-01", draft, (desk, twin), "fail", "两张课桌椅画在同一处")
    shelf = draft.records[SHELF]
    shelf.container = ROOF
    truth.tell("DEL-02", draft, shelf, "fail", "二层的书架归在屋面层")
    flagpole = draft.records[FLAGPOLE]
    flagpole.entity.Name = None
    truth.tell("DEL-04", draft, flagpole, "fail", "没有名称")
    first, second = (draft.records[path] for path in CLASSROOMS)
    second.entity.Name = first.entity.Name
    truth.tell_first("DEL-05", draft, (first, second), "fail", "二层有两间201教室")
