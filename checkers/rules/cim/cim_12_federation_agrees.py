"""The parts of one project say the same system, height datum, map origin and rotation, and put storeys of one name at one height.

Why
    Parts that were set up apart meet in no coordination meeting: the ducts hang in another building.
Fails
    Architecture in EPSG:4547 and structure in EPSG:4546; a storey 2F at 3.60 in one part and at 3.30 in another.
Passes
    All parts exported with the same survey point and the same storeys.
Not applicable
    A project of one part.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import atan2, degrees, isfinite

from checkers.map_conversions import declarations
from checkers.rule import PLATFORM, Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number, is_at_most

DECLARATION = "IfcMapConversion"
Numbers = tuple[float, ...]


@dataclass(frozen=True)
class _Said:
    """What one model says of one thing."""

    model_id: str
    step_id: int
    numbers: Numbers
    """Compared with a tolerance."""
    word: str
    """Compared as it is; shown where there are no numbers."""

    @property
    def shown(self) -> str:
        return self.word or ", ".join(format_number(number) for number in self.numbers)


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Compare all parts with what most of them say; of equally many, with the first by name."""
    part_of = tables["model_context"].sort_values(["part", "model_id"]).set_index("model_id")["part"].to_dict()
    if len(part_of) < 2:
        return
    first = declarations(tables).sort_values(["model_id", "step_id"]).drop_duplicates("model_id").set_index("model_id")
    silent = [model_id for model_id in part_of if model_id not in first.index]
    for model_id in silent:
        yield Undetermined(model_id=model_id, subject="map_conversion", missing_field=DECLARATION, table="ifc_map_conversion")
    rows = {model_id: first.loc[model_id] for model_id in part_of if model_id in first.index}
    crs, datum, origin, rotation = [], [], [], []
    for model_id, row in rows.items():
        where = (model_id, int(row["step_id"]))
        crs.append(_Said(*where, (), str(row["crs"] or row["crs_name"])) if _is_text(row["crs_name"]) else _Said(*where, (), ""))
        datum.append(_Said(*where, (), row["vertical_datum"].strip() if _is_text(row["vertical_datum"]) else ""))
        place = (row["eastings_m"], row["northings_m"], row["orthogonal_height_m"])
        origin.append(_Said(*where, tuple(float(number) for number in place), ""))
        rotation.append(_Said(*where, (_rotation_deg(row["x_axis_abscissa"], row["x_axis_ordinate"]),), ""))
    yield from _compare("crs", crs, part_of, 0.0, "IfcProjectedCRS.Name")
    yield from _compare("vertical_datum", datum, part_of, 0.0, "IfcProjectedCRS.VerticalDatum")
    yield from _compare("origin", origin, part_of, parameters.number("origin_tolerance_m"), "IfcMapConversion.Eastings", "m")
    yield from _compare("rotation", rotation, part_of, parameters.number("rotation_tolerance_deg"), "", "deg")
    for name, storeys in _storeys(tables, part_of).items():
        yield from _compare(f"storey:{name}", storeys, part_of, parameters.number("storey_tolerance_m"), "", "m")


def _compare(
    subject: str, said: Sequence[_Said], part_of: Mapping[str, str], tolerance: float, field: str, unit: str | None = None
) -> Iterator[Verdict]:
    for one in said:
        if not _is_known(one):
            yield Undetermined(
                step_id=one.step_id, model_id=one.model_id, subject=subject, missing_field=field, table="ifc_map_conversion"
            )
    known = [one for one in said if _is_known(one)]
    groups: list[list[_Said]] = []
    for one in known:
        group = next((group for group in groups if _is_same(group[0], one, tolerance)), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    most = max(groups, key=len, default=[])
    text = "storey" if subject.startswith("storey:") else subject
    for one in known if len(known) > 1 else []:
        if one in most:
            yield Passed(1, one.model_id)
            continue
        yield Failed(
            step_id=one.step_id, model_id=one.model_id, subject=subject, text=text, observed=one.shown, expected=most[0].shown,
            unit=unit, observed_value=one.numbers[0] if len(one.numbers) == 1 else None,
            limit_value=most[0].numbers[0] if len(most[0].numbers) == 1 else None,
            params={"parts": ", ".join(part_of[other.model_id] for other in most), "storey": subject.partition(":")[2]},
            caused_by=tuple(f"{other.model_id}:{other.step_id}" for other in most),
            table="ifc_spatial" if text == "storey" else "ifc_map_conversion",
        )  # fmt: skip


def _is_known(one: _Said) -> bool:
    return bool(one.word) or (bool(one.numbers) and all(isfinite(number) for number in one.numbers))


def _is_same(left: _Said, right: _Said, tolerance: float) -> bool:
    return left.word.casefold() == right.word.casefold() and all(
        is_at_most(abs(a - b), tolerance) for a, b in zip(left.numbers, right.numbers, strict=True)
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _rotation_deg(abscissa: float, ordinate: float) -> float:
    """Counter-clockwise from map east to local x; 0 where the model does not say, as the schema has it."""
    given = isfinite(abscissa) and isfinite(ordinate)
    return degrees(atan2(ordinate, abscissa)) if given else 0.0


def _storeys(tables: Frames, part_of: Mapping[str, str]) -> dict[str, list[_Said]]:
    """Storeys by name, where a name stands once in its model and in several models."""
    rows = tables["ifc_spatial"]
    rows = rows[rows["ifc_class"].eq("IfcBuildingStorey") & rows["elevation_m"].notna() & rows["name"].notna()]
    rows = rows.assign(name=rows["name"].str.strip()).drop_duplicates(["model_id", "name"], keep=False)
    rows = rows[rows.groupby("name")["model_id"].transform("nunique").gt(1)]
    found: dict[str, list[_Said]] = {}
    for row in rows.sort_values(["name", "model_id"], key=lambda c: c.map(part_of) if c.name == "model_id" else c).itertuples():
        found.setdefault(row.name, []).append(_Said(row.model_id, row.step_id, (row.elevation_m,), ""))
    return found


RULE = Rule(
    code="CIM-12",
    name="cim.federation_agrees",
    version=1,
    family=RuleFamily.CIM,
    element=SixElement.QUALITY,
    categories=frozenset(ProjectCategory),
    obligation=Obligation.ADVISORY,
    clauses=(Clause(PLATFORM, "CIM-12"),),
    tables=("ifc_map_conversion", "ifc_spatial"),
    parameters=(
        Parameter("origin_tolerance_m", "m", baseline=0.001, exemplary=0.001),
        Parameter("rotation_tolerance_deg", "deg", baseline=0.0001, exemplary=0.0001),
        Parameter("storey_tolerance_m", "m", baseline=0.010, exemplary=0.010),
    ),
    scope="federation",
    check=check,
)
