"""Documents of occurrences and types (``ifc_document``)."""

import pyarrow as pa

from pipelines.ingest.associations import associations
from pipelines.ingest.rows import Rows
from pipelines.ingest.source import Instance, Source

Row = dict[str, object]


def read_documents(source: Source) -> pa.Table:
    """Every document that is associated with an object; what a reference leaves out, the document that it names says."""
    rows = Rows("ifc_document", source.model_id)
    for association in associations(source, "IfcRelAssociatesDocument", "RelatingDocument"):
        rows.add({**association.columns, **_read(source, association.relating)})
    return rows.table()


def _read(source: Source, document: Instance) -> Row:
    information = document if document.is_a() == "IfcDocumentInformation" else source.entity(document, "ReferencedDocument")

    def text(*names: str) -> str | None:
        sources = (document, information) if information is not None else (document,)
        return next((found for one in sources for name in names if (found := source.text(one, name))), None)

    return {
        "reference_step_id": document.id(),
        "identification": text("Identification", "ItemReference", "DocumentId"),
        "reference_name": text("Name"),
        "description": text("Description"),
        "location": text("Location"),
    }
