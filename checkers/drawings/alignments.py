"""Drawings of curves, crossings and squares: one function a drawing, given what to write on its dimension lines."""

from math import cos, pi, sin

from checkers.drawings.buildings import Labels
from checkers.drawings.sheet import DIMENSION, Sheet
from cim_schema.messages import text


def draw_curve(sheet: Sheet, labels: Labels) -> None:
    """Plan of an axis that bends: straight, curve, straight."""
    middle, radius = (360.0, 300.0), 210.0
    turns = [pi * (0.72 - 0.44 * step / 24) for step in range(25)]
    points = [(middle[0] + radius * cos(turn), middle[1] - radius * sin(turn)) for turn in turns]
    first, last = points[0], points[-1]
    sheet.line((first[0] - 140, first[1] + 108), *points, (last[0] + 140, last[1] + 108), thick=True)
    for x, y in (first, last):
        sheet.circle(x, y, 4, fill="#fff")
    if "radius" in labels:
        sheet.line(middle, points[8], colour=DIMENSION)
        sheet.word((middle[0] + points[8][0]) / 2 + 20, 210, labels["radius"], DIMENSION, anchor="start")
    if "length" in labels:
        outside = [(middle[0] + (radius + 24) * cos(turn), middle[1] - (radius + 24) * sin(turn)) for turn in turns]
        sheet.line(*outside, colour=DIMENSION)
        sheet.word(360, 52, labels["length"], DIMENSION)


def draw_vertical_curves(sheet: Sheet, labels: Labels) -> None:
    """Profile of a way over a crest and through a sag."""
    points = [(40 + step * 16.0, 160 - 70 * sin(2 * pi * step / 40)) for step in range(41)]
    sheet.area(*points, (680, 280), (40, 280))
    sheet.line(*points, thick=True)
    if "crest" in labels:
        sheet.line((200, 230), (200, 90), colour=DIMENSION)
        sheet.word(200, 70, labels["crest"], DIMENSION)
    if "sag" in labels:
        sheet.line((520, 90), (520, 230), colour=DIMENSION)
        sheet.word(520, 80, labels["sag"], DIMENSION)
    if "length" in labels:
        sheet.dimension((110, 110), (290, 110), labels["length"], 60)


def draw_crossing(sheet: Sheet, labels: Labels) -> None:
    """Plan of a crossing over a carriageway."""
    sheet.box(40, 60, 680, 240)
    for place in range(6):
        sheet.box(290, 72 + place * 28, 420, 86 + place * 28, fill="#fff")
    sheet.word(130, 155, text("drawing.carriageway"))
    sheet.word(355, 272, text("drawing.crossing"))
    if "width" in labels:
        sheet.dimension((290, 60), (420, 60), labels["width"], 22)


def draw_seats(sheet: Sheet, labels: Labels) -> None:
    """Plan of a path with seats beside it."""
    sheet.box(40, 140, 680, 190)
    sheet.word(110, 172, text("drawing.path"))
    for x in (220, 500):
        sheet.box(x - 24, 112, x + 24, 130, fill="#fff", thick=True)
        sheet.word(x, 100, text("drawing.seat"))
    if "length" in labels:
        sheet.dimension((40, 190), (680, 190), labels["length"], -40)
    if "reach" in labels:
        sheet.dimension((500, 60), (640, 60), labels["reach"])
        sheet.line((640, 60), (640, 165), dashed=True, colour=DIMENSION)
