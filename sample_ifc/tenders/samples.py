"""Writes the tender: a folder a bid, ``tender.yaml``, and a score card of its own."""

from pathlib import Path

import yaml

from sample_ifc.tenders.plan import BIDS
from sample_ifc.tenders.station import station

TENDER = {
    "code": "JC-2026-017", "name": "街道卫生服务站设计（虚构）", "category": "building", "stage": "tender",
    "weights": "score_card.toml",
}  # fmt: skip
SCORE_CARD = """# 示例评分卡：与平台建议的分值相同，规则逐条写明，便于手工复核。
# An example of a score card: the points that the platform proposes, the rules named one by one, so that it can be retraced by hand.
version = "1"
confirmed = false
source.zh = "示例；由招标人按项目确定"
source.en = "an example; whoever invites tenders sets it"

[BID-01]
points = 15.0

[BID-02]
points = 10.0

[BID-03]
points = 20.0
smallest_unit = { points = 5.0, least_lod = 3.0 }
information = { points = 15.0, level = "N2" }

[BID-04]
points = 15.0
hard_clashes = { points = 10.0 }
clear_heights = { points = 5.0, rules = ["FUN-21"] }

[BID-05]
points = 10.0
scheduled = { points = 10.0 }

[BID-06]
points = 10.0
with_quantities = { points = 5.0 }
agreeing_volumes = { points = 5.0, greatest_deviation = 0.05 }

[BID-07]
points = 10.0
green = { points = 10.0, rules = ["GRN-29", "PRE-07"] }

[BID-08]
points = 10.0
handover = { points = 10.0, rules = ["CIM-01", "CIM-02", "CIM-03", "CIM-04", "CIM-05", "CIM-06", "CIM-07"] }

[BID-09]
points = 0.0
"""


def write_tender(folder: Path) -> None:
    """Write the tender into a folder."""
    for bid, (_, plan) in BIDS.items():
        draft = station(bid, plan)
        draft.finish()
        draft.save(folder / bid / "station.ifc")
    bids = [{"bidder": bidder, "models": [f"{bid}/*.ifc"]} for bid, (bidder, _) in BIDS.items()]
    told = yaml.safe_dump(TENDER | {"bids": bids}, allow_unicode=True, sort_keys=False, width=200)
    (folder / "tender.yaml").write_text(told, encoding="utf-8", newline="\n")
    (folder / "score_card.toml").write_text(SCORE_CARD, encoding="utf-8", newline="\n")
