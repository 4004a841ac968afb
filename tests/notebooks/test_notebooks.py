"""The notebooks run as they are, say what is true of the samples, and are kept as they ran."""

import base64
import io
import re
from collections import Counter
from pathlib import Path

import nbformat
import pytest
import yaml
from nbclient import NotebookClient
from PIL import Image

from sample_ifc.street import plan as street
from sample_ifc.street.bridge import GIRDERS

ROOT = Path(__file__).parent.parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
FINDINGS, GREEN = "01_from_ifc_to_a_map_of_findings", "02_green_and_precast_of_the_school"
BRIDGE = "03_a_bridge_on_its_alignment"
MOST_BYTES = 1_000_000
RUN_AGAIN = "what is kept is stale: notebooks/README.md says how to run the notebooks again"


def kept(name):
    return nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)


def outputs(notebook):
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


def printed(notebook):
    return "".join(output.text for output in outputs(notebook) if output.output_type == "stream")


def tables(notebook):
    return [output.data["text/html"] for output in outputs(notebook) if "text/html" in output.get("data", {})]


def planted(folder):
    truth = yaml.safe_load((ROOT / "sample_ifc" / folder / "truth.yaml").read_text(encoding="utf-8"))
    return truth["findings"]


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """Each notebook, run once from the repository's root in a kernel of its own."""
    import matplotlib.font_manager  # noqa: F401 (a kernel that had to make the cache of fonts would say so)

    with pytest.MonkeyPatch.context() as environment:
        for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR"):
            environment.setenv(name, str(tmp_path_factory.mktemp(name)))
        found = {}
        for path in NOTEBOOKS:
            notebook = nbformat.read(path, as_version=4)
            client = NotebookClient(notebook, timeout=120, record_timing=False, resources={"metadata": {"path": str(ROOT)}})
            found[path.stem] = client.execute()
    return found


@pytest.mark.slow
def test_the_map_has_the_findings_that_were_planted(ran):
    outcomes = Counter(finding["outcome"] for finding in planted("faulty/school"))

    said = re.search(r"问题 (\d+) 条：不满足 (\d+) 条，缺数据 (\d+) 条", printed(ran[FINDINGS]))
    table = next(table for table in tables(ran[FINDINGS]) if ">说明</th>" in table)

    assert [int(count) for count in said.groups()] == [outcomes.total(), outcomes["fail"], outcomes["undetermined"]]
    assert (table.count("■"), table.count("○")) == (outcomes["fail"], outcomes["undetermined"])
    assert {f["rule"] for f in planted("faulty/school")} == set(re.findall(r"[A-Z]{3}-\d\d", table))


@pytest.mark.slow
def test_the_envelope_is_judged_as_it_was_planted(ran):
    said = re.findall(r"样例 (\w+)：满足 (\d+)，不满足 (\d+)，缺数据 (\d+)", printed(ran[GREEN]))
    found = {sample: (int(failed), int(undetermined)) for sample, _, failed, undetermined in said}
    outcomes = Counter(finding["outcome"] for finding in planted("faulty/school") if finding["rule"] == "GRN-09")

    assert found == {"clean": (0, 0), "faulty": (outcomes["fail"], outcomes["undetermined"])}
    assert all(int(passed) > 0 for _, passed, _, _ in said)


@pytest.mark.slow
def test_only_the_clean_school_is_precast_enough(ran):
    said = re.findall(r"样例 (\w+)：预制 ([\d.]+) m³，共 ([\d.]+) m³，占比 ([\d.]+)", printed(ran[GREEN]))
    share = {sample: float(share) for sample, _, _, share in said}
    # By class, as in the table, and as a whole: the same cubic metres.
    table = next(table for table in tables(ran[GREEN]) if "预制占比" in table)
    rows = re.findall(r"(clean|faulty)</td>\s*<td[^>]*>[^<]+</td>\s*<td[^>]*>([\d.]+)</td>\s*<td[^>]*>([\d.]+)</td>", table)

    assert share["faulty"] < 0.35 <= share["clean"]
    for sample, precast, total, _ in said:
        of_sample = [(float(one), float(other)) for name, one, other in rows if name == sample]
        assert len(of_sample) == 3
        assert sum(one for one, _ in of_sample) == pytest.approx(float(precast), abs=0.2)
        assert sum(map(sum, of_sample)) == pytest.approx(float(total), abs=0.4)


@pytest.mark.slow
def test_the_alignment_is_the_one_that_was_drawn(ran):
    said = printed(ran[BRIDGE])
    drawn = street.SOUND_AXIS.plan
    length = sum(segment.length for segment in drawn)
    radii = [segment.start_radius for segment in drawn if segment.form == "CIRCULARARC"]

    assert f"K1+200.000～K1+560.000，长 {length:.3f} m，设计速度 {street.SPEED_KMH:.0f} km/h" in said
    assert street.START_STATION == 1200.0
    assert re.search(r"圆曲线半径 ([^；]+) m；", said)[1] == "、".join(f"{radius:.1f}" for radius in radii)
    assert "两个分部共用一条线形：是" in said
    assert f"起点 E {street.PLACE.eastings:.3f}，N {street.PLACE.northings:.3f}，高程 {street.PLACE.height:.3f} m" in said


@pytest.mark.slow
def test_the_bridge_is_the_one_that_was_drawn(ran):
    said = printed(ran[BRIDGE])
    spans = "、".join(f"{end - start:.2f}" for start, end in street.SPANS)
    piers = "、".join(f"K1+{street.START_STATION - 1000 + pier:07.3f}" for pier in street.PIERS)
    girders = "、".join(str(len(GIRDERS)) for _ in street.SPANS)
    railings = re.findall(r"(左|右)幅人\S+ 第\d跨：高 ([\d.]+) m，竖杆净距 ([\d.]+) m", said)
    left, right = street.StreetPlan().railing_heights

    assert f"桥跨 {len(street.SPANS)} 孔：{spans} m；墩中心 {piers}" in said
    assert f"小箱梁 {len(GIRDERS) * len(street.SPANS)} 片，每孔 {girders} 片，长 21.92～21.92 m" in said
    assert {(side, float(height)) for side, height, _ in railings} == {("左", left), ("右", right)}
    # Bars of 20 mm stand 120 mm apart.
    assert [gap for *_, gap in railings] == ["0.10"] * 2 * len(street.SPANS)


@pytest.mark.slow
def test_the_limits_of_the_street_are_those_of_the_standards(ran):
    # CJJ 193-2012 tables 6.3.2 and 7.5.1, CJJ 37-2012 6.3.1 and 6.3.2, at 40 km/h.
    wanted = "40 km/h：圆曲线半径不小于 70 m，纵坡 0.3%～7.0%，凸形竖曲线不小于 400 m，凹形不小于 450 m"

    assert wanted in printed(ran[BRIDGE])


@pytest.mark.slow
def test_the_findings_along_the_street_are_those_that_were_planted(ran):
    outcomes = Counter(finding["outcome"] for finding in planted("faulty/street"))
    # What is said of the bridge or of a project, road or model as a whole has no station.
    whole = {"BR-04", "BR-07", "BR-14", "CHR-01", "CIM-02", "CIM-12", "RD-01", "RD-37"}
    placed = [finding for finding in planted("faulty/street") if finding["rule"] not in whole]

    said = re.search(r"问题 (\d+) 条：不满足 (\d+) 条，缺数据 (\d+) 条；有确切桩号 (\d+) 条", printed(ran[BRIDGE]))

    assert [int(count) for count in said.groups()] == [outcomes.total(), outcomes["fail"], outcomes["undetermined"], len(placed)]


@pytest.mark.slow
@pytest.mark.parametrize("name", [FINDINGS, GREEN, BRIDGE])
def test_what_is_kept_is_what_comes_of_running_it(ran, name):
    assert printed(kept(name)) == printed(ran[name]), RUN_AGAIN
    assert tables(kept(name)) == tables(ran[name]), RUN_AGAIN
    assert not [output for output in outputs(ran[name]) if output.get("name") == "stderr"]


@pytest.mark.parametrize(("name", "pictures"), [(FINDINGS, 2), (GREEN, 2), (BRIDGE, 6)])
def test_the_kept_pictures_show_something(name, pictures):
    blobs = [output.data["image/png"] for output in outputs(kept(name)) if "image/png" in output.get("data", {})]
    images = [Image.open(io.BytesIO(base64.b64decode(blob))) for blob in blobs]

    assert len(images) == pictures
    assert all(image.width > 800 and len(image.convert("RGB").getcolors(1 << 24)) > 50 for image in images)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_nothing_is_kept_of_the_machine_or_the_hour(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    said = printed(notebook) + "".join(tables(notebook)) + "".join(cell.source for cell in notebook.cells)

    assert path.stat().st_size < MOST_BYTES
    assert "execution" not in {key for cell in notebook.cells for key in cell.metadata}
    assert str(ROOT) not in said
    assert not re.search(r"(?:/home/|/root/|/tmp/|/Users/|[A-Z]:\\)", said)
    assert not re.search(r"0x[0-9a-f]{8,}", said)


def test_the_way_to_the_map_takes_ten_cells():
    assert sum(cell.cell_type == "code" for cell in kept(FINDINGS).cells) == 10
