"""Every table, one file each; ``TABLES`` finds them all."""

from importlib import import_module
from pkgutil import iter_modules

from cim_schema.table import Table

TABLES: dict[str, Table] = {module.name: import_module(f"{__name__}.{module.name}").TABLE for module in iter_modules(__path__)}
"""Table name → table."""
