"""Situations of official cases of IDS 1.0, rebuilt in a few lines."""

from checkers.ids.check import check_ids
from checkers.ids.demand import demand_of
from checkers.ids.reading import read_ids
from cim_schema.errors import InvalidIds
from pipelines.ingest.ids_tables import read_model_for_ids
from tests.checkers.ids.ids_files import prop, specification, write_ids, write_model

ALL = "IFC2X3 IFC4 IFC4X3_ADD2"
OPTIONAL, PROHIBITED = 'cardinality="optional"', 'cardinality="prohibited"'
SOME, NONE = 'minOccurs="0" maxOccurs="unbounded"', 'minOccurs="0" maxOccurs="0"'


def gid(number):
    return f"'{number:022}'"


def rooted(number, ifc_class, *rest):
    """An instance with a GlobalId and no owner; then name, description and whatever follows."""
    return f"#{number}=IFC{ifc_class}({','.join((gid(number), '$', *rest))});"


def wall(name="$", description="$", number=10, object_type="$", predefined="$"):
    return rooted(number, "WALL", name, description, object_type, "$", "$", "$", predefined)


def wall_type(sets="$", predefined=".NOTDEFINED.", element_type="$", number=11):
    return rooted(number, "WALLTYPE", "$", "$", "$", sets, "$", "$", element_type, predefined)


TYPED = rooted(12, "RELDEFINESBYTYPE", "$", "$", "(#10)", "#11")


def one_of(*names):
    return ("string", *(("enumeration", name) for name in names))


def refraction(index):
    return f"#10=IFCSURFACESTYLEREFRACTION({index},$);"


UNITS = (
    "#1=IFCPROJECT('0000000000000000000001',$,$,$,$,$,$,$,#6);#2=IFCSIUNIT(*,.LENGTHUNIT.,.MILLI.,.METRE.);"
    "#3=IFCSIUNIT(*,.AREAUNIT.,.MILLI.,.SQUARE_METRE.);#4=IFCSIUNIT(*,.VOLUMEUNIT.,.MILLI.,.CUBIC_METRE.);"
    "#5=IFCSIUNIT(*,.TIMEUNIT.,$,.SECOND.);#6=IFCUNITASSIGNMENT((#4,#2,#5,#3));"
)


def having(*properties, name="Foo_Bar", number=20, on="#10", owner=None):
    """A wall, or what stands for it, with a set of these properties."""
    made = "".join(f"#{number + 2 + place}={one};" for place, one in enumerate(properties))
    listed = ",".join(f"#{number + 2 + place}" for place in range(len(properties)))
    of_set = rooted(number, "PROPERTYSET", f"'{name}'", "$", f"({listed})")
    relation = rooted(number + 1, "RELDEFINESBYPROPERTIES", "$", "$", f"({on})", f"#{number}")
    return (UNITS + wall() if owner is None else owner) + made + of_set + relation


def single(value, name="Foo"):
    return f"IFCPROPERTYSINGLEVALUE('{name}',$,{value},$)"


def foo(data_type="IFCLABEL", value=None, name="Foo", attributes="", of="Foo_Bar"):
    return prop(of, name, data_type, value, attributes)


def told(folder, statements, applicability, requirements="", *, schemas=ALL, **options):
    """What comes of a case: pass, fail or invalid."""
    path = write_ids(folder, specification(applicability, requirements, schemas=schemas, **options))
    try:
        ids = read_ids(path)
    except InvalidIds:
        return "invalid"
    return check_ids(read_model_for_ids(write_model(folder, statements), demand_of(ids)), ids).status


def expected(name):
    """What should come of it: the first word of its name."""
    return name.partition("-")[0]
