"""The public functions and classes of the core's calculations, with their exact signatures."""

import ast
import importlib
import inspect
import re
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, is_dataclass
from enum import Enum
from types import FunctionType, ModuleType


@dataclass(frozen=True)
class Chapter:
    """A page of the reference: its file, its title, and the modules it prints."""

    page: str
    title: str
    modules: tuple[str, ...]


CHAPTERS = (
    Chapter(
        "api-subsidy.md",
        "計算の関数",
        ("comipla.core.subsidy", "comipla.core.calculations", "comipla.core.money"),
    ),
    Chapter(
        "api-payment.md",
        "人への支払と学生の割当ての関数",
        (
            "comipla.core.honorarium",
            "comipla.core.travel",
            "comipla.core.travel_claims",
            "comipla.core.withholding",
            "comipla.core.zengin",
            "comipla.core.insurance",
            "comipla.core.deadlines",
            "comipla.core.assignment",
        ),
    ),
    Chapter("api-scoring.md", "採点の関数", ("comipla.core.scoring",)),
    Chapter("api-allocation.md", "包括的交付金の算定の関数", ("comipla.core.allocation",)),
    Chapter("api-evidence.md", "人口の推計と意見のグループの関数", ("comipla.core.evidence",)),
)
"""The core's public API: a new module is one more row."""


def api_pages() -> dict[str, str]:
    """File name → Markdown text of every chapter."""
    return {
        chapter.page: f"# {chapter.title}\n\n"
        + "\n".join(_module(importlib.import_module(name)) for name in chapter.modules)
        for chapter in CHAPTERS
    }


def _module(module: ModuleType) -> str:
    parts = [f"## `{module.__name__}`\n", inspect.getdoc(module) or "", ""]
    for name, thing in _public(module):
        parts += [f"### `{name}`\n"]
        if not (inspect.isclass(thing) and issubclass(thing, Enum | Exception)):
            parts += [f"```python\n{name}{_signature(thing)}\n```\n"]
        parts += [f"{inspect.getdoc(thing)}\n"]
        if inspect.isclass(thing):
            parts += [*_members(thing)]
    return "\n".join(parts)


def _public(module: ModuleType) -> Iterator[tuple[str, FunctionType | type]]:
    """Functions and classes written in the module, or in a part of it that it gives out."""
    given_out = getattr(module, "__all__", None)
    for name, thing in vars(module).items():
        if not (inspect.isfunction(thing) or inspect.isclass(thing)):
            continue
        own = thing.__module__ == module.__name__ and not name.startswith("_")
        if own if given_out is None else name in given_out:
            yield name, thing


def _members(thing: type) -> Iterator[str]:
    """The values of an enumeration; the properties and methods of any class, by first line."""
    lines = []
    if issubclass(thing, Enum):
        lines += [f"- `{member.name}` = `{member.value!r}`" for member in thing]
    for name, member in vars(thing).items():
        if name.startswith("_") or not inspect.getdoc(member):
            continue
        if isinstance(member, property):
            lines.append(f"- `.{name}`: {_first(member)}")
        elif inspect.isfunction(member):
            lines.append(f"- `.{name}{_signature(member)}`: {_first(member)}")
        elif isinstance(member, classmethod):
            lines.append(f"- `.{name}{_signature(getattr(thing, name))}`: {_first(member)}")
    if lines:
        yield "\n".join(lines) + "\n"


def _first(thing: object) -> str:
    return " ".join((inspect.getdoc(thing) or "").partition("\n\n")[0].split())


def _signature(thing: Callable[..., object]) -> str:
    """As one would write it: names without their modules, members and constants by name."""
    signature = inspect.signature(thing)
    constants = {id(value): name for name, value in vars(sys.modules[thing.__module__]).items()}
    written = _annotations(thing) if "numpy" in str(signature) else {}
    parameters = [
        parameter.replace(
            annotation=written.get(name, parameter.annotation),
            default=_Name(constants[id(parameter.default)])
            if is_dataclass(parameter.default) and id(parameter.default) in constants
            else parameter.default,
        )
        for name, parameter in signature.parameters.items()
    ]
    returns = written.get("return", signature.return_annotation)
    printed = str(signature.replace(parameters=parameters, return_annotation=returns))
    printed = re.sub(r"<(\w+\.\w+): [^>]*>", r"\1", printed)
    printed = re.sub(r"<factory>", "…", printed)
    return re.sub(r"\b(?:[a-z_]+\.)+(?=[A-Za-z])", "", printed)


def _annotations(thing: Callable[..., object]) -> dict[str, "_Name"]:
    """Types of arrays as the source writes them; spelt out they would fill a page."""
    if inspect.isclass(thing):
        bases = [each for each in reversed(thing.__mro__) if is_dataclass(each)]
        return {name: text for each in bases for name, text in _fields(each).items()}
    tree = ast.parse(textwrap.dedent(inspect.getsource(thing))).body[0]
    if not isinstance(tree, ast.FunctionDef):
        return {}
    named = {
        each.arg: _Name(ast.unparse(each.annotation))
        for each in _arguments(tree)
        if each.annotation
    }
    return named | ({"return": _Name(ast.unparse(tree.returns))} if tree.returns else {})


def _fields(dataclass_: type) -> dict[str, "_Name"]:
    tree = ast.parse(textwrap.dedent(inspect.getsource(dataclass_))).body[0]
    return {
        line.target.id: _Name(ast.unparse(line.annotation))
        for line in getattr(tree, "body", ())
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)
    }


def _arguments(tree: ast.FunctionDef) -> list[ast.arg]:
    given = tree.args
    extra = [each for each in (given.vararg, given.kwarg) if each]
    return [*given.posonlyargs, *given.args, *given.kwonlyargs, *extra]


class _Name(str):
    """A name, printed without quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)
