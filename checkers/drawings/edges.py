"""Drawings of edges, stairs and the ground before a house: one function a drawing, given what to write on its dimension lines."""

from checkers.drawings.buildings import Labels
from checkers.drawings.sheet import DIMENSION, WATER, Sheet
from cim_schema.messages import text


def draw_edge(sheet: Sheet, labels: Labels) -> None:
    """Section of an edge with a railing, and the floor below it."""
    sheet.box(40, 150, 400, 175)
    sheet.box(40, 260, 680, 282)
    sheet.box(384, 50, 392, 150, fill="#fff", thick=True)
    if "height" in labels:
        sheet.dimension((384, 150), (384, 50), labels["height"], 70, is_before=True)
    if "fall" in labels:
        sheet.dimension((520, 260), (520, 150), labels["fall"])
        sheet.line((400, 150), (540, 150), dashed=True)


def draw_sill(sheet: Sheet, labels: Labels) -> None:
    """Section of an outer wall with its window, and the floors in and outside."""
    sheet.box(40, 220, 420, 245)
    sheet.box(400, 130, 430, 220)
    sheet.box(410, 40, 418, 130, fill=WATER)
    sheet.box(400, 20, 430, 40)
    sheet.line((430, 285), (680, 285), thick=True)
    if "sill" in labels:
        sheet.dimension((400, 220), (400, 130), labels["sill"], 90, is_before=True)
    if "fall" in labels:
        sheet.line((430, 220), (580, 220), dashed=True)
        sheet.dimension((560, 285), (560, 220), labels["fall"])


def draw_flight(sheet: Sheet, labels: Labels) -> None:
    """Section of a flight that ends at a landing under a slab, and a door beside its first step."""
    steps = [(200.0, 270.0)]
    for _ in range(6):
        x, y = steps[-1]
        steps += [(x, y - 20), (x + 40, y - 20)]
    x, y = steps[-1]
    sheet.area((40, 270), *steps, (x + 180, y), (x + 180, y + 18), (x - 4, y + 18), (230, 288), (40, 288))
    sheet.box(260, 20, 690, 36)
    if "headroom" in labels:
        sheet.dimension((320, 210), (320, 36), labels["headroom"])
    if "landing" in labels:
        sheet.dimension((x + 120, y), (x + 120, 36), labels["landing"])
    if "depth" in labels:
        sheet.dimension((x, y), (x + 180, y), labels["depth"], 30)
    if "door" in labels:
        sheet.box(60, 150, 68, 270, fill="#fff", thick=True)
        sheet.dimension((68, 255), (200, 255), labels["door"])


def draw_flight_width(sheet: Sheet, labels: Labels) -> None:
    """Plan of a flight between a wall and a handrail."""
    sheet.box(60, 50, 640, 74)
    for place in range(12):
        sheet.line((120 + place * 40, 74), (120 + place * 40, 230))
    sheet.line((60, 230), (640, 230))
    sheet.box(100, 212, 600, 218, fill="#fff", thick=True)
    if "width" in labels:
        sheet.dimension((340, 215), (340, 74), labels["width"])


def draw_step_free_way(sheet: Sheet, labels: Labels) -> None:
    """Section of the ground before an entrance: steps, and the ramp beside them that leads there too."""
    sheet.area((40, 250), (300, 250), (480, 200), (680, 200), (680, 282), (40, 282))
    sheet.line((420, 250), (420, 233), (450, 233), (450, 216), (480, 216), (480, 200), dashed=True)
    sheet.box(620, 80, 660, 200, fill="#fff", thick=True)
    sheet.word(640, 66, text("drawing.main_entrance"))
    sheet.line((60, 238), (300, 238), (478, 188), (610, 188), colour=DIMENSION, thick=True)
    sheet.line((596, 180), (610, 188), (596, 196), colour=DIMENSION, thick=True)


def draw_tactile_paving(sheet: Sheet, labels: Labels) -> None:
    """Plan of tactile paving in a footway, with a post that stands on it."""
    sheet.box(40, 70, 680, 250, fill="#fff")
    sheet.box(40, 130, 680, 190)
    for place in range(16):
        sheet.line((50 + place * 40, 145), (76 + place * 40, 145))
        sheet.line((50 + place * 40, 175), (76 + place * 40, 175))
    sheet.word(120, 225, text("drawing.footway"))
    sheet.word(120, 122, text("drawing.tactile_paving"))
    sheet.circle(420, 186, 26, fill="#fff")
    if "overlap" in labels:
        sheet.line((420, 176), (500, 100), colour=DIMENSION)
        sheet.word(505, 96, labels["overlap"], DIMENSION, anchor="start")


def draw_paving(sheet: Sheet, labels: Labels) -> None:
    """Plan of the hard ground of a site, some of which lets water through."""
    sheet.box(80, 40, 640, 260, fill="#fff", thick=True)
    sheet.box(80, 40, 380, 260, fill=WATER)
    sheet.word(230, 150, text("drawing.permeable_paving"))
    sheet.word(510, 150, text("drawing.other_paving"))
    if "share" in labels:
        sheet.dimension((80, 260), (380, 260), labels["share"], 24)
