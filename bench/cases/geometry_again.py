"""Making the shapes of a model of which all but 1 % were made before."""

import pyarrow as pa

from bench.case import Ask, Case, Heat, Kind, Run, Setting
from bench.cases.geometry_vary import make_shapes, open_line, read_all, tell_shapes
from bench.change import SHARE
from pipelines.runtime.table_set import TableSet


def make_shapes_again(setting: Setting) -> Run:
    """The geometry stage of the changed model, in a workspace that knows the model as it was."""
    from pipelines.flows.steps import tessellate

    was, now = read_all(setting, setting.models)
    line = open_line(setting)
    before = tessellate(was, line).shapes

    def make() -> list[TableSet]:
        made = tessellate(now, line).shapes
        return [made] if made is not None else []

    def tell(made: list[TableSet]) -> str:
        if before is not None:
            _hold_that_few_changed(before["ifc_geometry"], made[0]["ifc_geometry"])
        return tell_shapes(made)

    return Run(make, tell)


def make_shapes_first(setting: Setting) -> Run:
    """The geometry stage of the changed model, nothing kept from before."""
    return make_shapes(Setting(setting.models[1:], setting.folder, setting.cores))


def _hold_that_few_changed(before: pa.Table, after: pa.Table) -> None:
    """The case is void where another share of the elements has a new shape than was meant."""
    key = dict(zip(before["global_id"].to_pylist(), before["shape_key"].to_pylist(), strict=True))
    now = zip(after["global_id"].to_pylist(), after["shape_key"].to_pylist(), strict=True)
    share = sum(key[global_id] != shape for global_id, shape in now) / len(after)
    if not SHARE / 2 <= share <= SHARE * 2:
        raise ValueError(f"{share:.2%} of the elements have a new shape; {SHARE:.0%} should")


CASE = Case(
    name="geometry_again",
    title="Shapes again after 1 % of the elements changed",
    ours_is="The geometry stage of the changed model, where the workspace holds the shapes of the model as it was.",
    ours=make_shapes_again,
    peer_is="Our own geometry stage of the same model in an empty workspace; both give the same tables to the last byte.",
    peer=make_shapes_first,
    heat=Heat.FIRST,
    kind=Kind.CHANGED,
    sizes_mb=(110,),
    ask=Ask(times_faster=20, same_answer=True),
)
