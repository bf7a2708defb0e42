"""How do the wire shapes become the documents that other languages read?

``schema/openapi.json`` holds the HTTP paths and, beside their shapes, every gateway message under
``components.schemas``; ``ClientMessage`` and ``ServerMessage`` are the two unions.
"""

from typing import Any

import msgspec

from bobwhite.wire.envelope import ClientMessage, ServerMessage
from bobwhite.wire.people import Profile
from bobwhite.wire.timeline import CallPage, ConversationPage, TimelinePage

_SHARED_VIEWS = (Profile, TimelinePage, ConversationPage, CallPage)
"""Shapes that HTTP answers with and that are made of the gateway's own: one spelling for both."""

_REF = "#/components/schemas/{name}"


def gateway_components() -> dict[str, Any]:
    """Return the JSON Schemas (2020-12) of all gateway messages by name."""
    (client, server, *_), components = msgspec.json.schema_components(
        [ClientMessage, ServerMessage, *_SHARED_VIEWS], ref_template=_REF
    )
    return {**components, "ClientMessage": client, "ServerMessage": server}


def with_gateway(document: dict[str, Any]) -> dict[str, Any]:
    """Return the OpenAPI ``document`` with the gateway's shapes added, keys in a stable order."""
    components = dict(document.get("components", {}))
    components["schemas"] = dict(
        sorted({**components.get("schemas", {}), **gateway_components()}.items())
    )
    return {**document, "components": components}
