"""``python -m pipelines.ingest.warm_up`` compiles the kernels of ingest, so that the first large model need not wait for them."""

import logging
import tempfile
from pathlib import Path

from pipelines.ingest.columnar import cells, scan, source
from pipelines.ingest.conformance.model import check_conformance
from pipelines.ingest.shapes import graph_texts

KERNELS = (*cells.KERNELS, *scan.KERNELS, *source.KERNELS, *graph_texts.KERNELS)
_MODEL = b"""ISO-10303-21;
HEADER;
FILE_DESCRIPTION(('ViewDefinition [DesignTransferView]'),'2;1');
FILE_NAME('','2020-01-01T00:00:00',(''),(''),'','','');
FILE_SCHEMA(('IFC4'));
ENDSEC;
DATA;
#1=IFCPROJECT('0000000000000000000001',$,'\\X2\\4E2D\\X0\\',$,$,$,$,$,$);
#2=IFCRELAGGREGATES('0000000000000000000002',$,$,$,#1,(#3));
#3=IFCSITE('0000000000000000000003',$,$,$,$,$,$,$,$,(1,2,3),$,1.5E0,$,$);
ENDSEC;
END-ISO-10303-21;
"""


def warm_up() -> None:
    """Make every kernel of reading, of shapes' texts and of conformance ready; those that lie on the disk are only loaded."""
    for kernel in KERNELS:
        kernel.load()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "model.ifc")
        path.write_bytes(_MODEL)
        check_conformance(path)


if __name__ == "__main__":
    try:
        warm_up()
    except Exception as cause:  # An installation serves without; kernels are then compiled when they are first needed.
        logging.getLogger(__name__).warning("kernels could not be compiled: %s", cause)
