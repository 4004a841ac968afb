"""Bids down the line: each checked by all rules and scored, then put side by side."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cim_schema.errors import InvalidTender, SameFileTwice
from cim_schema.messages import LANGUAGES, Language
from pipelines.flows.intake import files_as_parts, take_in
from pipelines.flows.judgement import judge
from pipelines.flows.steps import Federation, Line
from pipelines.runtime.output import folder_beside
from pipelines.runtime.table_set import read_columns
from pipelines.tender.evaluation import EvaluatedBid, Evaluation, build_evaluation, write_evaluation
from pipelines.tender.tender_file import Bid, Tender, read_tender
from pipelines.tender.verification import EVALUATION, INPUTS, WORKBOOK, find_differences, read_evaluation, write_inputs
from pipelines.tender.workbook import write_workbook

if TYPE_CHECKING:
    from checkers.ruleset import Ruleset
    from checkers.scoring.weights import Weights
    from pipelines.flows.judgement import Judgement

FINDING = (
    "id", "rule", "outcome", "model_id", "part", "storey", "step_id", "global_id", "ifc_class", "observed", "expected", "text_code",
    "text_params",
)  # fmt: skip
OUTCOME = ("rule", "model_id", "outcome", "checked", "failed", "undetermined")


def evaluate_tender(path: Path, line: Line) -> Evaluation:
    """Check and score every bid of a tender, and put them side by side.

    A file that cannot be read is told with its bid, which is scored by the others.

    Raises:
        InputError: The tender, its rules or its score card cannot be used.
    """
    from checkers.ruleset import load_ruleset

    tender = read_tender(path)
    ruleset, weights = load_ruleset(tender.profile), _load_weights(tender, path)
    with line.progress.stage("progress.evaluation", len(tender.bids), "bid", bidder=tender.code) as stage:
        bids = []
        for bid in tender.bids:
            bids.append(_evaluate_bid(bid, tender, ruleset, weights, line))
            stage.advance()
    card = {
        "name": weights.name, "version": weights.version, "source": dict(weights.source), "confirmed": weights.is_confirmed,
        "digest": weights.digest,
    }  # fmt: skip
    rules = {"profile": str(ruleset.profile), "version": ruleset.version, "digest": ruleset.digest}
    return build_evaluation(tender, bids, rules, card)


def write_all(evaluation: Evaluation, tender: Path, folder: Path, language: Language) -> None:
    """Write ``evaluation.json``, ``evaluation.xlsx`` and where the tender is, all or none."""
    with folder_beside(folder) as beside:
        write_evaluation(evaluation, beside / EVALUATION)
        write_workbook(evaluation, _rule_names(evaluation, language), beside / WORKBOOK, language)
        write_inputs(tender, folder, beside / INPUTS)


def verify_evaluation(folder: Path, line: Line) -> list[str]:
    """Evaluate again, from the models, and tell what is not the same; nothing where the evaluation stands.

    Raises:
        InputError: There is no evaluation, or what it was made of is gone.
    """
    written, tender = read_evaluation(folder)
    repeated = json.loads(json.dumps(evaluate_tender(tender, line)))
    return find_differences(written, repeated)


def _load_weights(tender: Tender, path: Path) -> "Weights":
    from checkers.scoring.weights import DEFAULT, load_weights

    name = tender.weights
    if name is None or name == DEFAULT:
        return load_weights()
    if name.endswith(".toml"):
        return load_weights(Path(name))
    raise InvalidTender({"file": str(path), "line": None, "reason": "@error_reason.no_such_weights", "name": name})


def _evaluate_bid(bid: Bid, tender: Tender, ruleset: "Ruleset", weights: "Weights", line: Line) -> EvaluatedBid:
    from checkers.determination import determination
    from checkers.scores import scores

    intake = take_in(files_as_parts(bid.models), line)
    # A file that is sent twice counts once, and is no fault.
    refused = [
        {
            "part": one.file.part, "file": one.file.path.name, "error": one.error.code,
            "message": {language: _without_folder(one.error, one.file.path).sentence(language) for language in LANGUAGES},
        }
        for one in intake.refused if not isinstance(one.error, SameFileTwice)
    ]  # fmt: skip
    if not intake.models:
        return EvaluatedBid(bid.bidder, (), scores({}, ruleset.weights, weights), refused=refused)
    judgement = judge(Federation(intake.models, tender.category, tender.stage, tender.crs, tender.day), line, tender.profile)
    tables = judgement.tables
    of_bid = scores(tables, ruleset.weights, weights)
    return EvaluatedBid(
        bid.bidder,
        models=_models(judgement),
        scores=of_bid,
        outcomes=[row for row in read_columns(tables, "chk_outcome", OUTCOME).to_pylist() if row["outcome"] != "na"],
        determination=determination(tables["chk_outcome"], tables["chk_finding"]),
        findings=_findings(judgement, of_bid),
        refused=refused,
    )


def _models(judgement: "Judgement") -> list[dict[str, Any]]:
    rows = read_columns(judgement.tables, "ifc_model", ("model_id", "ifc_schema", "byte_count")).to_pylist()
    known = {row["model_id"]: row for row in rows}
    return [
        {
            "model_id": model.model_id, "part": model.file.part, "file": model.file.path.name,
            "schema": known[model.model_id]["ifc_schema"], "bytes": known[model.model_id]["byte_count"],
        }
        for model in judgement.federation.models
    ]  # fmt: skip


def _findings(judgement: "Judgement", of_bid: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Findings of the rules that give points, in the order of the rules."""
    measures = [measure for criterion in of_bid["bim_adoption"]["criteria"] for measure in criterion["measures"]]
    rules = {term["term"] for measure in measures for term in measure["terms"] if term["outcome"] is not None}
    found = []
    for row in read_columns(judgement.tables, "chk_finding", FINDING).to_pylist():
        if row["rule"] in rules:
            said = {"code": row.pop("text_code"), "params": json.loads(row.pop("text_params"))}
            found.append(row | {"text": said})
    return found


def _rule_names(evaluation: Evaluation, language: Language) -> dict[str, str]:
    from checkers.registry import describe_rules

    names = {str(rule["code"]): rule["name"] for rule in describe_rules()}
    said = {finding["rule"] for bid in evaluation["bids"] for finding in bid["outcomes"]}
    return {rule: names[rule][language] for rule in sorted(said) if rule in names}  # type: ignore[index]


def _without_folder(error: Any, path: Path) -> Any:
    """The error as anybody may read it: with the file's name, wherever its folder is."""
    if not isinstance(error.params.get("file"), str):
        return error
    return type(error)({**error.params, "file": path.name})
