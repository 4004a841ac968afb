import pickle
from dataclasses import replace

import pytest

from cim_schema.base_layer import BASE_LAYER
from cim_schema.errors import InvalidStoreUrl, NotFound
from pipelines.cim.store import open_store


def told(changes):
    return {change.part: (str(change.change), change.version_number) for change in changes}


def test_a_first_delivery_is_read_back_as_it_was_brought(any_store, make_version, make_delivery):
    version = make_version(walls=7)
    assert told(any_store.apply(make_delivery(version))) == {"arch": ("new", 1)}
    city = any_store.read_tables()
    assert set(city) == set(BASE_LAYER)
    for name in ("cim_city_object", "cim_shape", "chk_outcome", "chk_finding"):
        assert city[name].equals(version.tables[name]), name
    assert any_store.current_version("SCH", "arch") == version.row["version_id"]
    assert any_store.projects() == ("SCH",)


def test_the_same_bytes_twice_change_nothing(any_store, make_version, make_delivery):
    version = make_version()
    any_store.apply(make_delivery(version))
    before = (any_store.revision(), any_store.read_tables())
    assert told(any_store.apply(make_delivery(version))) == {"arch": ("unchanged", 1)}
    assert told(any_store.apply(make_delivery(kept=("arch",), is_whole=True))) == {"arch": ("unchanged", 1)}
    assert (any_store.revision(), any_store.read_tables()) == before


def test_a_new_version_takes_the_place_of_the_old_one_and_the_old_one_is_remembered(
    any_store, make_version, make_delivery, count_walls
):
    any_store.apply(make_delivery(make_version(walls=7)))
    assert told(any_store.apply(make_delivery(make_version(walls=3, model="b", height=4.0)))) == {"arch": ("new", 2)}
    assert count_walls(any_store) == 3
    assert any_store.read("cim_version")["version_number"].to_pylist() == [1, 2]
    assert len(any_store.read("cim_shape")) == 1
    assert len(any_store.read("chk_finding")) == 1


def test_an_older_model_that_comes_again_is_the_version_that_it_was(any_store, make_version, make_delivery, count_walls):
    first = make_version(walls=7)
    any_store.apply(make_delivery(first))
    any_store.apply(make_delivery(make_version(walls=3, model="b")))
    assert told(any_store.apply(make_delivery(first))) == {"arch": ("reinstated", 1)}
    assert (count_walls(any_store), len(any_store.read("cim_version"))) == (7, 2)


def test_other_parts_are_kept_unless_the_delivery_is_the_whole(any_store, make_version, make_delivery, count_walls):
    any_store.apply(make_delivery(make_version(walls=7), make_version(part="struct", model="b", walls=5)))
    arch = make_version(walls=2, model="c")
    assert told(any_store.apply(make_delivery(arch))) == {"arch": ("new", 2)}
    assert count_walls(any_store) == 7
    assert told(any_store.apply(make_delivery(arch, is_whole=True))) == {"arch": ("unchanged", 2), "struct": ("withdrawn", 1)}
    assert count_walls(any_store) == 2
    assert any_store.current_version("SCH", "struct") is None
    parts = {row["part"]: row["is_withdrawn"] for row in any_store.read("cim_part").to_pylist()}
    assert parts == {"arch": False, "struct": True}


def test_a_withdrawn_part_takes_its_meshes_with_it_but_not_those_that_others_use(any_store, make_version, make_delivery):
    shared_shape, own_shape = make_version(part="a"), make_version(part="b", model="b", height=9.0)
    any_store.apply(make_delivery(shared_shape, own_shape, make_version(part="c", model="c")))
    assert len(any_store.read("cim_shape")) == 2
    any_store.apply(make_delivery(withdrawn=("a", "b")))
    assert any_store.read("cim_shape")["shape_key"].to_pylist() == shared_shape.tables["cim_shape"]["shape_key"].to_pylist()


def test_projects_are_apart(any_store, make_version, make_delivery, count_walls):
    any_store.apply(make_delivery(make_version(walls=7)))
    any_store.apply(make_delivery(make_version(code="RD", walls=2, model="b"), code="RD", is_whole=True))
    assert any_store.projects() == ("RD", "SCH")
    assert (count_walls(any_store), count_walls(any_store, "RD"), count_walls(any_store, "SCH")) == (9, 2, 7)
    city = any_store.read_tables(project_code="RD")
    assert {row["version_id"].split("/")[0] for row in city["chk_finding"].to_pylist()} == {"RD"}
    with pytest.raises(NotFound):
        any_store.read("cim_city_object", "NONE")


def test_a_project_that_says_something_else_of_itself_is_written(any_store, make_version, make_delivery):
    version = make_version()
    any_store.apply(make_delivery(version))
    renamed = make_delivery(version)
    any_store.apply(type(renamed)(renamed.project | {"name": "新名称"}, renamed.versions, renamed.delivered_at))
    assert any_store.read("cim_project")["name"].to_pylist() == ["新名称"]


def test_what_approval_knows_of_a_project_is_kept(any_store, make_version, make_delivery):
    delivery = make_delivery(make_version())
    told = {"investment_code": "2017-440607-70-03-006747", "approval_stage": "construction_permit"}
    any_store.apply(replace(delivery, project=delivery.project | told))
    (row,) = any_store.read("cim_project").to_pylist()
    assert {name: row[name] for name in told} == told


def test_a_part_that_comes_alone_leaves_standing_what_it_does_not_say_of_the_project(any_store, make_version, make_delivery):
    whole = make_delivery(make_version(), make_version(part="struct", model="b"), is_whole=True)
    any_store.apply(replace(whole, project=whole.project | {"scores": '{"of": "both"}'}))
    alone = make_delivery(make_version(walls=3, model="c"))
    bare = {"project_code": "SCH", "crs": "EPSG:4547", "scores": '{"of": "arch"}'}
    any_store.apply(replace(alone, project=bare))
    (row,) = any_store.read("cim_project").to_pylist()
    assert (row["name"], row["category"], row["scores"]) == ("晋城某学校", "building", '{"of": "both"}')
    any_store.apply(replace(alone, project=bare, is_whole=True))
    (row,) = any_store.read("cim_project").to_pylist()
    assert (row["name"], row["category"], row["scores"]) == (None, None, '{"of": "arch"}')


def test_a_store_that_is_not_there_has_no_projects_and_nothing_to_read(any_store):
    assert (any_store.projects(), any_store.current_version("SCH", "arch")) == ((), None)
    with pytest.raises(NotFound):
        any_store.read("cim_project")
    assert any_store.revision() == ""


@pytest.mark.parametrize(
    "url", ["cim.gpkg", "gpkg:", "file:x", "", "postgresql:", "postgresql://user@host", "postgresql://user@host:port/db"]
)
def test_a_url_that_names_no_store_is_refused_with_a_reason(url):
    with pytest.raises(InvalidStoreUrl) as refused:
        open_store(url)
    assert "{" not in refused.value.sentence("zh")
    assert refused.value.exit_status == 2


def test_a_store_and_what_is_brought_to_it_travel_between_processes(any_store, make_version, make_delivery):
    delivery = pickle.loads(pickle.dumps(make_delivery(make_version())))
    pickle.loads(pickle.dumps(any_store)).apply(delivery)
    assert any_store.projects() == ("SCH",)
