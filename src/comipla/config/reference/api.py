"""The public functions of the arithmetic, with their exact signatures and docstrings."""

import inspect
from types import ModuleType

from comipla.core import calculations, money, subsidy

MODULES = (subsidy, calculations, money)


def api_page() -> str:
    """Signatures and docstrings of every public function, module by module."""
    return "# 計算の関数\n\n" + "\n".join(_module(module) for module in MODULES)


def _module(module: ModuleType) -> str:
    parts = [f"## `{module.__name__}`\n", inspect.getdoc(module) or "", ""]
    for name, function in vars(module).items():
        public = not name.startswith("_") and inspect.isfunction(function)
        if public and function.__module__ == module.__name__:
            parts += [
                f"### `{name}`\n",
                f"```python\n{name}{inspect.signature(function)}\n```\n",
                f"{inspect.getdoc(function)}\n",
            ]
    return "\n".join(parts)
