"""What a designer waits for: one command, all rules, the reports written."""

import json
from pathlib import Path

from bench.case import Ask, Case, Heat, Kind, Run, Setting


def check_models(setting: Setting) -> Run:
    """``jueshan check`` of the models as one federation, in an empty workspace."""
    from service.cli.main import main

    out, workspace = setting.fresh_folder(), setting.fresh_folder()

    def check() -> Path:
        status = main([
            "check", *map(str, setting.models), "--out", str(out), "--workspace", str(workspace),
            "--workers", str(setting.cores), "--quiet",
        ])  # fmt: skip
        if status not in (0, 1):
            raise RuntimeError(f"jueshan check ended with {status}")
        return out

    return Run(check, _tell_report)


def _tell_report(out: Path) -> str:
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    return f"{len(report['findings']):,} findings"


CASE = Case(
    name="check_campus",
    title="Checking a large model",
    ours_is="`jueshan check` with all rules and measurements, from the file to the written reports.",
    ours=check_models,
    heat=Heat.COLD,
    kind=Kind.CAMPUS,
    sizes_mb=(22, 55, 110),
    runs=3,
    ask=Ask(seconds=25, process_bytes=2 * 10**9),
)
