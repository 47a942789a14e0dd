"""A test that asserts nothing shows nothing: each asserts itself, or calls a helper of ours that does."""

import ast
from pathlib import Path

FILES = sorted(path for path in Path(__file__).parent.rglob("*.py") if "vendor" not in path.parts)
ASSERTING = {"raises", "warns", "expect", "fail"}
CALLS_DEEP = 4


def name_of(call: ast.Call) -> str:
    """The last word of what is called."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def calls(node: ast.AST) -> set[str]:
    """The names of all that is called inside."""
    return {name_of(found) for found in ast.walk(node) if isinstance(found, ast.Call)}


def asserts_itself(node: ast.AST) -> bool:
    """By a statement, a fixture of pytest-django, or a refusal to go on."""
    named = calls(node)
    found = any(isinstance(inner, ast.Assert | ast.Raise) for inner in ast.walk(node))
    return found or not ASSERTING.isdisjoint(named) or any("assert" in name for name in named)


def silent(files: dict[str, ast.AST]) -> list[str]:
    """Tests by file and name that assert nothing, however far one follows what they call."""
    functions: dict[str, list[ast.FunctionDef]] = {}
    for tree in files.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                functions.setdefault(node.name, []).append(node)

    def asserts(node: ast.AST, deep: int) -> bool:
        inner = (found for name in calls(node) for found in functions.get(name, ()))
        return asserts_itself(node) or (deep > 0 and any(asserts(found, deep - 1) for found in inner))

    tests = [(file, node) for file, tree in files.items() for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return [f"{file}::{node.name}" for file, node in tests if node.name.startswith("test_") and not asserts(node, CALLS_DEEP)]


def test_every_test_asserts_something():
    assert silent({path.name: ast.parse(path.read_text("utf-8")) for path in FILES}) == []


def test_one_that_does_not_is_found():
    planted = "def helper(): assert 1\ndef test_good(): helper()\ndef test_silent(): print(1)\ndef test_raises():\n  with raises(E): f()\n"
    assert silent({"x.py": ast.parse(planted)}) == ["x.py::test_silent"]
