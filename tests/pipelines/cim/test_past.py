"""Any moment's state, against what readers of that moment really saw; in both kinds of store."""

from datetime import UTC, datetime, timedelta

import pytest

from cim_schema.errors import NotFound
from pipelines.cim.past import tables_as_of
from pipelines.flows.releasing import publish

LATER_TOLD = ("cim_project", "cim_version")
"""Tables whose rows say more than what was shown."""


@pytest.fixture
def walk(any_store, make_version, make_delivery):
    """Deliveries one after another, and after each what a reader sees, with the moment."""
    other = make_version(code="PARK", model="c", walls=2)
    deliveries = [
        make_delivery(make_version(walls=7)),
        make_delivery(other, code="PARK"),
        make_delivery(make_version(walls=3, model="b", height=4.0), make_version(part="mep", model="d", walls=4)),
        make_delivery(make_version(walls=7), kept=("mep",), is_whole=True),
        make_delivery(make_version(walls=5, model="e"), is_whole=True),
        make_delivery(code="PARK", is_whole=True),
    ]
    seen = []
    for delivery in deliveries:
        any_store.apply(delivery)
        city = any_store.read_tables()
        seen.append((max(city["cim_change"]["changed_at"].to_pylist()), city))
    return any_store, seen


def test_any_moment_is_as_its_readers_saw_it(walk):
    store, seen = walk
    for moment, city in seen:
        for told in (moment, moment + timedelta(microseconds=900)):
            then = tables_as_of(store, told)
            for name in set(city) - set(LATER_TOLD):
                assert then[name].equals(city[name]), (moment, name)
            assert then["cim_version"]["version_id"].to_pylist() == city["cim_version"]["version_id"].to_pylist()
            for name in ("project_code", "name", "crs", "footprint_map", "geom"):
                assert then["cim_project"][name].to_pylist() == city["cim_project"][name].to_pylist(), (moment, name)


def test_one_project_alone_and_before_anything_was_there(walk):
    store, seen = walk
    moment, city = seen[2]
    then = tables_as_of(store, moment, "PARK")
    assert then["cim_city_object"].num_rows == city["cim_city_object"]["project_code"].to_pylist().count("PARK")
    assert set(then["cim_city_object"]["project_code"].to_pylist()) == {"PARK"}
    nothing = tables_as_of(store, datetime(2020, 1, 1, tzinfo=UTC))
    assert {name: len(table) for name, table in nothing.items() if len(table)} == {}
    with pytest.raises(NotFound):
        tables_as_of(store, moment, "NONE")


def test_a_past_day_is_published_as_it_was_then(walk, tmp_path):
    store, seen = walk
    moment, _city = seen[2]
    publish(store.url, tmp_path, ["cityjson", "3dtiles", "geopackage"], as_of=moment)
    documents = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "cityjson").iterdir()}
    assert set(documents) == {"SCH.city.json", "PARK.city.json"}
    assert documents["SCH.city.json"].count('"IfcWall"') == 7


def test_the_current_state_is_not_slowed_by_the_past(walk):
    store, _ = walk
    assert "cim_past" not in store.read_tables()
    past = store.read("cim_past", "SCH")
    assert sorted(set(past["past_table"].to_pylist())) == ["chk_finding", "chk_outcome", "cim_city_object", "cim_shape"]
    assert len(past) == 4 * len(set(past["version_id"].to_pylist()))


def test_what_was_not_kept_is_said(any_store, make_version, make_delivery):
    any_store.apply(make_delivery(make_version(walls=7)))
    (moment,) = set(any_store.read("cim_change")["changed_at"].to_pylist())
    any_store.apply(make_delivery(make_version(walls=3, model="b")))
    any_store.change(lambda connection: connection.execute("DELETE FROM cim_past"))
    with pytest.raises(NotFound) as told:
        tables_as_of(any_store, moment)
    assert "SCH/arch" in told.value.sentence("en")
