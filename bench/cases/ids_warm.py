"""Ten specifications of a client on a large model that was read before, in a process that has checked before."""

from pathlib import Path

from bench.case import Ask, Case, Heat, Kind, Run, Setting
from bench.cases.ids_cold import PEER_PYTHON, TEN, check_with_ifctester, tell_failures
from cim_schema.project import ModelFile


def check_by_ids(setting: Setting) -> Run:
    """From the tables in a workspace to the result."""
    from checkers.ids.check import check_ids
    from checkers.ids.demand import demand_of
    from checkers.ids.reading import read_ids
    from pipelines.flows.steps import Line, read, read_for_ids
    from pipelines.runtime.compute import open_compute
    from pipelines.runtime.workspace import Workspace

    (path,) = setting.models
    file = ModelFile(Path(path), "model")
    with open_compute(1, None) as compute:
        line = Line(Workspace(setting.fresh_folder()), compute)
        read(file, line)

        def check() -> int:
            asked = read_ids(TEN)
            demand, model = demand_of(asked), read(file, line)
            wanted = read_for_ids(model, demand, line)
            tables = {name: model.read.read_encoded(name) for name in demand.model_tables}
            result = check_ids({**tables, **{name: wanted.read_encoded(name) for name in wanted}}, asked)
            return sum(len(one.failures) for one in result.specifications)

    return Run(check, tell_failures)


CASE = Case(
    name="ids_warm",
    title="Ten specifications of an IDS file, the model read before",
    ours_is="From the tables in the workspace to the result, the second time in a process.",
    ours=check_by_ids,
    peer_is="As in `ids_cold`: it keeps nothing.",
    peer=check_with_ifctester if PEER_PYTHON else None,
    heat=Heat.WARM,
    kind=Kind.CAMPUS,
    sizes_mb=(110,),
    peer_runs=3,
    ask=Ask(times_faster=10),
)
