"""STUN messages are coded as the test vectors of RFC 5769 have them."""

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bobwhite.integrations.turn.stun import (
    Attribute,
    Message,
    MessageClass,
    Method,
    decode,
    encode,
    has_integrity,
    long_term_key,
    pack_address,
    unpack_address,
)

SHORT_TERM_KEY = b"VOkJxbRl1RmTxUk/WvJxBt"

REQUEST = bytes.fromhex(
    "000100582112a442b7e7a701bc34d686fa87dfae"
    "802200105354554e207465737420636c69656e74"
    "002400046e0001ff"
    "80290008932ff9b151263b36"
    "000600096576746a3a68367659202020"
    "000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2"
    "80280004e57a3bcf"
)
"""RFC 5769 §2.1."""

IPV4_ANSWER = bytes.fromhex(
    "0101003c2112a442b7e7a701bc34d686fa87dfae"
    "8022000b7465737420766563746f7220"
    "002000080001a147e112a643"
    "000800142b91f599fd9e90c38c7489f92af9ba53f06be7d7"
    "80280004c07d4c96"
)
"""RFC 5769 §2.2."""

IPV6_ANSWER = bytes.fromhex(
    "010100482112a442b7e7a701bc34d686fa87dfae"
    "8022000b7465737420766563746f7220"
    "002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9"
    "00080014a382954e4be67bf11784c97c8292c275bfe3ed41"
    "80280004c8fb0b4c"
)
"""RFC 5769 §2.3."""

LONG_TERM_REQUEST = bytes.fromhex(
    "000100602112a44278ad3433c6ad72c029da412e"
    "00060012e3839ee38388e383aae38383e382afe382b90000"
    "0015001c662f2f3439396b39353464364f4c33346f4c39465354767936347341"
    "0014000b6578616d706c652e6f726700"
    "00080014f67024656dd64a3e02b8e0712e85c9a28ca89666"
)
"""RFC 5769 §2.4."""


@pytest.mark.parametrize("vector", [REQUEST, IPV4_ANSWER, IPV6_ANSWER])
def test_vector_has_its_integrity_and_fingerprint(vector: bytes) -> None:
    decode(vector)
    assert has_integrity(vector, SHORT_TERM_KEY)
    assert not has_integrity(vector, b"another key")


def test_vector_of_a_request_reads_as_the_rfc_says() -> None:
    message = decode(REQUEST)
    assert (message.method, message.message_class) == (Method.BINDING, MessageClass.REQUEST)
    assert message.get(Attribute.USERNAME) == b"evtj:h6vY"
    assert message.get(Attribute.NONCE) is None


@pytest.mark.parametrize(
    ("vector", "address"),
    [
        (IPV4_ANSWER, IPv4Address("192.0.2.1")),
        (IPV6_ANSWER, IPv6Address("2001:db8:1234:5678:11:2233:4455:6677")),
    ],
)
def test_vector_of_an_answer_holds_its_address(
    vector: bytes, address: IPv4Address | IPv6Address
) -> None:
    message = decode(vector)
    assert message.message_class is MessageClass.SUCCESS
    assert message.address(Attribute.XOR_MAPPED_ADDRESS) == (address, 32853)


def test_long_term_vector_is_encoded_byte_for_byte() -> None:
    username, realm = "マトリックス", "example.org"
    message = Message(
        Method.BINDING,
        MessageClass.REQUEST,
        bytes.fromhex("78ad3433c6ad72c029da412e"),
        (
            (Attribute.USERNAME, username.encode()),
            (Attribute.NONCE, b"f//499k954d6OL34oL9FSTvy64sA"),
            (Attribute.REALM, realm.encode()),
        ),
    )
    key = long_term_key(username, realm, "TheMatrIX")
    assert encode(message, key, fingerprint=False) == LONG_TERM_REQUEST
    assert has_integrity(LONG_TERM_REQUEST, key)


def is_genuine(data: bytes, key: bytes) -> bool:
    try:
        decode(data)
        return has_integrity(data, key)
    except ValueError:
        return False


@pytest.mark.parametrize("vector", [REQUEST, IPV4_ANSWER, IPV6_ANSWER], ids=["2.1", "2.2", "2.3"])
def test_any_changed_byte_before_the_fingerprint_is_noticed(vector: bytes) -> None:
    assert is_genuine(vector, SHORT_TERM_KEY)
    for at in range(len(vector) - 8):
        changed = vector[:at] + bytes([vector[at] ^ 0x04]) + vector[at + 1 :]
        assert not is_genuine(changed, SHORT_TERM_KEY)


def test_wrong_fingerprint_is_not_a_message() -> None:
    with pytest.raises(ValueError, match="wrong fingerprint"):
        decode(REQUEST[:-1] + b"\0")


@given(st.binary(max_size=120))
def test_anything_else_is_not_a_message(data: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        decode(data)


def test_cut_attribute_is_not_a_message() -> None:
    whole = encode(
        Message(Method.ALLOCATE, MessageClass.REQUEST, bytes(12), ((Attribute.NONCE, b"nonce"),)),
        fingerprint=False,
    )
    for size in range(1, 12):
        cut = whole[:2] + size.to_bytes(2, "big") + whole[4 : 20 + size]
        with pytest.raises(ValueError, match=r"cut attribute|not a STUN message"):
            decode(cut)


@given(st.binary(max_size=70), st.binary(min_size=12, max_size=12))
def test_message_survives_coding(value: bytes, transaction: bytes) -> None:
    message = Message(Method.ALLOCATE, MessageClass.ERROR, transaction, ((Attribute.DATA, value),))
    read = decode(encode(message, b"key"))
    assert (read.method, read.message_class) == (message.method, message.message_class)
    assert read.transaction == transaction
    assert read.get(Attribute.DATA) == value


@given(
    st.ip_addresses(),
    st.integers(min_value=0, max_value=65535),
    st.binary(min_size=12, max_size=12),
)
def test_address_survives_masking(
    address: IPv4Address | IPv6Address, port: int, transaction: bytes
) -> None:
    assert unpack_address(pack_address(address, port, transaction), transaction) == (address, port)


def test_address_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="not an address"):
        unpack_address(bytes(6), bytes(12))


def test_error_answer_tells_its_code() -> None:
    def error(value: bytes) -> Message:
        attributes = ((Attribute.ERROR_CODE, value),)
        return Message(Method.ALLOCATE, MessageClass.ERROR, bytes(12), attributes)

    assert error(b"\0\0\4\x01Unauthorized").error_code == 401
    assert error(b"\0\0\4\x56").error_code == 486
    assert decode(IPV4_ANSWER).error_code is None
    with pytest.raises(ValueError, match="without its code"):
        _ = error(b"\0").error_code


def test_repr_of_a_message_holds_no_address() -> None:
    peer = ip_address("192.0.2.7")
    attributes = ((Attribute.XOR_PEER_ADDRESS, pack_address(peer, 9, bytes(12))),)
    message = Message(Method.SEND, MessageClass.INDICATION, bytes(12), attributes)
    assert "attributes" not in repr(message)
