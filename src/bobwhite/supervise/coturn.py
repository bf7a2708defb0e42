"""How does the embedded default run its relay?

``bobwhite serve`` starts coturn when no relay is configured. Everything that it needs or writes is in
one folder that only its owner reads.
"""

from pathlib import Path

from bobwhite.integrations.turn.client import TurnClient, open_client
from bobwhite.integrations.turn.coturn import CoturnSettings, find_coturn, render_coturn
from bobwhite.supervise.child import Child, ChildError, ChildSpec
from bobwhite.supervise.ports import is_free


def coturn_child(settings: CoturnSettings, data_dir: Path, binary: str = "turnserver") -> Child:
    """Return a relay that is not started yet; it keeps to the folder ``coturn`` in ``data_dir``.

    Its ``start`` raises ``ChildError`` when coturn is not installed, its port is taken or an address
    is not one of this machine.
    """
    folder = data_dir / "coturn"
    config = folder / "turnserver.conf"

    def prepare() -> Path:
        program = find_coturn(binary)
        if program is None:
            raise ChildError(
                "coturn is not installed: install the package coturn,"
                " or name an own relay with BOBWHITE_TURN_URLS"
            )
        _check_addresses(settings)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_private(config, render_coturn(settings, folder))
        return program

    async def answers() -> None:
        host, port = str(settings.listen), settings.listening_port
        async with open_client(host, port, "0:probe", "no credential") as client:
            await _until_bound(client)
            # Refused, but with its data file in place: the first call must not wait for that.
            await client.allocate()

    return Child(
        ChildSpec(
            name="coturn",
            program=prepare,
            arguments=("-c", str(config)),
            record=folder / "child.json",
            wait_ready=answers,
        )
    )


async def _until_bound(client: TurnClient) -> None:
    while True:
        try:
            await client.binding()
        except TimeoutError:
            continue
        return


def _check_addresses(settings: CoturnSettings) -> None:
    # coturn itself would share a taken port with its holder, or try again for ever, in silence.
    try:
        free = is_free(settings.listen, settings.listening_port)
        is_free(settings.relay_address, 0)
    except OSError as error:
        raise ChildError(f"the relay cannot use its address or port: {error.strerror}") from error
    if not free:
        raise ChildError(f"port {settings.listening_port}, the relay's, is taken")


def _write_private(file: Path, text: str) -> None:
    file.unlink(missing_ok=True)
    file.touch(mode=0o600, exist_ok=False)
    file.write_text(text)
