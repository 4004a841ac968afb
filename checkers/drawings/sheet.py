"""A sheet of paper for line drawings: lines, words and dimension lines become an SVG text.

Lengths are points of the sheet, x to the right and y downwards; the same calls give the same text.
"""

from collections.abc import Sequence
from html import escape
from math import atan2, cos, hypot, sin

WIDTH = 720
PICTURE_HEIGHT = 300
LINE_HEIGHT = 24
FONT = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',sans-serif"
THIN, THICK = 1.0, 2.2
INK, DIMENSION, SHADE, WATER = "#222", "#b3261e", "#e4e4e4", "#cfe6f5"
TICK = 5.0

Point = tuple[float, float]


class Sheet:
    """Collects what is drawn; ``svg`` gives it out."""

    def __init__(self) -> None:
        """An empty sheet."""
        self._parts: list[str] = []

    def line(self, *points: Point, thick: bool = False, dashed: bool = False, colour: str = INK) -> None:
        """Straight lines from point to point."""
        dashes = ' stroke-dasharray="6 4"' if dashed else ""
        width = THICK if thick else THIN
        self._parts.append(f'<polyline points="{_points(points)}" fill="none" stroke="{colour}" stroke-width="{width}"{dashes}/>')

    def area(self, *points: Point, fill: str = SHADE, thick: bool = False) -> None:
        """A filled polygon with its outline."""
        width = THICK if thick else THIN
        self._parts.append(f'<polygon points="{_points(points)}" fill="{fill}" stroke="{INK}" stroke-width="{width}"/>')

    def box(self, left: float, top: float, right: float, bottom: float, fill: str = SHADE, thick: bool = False) -> None:
        """An upright rectangle."""
        self.area((left, top), (right, top), (right, bottom), (left, bottom), fill=fill, thick=thick)

    def circle(self, x: float, y: float, radius: float, fill: str = "none") -> None:
        """A circle."""
        self._parts.append(f'<circle cx="{_short(x)}" cy="{_short(y)}" r="{_short(radius)}" fill="{fill}" stroke="{INK}"/>')

    def arc(self, start: Point, end: Point, radius: float) -> None:
        """A quarter of a circle from one point to another, clockwise: how a door leaf swings."""
        path = f"M{_short(start[0])} {_short(start[1])}A{_short(radius)} {_short(radius)} 0 0 1 {_short(end[0])} {_short(end[1])}"
        self._parts.append(f'<path d="{path}" fill="none" stroke="{INK}" stroke-dasharray="3 3"/>')

    def word(self, x: float, y: float, said: str, colour: str = INK, anchor: str = "middle", size: int = 14) -> None:
        """Words with the foot of their line at y; on a white edge, so that lines behind do not strike them out."""
        self._parts.append(
            f'<text x="{_short(x)}" y="{_short(y)}" fill="{colour}" font-size="{size}" text-anchor="{anchor}" '
            f'stroke="#fff" stroke-width="4" paint-order="stroke">{escape(said)}</text>'
        )

    def dimension(self, start: Point, end: Point, said: str, offset: float = 0.0, is_before: bool = False) -> None:
        """A dimension line between two points, moved aside to the left of its direction, with its value in the middle.

        The value of an upright line stands to its right, or to its left with ``is_before``.
        """
        along = atan2(end[1] - start[1], end[0] - start[0])
        dx, dy = offset * sin(along), -offset * cos(along)
        moved = [(x + dx, y + dy) for x, y in (start, end)]
        if offset:
            for at, to in zip((start, end), moved, strict=True):
                self.line(at, to, colour=DIMENSION)
        self.line(*moved, colour=DIMENSION)
        for x, y in moved:
            tick_x, tick_y = TICK * cos(along - 0.8), TICK * sin(along - 0.8)
            self.line((x - tick_x, y - tick_y), (x + tick_x, y + tick_y), thick=True, colour=DIMENSION)
        (x1, y1), (x2, y2) = moved
        middle_x, middle_y = (x1 + x2) / 2, (y1 + y2) / 2
        if abs(x2 - x1) >= abs(y2 - y1) and hypot(x2 - x1, y2 - y1) > 60:
            self.word(middle_x, middle_y - 6, said, DIMENSION)
        elif abs(x2 - x1) >= abs(y2 - y1):
            self.word(middle_x, min(y1, y2) - 10, said, DIMENSION)
        elif is_before:
            self.word(min(x1, x2) - 10, middle_y + 5, said, DIMENSION, anchor="end")
        else:
            self.word(max(x1, x2) + 10, middle_y + 5, said, DIMENSION, anchor="start")

    def svg(self, title: str, description: str, legend: Sequence[str]) -> str:
        """The whole drawing, with the legend's lines below it."""
        height = PICTURE_HEIGHT + LINE_HEIGHT * len(legend) + (14 if legend else 0)
        words = "".join(
            f'<text x="30" y="{PICTURE_HEIGHT + 10 + LINE_HEIGHT * number}" font-size="14" fill="{INK}">{escape(line)}</text>\n'
            for number, line in enumerate(legend, 1)
        )
        drawn = "\n".join(self._parts)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
            f'font-family="{FONT}" role="img">\n<title>{escape(title)}</title>\n<desc>{escape(description)}</desc>\n'
            f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>\n{drawn}\n{words}</svg>\n'
        )


def _points(points: Sequence[Point]) -> str:
    return " ".join(f"{_short(x)},{_short(y)}" for x, y in points)


def _short(value: float) -> str:
    # Adding nought makes a negative nought positive.
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")
