"""Alignments, their segments and referents, and what stands along them: the four tables, wired together.

What belongs here: which table gets what. What does not: how each is found or computed (the modules beside this one).
"""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cim_schema.codes import Severity
from pipelines.ingest.alignment_axes import choose_axis
from pipelines.ingest.alignment_curves import axis_curve, bases_of, curves_of, evaluate_curves
from pipelines.ingest.alignment_layouts import Alignment, Layout, find_alignments
from pipelines.ingest.alignment_segments import Segments, read_segments
from pipelines.ingest.linear_placements import LinearPosition, linear_position
from pipelines.ingest.placements import Placements
from pipelines.ingest.rows import Rows
from pipelines.ingest.source import Instance, Source
from pipelines.ingest.stationing import Stationing, declared_station, read_stationing, stationing_properties
from pipelines.ingest.units import Units


class Alignments:
    """The alignments of one model; empty where the schema has none."""

    def __init__(self, source: Source, units: Units, placements: Placements) -> None:
        """Find the alignments, their stations, and the curves they are represented by."""
        self._source, self._units = source, units
        self._found = find_alignments(source)
        self._matrices: dict[int, NDArray[np.float64]] = {}
        for step_id in self._found:
            matrix = placements.matrix_of(step_id)
            self._matrices[step_id] = np.eye(4) if matrix is None else matrix
        self._segments = {
            step_id: read_segments(source, units, alignment, self._matrices[step_id]) for step_id, alignment in self._found.items()
        }
        self._curves = {step_id: curves_of(source, alignment) for step_id, alignment in self._found.items()}
        self._owners = self._owners_of_curves()
        self._sets = stationing_properties(source)
        self._positions = self._linear_positions()
        distances = {step: p.distance_along_m for step, p in self._positions.items() if p.distance_along_m is not None}
        self._stations: dict[int, Stationing] = {
            step_id: read_stationing(source, units, alignment, self._sets, distances) for step_id, alignment in self._found.items()
        }

    def alignment_table(self) -> pa.Table:
        """``ifc_alignment``."""
        rows = Rows("ifc_alignment", self._source.model_id)
        chosen = {step_id: axis_curve(self._source, curves) for step_id, curves in self._curves.items()}
        items = {step_id: item for step_id, item in chosen.items() if item is not None}
        evaluated = evaluate_curves(self._source, items)
        for step_id, alignment in self._found.items():
            axis = choose_axis(
                self._source, alignment, self._segments_of(alignment, "horizontal"), self._segments_of(alignment, "vertical"),
                items.get(step_id), evaluated.get(step_id),
            )  # fmt: skip
            rows.add({
                "step_id": step_id, "global_id": self._source.global_id(alignment.instance),
                "name": self._source.text(alignment.instance, "Name"), "start_station_m": self._stations[step_id].start_m,
                "axis_length_m": axis.length_m, "has_vertical": alignment.owner_of("vertical") is not None,
                "has_cant": alignment.owner_of("cant") is not None, "axis_source": axis.made_from,
                "axis": axis.wkb(self._matrices[step_id]),
            })  # fmt: skip
        return rows.table()

    def segment_table(self) -> pa.Table:
        """``ifc_alignment_segment``: of each alignment its own layouts; a reused plan has its rows with its owner."""
        rows = Rows("ifc_alignment_segment", self._source.model_id)
        for step_id, segments in self._segments.items():
            for row in segments.rows:
                along = row.get("distance_along_m")
                station = self._stations[step_id].at(along) if isinstance(along, float) else None
                rows.add({**row, "station_m": station})
        return rows.table()

    def referent_table(self) -> pa.Table:
        """``ifc_referent``."""
        rows = Rows("ifc_referent", self._source.model_id)
        nested = {referent.id(): step_id for step_id, one in self._found.items() for referent in one.referents}
        for referent in self._source.by_type("IfcReferent"):
            position = self._positions.get(referent.id(), LinearPosition())
            alignment = nested.get(referent.id(), self._alignment_of(referent, position))
            station = declared_station(self._source, self._units, self._sets, referent)
            rows.add({
                "step_id": referent.id(), "global_id": self._source.global_id(referent),
                "name": self._source.text(referent, "Name"),
                "predefined_type": self._source.text(referent, "PredefinedType"), "alignment_step_id": alignment,
                "distance_along_m": position.distance_along_m,
                "station_m": self._station(alignment, position) if station is None else station,
            })  # fmt: skip
        return rows.table()

    def placement_table(self) -> pa.Table:
        """``ifc_linear_placement``."""
        rows = Rows("ifc_linear_placement", self._source.model_id)
        for step_id, position in self._positions.items():
            product = self._source.file.by_id(step_id)
            alignment = self._alignment_of(product, position)
            if alignment is None or position.distance_along_m is None:
                self._source.problems.add(
                    "linear_placement", Severity.INFO, step_id=step_id, global_id=self._source.global_id(product)
                )
            rows.add({
                "step_id": step_id, "global_id": self._source.global_id(product), "alignment_step_id": alignment,
                "distance_along_m": position.distance_along_m, "station_m": self._station(alignment, position),
                "offset_lateral_m": position.offset_lateral_m, "offset_vertical_m": position.offset_vertical_m,
            })  # fmt: skip
        return rows.table()

    def _segments_of(self, alignment: Alignment, layout: Layout) -> Segments | None:
        owner = alignment.owner_of(layout)
        return None if owner is None else self._segments[owner.step_id]

    def _station(self, alignment: int | None, position: LinearPosition) -> float | None:
        if alignment is None or position.distance_along_m is None:
            return None
        return self._stations[alignment].at(position.distance_along_m)

    def _alignment_of(self, product: Instance, position: LinearPosition) -> int | None:
        """By the curve that the distance is along, else by what the placement is relative to, else by IfcRelPositions."""
        if position.curve_step_id in self._owners:
            return self._owners[position.curve_step_id]
        if position.relative_to in self._found:
            return position.relative_to
        return self._positioned.get(product.id())

    def _owners_of_curves(self) -> dict[int | None, int]:
        owners: dict[int | None, int] = {}
        for step_id, curves in self._curves.items():
            for curve in curves:
                owners.setdefault(curve.id(), step_id)
        # A plan that children reuse is the parent's, also where only the children show it.
        for step_id, curves in self._curves.items():
            for curve in curves:
                for base in bases_of(self._source, curve):
                    owners.setdefault(base.id(), self._found[step_id].root.step_id)
        return owners

    def _linear_positions(self) -> dict[int, LinearPosition]:
        self._positioned: dict[int, int] = {}
        for relation in self._source.by_type("IfcRelPositions"):
            positioning = self._source.entity(relation, "RelatingPositioningElement")
            for product in self._source.entities(relation, "RelatedProducts"):
                if positioning is not None and positioning.id() in self._found:
                    self._positioned.setdefault(product.id(), positioning.id())
                elif positioning is not None and product.id() in self._found:
                    self._positioned.setdefault(positioning.id(), product.id())
        placed = {
            product.id(): placement
            for product in (self._source.by_type("IfcProduct") if self._source.by_type("IfcLinearPlacement") else ())
            if (placement := self._source.entity(product, "ObjectPlacement")) and placement.is_a() == "IfcLinearPlacement"
        }
        owners: dict[int, int] = {}
        for alignment in self._found.values():
            own = self._source.entity(alignment.instance, "ObjectPlacement")
            if own is not None:
                owners.setdefault(own.id(), alignment.step_id)
        return {step: linear_position(self._source, self._units, placement, owners) for step, placement in placed.items()}
