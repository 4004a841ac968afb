"""Which fields a rule may say are missing, read from the rule's own source: what stands after ``missing_field=``.

A name is looked up among the module's constants, then among the values that the function gives it; what a rule puts into a
text (``f"{pset}.FireRating"``) is ``*``.
"""

import ast
import inspect
from collections.abc import Iterator, Mapping
from functools import cache
from types import ModuleType

from checkers.kit.field_list import field_meant
from checkers.registry import all_rules
from checkers.rule import Rule


@cache
def missing_fields() -> Mapping[str, tuple[str, ...]]:
    """Rule code → what it may say is missing, as it says it."""
    return {code: tuple(sorted({*_of_rule(rule)} - {""})) for code, rule in all_rules().items()}


@cache
def rules_of_fields() -> Mapping[str, tuple[str, ...]]:
    """Key of a listed field → codes of the rules that may miss it."""
    found: dict[str, set[str]] = {}
    for code, fields in missing_fields().items():
        for missing in fields:
            meant = field_meant(missing)
            if meant is not None:
                found.setdefault(meant.key, set()).add(code)
    return {key: tuple(sorted(found[key])) for key in sorted(found)}


def _of_rule(rule: Rule) -> Iterator[str]:
    module = inspect.getmodule(rule.check)
    if module is None:
        return
    tree = ast.parse(inspect.getsource(module))
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "missing_field":
            yield from _texts(node.value, module, tree, frozenset())


def _texts(node: ast.expr, module: ModuleType, tree: ast.Module, seen: frozenset[str]) -> Iterator[str]:
    """The texts that an expression may become."""
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body, module, tree, seen)
        yield from _texts(node.orelse, module, tree, seen)
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from _texts(value, module, tree, seen)
    elif isinstance(node, ast.Subscript):
        yield from _texts(node.value, module, tree, seen)
    elif isinstance(node, ast.Dict | ast.Tuple | ast.List):
        for value in node.values if isinstance(node, ast.Dict) else node.elts:
            yield from _texts(value, module, tree, seen)
    elif isinstance(node, ast.Name) and node.id not in seen:
        if node.id in vars(module):
            yield from _held(vars(module)[node.id])
        else:
            for value in _given(node.id, tree):
                yield from _texts(value, module, tree, seen | {node.id})


def _held(value: object) -> Iterator[str]:
    """The texts in a module's constant."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (one for one in value.values() if isinstance(one, str))
    elif isinstance(value, tuple | list | frozenset):
        yield from (one for one in value if isinstance(one, str))


def _given(name: str, tree: ast.Module) -> Iterator[ast.expr]:
    """What a function gives a name: by assignment, in a loop over a constant, or as an argument at a call."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name) and target.id == name:
                    yield node.value
                elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                    yield from (
                        value for one, value in zip(target.elts, node.value.elts, strict=False)
                        if isinstance(one, ast.Name) and one.id == name
                    )  # fmt: skip
        elif isinstance(node, ast.For) and any(isinstance(one, ast.Name) and one.id == name for one in ast.walk(node.target)):
            yield from (one for one in ast.walk(node.iter) if isinstance(one, ast.Name | ast.Constant | ast.JoinedStr))
        elif isinstance(node, ast.FunctionDef):
            places = [place for place, one in enumerate(node.args.args) if one.arg == name]
            if places:
                yield from _arguments(node.name, places[0], name, tree)


def _arguments(function: str, place: int, name: str, tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == function:
            if place < len(node.args):
                yield node.args[place]
            yield from (one.value for one in node.keywords if one.arg == name)
