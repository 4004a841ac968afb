"""Pictures of models for the eye of a developer: ``python -m sample_ifc.render OUT.png MODEL.ifc... [--view NAME] [--storey 1F]``.

A plain z-buffer in NumPy; needs Pillow, which only development installs.
"""

import argparse
from dataclasses import dataclass
from math import cos, radians, sin
from pathlib import Path
from typing import Any

import ifcopenshell
import ifcopenshell.geom
import numpy as np
from numpy.typing import NDArray
from PIL import Image

VIEWS = {
    "south_east": (-55.0, 24.0),
    "south_west": (-120.0, 24.0),
    "north_west": (130.0, 24.0),
    "north_east": (50.0, 24.0),
    "top": (-90.0, 89.9),
}
"""Where the eye is: azimuth from +x counter-clockwise, and height above the horizon, degrees."""
HIDDEN = ("IfcSpace", "IfcOpeningElement", "IfcPositioningElement", "IfcLinearElement")


@dataclass
class Triangles:
    """Corners (n, 3, 3), metres, and colours with transparency (n, 4)."""

    corners: NDArray[np.float64]
    colours: NDArray[np.float64]


def load(path: Path, hidden: tuple[str, ...] = HIDDEN) -> tuple[Triangles, list[str]]:
    """Tessellate a model; also the products that have a body and gave no shape."""
    file: Any = ifcopenshell.open(str(path))
    settings = ifcopenshell.geom.settings()
    settings.set("use-world-coords", True)
    wanted = [p for p in file.by_type("IfcProduct") if p.Representation and not any(p.is_a(name) for name in hidden)]
    corners, colours, seen = [], [], set()
    iterator = ifcopenshell.geom.iterator(settings, file, 1, include=wanted, geometry_library="opencascade")
    if iterator.initialize():
        while True:
            shape: Any = iterator.get()
            seen.add(shape.guid)
            geometry = shape.geometry
            vertices = np.array(geometry.verts).reshape(-1, 3)
            faces = np.array(geometry.faces).reshape(-1, 3)
            palette = np.array(
                [[*m.diffuse.components, 0.0 if np.isnan(m.transparency) else m.transparency] for m in geometry.materials]
                or [[0.7, 0.7, 0.7, 0]]
            )
            corners.append(vertices[faces])
            colours.append(palette[np.clip(np.array(geometry.material_ids), 0, None)])
            if not iterator.next():
                break
    lost = [f"{p.is_a()} {p.GlobalId} {p.Name}" for p in wanted if p.GlobalId not in seen]
    return Triangles(np.concatenate(corners), np.concatenate(colours)), lost


def draw(
    scene: Triangles,
    view: str,
    width: int = 1500,
    height: int = 900,
    target: tuple[float, float, float] | None = None,
    span: float | None = None,
) -> Image.Image:
    """A parallel projection with simple shading; glass is blended over what lies behind."""
    azimuth, altitude = (radians(angle) for angle in VIEWS[view])
    to_eye = np.array([cos(azimuth) * cos(altitude), sin(azimuth) * cos(altitude), sin(altitude)])
    right = np.array([-sin(azimuth), cos(azimuth), 0.0])
    up = np.cross(to_eye, right)
    centre = np.array(target) if target else (scene.corners.reshape(-1, 3).min(0) + scene.corners.reshape(-1, 3).max(0)) / 2
    flat = (scene.corners - centre) @ np.stack([right, up, to_eye], axis=1)
    reach = np.ptp(flat[:, :, :2].reshape(-1, 2), axis=0)
    scale = width / span if span else 0.96 * min(width / reach[0], height / reach[1])
    pixels = flat * scale * np.array([1, -1, 1]) + np.array([width / 2, height / 2, 0])
    normals = np.cross(scene.corners[:, 1] - scene.corners[:, 0], scene.corners[:, 2] - scene.corners[:, 0])
    normals /= np.linalg.norm(normals, axis=1, keepdims=True) + 1e-12
    light = np.array([0.35, -0.6, 0.75]) / np.linalg.norm([0.35, -0.6, 0.75])
    shade = 0.55 + 0.45 * np.abs(normals @ light)
    image = np.ones((height, width, 3)) * [0.93, 0.96, 0.99]
    depth = np.full((height, width), -np.inf)
    clear = scene.colours[:, 3] > 0.01
    for index in [*np.flatnonzero(~clear), *np.flatnonzero(clear)]:
        _fill(image, depth, pixels[index], scene.colours[index], shade[index])
    return Image.fromarray((np.clip(image, 0, 1) * 255).astype(np.uint8))


def _fill(
    image: NDArray[np.float64], depth: NDArray[np.float64], corners: NDArray[np.float64], colour: NDArray[np.float64], shade: float
) -> None:
    height, width = depth.shape
    x0, y0 = np.maximum(np.floor(corners[:, :2].min(0)).astype(int), 0)
    x1, y1 = np.minimum(np.ceil(corners[:, :2].max(0)).astype(int) + 1, [width, height])
    (ax, ay, az), (bx, by, bz), (cx, cy, cz) = corners
    area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    if x0 >= x1 or y0 >= y1 or abs(area) < 1e-9:
        return
    x, y = np.meshgrid(np.arange(x0, x1) + 0.5, np.arange(y0, y1) + 0.5)
    u = ((bx - x) * (cy - y) - (by - y) * (cx - x)) / area
    v = ((cx - x) * (ay - y) - (cy - y) * (ax - x)) / area
    inside = (u >= 0) & (v >= 0) & (u + v <= 1)
    z = u * az + v * bz + (1 - u - v) * cz
    patch = depth[y0:y1, x0:x1]
    seen = inside & (z > patch)
    alpha = 1 - colour[3]
    image[y0:y1, x0:x1][seen] = image[y0:y1, x0:x1][seen] * (1 - alpha) + colour[:3] * shade * alpha
    if alpha > 0.99:
        patch[seen] = z[seen]


def cut(scene: Triangles, low: float, high: float) -> Triangles:
    """What lies wholly above ``low`` and begins below ``high``: a storey with its lid off."""
    z = scene.corners[:, :, 2]
    kept = (z.min(1) >= low) & (z.max(1) <= high)
    return Triangles(scene.corners[kept], scene.colours[kept])


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("models", type=Path, nargs="+")
    parser.add_argument("--view", choices=VIEWS, default="south_east")
    parser.add_argument("--between", type=float, nargs=2, metavar=("LOW", "HIGH"))
    parser.add_argument("--target", type=float, nargs=3)
    parser.add_argument("--span", type=float, help="metres across the picture")
    options = parser.parse_args()
    loaded = [load(path) for path in options.models]
    for _, lost in loaded:
        for name in lost:
            print("no shape:", name)
    scene = Triangles(np.concatenate([s.corners for s, _ in loaded]), np.concatenate([s.colours for s, _ in loaded]))
    if options.between:
        scene = cut(scene, *options.between)
    draw(scene, options.view, target=options.target and tuple(options.target), span=options.span).save(options.out)
    print(len(scene.corners), "triangles")


if __name__ == "__main__":
    main()
