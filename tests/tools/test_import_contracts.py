"""Do our import contracts refuse what they do not allow?"""

import grimp
import pytest

from tools.import_contracts import OnlyImportedBy, OnlyImports

SESSION = {"root_packages": ["app"]}


def graph(*imports: tuple[str, str]) -> grimp.ImportGraph:
    """A graph of direct imports, built by hand."""
    made = grimp.ImportGraph()
    for importer, imported in imports:
        for module in (importer, imported):
            if module not in made.modules:
                made.add_module(module, is_squashed=not module.startswith("app"))
        made.add_import(
            importer=importer, imported=imported, line_number=1, line_contents="import it"
        )
    return made


def core() -> OnlyImports:
    options: dict[str, str | list[str]] = {
        "modules": ["app.calls", "app.accounts"],
        "but_not": ["app.*.service"],
        "allowed": ["stdlib", "app.ids"],
        "refused": ["socket"],
    }
    return OnlyImports("core", SESSION, options)


@pytest.mark.parametrize(
    "allowed",
    [
        ("app.calls.policy", "app.accounts.model"),
        ("app.calls.policy", "app.ids"),
        ("app.calls.policy", "datetime"),
        ("app.calls.service", "app.storage"),
        ("app.storage", "socket"),
    ],
)
def test_core_may_import_itself_what_is_shared_and_pure_stdlib(allowed: tuple[str, str]) -> None:
    assert core().check(graph(allowed), verbose=False).kept


@pytest.mark.parametrize("imported", ["app.storage", "sqlalchemy", "socket", "app.calls.service"])
def test_core_may_import_nothing_else(imported: str) -> None:
    check = core().check(graph(("app.calls.policy", imported)), verbose=False)
    assert check.metadata["wrong"] == [f"app.calls.policy -> {imported} (line 1)"]


def test_a_protected_module_has_only_the_named_importers() -> None:
    options: dict[str, str | list[str]] = {"modules": ["app.storage"], "importers": ["app.wiring"]}
    contract = OnlyImportedBy("storage", SESSION, options)
    good = graph(("app.wiring", "app.storage"), ("app.storage.tables", "app.storage"))
    assert contract.check(good, verbose=False).kept
    assert not contract.check(graph(("app.http", "app.storage.tables")), verbose=False).kept
