"""What is read by columns equals what is read through the parser, to the last row, problem and digit."""

import logging
import zipfile
from pathlib import Path

import ifcopenshell
import pyarrow as pa
import pytest

from bench.campus import multiply
from pipelines.ingest import model
from pipelines.ingest.columnar import attempt
from pipelines.ingest.columnar import model as columnar_model
from pipelines.ingest.columnar.cannot_read import CannotRead
from pipelines.ingest.columnar.model import read_model_columns
from pipelines.runtime.table_set import TableSet, write_each

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[4]
MODELS = [
    "ifc/duplex/Duplex_A_20110907.ifc", "ifc/duplex/Duplex_Electrical_20121207.ifc", "ifc/fzk/AC20-FZK-Haus.ifc",
    "ifc/pcert_ifc4/Building-Architecture.ifc", "ifc/pcert_ifc4x3/Building-Landscaping.ifc", "ifc/whale/TallBuilding.ifc",
    "ifc/office/Office_A_20110811.ifc",
]  # fmt: skip
SAMPLES = ["clean/school/school_arch.ifc", "faulty/school/school_arch.ifc", "faulty/school_revit/school_revit.ifc"]
MATERIALS = """ISO-10303-21;
HEADER;
FILE_DESCRIPTION((''),'2;1');
FILE_NAME('','',(''),(''),'','','');
FILE_SCHEMA(('IFC4'));
ENDSEC;
DATA;
#1=IFCPROJECT('0000000000000000000001',$,'\\X2\\4E2D\\X0\\',$,$,$,$,$,#2);
#2=IFCUNITASSIGNMENT((#3,#90));
#3=IFCSIUNIT(*,.LENGTHUNIT.,.MILLI.,.METRE.);
#4=IFCCONTEXTDEPENDENTUNIT(#5,.LENGTHUNIT.,'ell');
#5=IFCDIMENSIONALEXPONENTS(1,0,0,0,0,0,0);
#10=IFCWALL('0000000000000000000002',$,'a','',$,#91,$,'t',$);
#11=IFCWALL('0000000000000000000002',$,'b',$,$,#80,$,$,.STANDARD.);
#12=IFCWALLTYPE('short',$,'T',$,$,(#22,#20),$,$,$,.SOLIDWALL.);
#13=IFCRELDEFINESBYTYPE('0000000000000000000003',$,$,$,(#10,#99,#11),#12);
#14=IFCRELDEFINESBYTYPE('0000000000000000000004',$,$,$,(#11),#99);
#20=IFCPROPERTYSET('0000000000000000000005',$,'P',$,(#30,#31,#32));
#21=IFCPROPERTYSET('0000000000000000000006',$,'P',$,(#33,#30));
#22=IFCPROPERTYSET('0000000000000000000007',$,$,$,(#34,#35,#36,#33,#37,#38,#38,#39));
#23=IFCELEMENTQUANTITY('0000000000000000000008',$,'Q',$,$,(#40,#41,#42));
#24=IFCELEMENTQUANTITY('0000000000000000000009',$,'Q',$,$,(#43,#40,#44,#40));
#25=IFCRELDEFINESBYPROPERTIES('0000000000000000000010',$,$,$,(#11,#10),IFCPROPERTYSETDEFINITIONSET((#21,#20,#24)));
#26=IFCRELDEFINESBYPROPERTIES('0000000000000000000011',$,$,$,(#10),#23);
#27=IFCRELDEFINESBYPROPERTIES('0000000000000000000012',$,$,$,(#10),#20);
#30=IFCPROPERTYSINGLEVALUE('x',$,IFCLENGTHMEASURE(1250.5),$);
#31=IFCPROPERTYSINGLEVALUE('Y',$,IFCLABEL('it''s \\X\\E9'),$);
#32=IFCPROPERTYSINGLEVALUE('z',$,$,$);
#33=IFCPROPERTYSINGLEVALUE('w',$,IFCLOGICAL(.U.),$);
#34=IFCPROPERTYSINGLEVALUE('own',$,IFCLENGTHMEASURE(3),#4);
#35=IFCPROPERTYENUMERATEDVALUE('e',$,(IFCLABEL('A'),IFCLABEL('B')),$);
#36=IFCCOMPLEXPROPERTY('c',$,'u',(#30,#35));
#37=IFCPROPERTYBOUNDEDVALUE('b',$,IFCREAL(2.),IFCREAL(1.),$,$);
#38=IFCPROPERTYLISTVALUE('l',$,(IFCINTEGER(3),IFCINTEGER(4)),$);
#39=IFCPROPERTYREFERENCEVALUE('r',$,$,#50);
#40=IFCQUANTITYLENGTH('L',$,$,1000,$);
#41=IFCQUANTITYAREA('A',$,#6,2.5,$);
#42=IFCQUANTITYCOUNT('N',$,$,3.,$);
#43=IFCPHYSICALCOMPLEXQUANTITY('c',$,(#40),'d',$,$);
#44=IFCQUANTITYLENGTH('E',$,#4,5.,$);
#6=IFCSIUNIT(*,.AREAUNIT.,.CENTI.,.SQUARE_METRE.);
#50=IFCMATERIAL('concrete',$,$);
#51=IFCMATERIALLAYER(#50,200.,.U.,'core',$,$,$);
#52=IFCMATERIALLAYERSET((#51,#51),'set',$);
#53=IFCMATERIALLAYERSETUSAGE(#52,.AXIS2.,.POSITIVE.,0.,$);
#54=IFCRELASSOCIATESMATERIAL('0000000000000000000013',$,$,$,(#11,#10,#11),#53);
#55=IFCMATERIALPROPERTIES('thermal',$,(#30,#33),#50);
#56=IFCCIRCLEPROFILEDEF(.AREA.,'round',$,100.);
#57=IFCPROFILEPROPERTIES('bar',$,(#30,#33),#56);
#60=IFCRELAGGREGATES('0000000000000000000014',$,$,$,#10,(#11));
#61=IFCRELAGGREGATES('0000000000000000000015',$,$,$,#11,(#10));
#62=IFCRELNESTS('0000000000000000000016',$,$,$,#1,(#11));
#80=IFCLOCALPLACEMENT(#91,#81);
#81=IFCAXIS2PLACEMENT3D(#82,#83,#84);
#82=IFCCARTESIANPOINT((1000.,2000.,-0.));
#83=IFCDIRECTION((0.,0.3,0.7));
#84=IFCDIRECTION((1.,1.,0.1));
#90=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);
#91=IFCLOCALPLACEMENT($,#92);
#92=IFCAXIS2PLACEMENT3D(#93,$,$);
#93=IFCCARTESIANPOINT((5.,6.));
ENDSEC;
END-ISO-10303-21;
"""


def assert_equal(found: dict[str, pa.Table], wanted: dict[str, pa.Table]) -> None:
    assert sorted(found) == sorted(wanted)
    for name, table in wanted.items():
        assert found[name].to_pylist() == table.to_pylist(), name
        assert found[name].equals(table), name


@pytest.mark.parametrize("name", MODELS)
def test_real_models(shared: Path, read, name: str) -> None:
    assert_equal(read_model_columns(shared / name), read(shared / name))


@pytest.mark.parametrize("name", SAMPLES)
def test_samples(read, name: str) -> None:
    assert_equal(read_model_columns(ROOT / "sample_ifc" / name), read(ROOT / "sample_ifc" / name))


def test_a_model_with_a_bit_of_everything(tmp_path: Path, read) -> None:
    path = tmp_path / "model.ifc"
    path.write_text(MATERIALS)
    found = read_model_columns(path)
    assert_equal(found, read(path))
    told = {row["text_code"].removeprefix("read.") for row in found["run_problem"].to_pylist()}
    assert {"repeated_pset", "repeated_property", "repeated_qset", "unknown_unit", "tree_cycle", "dangling_reference"} <= told
    assert len(found["ifc_property"]) > 20


def test_a_file_in_raw_gbk_is_mended_first(tmp_path: Path, read) -> None:
    path = tmp_path / "gbk.ifc"
    path.write_bytes(MATERIALS.replace("concrete", "钢筋混凝土结构").encode("gbk"))
    found = read_model_columns(path)
    assert_equal(found, read(path))
    assert "钢筋混凝土结构" in found["ifc_material"]["material_name"].to_pylist()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (".SOLIDWALL.", ".SOLID."), ("'concrete',$,$", "'concrete',$"), ("#99,#11),#12", "#99),#12);\n#13=IFCWALL()"),
        ("IFCCOMPLEXPROPERTY", "IFCNOVELPROPERTY"), ("#93=", "#93=("), ("END-ISO-10303-21;", ""),
        ("(1000.,2000.,-0.)", "(1.,.5,2.)"),
    ],
)  # fmt: skip
def test_what_needs_the_parser_is_left_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str) -> None:
    path = tmp_path / "model.ifc"
    assert old in MATERIALS
    path.write_text(MATERIALS.replace(old, new))
    with pytest.raises(CannotRead):
        read_model_columns(path)
    through_parser = model.read_model(path)
    monkeypatch.setattr(attempt, "LEAST_BYTES", 0)
    assert_equal(model.read_model(path), through_parser)


def test_large_models_are_read_without_the_parser(shared: Path, monkeypatch: pytest.MonkeyPatch, read) -> None:
    wanted = read(shared / MODELS[0])

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(ifcopenshell, "open", refuse)
    monkeypatch.setattr(attempt, "LEAST_BYTES", 1_000_000)
    assert_equal(model.read_model(shared / MODELS[0]), wanted)


def test_a_campus_is_read_by_columns(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    source = ROOT / "sample_ifc" / "clean" / "school" / "school_arch.ifc"
    path = tmp_path / "campus.ifc"
    multiply(source, path, attempt.LEAST_BYTES // source.stat().st_size + 1)
    with caplog.at_level(logging.DEBUG, logger=attempt.__name__):
        model.read_model(path)
    assert path.stat().st_size >= attempt.LEAST_BYTES
    assert not caplog.records


def test_a_fault_of_the_reader_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "model.ifc"
    path.write_text(MATERIALS)
    wanted = model.read_model(path)
    monkeypatch.setattr(attempt, "LEAST_BYTES", 0)
    monkeypatch.setattr(columnar_model, "read_relations", None)
    assert_equal(model.read_model(path), wanted)
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert "model.ifc" in record.getMessage()


def test_tables_written_one_by_one_are_read_back_as_the_contract_has_them(
    tmp_path: Path, shared: Path, monkeypatch: pytest.MonkeyPatch, read
) -> None:
    monkeypatch.setattr(attempt, "LEAST_BYTES", 0)
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write_each(tmp_path / name, model.each_table(shared / MODELS[0]))
    wanted = read(shared / MODELS[0])
    found = TableSet(tmp_path / "a", "")
    assert_equal({name: found[name] for name in wanted}, wanted)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_where_the_parser_takes_over_late_its_tables_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "model.ifc"
    # A string with a line break is met only when the quantities are read.
    path.write_text(MATERIALS.replace("IFCQUANTITYCOUNT('N'", "IFCQUANTITYCOUNT('N\n'"))
    wanted = model.read_model(path)
    monkeypatch.setattr(attempt, "LEAST_BYTES", 0)
    names = [name for name, _ in model.each_table(path)]
    assert names.count("ifc_element") == 2
    assert_equal(model.read_model(path), wanted)


def test_a_packed_model_is_read_by_columns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "model.ifczip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("model.ifc", MATERIALS)
    wanted = model.read_model(path)
    monkeypatch.setattr(ifcopenshell, "open", None)
    monkeypatch.setattr(attempt, "LEAST_BYTES", 0)
    assert_equal(model.read_model(path), wanted)


@pytest.mark.parametrize(
    "written",
    [
        r"\X2\4E2D6587\X0\!", r"\X4\0001F600\X0\ ", r"\X\E9\S\i", r"C:\\a ''b''", r"\PE\ \S\P x", r"\PA\\S\i\PB\\S\i",
        r"\X2\D83DDE00\X0\.",
    ],
)  # fmt: skip
def test_directives_are_read_as_the_parser_reads_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    path = tmp_path / "model.ifc"
    path.write_text(MATERIALS.replace("'core'", f"'{written}'").replace("'concrete'", f"'{written}'"))
    wanted = model.read_model(path)
    monkeypatch.setattr(attempt, "LEAST_BYTES", 0)
    assert_equal(model.read_model(path), wanted)
