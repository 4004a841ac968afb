"""The samples in the tree are what the generator writes, byte for byte."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sample_ifc.generate import HERE, differences

pytestmark = pytest.mark.slow


def test_regenerating_changes_no_byte_whatever_the_hash_seed():
    environment = os.environ | {"PYTHONHASHSEED": "12345"}
    done = subprocess.run(
        [sys.executable, "-m", "sample_ifc.generate", "--check"], cwd=HERE.parent, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_a_changed_a_missing_and_a_foreign_file_are_told(tmp_path):
    written, kept = tmp_path / "written", tmp_path / "kept"
    shutil.copytree(HERE / "tiny", written / "tiny")
    shutil.copytree(HERE / "tiny", kept / "tiny")
    assert differences(written, kept) == []

    changed = kept / "tiny" / "fail-cim_01-no_map_conversion.ifc"
    changed.write_bytes(changed.read_bytes().replace(b"IFCPROJECT", b"IFCPROJEKT", 1))
    (kept / "tiny" / "pass-cim_01-zipped.ifczip").unlink()
    (kept / "tiny" / "foreign.ifc").touch()
    expected = ["fail-cim_01-no_map_conversion.ifc", "foreign.ifc", "pass-cim_01-zipped.ifczip"]
    assert differences(written, kept) == [str(Path("tiny", name)) for name in expected]
