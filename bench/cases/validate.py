"""Finding what departs from ISO 10303-21 and from the schema, without the schema's WHERE rules."""

from typing import Any

from bench.case import Ask, Case, Heat, Kind, Run, Setting


def check_conformance(setting: Setting) -> Run:
    """Ours: syntax and schema."""
    from pipelines.ingest.conformance.model import check_conformance as check

    (path,) = setting.models
    return Run(lambda: check(path), lambda found: f"{len(found):,} departures")


def validate_with_ifcopenshell(setting: Setting) -> Run:
    """The peer: opening the file, then its validation against the schema."""
    import ifcopenshell
    import ifcopenshell.validate

    (path,) = setting.models

    def validate() -> int:
        logger: Any = ifcopenshell.validate.json_logger()
        ifcopenshell.validate.validate(ifcopenshell.open(path), logger)
        return len(logger.statements)

    return Run(validate, lambda count: f"{count:,} statements")


CASE = Case(
    name="validate",
    title="Conformance to the syntax and the schema",
    ours_is="`check_conformance` without WHERE rules.",
    ours=check_conformance,
    peer_is="`ifcopenshell.open` and `ifcopenshell.validate.validate`, without its EXPRESS rules.",
    peer=validate_with_ifcopenshell,
    heat=Heat.COLD,
    kind=Kind.CAMPUS,
    sizes_mb=(22, 55, 110),
    peer_runs=3,
    ask=Ask(times_faster=8),
)
