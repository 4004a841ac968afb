"""``evaluation.json``: the bids side by side, each point with where it comes from.

What belongs here: the shape and the order of the evaluation; the same bytes for the same bids and rules. What does not: counting
points, which was done before, and any order of the bids by points: people award.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from cim_schema.messages import LANGUAGES, text
from pipelines.runtime.output import written_beside
from pipelines.tender.tender_file import Tender

CONTRACT = 1
"""Version of the public contract that the evaluation keeps."""
FINDINGS_OF_A_RULE = 200
"""Most findings of one rule and bid that are listed; the bid's own report has all."""

Evaluation = dict[str, Any]
"""As JSON has it."""


@dataclass(frozen=True)
class EvaluatedBid:
    """What is known of a bid."""

    bidder: str
    models: Sequence[Mapping[str, Any]]
    """``model_id``, ``part``, ``file``, ``schema``, ``bytes``."""
    scores: Mapping[str, Any]
    """As in ``report.json``; ``bim_adoption`` has the points."""
    outcomes: Sequence[Mapping[str, Any]] = ()
    """``rule``, ``model_id``, ``outcome``, ``checked``, ``failed``, ``undetermined``."""
    determination: Mapping[str, Any] = field(default_factory=dict)
    findings: Sequence[Mapping[str, Any]] = ()
    """Of the rules that give points, with ``text``: code and parameters."""
    refused: Sequence[Mapping[str, Any]] = ()
    """Files that could not be read: ``file``, ``error``, ``message`` by language."""

    @property
    def digest(self) -> str:
        """SHA-256 over the models, whatever they are called."""
        return sha256("\n".join(sorted(str(model["model_id"]) for model in self.models)).encode()).hexdigest()


def build_evaluation(
    tender: Tender, bids: Sequence[EvaluatedBid], ruleset: Mapping[str, Any], card: Mapping[str, Any]
) -> Evaluation:
    """Put the bids side by side.

    Args:
        tender: What is tendered.
        bids: In any order; they come in the order of their digests, as A, B, C.
        ruleset: Profile, version and digest of the rules' parameters.
        card: Which score card: name, version, source, confirmed, digest.
    """
    ordered = sorted(bids, key=lambda bid: (bid.digest, bid.bidder))
    letters = {bid.bidder: letter(place) for place, bid in enumerate(ordered)}
    rows = [_bid(bid, letters, bids) for bid in ordered]
    return {
        "contract": CONTRACT,
        "tender": {
            "code": tender.code, "name": tender.name, "category": tender.category and str(tender.category),
            "stage": tender.stage and str(tender.stage), "crs": tender.crs, "date": tender.day and tender.day.isoformat(),
        },
        "statement": {language: text("tender.statement", None, language) for language in LANGUAGES},
        "ruleset": dict(ruleset),
        "weights": dict(card),
        "criteria": _criteria(rows),
        "bids": rows,
    }  # fmt: skip


def write_evaluation(evaluation: Evaluation, path: Path) -> None:
    """Write the file whole or not at all."""
    with written_beside(path) as beside:
        beside.write_text(
            json.dumps(evaluation, ensure_ascii=False, indent=1, allow_nan=False) + "\n", encoding="utf-8", newline="\n"
        )


def letter(place: int) -> str:
    """What a bid is called: A to Z, then AA, AB and so on."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _bid(bid: EvaluatedBid, letters: Mapping[str, str], bids: Sequence[EvaluatedBid]) -> dict[str, Any]:
    own = {model["model_id"] for model in bid.models}
    sharing = [letters[other.bidder] for other in bids if other is not bid and own & {model["model_id"] for model in other.models}]
    scores = dict(bid.scores)
    adoption = scores.pop("bim_adoption", {})
    findings, left_out = _listed(bid.findings)
    return {
        "id": letters[bid.bidder], "bidder": bid.bidder, "digest": bid.digest,
        "models": sorted((dict(model) for model in bid.models), key=lambda model: (model["part"], model["model_id"])),
        "refused": [dict(one) for one in bid.refused],
        "same_models_as": sorted(sharing),
        "points": adoption.get("points", {}),
        "criteria": adoption.get("criteria", []),
        "outcomes": [dict(one) for one in bid.outcomes],
        "determination": dict(bid.determination),
        "scores": scores,
        "findings": findings,
        "findings_left_out": left_out,
    }  # fmt: skip


def _listed(findings: Sequence[Mapping[str, Any]]) -> tuple[list[dict[str, Any]], dict[str, int]]:
    listed: dict[str, list[dict[str, Any]]] = {}
    left_out: dict[str, int] = {}
    for finding in findings:
        of_rule = listed.setdefault(finding["rule"], [])
        if len(of_rule) < FINDINGS_OF_A_RULE:
            of_rule.append(dict(finding))
        else:
            left_out[finding["rule"]] = left_out.get(finding["rule"], 0) + 1
    return [finding for rule in sorted(listed) for finding in listed[rule]], left_out


def _criteria(bids: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each criterion with the points of every bid, least and greatest."""
    shown = ("least_points", "greatest_points", "open_points")
    first: Sequence[Mapping[str, Any]] = next((bid["criteria"] for bid in bids if bid["criteria"]), [])
    found = []
    for place, criterion in enumerate(first):
        of_bids = {bid["id"]: bid["criteria"][place] for bid in bids if bid["criteria"]}
        found.append({
            "criterion": criterion["criterion"],
            "name": {one: text(f"scoring.criterion.{criterion['criterion']}", None, one) for one in LANGUAGES},
            "points": criterion["points"], "judged_by": criterion["judged_by"],
            "bids": {id_: {name: one[name] for name in shown} for id_, one in of_bids.items()},
        })  # fmt: skip
    return found
