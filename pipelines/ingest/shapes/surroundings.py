"""What every shape of a model depends on beside its own graph: schema, units, precision. They begin each shard."""

from dataclasses import dataclass

import numpy as np

from pipelines.ingest.columnar.instances import Instances, Rows
from pipelines.ingest.columnar.marks import ENUMERATION, INTEGER, REAL
from pipelines.ingest.shapes.graph_marks import SOUND
from pipelines.ingest.shapes.graph_texts import FIRST_NUMBER, Findings, Graphs, GraphTexts

OWNER_NUMBER, ORIGIN_NUMBER = 5, 7
_UNITS = (b".LENGTHUNIT.", b".PLANEANGLEUNIT.")
_USUAL_PRECISION = b"1.E-05"
_HEAD = """ISO-10303-21;
HEADER;
FILE_DESCRIPTION((''),'2;1');
FILE_NAME('','1970-01-01T00:00:00',(''),(''),'','','');
FILE_SCHEMA(('{schema}'));
ENDSEC;
DATA;
#1=IFCPERSON($,'','',$,$,$,$,$);
#2=IFCORGANIZATION($,'',$,$,$);
#3=IFCPERSONANDORGANIZATION(#1,#2,$);
#4=IFCAPPLICATION(#2,'','','');
#5=IFCOWNERHISTORY(#3,#4,$,.ADDED.,$,$,$,0);
#6=IFCCARTESIANPOINT((0.,0.,0.));
#7=IFCAXIS2PLACEMENT3D(#6,$,$);
#8=IFCGEOMETRICREPRESENTATIONCONTEXT($,'Model',3,{precision},#7,$);
#9=IFCUNITASSIGNMENT(({units}));
#10=IFCPROJECT('0000000000000000000000',#5,'',$,$,$,$,(#8),#9);
"""
_METRE = "#11=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);\n"


@dataclass(frozen=True)
class Surroundings:
    """The beginning of a shard."""

    text: bytes
    """Header, project, units and context; behind it the shapes are numbered from ``first_number`` on."""
    first_number: int
    opening_end: bytes
    """Arguments of an IfcOpeningElement from Tag on; a later schema has one more."""


def find_surroundings(instances: Instances, texts: GraphTexts) -> Surroundings:
    """Schema, units of length and of plane angles, and precision of a model.

    Units are taken over as they are written. The precision is the finest of all contexts; the context's own frame is the
    origin, since engines leave it out too.
    """
    rows = _unit_rows(instances)
    graphs = Graphs(rows, np.array([0, len(rows)]))
    findings = Findings.room_for(graphs)
    [written] = texts.write(graphs, findings, spare=np.zeros(1, np.int64))
    is_sound = len(rows) > 0 and findings.statuses[0] == SOUND
    units = bytes(written.text[: written.ends[0]]).decode("ascii") if is_sound else _METRE
    numbers = ",".join(f"#{number}" for number in dict.fromkeys(findings.root_numbers.tolist())) if is_sound else "#11"
    head = _HEAD.format(schema=instances.schema.declarations.name(), precision=_precision(instances).decode("ascii"), units=numbers)
    opening_end = b"$,$" if "PredefinedType" in instances.schema.attributes("IfcOpeningElement") else b"$"
    return Surroundings((head + units).encode("ascii"), FIRST_NUMBER + int(findings.counts[0]), opening_end)


def _unit_rows(instances: Instances) -> Rows:
    projects = instances.rows_of("IfcProject")[:1]
    assignments = instances.rows_at(instances.entities(projects, "UnitsInContext"))
    _, step_ids = instances.references(assignments[assignments >= 0], "Units")
    units = instances.rows_at(step_ids)
    rows: Rows = units[instances.is_a(units, "IfcNamedUnit")]
    cells = instances.cells(rows, "UnitType")
    is_wanted = [kind == ENUMERATION and cells.raw(place) in _UNITS for place, kind in enumerate(cells.kinds.tolist())]
    wanted: Rows = rows[np.array(is_wanted, bool)]
    return wanted


def _precision(instances: Instances) -> bytes:
    rows = instances.rows_of("IfcGeometricRepresentationContext")
    cells = instances.cells(rows, "Precision")
    given = [cells.raw(place) for place, kind in enumerate(cells.kinds.tolist()) if kind in (REAL, INTEGER)]
    return min(given, key=lambda text: (float(text), text), default=_USUAL_PRECISION)
