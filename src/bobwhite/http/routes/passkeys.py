"""Routes of passkeys (WebAuthn Level 3): sign up, sign in, add, list, remove."""

from collections.abc import Sequence

from litestar import Response, delete, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from bobwhite.accounts.model import Passkey
from bobwhite.http.auth import AnyRequest, Doorkeeper
from bobwhite.http.names import name
from bobwhite.http.services import AccountServices
from bobwhite.wire import accounts as shapes
from bobwhite.wire import people as wire


def passkey_routes(services: AccountServices, door: Doorkeeper) -> Sequence[HTTPRouteHandler]:
    """Return the routes of passkeys."""
    passkeys = services.passkeys

    @post("/api/v1/passkeys/sign-up-options", operation_id="beginPasskeySignUp", status_code=200)
    async def sign_up_options(
        request: AnyRequest, data: JSONBody[shapes.NewPerson]
    ) -> shapes.Ceremony:
        options = await passkeys.sign_up_options(
            data.handle, data.display_name, door.site(request), door.visitor(request)
        )
        return shapes.Ceremony(options=options)

    @post("/api/v1/passkeys/sign-up", operation_id="signUpWithPasskey")
    async def sign_up(
        request: AnyRequest, data: JSONBody[shapes.PasskeySignUp]
    ) -> Response[wire.Me]:
        signed_in = await passkeys.sign_up(
            data.handle,
            data.display_name,
            data.credential,
            door.site(request),
            door.visitor(request),
        )
        return await door.welcome(signed_in)

    @post("/api/v1/passkeys/sign-in-options", operation_id="beginPasskeySignIn", status_code=200)
    async def sign_in_options(request: AnyRequest) -> shapes.Ceremony:
        options = await passkeys.sign_in_options(door.site(request), door.visitor(request))
        return shapes.Ceremony(options=options)

    @post("/api/v1/passkeys/sign-in", operation_id="signInWithPasskey")
    async def sign_in(
        request: AnyRequest, data: JSONBody[shapes.PasskeyAnswer]
    ) -> Response[wire.Me]:
        signed_in = await passkeys.sign_in(
            data.credential, door.site(request), door.visitor(request)
        )
        return await door.welcome(signed_in)

    @post(
        "/api/v1/passkeys/registration-options",
        operation_id="beginPasskeyRegistration",
        status_code=200,
    )
    async def registration_options(request: AnyRequest) -> shapes.Ceremony:
        asker = await door.asker(request)
        return shapes.Ceremony(
            options=await passkeys.registration_options(asker, door.site(request))
        )

    @post("/api/v1/passkeys", operation_id="addPasskey")
    async def add(request: AnyRequest, data: JSONBody[shapes.PasskeyAnswer]) -> shapes.PasskeyView:
        asker = await door.asker(request)
        made = await passkeys.register(
            asker, data.credential, door.site(request), door.visitor(request)
        )
        return _view(made)

    @get("/api/v1/passkeys", operation_id="listPasskeys")
    async def list_passkeys(request: AnyRequest) -> list[shapes.PasskeyView]:
        return [_view(passkey) for passkey in await passkeys.passkeys(await door.asker(request))]

    @delete("/api/v1/passkeys/{passkey:str}", operation_id="removePasskey", status_code=204)
    async def remove(request: AnyRequest, passkey: FromPath[str]) -> None:
        await passkeys.remove(await door.asker(request), name(passkey))

    return (
        sign_up_options,
        sign_up,
        sign_in_options,
        sign_in,
        registration_options,
        add,
        list_passkeys,
        remove,
    )


def _view(passkey: Passkey) -> shapes.PasskeyView:
    return shapes.PasskeyView(
        passkey=passkey.credential,
        label=passkey.label,
        created_at=passkey.created_at,
        last_used_at=passkey.last_used_at,
    )
