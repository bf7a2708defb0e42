"""Routes of sessions and devices: sign in, list, revoke, sign out, register keys."""

from collections.abc import Sequence

from litestar import Response, delete, get, patch, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from bobwhite.http.auth import AnyRequest, Doorkeeper
from bobwhite.http.names import name
from bobwhite.http.services import AccountServices
from bobwhite.ids import SessionId
from bobwhite.presenters import people as present
from bobwhite.wire import accounts as shapes
from bobwhite.wire import people as wire


def session_routes(services: AccountServices, door: Doorkeeper) -> Sequence[HTTPRouteHandler]:
    """Return the routes of sessions and devices."""

    @post("/api/v1/sessions", operation_id="signIn")
    async def sign_in(request: AnyRequest, data: JSONBody[shapes.SignIn]) -> Response[wire.Me]:
        signed_in = await services.sessions.sign_in(
            data.handle, data.password, door.visitor(request)
        )
        return await door.welcome(signed_in)

    @get("/api/v1/sessions", operation_id="listSessions")
    async def list_sessions(request: AnyRequest) -> list[shapes.SessionView]:
        asker = await door.asker(request)
        return [
            shapes.SessionView(
                session=session.id,
                label=session.label,
                created_at=session.created_at,
                last_seen_at=session.last_seen_at,
                current=session.id == asker.session,
            )
            for session in await services.sessions.sessions(asker)
        ]

    @delete("/api/v1/sessions/current", operation_id="signOut", status_code=204)
    async def sign_out(request: AnyRequest) -> Response[None]:
        await services.sessions.sign_out(await door.asker(request))
        return Response(None, cookies=[door.cookie("")], status_code=204)

    @delete("/api/v1/sessions/{session:str}", operation_id="revokeSession", status_code=204)
    async def revoke_session(request: AnyRequest, session: FromPath[str]) -> None:
        await services.sessions.revoke(await door.asker(request), SessionId(name(session)))

    @post("/api/v1/devices", operation_id="registerDevice")
    async def register_device(
        request: AnyRequest, data: JSONBody[shapes.DeviceKeys]
    ) -> shapes.DeviceView:
        asker = await door.asker(request)
        label = door.visitor(request).label
        device = await services.devices.register(asker, data.sk, data.ek, label)
        return shapes.DeviceView(device=device.did, rings=device.rings)

    @patch("/api/v1/devices/current", operation_id="changeDevice")
    async def change_device(
        request: AnyRequest, data: JSONBody[wire.DeviceSettings]
    ) -> wire.DeviceSettings:
        asker = await door.asker(request)
        await services.devices.set_rings(asker, rings=data.rings)
        return present.device_settings(await services.devices.device(asker))

    return (sign_in, list_sessions, sign_out, revoke_session, register_device, change_device)
