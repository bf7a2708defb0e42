"""How is the body of a request read? Within a time, and strictly.

The framework alone would wait for ever for a body that trickles in, and take ``"1"`` for a number.
"""

import asyncio
from typing import Any, ClassVar, TypeVar

import msgspec
from litestar._openapi.schema_generation import SchemaCreator
from litestar.dto import AbstractDTO, DTOConfig
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.openapi.spec import Reference, Schema
from litestar.types import (
    ASGIApp,
    HTTPReceiveMessage,
    Receive,
    Scope,
    Send,
    WebSocketReceiveMessage,
)
from litestar.typing import FieldDefinition

from bobwhite.errors import ErrorCode, InvalidError

BODY_LIMIT_S = 30.0
"""How long a body may take: a picture of 5 MB at 1.4 Mbit/s. More lets few hold many connections."""

T = TypeVar("T")


class TimelyBody(ASGIMiddleware):
    """Waits for the body of a request for so long and no longer."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Serve the request; reading its body raises ``InvalidError`` with ``too_slow`` in time."""
        until = asyncio.get_running_loop().time() + BODY_LIMIT_S

        async def receive_in_time() -> HTTPReceiveMessage | WebSocketReceiveMessage:
            try:
                async with asyncio.timeout_at(until):
                    return await receive()
            except TimeoutError as error:
                raise InvalidError(ErrorCode.TOO_SLOW) from error

        await next_app(scope, receive_in_time, send)


class StrictBody(AbstractDTO[T]):
    """Decodes a JSON body into the wire shape that the handler's ``data`` names."""

    config = DTOConfig()
    _shapes: ClassVar[dict[str, Any]] = {}

    def decode_bytes(self, value: bytes) -> Any:
        """Return the shape; raises ``InvalidError`` for anything that does not fit exactly."""
        handler: str = self.asgi_connection.route_handler.handler_id
        try:
            return msgspec.json.decode(value, type=self._shapes[handler], strict=True)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise InvalidError(field=_member(error)) from error

    def decode_builtins(self, value: dict[str, Any]) -> Any:
        """Refuse forms; bodies are JSON."""
        raise InvalidError()

    @classmethod
    def is_supported_model_type_field(cls, field_definition: FieldDefinition) -> bool:
        """Apply to ``data`` parameters whose type is a wire shape."""
        return field_definition.name == "data" and field_definition.is_subclass_of(msgspec.Struct)

    @classmethod
    def create_for_field_definition(
        cls, field_definition: FieldDefinition, handler_id: str, backend_cls: Any = None
    ) -> None:
        """Remember which shape a handler takes."""
        cls._shapes[handler_id] = field_definition.annotation

    @classmethod
    def create_openapi_schema(
        cls, field_definition: FieldDefinition, handler_id: str, schema_creator: SchemaCreator
    ) -> Reference | Schema:
        """Describe the shape itself."""
        return schema_creator.for_field_definition(field_definition)

    @classmethod
    def generate_field_definitions(cls, model_type: type[Any]) -> Any:
        """Yield nothing: the shape decodes itself."""
        yield from ()

    @classmethod
    def detect_nested_field(cls, field_definition: FieldDefinition) -> bool:
        """Tell that no member is handled apart."""
        return False


def _member(error: Exception) -> str | None:
    """Return the path of the member that did not fit, without its value."""
    _, separator, path = str(error).rpartition(" - at `$.")
    return path.rstrip("`")[:80] if separator else None
