from pathlib import Path

import ifcopenshell.util.unit
import pytest

from pipelines.ingest.units import Unit

MODELS = [
    "ifc/fzk/AC20-FZK-Haus.ifc", "ifc/georef/example_project_location.ifc", "ifc/duplex/Duplex_Electrical_20121207.ifc",
    "ifc/pcert_ifc4/Infra-Plumbing.ifc", "ifc/georef/ifcgref_file.ifc",
]  # fmt: skip


def _holds_mass(unit) -> bool:
    parts = [element.Unit for element in unit.Elements] if unit.is_a("IfcDerivedUnit") else [unit]
    return any(part.UnitType == "MASSUNIT" for part in parts)


@pytest.mark.parametrize("model", MODELS)
def test_factors_are_those_of_ifcopenshell(shared: Path, read, opened, model: str) -> None:
    file = opened(shared / model)
    compared = 0
    for row in read(shared / model)["ifc_unit"].to_pylist():
        unit = file.by_id(row["step_id"])
        # ifcopenshell counts mass in grams.
        if not unit.is_a("IfcMonetaryUnit") and not _holds_mass(unit):
            assert row["si_factor"] == pytest.approx(ifcopenshell.util.unit.get_unit_scale(unit), rel=1e-12), row
            compared += 1
    assert compared >= 3


def test_the_length_unit_is_the_project_s(shared: Path, read, opened) -> None:
    for model in MODELS:
        (row,) = read(shared / model)["ifc_model"].to_pylist()
        assert row["length_unit_m"] == pytest.approx(ifcopenshell.util.unit.calculate_unit_scale(opened(shared / model)))


@pytest.mark.parametrize(("millimetres", "metres"), [(4100, 4.1), (3100, 3.1), (0.1, 0.0001), (-0.0, 0.0), (2500, 2.5)])
def test_millimetres_become_metres_to_the_last_digit(millimetres: float, metres: float) -> None:
    assert repr(Unit("LENGTHUNIT", "MILLIMETRE", "m", 0.001).to_si(millimetres)) == repr(metres)


UNITS = (
    "#1=IFCPROJECT('0000000000000000000001',$,'p',$,$,$,$,$,#2);",
    "#2=IFCUNITASSIGNMENT((#3,#4,#5,#6,#9,#13));",
    "#3=IFCSIUNIT(*,.LENGTHUNIT.,.MILLI.,.METRE.);",
    "#4=IFCSIUNIT(*,.VOLUMEUNIT.,.DECI.,.CUBIC_METRE.);",
    "#5=IFCSIUNIT(*,.THERMODYNAMICTEMPERATUREUNIT.,$,.DEGREE_CELSIUS.);",
    "#6=IFCDERIVEDUNIT((#7,#8),.MASSDENSITYUNIT.,$);",
    "#7=IFCDERIVEDUNITELEMENT(#10,1);",
    "#8=IFCDERIVEDUNITELEMENT(#11,-3);",
    "#9=IFCCONVERSIONBASEDUNIT($,.AREAUNIT.,'square foot',#12);",
    "#10=IFCSIUNIT(*,.MASSUNIT.,$,.GRAM.);",
    "#11=IFCSIUNIT(*,.LENGTHUNIT.,.CENTI.,.METRE.);",
    "#12=IFCMEASUREWITHUNIT(IFCAREAMEASURE(92903.04),#14);",
    "#13=IFCCONTEXTDEPENDENTUNIT($,.PRESSUREUNIT.,'puff');",
    "#14=IFCSIUNIT(*,.AREAUNIT.,.MILLI.,.SQUARE_METRE.);",
    "#15=IFCCONVERSIONBASEDUNIT($,.LENGTHUNIT.,'itself',#16);",
    "#16=IFCMEASUREWITHUNIT(IFCLENGTHMEASURE(2.),#15);",
)


def test_every_form_of_unit_has_its_factor(write_ifc, rows) -> None:
    found = {row["step_id"]: row for row in rows(write_ifc(*UNITS), "ifc_unit")}
    factors = {step_id: row["si_factor"] for step_id, row in found.items()}
    assert factors[3] == 0.001
    assert factors[4] == 0.001
    assert (factors[5], found[5]["si_offset"]) == (1.0, 273.15)
    assert factors[6] == pytest.approx(1000.0)
    assert factors[9] == pytest.approx(0.09290304)
    assert factors[10] == 0.001
    assert factors[13] is None
    assert factors[15] is None
    assert {step_id for step_id, row in found.items() if row["is_assigned"]} == {3, 4, 5, 6, 9, 13}
