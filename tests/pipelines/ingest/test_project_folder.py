import pytest

from cim_schema.codes import ApprovalStage, ModelStage, ProjectCategory
from cim_schema.errors import FileNotReadable, InvalidProjectFile
from pipelines.ingest.project_folder import project_places, read_project


@pytest.fixture
def folder(tmp_path):
    project = tmp_path / "S001"
    project.mkdir()
    for name in ("school_arch_v2.ifc", "school_struct.ifc", "site.IFCZIP", "notes.txt", ".hidden.ifc"):
        (project / name).write_text("x")
    return project


def test_a_projects_own_mapping_goes_before_the_institutes(folder, monkeypatch):
    assert {model.mapping for model in read_project(folder).models} == {None}
    monkeypatch.setenv("JUESHAN_MAPPING", str(folder.parent / "institute.toml"))
    assert {model.mapping for model in read_project(folder).models} == {folder.parent / "institute.toml"}
    (folder / "mapping.toml").write_text("")
    assert {model.mapping for model in read_project(folder).models} == {folder / "mapping.toml"}


def test_a_described_project_has_its_parts_by_pattern_and_the_rest_by_file_name(folder):
    (folder / "project.yaml").write_text(
        "code: P-7\nname: 第一小学\ncategory: building\nstage: construction_drawing\ncrs: EPSG:4546\n"
        "parts: {arch: school_arch*.ifc, struct: school_struct.ifc}\n",
        encoding="utf-8",
    )
    project = read_project(folder)
    assert (project.code, project.name, project.crs) == ("P-7", "第一小学", "EPSG:4546")
    assert (project.category, project.stage) == (ProjectCategory.BUILDING, ModelStage.CONSTRUCTION_DRAWING)
    assert {model.part: model.path.name for model in project.models} == {
        "arch": "school_arch_v2.ifc", "struct": "school_struct.ifc", "site": "site.IFCZIP",
    }  # fmt: skip


def test_a_description_says_under_which_code_and_in_which_stage_the_project_is_approved(folder):
    said = "investment_code: 2017-440607-70-03-006747\napproval_stage: works_permit\n"  # The code as a platform's sample has it.
    (folder / "project.yaml").write_text(said, encoding="utf-8")
    project = read_project(folder)
    assert (project.investment_code, project.approval_stage) == ("2017-440607-70-03-006747", ApprovalStage.WORKS_PERMIT)


def test_a_folder_with_no_description_is_named_after_itself(folder):
    project = read_project(folder)
    assert project.code == "S001"
    assert project.category is None
    assert [model.part for model in project.models] == ["school_arch_v2", "school_struct", "site"]


def test_an_inbox_holds_folders_and_single_files(folder, tmp_path):
    (tmp_path / "bridge.ifc").write_text("x")
    (tmp_path / "empty").mkdir()
    assert [read_project(place).code for place in project_places(tmp_path)] == ["S001", "bridge"]


@pytest.mark.parametrize(
    ("content", "line", "word"),
    [
        ("code: [1\n", 2, "project.yaml"),
        ("category: castle\n", None, "castle"),
        ("colour: red\n", None, "colour"),
        ("investment_code: 2024-14052-70-03-000001\n", None, "2024-14052-70-03-000001"),
        ("investment_code: 20241405007003000001\n", None, "4-6-2-2-6"),
        ("approval_stage: '3'\n", None, "works_permit"),
        ("parts: [a, b]\n", None, "parts"),
        ("parts: {all: '*.ifc'}\n", None, "school_struct.ifc"),
        ("- a\n- b\n", 1, "project.yaml"),
    ],
)
def test_a_description_that_cannot_be_used_is_told_with_its_place(folder, content, line, word):
    (folder / "project.yaml").write_text(content)
    with pytest.raises(InvalidProjectFile) as told:
        read_project(folder)
    assert told.value.params["line"] == line
    for language in ("zh", "en"):
        sentence = told.value.sentence(language)
        assert word in sentence
        assert "{" not in sentence


def test_a_description_in_another_encoding_is_told(folder):
    (folder / "project.yaml").write_bytes("name: 晋城市第一小学\n".encode("gbk"))
    with pytest.raises(InvalidProjectFile):
        read_project(folder)


def test_an_inbox_that_is_not_there_is_told(tmp_path):
    with pytest.raises(FileNotReadable):
        project_places(tmp_path / "nowhere")
