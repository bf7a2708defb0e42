"""Which modules may import what, said as a list of what is allowed?

import-linter's own contracts forbid what they name, so a new dependency is allowed until somebody
thinks of it. These two say what is allowed and refuse the rest; `.importlinter` uses them. Only
direct imports are looked at, because whatever is allowed is under a contract itself.

A module is named by a pattern: dotted parts, `*` for any text inside a part. A pattern stands for the
modules that match it and everything below them, and may match nothing.
"""

import sys
from fnmatch import fnmatchcase
from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

STDLIB = "stdlib"
"""The name that stands for the standard library in a list of what is allowed."""


def matches(module: str, patterns: set[str]) -> bool:
    """Whether a module, or a package that it is in, matches one of the patterns."""
    parts = module.split(".")
    return any(
        len(wanted) <= len(parts) and all(map(fnmatchcase, parts, wanted))
        for wanted in (pattern.split(".") for pattern in patterns)
    )


def patterns(*, required: bool = True) -> Any:
    """A contract's option that holds patterns, one a line."""
    if required:
        return fields.SetField(subfield=fields.StringField())
    return fields.SetField(subfield=fields.StringField(), default=frozenset())


class AllowedImports(Contract):
    """What both contracts share: a test of each direct import, and how a wrong one is shown."""

    def is_wrong(self, importer: str, imported: str) -> bool:
        """Whether the contract forbids this import."""
        raise NotImplementedError

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Looks at every direct import (import-linter calls this)."""
        wrong = [
            f"{importer} -> {imported} (line {detail['line_number']})"
            for importer in sorted(graph.modules)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if self.is_wrong(importer, imported)
            for detail in graph.get_import_details(importer=importer, imported=imported)
        ]
        return ContractCheck(kept=not wrong, metadata={"wrong": wrong})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Prints the forbidden imports (import-linter calls this)."""
        for line in check.metadata["wrong"]:
            output.print_error(f"- {line}", bold=False)
        output.new_line()


class OnlyImports(AllowedImports):
    """`modules` (without those `but_not`) may import each other and what is `allowed`.

    `allowed` may hold `stdlib`, from which `refused` names are taken away.
    """

    type_name = "only_imports"

    modules = patterns()
    but_not = patterns(required=False)
    allowed = patterns()
    refused = patterns(required=False)

    def is_inside(self, module: str) -> bool:
        """Whether the contract speaks about this module."""
        return matches(module, self.modules) and not matches(module, self.but_not)

    def is_wrong(self, importer: str, imported: str) -> bool:
        """Whether a module inside imports something that is neither inside nor allowed."""
        if not self.is_inside(importer) or self.is_inside(imported):
            return False
        if imported in sys.stdlib_module_names and STDLIB in self.allowed:
            return matches(imported, self.refused)
        return not matches(imported, self.allowed)


class OnlyImportedBy(AllowedImports):
    """`modules` may be imported by each other and by `importers`, and by nobody else."""

    type_name = "only_imported_by"

    modules = patterns()
    importers = patterns()

    def is_wrong(self, importer: str, imported: str) -> bool:
        """Whether somebody else imports one of the modules."""
        return matches(imported, self.modules) and not matches(
            importer, self.modules | self.importers
        )
