"""Routes of the instance: what it is, its first run, one-time links."""

from collections.abc import Sequence
from pathlib import Path

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody

from bobwhite.accounts.model import Instance, PlacingPolicy
from bobwhite.accounts.set_up import Choices
from bobwhite.accounts.sign_up import Newcomer
from bobwhite.errors import NotFoundError
from bobwhite.http.auth import AnyRequest, Doorkeeper
from bobwhite.http.services import AccountServices
from bobwhite.wire import accounts as shapes
from bobwhite.wire import people as wire

WELCOME_IMAGE = "/api/v1/instance/welcome.jpg"


def instance_routes(
    services: AccountServices, door: Doorkeeper, *, welcome_image: Path
) -> Sequence[HTTPRouteHandler]:
    """Return the routes that need no sign-in; ``welcome_image`` may be missing."""

    def view(instance: Instance) -> shapes.InstanceView:
        return shapes.InstanceView(
            name=instance.name,
            sign_up_open=instance.sign_up_open,
            needs_set_up=not instance.set_up,
            placing_policy=instance.placing_policy.value,
            message_rule=instance.message_rule,
            welcome_image=WELCOME_IMAGE if welcome_image.is_file() else None,
        )

    @get("/api/v1/instance", operation_id="getInstance")
    async def get_instance() -> shapes.InstanceView:
        return view(await services.set_up.instance())

    @get(
        WELCOME_IMAGE,
        operation_id="getWelcomeImage",
        media_type="image/jpeg",
        sync_to_thread=False,
    )
    def get_welcome_image() -> Response[bytes]:
        if not welcome_image.is_file():
            raise NotFoundError()
        return Response(
            welcome_image.read_bytes(), headers={"cache-control": "public, max-age=3600"}
        )

    @post("/api/v1/setup/look", operation_id="lookAtSetUp", status_code=200)
    async def look_at_set_up(
        request: AnyRequest, data: JSONBody[shapes.SetUpLook]
    ) -> shapes.InstanceView:
        return view(await services.set_up.look(data.token, door.visitor(request)))

    @post("/api/v1/setup", operation_id="setUp")
    async def set_up(request: AnyRequest, data: JSONBody[shapes.SetUp]) -> Response[wire.Me]:
        signed_in = await services.set_up.complete(
            data.token,
            Newcomer.read(data.handle, data.display_name),
            data.password,
            Choices(data.name, PlacingPolicy(data.placing_policy), data.sign_up_open),
            door.visitor(request),
        )
        return await door.welcome(signed_in)

    @post("/api/v1/password-resets", operation_id="resetPassword")
    async def reset_password(
        request: AnyRequest, data: JSONBody[shapes.PasswordReset]
    ) -> Response[wire.Me]:
        return await door.welcome(
            await services.resets.reset(data.token, data.password, door.visitor(request))
        )

    return (
        get_instance,
        get_welcome_image,
        look_at_set_up,
        set_up,
        reset_password,
    )
