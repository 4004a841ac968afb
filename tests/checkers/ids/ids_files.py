"""IDS files and models for tests, written in a few words."""

from checkers.ids.check import check_ids
from checkers.ids.demand import demand_of
from checkers.ids.reading import read_ids
from pipelines.ingest.ids_tables import read_model_for_ids

NAMESPACES = 'xmlns="http://standards.buildingsmart.org/IDS" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
UNITS = "#2=IFCUNITASSIGNMENT((#3));#3=IFCSIUNIT(*,.LENGTHUNIT.,.MILLI.,.METRE.);"
PROJECT = "#1=IFCPROJECT('0000000000000000000001',$,'P',$,$,$,$,$,#2);" + UNITS
WALL = "#10=IFCWALL('0000000000000000000010',$,'W',$,$,$,$,'7',$);"
WALL_TYPE = (
    "#11=IFCWALLTYPE('0000000000000000000011',$,'T',$,$,$,$,$,'X',.USERDEFINED.);"
    "#12=IFCRELDEFINESBYTYPE('0000000000000000000012',$,$,$,(#10),#11);"
)


def value(written):
    """A value: a text alone, or a base with the parts of a restriction."""
    if isinstance(written, str):
        return f"<simpleValue>{written}</simpleValue>"
    base, *parts = written
    return (
        f'<xs:restriction base="xs:{base}">' + "".join(f'<xs:{kind} value="{one}"/>' for kind, one in parts) + "</xs:restriction>"
    )


def pattern(*written):
    return ("string", *(("pattern", one) for one in written))


def facet(kind, attributes="", **parts):
    return f"<{kind} {attributes}>" + "".join(f"<{name}>{value(one)}</{name}>" for name, one in parts.items()) + f"</{kind}>"


def entity(name, predefined=None):
    return facet("entity", name=name, **({"predefinedType": predefined} if predefined else {}))


def attribute(name, wanted=None, attributes=""):
    return facet("attribute", attributes, name=name, **({"value": wanted} if wanted else {}))


def prop(set_name, name, data_type=None, wanted=None, attributes=""):
    typed = f'{attributes} dataType="{data_type}"' if data_type else attributes
    return facet("property", typed, propertySet=set_name, baseName=name, **({"value": wanted} if wanted else {}))


def part_of(inner, relation=None, attributes=""):
    named = f'{attributes} relation="{relation}"' if relation else attributes
    return f"<partOf {named}>{inner}</partOf>"


def specification(applicability, requirements="", occurs='maxOccurs="unbounded"', schemas="IFC4"):
    return (
        f'<specification name="S" ifcVersion="{schemas}"><applicability {occurs}>{applicability}</applicability>'
        f"<requirements>{requirements}</requirements></specification>"
    )


def write_ids(folder, *specifications, prolog=""):
    path = folder / "case.ids"
    body = "".join(specifications)
    path.write_text(
        f"{prolog}<ids {NAMESPACES}><info><title>T</title></info><specifications>{body}</specifications></ids>", "utf-8"
    )
    return path


def write_model(folder, statements, schema="IFC4"):
    path = folder / "case.ifc"
    header = (
        f"ISO-10303-21;HEADER;FILE_DESCRIPTION((''),'2;1');FILE_NAME('','',(''),(''),'','','');FILE_SCHEMA(('{schema}'));ENDSEC;"
    )
    path.write_text(f"{header}DATA;{statements}ENDSEC;END-ISO-10303-21;", "utf-8")
    return path


def check(folder, statements, applicability, requirements="", schema="IFC4", **options):
    """The result of one specification over one model."""
    ids = read_ids(write_ids(folder, specification(applicability, requirements, schemas=schema, **options)))
    result = check_ids(read_model_for_ids(write_model(folder, statements, schema), demand_of(ids)), ids)
    return result.specifications[0]
