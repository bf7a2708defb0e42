"""Routes of the own account: sign-up, names, picture, settings, password, deletion."""

from collections.abc import Sequence
from dataclasses import dataclass

from litestar import Response, delete, get, patch, post, put
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.spec import OpenAPIMediaType, Operation, RequestBody
from litestar.params import FromPath, JSONBody
from msgspec import UNSET

from bobwhite.accounts.model import Audience
from bobwhite.errors import ErrorCode, InvalidError
from bobwhite.http.auth import AnyRequest, Doorkeeper
from bobwhite.http.services import AccountServices
from bobwhite.presenters import people as present
from bobwhite.wire import accounts as shapes
from bobwhite.wire import people as wire

MAX_PICTURE_BYTES = 5 * 1024 * 1024
_PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})


@dataclass
class _PictureUpload(Operation):
    """The body is read as it comes, so the description of the route must name it by hand."""

    def __post_init__(self) -> None:
        content = {name: OpenAPIMediaType() for name in sorted(_PICTURES)}
        self.request_body = RequestBody(content, required=True)


def account_routes(services: AccountServices, door: Doorkeeper) -> Sequence[HTTPRouteHandler]:
    """Return the routes of the own account."""

    @post("/api/v1/accounts", operation_id="signUp")
    async def sign_up(request: AnyRequest, data: JSONBody[shapes.SignUp]) -> Response[wire.Me]:
        signed_in = await services.sign_up.sign_up(
            data.handle, data.display_name, data.password, door.visitor(request)
        )
        return await door.welcome(signed_in)

    @get("/api/v1/accounts/me", operation_id="getMe")
    async def get_me(request: AnyRequest) -> wire.Me:
        asker = await door.asker(request)
        return present.me(await services.accounts.me(asker), asker)

    @patch("/api/v1/accounts/me", operation_id="changeMe")
    async def change_me(request: AnyRequest, data: JSONBody[shapes.MeChange]) -> wire.Me:
        asker = await door.asker(request)
        await services.accounts.rename(
            asker,
            handle=None if data.handle is UNSET else data.handle,
            display_name=None if data.display_name is UNSET else data.display_name,
        )
        return present.me(await services.accounts.me(asker), asker)

    @delete("/api/v1/accounts/me", operation_id="deleteMe", status_code=204)
    async def delete_me(request: AnyRequest, data: JSONBody[shapes.Proof]) -> None:
        asker = await door.asker(request)
        await services.accounts.delete(asker, data.password, door.visitor(request))

    @put(
        "/api/v1/accounts/me/avatar",
        operation_id="setAvatar",
        operation_class=_PictureUpload,
        request_max_body_size=MAX_PICTURE_BYTES,
    )
    async def set_avatar(request: AnyRequest) -> wire.Me:
        asker = await door.asker(request)
        if request.headers.get("content-type", "").partition(";")[0] not in _PICTURES:
            raise InvalidError(ErrorCode.IMAGE_INVALID)
        await services.accounts.set_avatar(asker, await request.body())
        return present.me(await services.accounts.me(asker), asker)

    @delete("/api/v1/accounts/me/avatar", operation_id="removeAvatar", status_code=204)
    async def remove_avatar(request: AnyRequest) -> None:
        await services.accounts.remove_avatar(await door.asker(request))

    @get("/api/v1/avatars/{name:str}", operation_id="getAvatar", media_type="image/webp")
    async def get_avatar(request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        await door.asker(request)
        picture = await services.accounts.avatar(name.removesuffix(".webp"))
        caching = "private, max-age=31536000, immutable"
        return Response(picture, media_type="image/webp", headers={"cache-control": caching})

    @put("/api/v1/accounts/me/password", operation_id="changePassword", status_code=204)
    async def change_password(request: AnyRequest, data: JSONBody[shapes.PasswordChange]) -> None:
        asker = await door.asker(request)
        await services.accounts.change_password(
            asker, data.current, data.new, door.visitor(request)
        )

    @get("/api/v1/accounts/me/settings", operation_id="getSettings")
    async def get_settings(request: AnyRequest) -> wire.Settings:
        return present.settings(await services.accounts.settings(await door.asker(request)))

    @patch("/api/v1/accounts/me/settings", operation_id="changeSettings")
    async def change_settings(
        request: AnyRequest, data: JSONBody[shapes.SettingsChange]
    ) -> wire.Settings:
        asker = await door.asker(request)
        changed = await services.accounts.change_settings(
            asker,
            calls_on=None if data.calls_on is UNSET else data.calls_on,
            audience=None if data.audience is UNSET else [Audience(a) for a in data.audience],
            quick_texts=None if data.quick_texts is UNSET else data.quick_texts,
        )
        return present.settings(changed)

    return (
        sign_up,
        get_me,
        change_me,
        delete_me,
        set_avatar,
        remove_avatar,
        get_avatar,
        change_password,
        get_settings,
        change_settings,
    )
