"""Ten specifications of a client on a large model, the opening of the model included."""

import os
import subprocess
from pathlib import Path

from bench.case import Ask, Case, Heat, Kind, Run, Setting

PEER_PYTHON = os.environ.get("JUESHAN_IFCTESTER_PYTHON", "")
"""Python of an environment in which ifctester is installed; it is none of our dependencies. Without it there is no peer."""
TEN = Path(__file__).with_name("ids_ten.ids")
_PEER = """
import sys, ifcopenshell, ifctester.ids
asked, model = ifctester.ids.open(sys.argv[2]), ifcopenshell.open(sys.argv[1])
failed = 0
for one in asked.specifications:
    one.reset_status()
    one.validate(model)
    failed += len(one.failed_entities)
print(failed)
"""


def check_by_ids(setting: Setting) -> Run:
    """``jueshan ids`` on a model that nobody has read before."""
    from service.cli.main import main

    (path,) = setting.models
    told, workspace = setting.fresh_folder() / "ids.json", setting.fresh_folder()

    def check() -> str:
        status = main(["ids", str(path), str(TEN), "--json", str(told), "--workspace", str(workspace), "--quiet"])
        if status not in (0, 1):
            raise RuntimeError(f"jueshan ids ended with {status}")
        return told.read_text(encoding="utf-8")

    return Run(check, lambda written: tell_failures(written.count('"global_id"')))


def check_with_ifctester(setting: Setting) -> Run:
    """The peer: opening the model, validating each specification; no report."""
    (path,) = setting.models

    def check() -> int:
        done = subprocess.run([PEER_PYTHON, "-c", _PEER, str(path), str(TEN)], check=True, capture_output=True, text=True)
        return int(done.stdout)

    return Run(check, tell_failures)


def tell_failures(count: int) -> str:
    """What both ways give."""
    return f"{count:,} failures"


CASE = Case(
    name="ids_cold",
    title="Ten specifications of an IDS file, cold",
    ours_is="`jueshan ids` of a model that is in no workspace, to the written JSON.",
    ours=check_by_ids,
    peer_is="`ifctester` of the environment named by `JUESHAN_IFCTESTER_PYTHON`: open, validate; without it, ours alone.",
    peer=check_with_ifctester if PEER_PYTHON else None,
    heat=Heat.COLD,
    kind=Kind.CAMPUS,
    sizes_mb=(22, 55, 110),
    peer_runs=3,
    ask=Ask(times_faster=4, same_answer=bool(PEER_PYTHON)),
)
