"""Records what ifctester says of ``files`` on the shared models; run where it is installed, as we do not depend on it.

``python tests/checkers/ids/record_ifctester.py SHARED``
"""

import json
import sys
from hashlib import sha256
from pathlib import Path

import ifcopenshell
import ifctester.ids

FOLDER = Path(__file__).parent
MODELS = {
    "duplex": "ifc/duplex/Duplex_A_20110907.ifc", "fzk": "ifc/fzk/AC20-FZK-Haus.ifc", "office": "ifc/office/Office_A_20110811.ifc",
    "pcert": "ifc/pcert_ifc4/Building-Architecture.ifc",
}  # fmt: skip


def record(shared: Path) -> dict[str, dict[str, list[object]]]:
    """Model → file and specification → status, applicable, failed, digest of the failed step ids."""
    told: dict[str, dict[str, list[object]]] = {}
    for name, path in MODELS.items():
        model = ifcopenshell.open(shared / path)
        of_model = told.setdefault(name, {})
        for file in sorted((FOLDER / "files").glob("*.ids")):
            for specification in ifctester.ids.open(str(file)).specifications:
                specification.reset_status()
                try:
                    specification.validate(model)
                except Exception as cause:  # It does not withstand every model.
                    of_model[f"{file.stem}: {specification.name}"] = [type(cause).__name__, 0, 0, ""]
                    continue
                failed = sorted({entity.id() for entity in specification.failed_entities})
                status = "pass" if specification.status else "fail"
                digest = sha256(" ".join(map(str, failed)).encode()).hexdigest()[:16]
                of_model[f"{file.stem}: {specification.name}"] = [
                    status, len(specification.applicable_entities), len(failed), digest,
                ]  # fmt: skip
    return told


if __name__ == "__main__":
    written = json.dumps(record(Path(sys.argv[1])), ensure_ascii=False, indent=1)
    (FOLDER / "ifctester.json").write_text(written + "\n", encoding="utf-8")
