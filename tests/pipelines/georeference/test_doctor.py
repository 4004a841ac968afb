"""Faulty georeferences, each one mistake away from a sound model: what is said of them, and where the mended copy stands.

The files are written by ``georeferenced_models``; what is true of them is computed there, not by what is tested.
"""

import numpy as np
import pytest
from pyproj import CRS, Transformer

from pipelines.georeference.place import place_on_map
from pipelines.georeference.report import georeference_report, reference_to_write
from pipelines.ingest.model import read_model
from pipelines.ingest.write_georeference import write_georeference
from tests.pipelines.georeference.georeferenced_models import draw, write
from tests.pipelines.georeference.spoiled_models import (
    CITY,
    FAULTS,
    FLAT,
    FOOT,
    NEW,
    NONE,
    OLD,
    PREFIX_37,
    PREFIX_38,
    SURVEY_FOOT,
    TEXAS,
    TRUE,
    WITNESSLESS,
    YANGCHENG,
)

pytestmark = pytest.mark.slow


def report_of(path, target=None):
    tables = read_model(path)
    model_id = tables["ifc_model"]["model_id"][0].as_py()
    return tables, model_id, georeference_report(tables, model_id, target, language="en")


def places(tables):
    """Where the things stand, by the placed frame of each, in their order; metres."""
    row = place_on_map(tables)["geo_reference"].to_pylist()[0]
    assert row["local_to_map"] is not None
    matrix = np.array(row["local_to_map"]).reshape(4, 4)
    things = {row["step_id"] for row in tables["ifc_element"].to_pylist() if row["ifc_class"] == "IfcBuildingElementProxy"}
    frames = [np.reshape(frame["matrix"], (4, 4)) for frame in tables["ifc_placement"].to_pylist() if frame["step_id"] in things]
    return row["crs"], np.array([(matrix @ frame @ (0, 0, 0, 1))[:3] for frame in frames])


@pytest.mark.parametrize("name", FAULTS)
def test_one_mistake_is_named_and_mended(tmp_path, name):
    sound, spoil, code, severity, where = FAULTS[name]
    file = draw(sound)
    spoil(file)
    path, out = write(file, tmp_path / "faulty.ifc"), tmp_path / "mended.ifc"
    tables, model_id, told = report_of(path)
    said = {diagnosis["code"]: diagnosis["severity"] for diagnosis in told["diagnoses"]}
    assert said[code] == severity
    assert {other for other, grave in said.items() if grave == "error"} <= {code, "site_outside_target"}
    # Beside the mistake nothing is said but what follows from it.
    assert set(said) - {code} <= {"site_outside_target", "only_site_position", "far_from_city", "default_site_position"}, said
    assert told["usable"] == (severity != "error")
    if where is NONE:
        assert told["proposal"] is None
        return
    reference = reference_to_write(tables, model_id)
    write_georeference(path, out, reference)
    mended, _, again = report_of(out)
    left = {diagnosis["code"] for diagnosis in again["diagnoses"] if diagnosis["severity"] != "info"}
    # A vertical datum is never guessed.
    assert left <= {code if code.startswith("height_datum") else "height_datum_missing"}
    assert (again["usable"], again["level"]) == (True, 50)
    crs, stand = places(mended)
    if where is TRUE:
        true = sound.on_map
        if CRS(crs) != CRS(sound.code):
            # The other form of the same zone.
            true[:, :2] = np.column_stack(Transformer.from_crs(sound.code, crs, always_xy=True).transform(*true[:, :2].T))
        assert np.abs(stand - true).max() < 1e-4
    else:
        assert np.hypot(*(stand - sound.on_map)[:, :2].T).max() < 1.0


SOUND = [
    CITY, YANGCHENG, PREFIX_38, PREFIX_37, FLAT, WITNESSLESS, OLD, NEW, TEXAS,
    CITY.having(unit_m=1.0), CITY.having(unit_m=FOOT), CITY.having(unit_m=SURVEY_FOOT), CITY.having(rotation_deg=-170.0),
    CITY.having(rotation_deg=45.0), CITY.having(has_true_north=False), CITY.having(map_unit_m=0.001),
    OLD.having(unit_m=1.0), YANGCHENG.having(code=4547), CITY.having(code=4508),
]  # fmt: skip


@pytest.mark.parametrize("sound", SOUND, ids=str)
def test_of_a_sound_model_nothing_is_said(tmp_path, sound):
    tables, _, told = report_of(write(draw(sound), tmp_path / "sound.ifc"))
    beside = (
        {"far_from_city"} if sound is TEXAS else {"outside_area_of_use"} if sound.code == 4547 and sound.lon_deg < 112.5 else set()
    )
    assert {diagnosis["code"] for diagnosis in told["diagnoses"]} == beside
    assert told["usable"]
    assert np.abs(places(tables)[1] - sound.on_map).max() < 1e-6
