"""Drawings of streets and green: one function a drawing, given what to write on its dimension lines."""

from checkers.drawings.buildings import Labels
from checkers.drawings.sheet import DIMENSION, WATER, Sheet
from cim_schema.messages import text

GREEN = "#dcebd3"


def draw_street(sheet: Sheet, labels: Labels) -> None:
    """Cross-section of a street: carriageway, cycle track, belt of trees, footway."""
    sheet.area((40, 240), (440, 240), (440, 228), (520, 228), (520, 228), (680, 228), (680, 275), (40, 275))
    sheet.box(440, 222, 510, 240, fill=GREEN)
    _tree(sheet, 475, 222)
    for x in (40, 170, 300):
        sheet.line((x, 234), (x, 246))
    sheet.word(170, 266, text("drawing.carriageway"))
    sheet.word(370, 266, text("drawing.cycle_track"))
    sheet.word(475, 266, text("drawing.tree_belt"))
    sheet.word(600, 266, text("drawing.footway"))
    for name, left, right, height in (
        ("lane", 40, 170, 236),
        ("cycle_track", 300, 440, 236),
        ("tree_belt", 440, 510, 60),
        ("footway", 510, 680, 222),
    ):
        if name in labels:
            sheet.dimension((left, height), (right, height), labels[name], 18)


def draw_path(sheet: Sheet, labels: Labels) -> None:
    """Cross-section of a path between two lawns."""
    sheet.box(40, 210, 220, 275, fill=GREEN)
    sheet.box(500, 210, 680, 275, fill=GREEN)
    sheet.box(220, 220, 500, 275)
    _tree(sheet, 110, 210)
    if "width" in labels:
        sheet.dimension((220, 220), (500, 220), labels["width"], 40)


def draw_clearance(sheet: Sheet, labels: Labels) -> None:
    """Cross-section of a way under a bridge or a branch: what has to stay free."""
    sheet.box(60, 260, 660, 280)
    sheet.box(60, 50, 660, 78)
    sheet.box(60, 78, 110, 260)
    sheet.box(610, 78, 660, 260)
    sheet.line((160, 260), (160, 92), (560, 92), (560, 260), dashed=True, colour=DIMENSION)
    if "height" in labels:
        sheet.dimension((300, 260), (300, 92), labels["height"])
    if "width" in labels:
        sheet.dimension((160, 228), (560, 228), labels["width"])


def draw_kerb(sheet: Sheet, labels: Labels) -> None:
    """Section of a kerb between carriageway and footway."""
    sheet.area((40, 220), (330, 212), (330, 280), (40, 280))
    sheet.box(330, 130, 390, 280, fill="#fff", thick=True)
    sheet.area((390, 130), (680, 122), (680, 280), (390, 280))
    sheet.line((200, 130), (330, 130), dashed=True)
    sheet.word(150, 260, text("drawing.carriageway"))
    sheet.word(540, 200, text("drawing.footway"))
    if "upstand" in labels:
        sheet.dimension((290, 213), (290, 130), labels["upstand"])


def draw_gradient(sheet: Sheet, labels: Labels) -> None:
    """Section along a way that climbs."""
    sheet.area((40, 240), (620, 90), (620, 280), (40, 280))
    sheet.line((40, 240), (620, 240), dashed=True)
    if "gradient" in labels:
        sheet.word(300, 140, labels["gradient"], DIMENSION, anchor="end")
    if "length" in labels:
        sheet.dimension((40, 240), (620, 90), labels["length"], 22)


def draw_crossfall(sheet: Sheet, labels: Labels) -> None:
    """Cross-section of a carriageway that falls from its middle to both sides."""
    sheet.area((60, 200), (360, 150), (660, 200), (660, 250), (60, 250))
    sheet.line((360, 150), (360, 120), dashed=True)
    for end, tip in ((110, 10), (610, -10)):
        x, y = 360 + (end - 360) * 0.9, 140 + abs(end - 360) / 6 * 0.9
        sheet.line((360 + (end - 360) * 0.2, 140 + abs(end - 360) / 6 * 0.2), (x, y), colour=DIMENSION)
        sheet.line((x + tip, y - 8), (x, y), (x + tip, y + 5), colour=DIMENSION)
    if "fall" in labels:
        sheet.word(210, 130, labels["fall"], DIMENSION)
        sheet.word(510, 130, labels["fall"], DIMENSION)


def draw_trees(sheet: Sheet, labels: Labels) -> None:
    """A tree between a wall and a pipe, or a row of trees beside a lane."""
    sheet.box(60, 250, 660, 275)
    _tree(sheet, 330, 250)
    if "wall" in labels:
        sheet.box(100, 60, 125, 250)
        sheet.dimension((125, 225), (330, 225), labels["wall"])
    if "pipe" in labels:
        sheet.circle(540, 262, 8, fill=WATER)
        sheet.line((540, 220), (540, 254), dashed=True)
        sheet.dimension((330, 225), (540, 225), labels["pipe"])
    if "apart" in labels:
        _tree(sheet, 540, 250)
        sheet.dimension((330, 225), (540, 225), labels["apart"])
    if "lane" in labels:
        sheet.line((170, 215), (170, 275), dashed=True)
        sheet.word(115, 268, text("drawing.carriageway"))
        sheet.dimension((170, 225), (330, 225), labels["lane"])


def draw_bollards(sheet: Sheet, labels: Labels) -> None:
    """Elevation of a row of bollards."""
    sheet.box(60, 250, 660, 275)
    for x in (120, 280, 440, 600):
        sheet.box(x - 14, 130, x + 14, 250, fill="#fff", thick=True)
    if "gap" in labels:
        sheet.dimension((294, 190), (426, 190), labels["gap"])


def draw_slab(sheet: Sheet, labels: Labels) -> None:
    """Section along the end of a bridge: deck, abutment and the slab that leads to it."""
    sheet.area((40, 120), (330, 120), (330, 160), (40, 160))
    sheet.box(330, 120, 390, 280)
    sheet.box(390, 120, 580, 142, fill="#fff", thick=True)
    sheet.area((390, 142), (580, 142), (580, 120), (690, 120), (690, 280), (390, 280), fill=GREEN)
    if "length" in labels:
        sheet.dimension((390, 120), (580, 120), labels["length"], 24)


def _tree(sheet: Sheet, x: float, foot: float) -> None:
    sheet.line((x - 3, foot), (x - 3, foot - 80))
    sheet.line((x + 3, foot), (x + 3, foot - 80))
    sheet.circle(x, foot - 110, 36, fill=GREEN)
