"""Is every answer as the OpenAPI document says, also to requests that it forbids?

Schemathesis makes the requests from the document, both fitting and not, always the same ones. They
go to the whole application in process, from nobody and from Alice, about names that exist or not.
"""

import json
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
import schemathesis
from hypothesis import HealthCheck, given, strategies
from hypothesis import settings as bounds
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.http.access import Tries, World, clock, settings, world
from tests.http.browser import ORIGIN, Browser
from tools.places import ROOT

__all__ = ["clock", "settings", "world"]
DOCUMENT = schemathesis.openapi.from_path(ROOT / "schema/openapi.json")
OPERATIONS: dict[str, Any] = {
    found.ok().label: found.ok() for found in DOCUMENT.get_all_operations() if isinstance(found, Ok)
}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]


def cases(operation: Any) -> strategies.SearchStrategy[Any]:
    """Return the requests to try: fitting ones, and misfits where the document forbids anything."""
    fitting: strategies.SearchStrategy[Any]
    fitting = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    if not (operation.body or operation.query):
        return fitting
    misfit: strategies.SearchStrategy[Any]
    misfit = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
    return fitting | misfit


async def answer_to(case: Any, browser: Browser) -> httpx2.Response:
    """Send the request, which was made for another client library."""
    made = case.as_transport_kwargs(ORIGIN, headers={"origin": ORIGIN})
    body = {"content": made["data"]} if "data" in made else {}
    if "json" in made:
        body = {"content": json.dumps(made["json"]).encode()}
    return await browser.ask(
        made["method"], made["url"], params=made["params"], headers=made["headers"], **body
    )


class Trial:
    """The house and everything that a request needs."""

    def __init__(self, world: World, browser: Callable[..., Browser]) -> None:
        self._world = world
        self._browser = browser

    async def __call__(self, label: str, signed_in: bool, data: strategies.DataObject) -> None:
        """Make one request and judge its answer."""
        case = data.draw(cases(OPERATIONS[label]))
        if case.path_parameters and data.draw(strategies.booleans()):
            # Names of Alice's things; those that the document makes up lead nowhere.
            names = self._world.names
            case.path_parameters = {name: names.get(name, "bob") for name in case.path_parameters}
        asking = self._browser()
        if signed_in:
            asking.hold(self._world.cookies[Tries.OWNER])
        case.validate_response(await answer_to(case, asking), checks=CHECKS)


@pytest.fixture
def trial(world: World, browser: Callable[..., Browser]) -> Trial:
    return Trial(world, browser)


every_operation = pytest.mark.parametrize("label", OPERATIONS)
both = pytest.mark.parametrize("signed_in", [True, False], ids=["signed in", "signed out"])
steady = bounds(
    derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)


@every_operation
@both
@bounds(steady, max_examples=12)
@given(data=strategies.data())
async def test_every_answer_is_as_the_document_says(
    label: str, signed_in: bool, data: strategies.DataObject, trial: Trial
) -> None:
    await trial(label, signed_in, data)


@pytest.mark.soak
@every_operation
@both
@bounds(steady, max_examples=1000)
@given(data=strategies.data())
async def test_every_answer_is_as_the_document_says_at_length(
    label: str, signed_in: bool, data: strategies.DataObject, trial: Trial
) -> None:
    await trial(label, signed_in, data)
