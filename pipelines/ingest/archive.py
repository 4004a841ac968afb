"""The one IFC file inside an ``.ifczip``."""

import lzma
import zipfile
import zlib
from io import BytesIO
from pathlib import PurePosixPath

from cim_schema.errors import BrokenIfcFile, NotAnIfcFile

MAX_BYTES = 4 * 1024**3
"""What one model may unpack to."""
MAX_RATIO = 200
"""How often larger than its packed form a member may be: STEP text packs to a tenth, a bomb to a thousandth."""


def unpack_model(data: bytes, file: str) -> bytes:
    """The bytes of the only ``.ifc`` member.

    Nothing is written to a disk, so that a member's path has no effect; one that leaves the archive is refused all the same.

    Args:
        data: The archive.
        file: Its name, for the errors.

    Raises:
        NotAnIfcFile: No such member, several, an encrypted one, a path that leads out of the archive, or one that unpacks
            to far more than a model can.
        BrokenIfcFile: The archive is damaged.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _unpack(archive, _only_model(archive, file), file)
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, OSError):
        raise BrokenIfcFile({"file": file, "line": None, "reason": "@read_reason.zip_damaged"}) from None


def _only_model(archive: zipfile.ZipFile, file: str) -> zipfile.ZipInfo:
    members = [info for info in archive.infolist() if not info.is_dir()]
    for info in members:
        path = PurePosixPath(info.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
            raise NotAnIfcFile({"file": file, "reason": "@read_reason.zip_traversal", "member": info.filename})
    models = [info for info in members if info.filename.lower().endswith(".ifc") and "__MACOSX" not in info.filename]
    if not models:
        is_xml = any(info.filename.lower().endswith(".ifcxml") for info in members)
        raise NotAnIfcFile({"file": file, "reason": "@read_reason.ifcxml" if is_xml else "@read_reason.zip_without_model"})
    if len(models) > 1:
        raise NotAnIfcFile({"file": file, "reason": "@read_reason.zip_with_several", "count": len(models)})
    return models[0]


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, file: str) -> bytes:
    if info.flag_bits & 1:
        raise NotAnIfcFile({"file": file, "reason": "@read_reason.zip_encrypted"})
    limit = min(MAX_BYTES, max(info.compress_size, 1) * MAX_RATIO)
    with archive.open(info) as member:
        # The size in the directory is the sender's word; what is read is not.
        unpacked = member.read(limit + 1)
    if len(unpacked) > limit:
        raise NotAnIfcFile({"file": file, "reason": "@read_reason.zip_bomb", "limit": limit})
    return unpacked
