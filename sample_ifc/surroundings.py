"""Writes ``sample_ifc/context``: what lies around the school and the park, as surveyors and planners hand it over.

Run as ``python -m sample_ifc.surroundings``. Places were read off the samples' own coordinates, EPSG:4547.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from pyproj import Transformer

FOLDER = Path(__file__).parent / "context"
CRS = "EPSG:4547"
DIGITS = 9
"""Of a degree: a tenth of a millimetre."""

Point = tuple[float, float]
SCHOOL: Point = (395_728.46, 3_929_541.28)
"""The school's origin; it stands within a hundred metres around."""
SOPHORA, GINKGO, ASH = (394_318.883, 3_928_697.073), (394_402.669, 3_928_614.154), (394_405.825, 3_928_691.017)
"""Trees of the park that stand by themselves."""


def layers() -> Iterator[tuple[str, list[tuple[str, list[Point], dict[str, object]]]]]:
    """Name of each layer and its features: kind of geometry, points, attributes."""
    yield "plot", [("Polygon", _square(SCHOOL, 160.0), {"名称": "JY-07", "用地性质": "中小学用地"})]
    yield "height_limit", [("Polygon", _square(SCHOOL, 300.0), {"名称": "文教片区", "限高": 24})]
    yield (
        "pipe",
        [
            ("LineString", _east_of(SOPHORA, 1.15), {"管线类型": "污水", "管径": "DN300"}),
            ("LineString", _east_of(GINKGO, 1.055), {"管线类型": "燃气", "管径": "110mm"}),
            ("LineString", _east_of(ASH, 0.85), {"管线类型": "电力", "管径": None}),
        ],
    )


def _square(middle: Point, half: float) -> list[Point]:
    x, y = middle
    return [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half), (x - half, y - half)]


def _east_of(tree: Point, distance: float) -> list[Point]:
    return [(tree[0] + distance, tree[1] - 2.0), (tree[0] + distance, tree[1] + 2.0)]


def write(folder: Path = FOLDER) -> list[Path]:
    """Write each layer as GeoJSON: longitude and latitude, as RFC 7946 wants it."""
    to_lonlat = Transformer.from_crs(CRS, "EPSG:4490", always_xy=True).transform
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, features in layers():
        drawn = []
        for kind, points, attributes in features:
            line: Sequence[object] = [[round(value, DIGITS) for value in to_lonlat(*point)] for point in points]
            geometry = {"type": kind, "coordinates": [line] if kind == "Polygon" else line}
            drawn.append({"type": "Feature", "properties": attributes, "geometry": geometry})
        path = folder / f"{name}.geojson"
        path.write_text(
            json.dumps({"type": "FeatureCollection", "features": drawn}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
        written.append(path)
    return written


if __name__ == "__main__":
    write()
