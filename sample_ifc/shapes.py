"""Solids as plain data, in metres and in the object's own frame; ``writer`` turns them into IFC."""

from dataclasses import dataclass
from math import cos, dist, pi, sin

Point2 = tuple[float, float]
Point3 = tuple[float, float, float]
Outline = tuple[Point2, ...]


@dataclass(frozen=True)
class Disc:
    """A circular outline around the origin of its plane."""

    radius: float


@dataclass(frozen=True)
class Extrusion:
    """An outline pushed along the normal of its plane."""

    outline: Outline | Disc
    depth: float
    style: str
    origin: Point3 = (0.0, 0.0, 0.0)
    axis: Point3 = (0.0, 0.0, 1.0)
    """Normal of the plane, and the direction of the push."""
    ref: Point3 = (1.0, 0.0, 0.0)
    """Direction of the plane's x."""
    holes: tuple[Outline, ...] = ()


@dataclass(frozen=True)
class Mesh:
    """A surface of flat polygons, counter-clockwise seen from outside."""

    vertices: tuple[Point3, ...]
    faces: tuple[tuple[int, ...], ...]
    style: str
    is_closed: bool = True
    """False for a surface such as a terrain's, its upper side counter-clockwise."""


Solid = Extrusion | Mesh


def rectangle(x0: float, y0: float, x1: float, y1: float) -> Outline:
    """A rectangle, counter-clockwise."""
    return ((x0, y0), (x1, y0), (x1, y1), (x0, y1))


def box(low: Point3, high: Point3, style: str) -> Extrusion:
    """An upright box between two corners."""
    return prism(rectangle(low[0], low[1], high[0], high[1]), low[2], high[2], style)


def prism(outline: Outline, z0: float, z1: float, style: str, holes: tuple[Outline, ...] = ()) -> Extrusion:
    """A plan outline pushed up from z0 to z1."""
    return Extrusion(outline, z1 - z0, style, (0.0, 0.0, z0), holes=holes)


def panel(outline: Outline, y0: float, y1: float, style: str, holes: tuple[Outline, ...] = ()) -> Extrusion:
    """An outline in elevation (x, z) with a thickness from y0 to y1."""
    return Extrusion(outline, y1 - y0, style, (0.0, y1, 0.0), (0.0, -1.0, 0.0), (1.0, 0.0, 0.0), holes)


def profile(outline: Outline, x0: float, x1: float, style: str) -> Extrusion:
    """An outline in section (y, z) pushed from x0 to x1."""
    return Extrusion(outline, x1 - x0, style, (x0, 0.0, 0.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0))


def cylinder(foot: Point3, radius: float, height: float, style: str) -> Extrusion:
    """An upright cylinder on its foot's centre."""
    return Extrusion(Disc(radius), height, style, foot)


def rod(start: Point3, length: float, along: str, radius: float, style: str) -> Extrusion:
    """A round bar from ``start`` along x, y or z."""
    axis, ref = {
        "x": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0)),
        "y": ((0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
        "z": ((0.0, 0.0, 1.0), (1.0, 0.0, 0.0)),
    }[along]
    return Extrusion(Disc(radius), length, style, start, axis, ref)


def stadium(half_straight: float, radius: float, segments: int = 20) -> Outline:
    """Two half circles joined by straights, around the origin, long in x."""
    right = [(half_straight + radius * sin(pi * i / segments), -radius * cos(pi * i / segments)) for i in range(segments + 1)]
    left = [(-x, -y) for x, y in right]
    return tuple(right + left)


def blob(centre: Point3, radius: float, height: float, style: str, sides: int = 7) -> Mesh:
    """A crown of leaves: four rings between a lower and an upper tip."""
    rings = ((0.12, 0.62), (0.42, 1.0), (0.70, 0.82), (0.90, 0.42))
    x, y, z = centre
    vertices: list[Point3] = [(x, y, z)]
    for level, share in rings:
        for i in range(sides):
            turn = 2 * pi * (i + level) / sides
            vertices.append((x + radius * share * cos(turn), y + radius * share * sin(turn), z + height * level))
    vertices.append((x, y, z + height))
    top, faces = len(vertices) - 1, []
    for i in range(sides):
        j = (i + 1) % sides
        faces.append((0, 1 + j, 1 + i))
        for ring in range(len(rings) - 1):
            low, high = 1 + ring * sides, 1 + (ring + 1) * sides
            faces += [(low + i, low + j, high + j), (low + i, high + j, high + i)]
        last = 1 + (len(rings) - 1) * sides
        faces.append((last + i, last + j, top))
    return Mesh(tuple(vertices), tuple(faces), style)


def trunk(foot: Point3, radius: float, height: float, style: str, sides: int = 6) -> Mesh:
    """An upright prism as a mesh, for shapes that hold meshes only."""
    x, y, z = foot
    ring = [(x + radius * cos(2 * pi * i / sides), y + radius * sin(2 * pi * i / sides)) for i in range(sides)]
    vertices = tuple((a, b, z) for a, b in ring) + tuple((a, b, z + height) for a, b in ring)
    quads = tuple((i, (i + 1) % sides, sides + (i + 1) % sides, sides + i) for i in range(sides))
    return Mesh(vertices, (tuple(reversed(range(sides))), tuple(range(sides, 2 * sides)), *quads), style)


def net_area(outline: Outline, holes: tuple[Outline, ...] = ()) -> float:
    """Area of an outline less its holes."""

    def signed(points: Outline) -> float:
        return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1], strict=True)) / 2

    return abs(signed(outline)) - sum(abs(signed(hole)) for hole in holes)


def perimeter(outline: Outline) -> float:
    """Length of a closed outline."""
    return sum(dist(a, b) for a, b in zip(outline, outline[1:] + outline[:1], strict=True))
