"""Drawings of parts of buildings: one function a drawing, given what to write on its dimension lines."""

from collections.abc import Mapping

from checkers.drawings.sheet import DIMENSION, WATER, Sheet
from cim_schema.messages import text

Labels = Mapping[str, str]
"""Name of a dimension of the drawing → what is written on it. A dimension without a label is not drawn."""


def draw_door(sheet: Sheet, labels: Labels) -> None:
    """Plan of a door of one leaf, and its elevation."""
    sheet.box(40, 200, 110, 225)
    sheet.box(270, 200, 340, 225)
    sheet.box(110, 204, 122, 221, fill="#fff")
    sheet.box(258, 204, 270, 221, fill="#fff")
    sheet.box(122, 74, 130, 210, fill="#fff", thick=True)
    sheet.arc((126, 74), (258, 210), 134)
    sheet.line((420, 250), (690, 250), thick=True)
    sheet.box(490, 70, 630, 250, fill="#fff", thick=True)
    sheet.line((502, 250), (502, 82), (618, 82), (618, 250))
    sheet.circle(606, 170, 4)
    if "width" in labels:
        sheet.dimension((130, 210), (258, 210), labels["width"], -50)
        sheet.dimension((510, 250), (618, 250), labels["width"], -25)
    if "height" in labels:
        sheet.dimension((618, 250), (618, 82), labels["height"], -24)


def draw_steps(sheet: Sheet, labels: Labels) -> None:
    """Section of a flight between two landings."""
    steps = [(120.0, 260.0)]
    for _ in range(7):
        x, y = steps[-1]
        steps += [(x, y - 26), (x + 50, y - 26)]
    x, y = steps[-1]
    sheet.area((40, 260), *steps, (x + 130, y), (x + 130, y + 22), (x - 4, y + 22), (150, 284), (40, 284))
    if "riser" in labels:
        sheet.dimension((170, 234), (170, 208), labels["riser"], 60, is_before=True)
    if "tread" in labels:
        sheet.dimension((270, 156), (320, 156), labels["tread"], 40)
    if "count" in labels:
        sheet.dimension((110, 260), (460, 78), labels["count"], 62)
    if "difference" in labels:
        sheet.dimension((220, 208), (220, 182), "h₁", 60, is_before=True)
        sheet.dimension((320, 156), (320, 130), "h₂", 60, is_before=True)
        sheet.word(560, 180, labels["difference"], DIMENSION)


def draw_railing(sheet: Sheet, labels: Labels) -> None:
    """Elevation of a railing with upright bars."""
    sheet.box(60, 250, 640, 275)
    sheet.box(100, 70, 560, 80, fill="#fff", thick=True)
    sheet.line((100, 236), (560, 236))
    for number in range(12):
        x = 100 + number * 41
        sheet.box(x, 80, x + 8, 236 if number % 11 else 250, fill="#fff")
    if "height" in labels:
        sheet.dimension((560, 250), (560, 70), labels["height"], -30)
    if "gap" in labels:
        sheet.dimension((313, 160), (346, 160), labels["gap"])


def draw_ramp(sheet: Sheet, labels: Labels) -> None:
    """Section of a ramp, and its plan."""
    sheet.area((40, 150), (150, 150), (510, 80), (640, 80), (640, 165), (40, 165))
    sheet.line((150, 150), (510, 150), dashed=True)
    sheet.line((510, 150), (510, 80), dashed=True)
    if "run" in labels:
        sheet.word(300, 94, labels["run"], DIMENSION)
    sheet.box(40, 200, 640, 280, fill="#fff")
    sheet.line((150, 200), (150, 280))
    sheet.line((510, 200), (510, 280))
    sheet.line((170, 240), (480, 240))
    sheet.line((470, 234), (480, 240), (470, 246))
    if "width" in labels:
        sheet.dimension((560, 280), (560, 200), labels["width"])
    if "rise" in labels:
        sheet.dimension((510, 150), (510, 80), labels["rise"])
    if "tilt" in labels:
        sheet.line((330, 210), (330, 270), colour=DIMENSION)
        sheet.line((324, 260), (330, 270), (336, 260), colour=DIMENSION)
        sheet.word(342, 264, labels["tilt"], DIMENSION, anchor="start")


def draw_room(sheet: Sheet, labels: Labels) -> None:
    """Plan of a room with the largest rectangle that its floor holds."""
    sheet.area((120, 30), (560, 30), (560, 200), (430, 200), (430, 280), (120, 280), thick=True)
    sheet.area((132, 42), (548, 42), (548, 188), (418, 188), (418, 268), (132, 268), fill="#fff")
    sheet.line((132, 46), (414, 46), (414, 264), (132, 264), (132, 46), dashed=True, colour=DIMENSION)
    if "short" in labels:
        sheet.dimension((300, 264), (300, 46), labels["short"])
    if "area" in labels:
        sheet.word(215, 120, labels["area"], DIMENSION)


def draw_room_heights(sheet: Sheet, labels: Labels) -> None:
    """Section of a storey: slab, free height, beam, next slab."""
    sheet.box(80, 250, 620, 272)
    sheet.box(80, 40, 620, 62)
    sheet.box(80, 62, 94, 250)
    sheet.box(606, 62, 620, 250)
    sheet.box(480, 62, 510, 100)
    if "storey" in labels:
        sheet.dimension((200, 250), (200, 40), labels["storey"])
    if "clear" in labels:
        sheet.dimension((320, 250), (320, 62), labels["clear"])
    if "local" in labels:
        sheet.dimension((495, 250), (495, 100), labels["local"])
    if "thickness" in labels:
        sheet.dimension((400, 272), (400, 250), labels["thickness"])


def draw_facade(sheet: Sheet, labels: Labels) -> None:
    """Elevation of a façade: the windows' share of the bay of one room."""
    sheet.box(80, 40, 600, 275, thick=True)
    for row in range(2):
        for column in range(5):
            x, y = 110 + column * 98, 70 + row * 105
            sheet.box(x, y, x + 66, y + 64, fill=WATER)
            sheet.line((x + 33, y), (x + 33, y + 64))
    if "share" in labels:
        sheet.line((290, 157), (388, 157), (388, 262), (290, 262), (290, 157), dashed=True, colour=DIMENSION)
        sheet.word(340, 152, f"{text('drawing.window_area')} ÷ {text('drawing.bay_area')} {labels['share']}", DIMENSION, size=15)


def draw_daylight(sheet: Sheet, labels: Labels) -> None:
    """Plan of a room with its window: glass against floor."""
    sheet.box(120, 40, 560, 270, thick=True)
    sheet.box(136, 56, 544, 254, fill="#fff")
    sheet.box(240, 40, 440, 56, fill=WATER)
    sheet.line((240, 48), (440, 48))
    sheet.word(340, 80, text("drawing.window_area"))
    sheet.word(340, 215, text("drawing.floor_area"))
    if "share" in labels:
        sheet.word(340, 155, labels["share"], DIMENSION, size=15)


def draw_escape(sheet: Sheet, labels: Labels) -> None:
    """Plan of a storey: rooms on a corridor, two exits and a dead end; the way that is walked."""
    sheet.box(40, 40, 680, 260, fill="#fff", thick=True)
    sheet.line((40, 125), (680, 125))
    sheet.line((40, 175), (680, 175))
    for x in (180, 320, 460, 580):
        sheet.line((x, 40), (x, 125))
        sheet.line((x, 175), (x, 260))
    for x in (182, 500):
        sheet.box(x, 178, x + 78, 257)
        sheet.word(x + 39, 222, text("drawing.exit"))
    sheet.word(250, 70, text("drawing.room"))
    sheet.word(80, 155, text("drawing.corridor"))
    if "inside" in labels:
        sheet.line((190, 50), (306, 118), colour=DIMENSION, thick=True)
        sheet.circle(190, 50, 4, fill=DIMENSION)
        sheet.word(250, 100, labels["inside"], DIMENSION)
    if "between" in labels:
        sheet.dimension((380, 158), (539, 158), labels["between"])
    if "dead_end" in labels:
        sheet.dimension((539, 158), (660, 158), labels["dead_end"])
    if "apart" in labels:
        sheet.dimension((260, 215), (500, 215), labels["apart"])


def draw_passage(sheet: Sheet, labels: Labels) -> None:
    """Plan and section of a passage between two walls."""
    sheet.box(40, 60, 360, 90)
    sheet.box(40, 210, 360, 240)
    sheet.line((60, 150), (170, 150), dashed=True)
    sheet.line((162, 144), (170, 150), (162, 156))
    if "width" in labels:
        sheet.dimension((210, 210), (210, 90), labels["width"])
    if "height" in labels:
        sheet.box(450, 50, 680, 66)
        sheet.box(450, 250, 680, 266)
        sheet.box(450, 66, 468, 250)
        sheet.box(662, 66, 680, 250)
        sheet.dimension((560, 250), (560, 66), labels["height"])
