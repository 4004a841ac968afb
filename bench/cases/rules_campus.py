"""What remains once tables and geometry are known: measuring, and all rules."""

from bench.case import Ask, Case, Heat, Kind, Run, Setting


def judge_models(setting: Setting) -> Run:
    """Measure and check the models, whose tables and shapes are in the workspace already."""
    from cim_schema.project import ModelFile
    from pipelines.flows.steps import Federation, Line, check, measure, read, tessellate
    from pipelines.runtime.compute import Compute
    from pipelines.runtime.table_set import TableSet
    from pipelines.runtime.workspace import Workspace

    line = Line(Workspace(setting.fresh_folder()), Compute(setting.cores))
    models = [tessellate(read(ModelFile(path, path.stem), line), line) for path in setting.models]

    def judge() -> TableSet:
        return check(Federation(tuple(measure(model, line) for model in models)), line)

    return Run(judge, lambda checked: f"{checked['chk_finding'].num_rows:,} findings")


CASE = Case(
    name="rules_campus",
    title="Measuring and judging a large model",
    ours_is="All measurements and all rules, from tables and shapes in the workspace to findings.",
    ours=judge_models,
    heat=Heat.FIRST,
    kind=Kind.CAMPUS,
    sizes_mb=(22, 55, 110),
    runs=3,
    ask=Ask(seconds=10),
)
