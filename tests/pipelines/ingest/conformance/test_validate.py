"""The header against the cases of buildingSMART's validation service, and the command as a person calls it."""

import json
import os
import subprocess
import sys
import zipfile

import pytest

from pipelines.ingest.conformance.model import check_conformance

HEADER_CASES = "ifc/malformed/validate/backend/apps/ifc_validation/checks/header_policy/tests"
CODES = {
    "description": {"no_view_definition", "view_definition", "no_texts"},
    "time_stamp": {"time_stamp", "no_text"},
    "originating_system": {"originating_system", "no_text"},
    "company_name": {"origin_part", "originating_system"},
    "application_name": {"origin_part"},
    "version": {"version", "originating_system"},
    "author": {"no_texts"},
    "organization": {"no_texts"},
    "authorization": {"no_text"},
}
"""What the service calls a field, and what is said of it here."""


def told(path):
    return {row["text_code"].rpartition(".")[2]: row for row in check_conformance(path).to_pylist() if row["layer"] == "header"}


@pytest.mark.slow
@pytest.mark.parametrize("field", sorted(CODES))
def test_the_header_policy_agrees_with_its_cases(shared, field):
    folder = shared / HEADER_CASES / field
    wrong = [path.name for path in sorted(folder.glob("fail/*.ifc")) if CODES[field].isdisjoint(told(path))]
    wrong += [path.name for path in sorted(folder.glob("pass/*.ifc")) if not CODES[field].isdisjoint(told(path))]
    assert wrong == []


def jueshan(*arguments, cwd):
    command = [sys.executable, "-c", "from service.cli.main import run; run()", "validate", *map(str, arguments)]
    environment = os.environ | {"JUESHAN_LANG": "en"}
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120, check=False, env=environment)


SOUND = """ISO-10303-21;
HEADER;
FILE_DESCRIPTION(('ViewDefinition [ReferenceView_V1.2]'),'2;1');
FILE_NAME('t.ifc','2026-01-01T00:00:00',('a'),('b'),'','Maker - Tool - 1.0','');
FILE_SCHEMA(('IFC4'));
ENDSEC;
DATA;
#1=IFCPERSON($,'it',$,$,$,$,$,$);
ENDSEC;
END-ISO-10303-21;
"""


@pytest.mark.slow
def test_the_command_says_what_is_wrong_and_where(tmp_path):
    (tmp_path / "sound.ifc").write_text(SOUND)
    (tmp_path / "broken.ifc").write_text(SOUND.replace("'it'", "'i\\x',"))
    (tmp_path / "text.ifc").write_text("hello")
    result = jueshan("sound.ifc", "--json", "found.json", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    found = json.loads((tmp_path / "found.json").read_text())
    assert (found["file"], found["schema"], found["status"], found["departures"]) == ("sound.ifc", "IFC4", "pass", [])
    result = jueshan("sound.ifc", "broken.ifc", "--json", "found.json", cwd=tmp_path)
    assert result.returncode == 1
    assert "line 8, column 18, #1" in result.stdout
    first, second = json.loads((tmp_path / "found.json").read_text())
    assert (first["status"], second["status"]) == ("pass", "fail")
    (directive, comma) = second["departures"]
    assert (directive["code"], directive["line"], directive["column"], directive["step_id"]) == ("syntax.bad_directive", 8, 18, 1)
    assert (comma["code"], comma["layer"], comma["severity"], comma["group_count"]) == ("syntax.empty_member", "syntax", "error", 1)
    result = jueshan("text.ifc", cwd=tmp_path)
    assert result.returncode == 2
    assert json.loads(result.stderr.splitlines()[-1])["error"] == "not_an_ifc_file"


def test_a_zipped_model_is_checked_as_the_file_in_it(tmp_path):
    with zipfile.ZipFile(tmp_path / "t.ifczip", "w") as archive:
        archive.writestr("t.ifc", SOUND.replace("$,$);", "$,#7);"))
    row = check_conformance(tmp_path / "t.ifczip").to_pylist()[0]
    assert (row["text_code"], row["line"], row["step_id"]) == ("conformance.syntax.dangling_reference", 8, 1)
    assert SOUND.encode()[row["byte_offset"] :].startswith(b"$);")
