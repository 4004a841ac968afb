"""How time and memory grow with the size of the model: one SVG a case, equal bytes for equal numbers."""

from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bench.case import Case
from bench.results import Point, Result, median_of

_OURS, _PEER = "#1f6f8b", "#b5651d"


def draw_curves(case: Case, result: Result, path: Path) -> None:
    """Draw seconds and the largest process's memory over the size, ours and the peer's."""
    sound = [point for point in result.points if point.is_sound]
    with mpl.rc_context({"svg.hashsalt": case.name, "svg.fonttype": "none", "font.family": "sans-serif"}):
        figure = Figure(figsize=(8, 3), layout="constrained")
        time_axes, memory_axes = figure.subplots(1, 2)
        _draw(time_axes, sound, "seconds", 1.0, "seconds", has_peer=case.peer is not None)
        _draw(memory_axes, sound, "largest_bytes", 1e9, "largest process, GB", has_peer=case.peer is not None)
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})


def _draw(axes: Axes, points: list[Point], number: str, unit: float, label: str, *, has_peer: bool) -> None:
    sizes = [point.size_bytes / 1e6 for point in points]
    axes.plot(sizes, [median_of(point.ours, number) / unit for point in points], "o-", color=_OURS, label="ours")
    if has_peer:
        axes.plot(sizes, [median_of(point.peer, number) / unit for point in points], "s--", color=_PEER, label="peer")
        axes.legend(frameon=False)
    axes.set_xlim(left=0)
    axes.set_ylim(bottom=0)
    axes.set_xlabel("model, MB")
    axes.set_ylabel(label)
    axes.spines[["top", "right"]].set_visible(False)
