"""Hundreds of specifications at once, most of which fail on most of what they apply to."""

from collections.abc import Iterator
from itertools import islice, product
from pathlib import Path

from bench.case import Ask, Case, Heat, Kind, Run, Setting
from bench.cases.ids_cold import tell_failures

SPECIFICATIONS = 848
_CLASSES = (
    "IFCWALLSTANDARDCASE", "IFCDOOR", "IFCWINDOW", "IFCSLAB", "IFCCOLUMN", "IFCCOVERING", "IFC(WALL|DOOR).*", "IFC(MEMBER|SPACE)",
)  # fmt: skip
_SETS = ("Client_Common", "PSet_Revit_.*", ".*", "Client_[A-Z].*")
_NAMES = ("Reference", "Comments", "Property[0-9]{2}", ".*Height.*")
_WORDS = ("[A-Z].*", ".*0.*", "(a|b)+c?", "[0-9]{1,4}", "外墙.*", "x{3,9}", ".+-.+")
_HEAD = (
    '<ids xmlns="http://standards.buildingsmart.org/IDS" xmlns:xs="http://www.w3.org/2001/XMLSchema"><info><title>T</title></info>'
    "<specifications>"
)


def check_by_ids(setting: Setting) -> Run:
    """``jueshan ids``, to the written JSON."""
    from service.cli.main import main

    (path,) = setting.models
    folder = setting.fresh_folder()
    file, told = folder / "many.ids", folder / "ids.json"
    file.write_text(f"{_HEAD}{''.join(_specifications())}</specifications></ids>", encoding="utf-8")

    def check() -> Path:
        status = main(["ids", str(path), str(file), "--json", str(told), "--workspace", str(folder / "workspace"), "--quiet"])
        if status not in (0, 1):
            raise RuntimeError(f"jueshan ids ended with {status}")
        return told

    return Run(check, lambda written: tell_failures(sum(line.count('"global_id"') for line in written.open(encoding="utf-8"))))


def _specifications() -> Iterator[str]:
    combined = islice(product(_WORDS, _NAMES, _SETS, _CLASSES), SPECIFICATIONS)
    for number, (word, name, pset, ifc_class) in enumerate(combined):
        # Data types alternate, so that no two facets are equal.
        data_type = ("IFCLABEL", "IFCTEXT", "IFCIDENTIFIER")[number % 3]
        yield (
            f'<specification name="S{number}" ifcVersion="IFC2X3 IFC4"><applicability minOccurs="0" maxOccurs="unbounded">'
            f"<entity><name>{_pattern(ifc_class)}</name></entity></applicability><requirements>"
            f'<property dataType="{data_type}"><propertySet>{_pattern(pset)}</propertySet><baseName>{_pattern(name)}</baseName>'
            f"<value>{_pattern(word)}</value></property><attribute><name><simpleValue>Name</simpleValue></name>"
            f"<value>{_pattern(word)}</value></attribute><material><value>{_pattern(word)}</value></material>"
            "</requirements></specification>"
        )


def _pattern(written: str) -> str:
    return f'<xs:restriction base="xs:string"><xs:pattern value="{written}"/></xs:restriction>'


CASE = Case(
    name="ids_many",
    title="848 specifications of an IDS file",
    ours_is="`jueshan ids` of a model of 630,000 instances, to the written JSON with every failure.",
    ours=check_by_ids,
    heat=Heat.COLD,
    kind=Kind.CAMPUS,
    sizes_mb=(44,),
    runs=3,
    ask=Ask(seconds=60, process_bytes=3 * 10**9),
)
