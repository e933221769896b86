"""The listening socket, and sentences with a way out where there can be none."""

from __future__ import annotations

import errno
import socket
from collections.abc import Iterator

import pytest

from mockpanel.core.errors import StartError
from mockpanel.server.binding import base_url, bind, listens_beyond_this_machine


class NamedSocket:
    """A socket with a name of the test's choice."""

    def __init__(self, *name: str | int) -> None:
        self._name = name

    def getsockname(self) -> tuple[str | int, ...]:
        return self._name


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    sock = bind("127.0.0.1", 0)
    yield sock
    sock.close()


def test_a_bound_socket_listens_and_does_not_block(listening: socket.socket) -> None:
    client = socket.create_connection(listening.getsockname(), timeout=2)

    client.close()

    assert not listening.getblocking()


def test_port_0_finds_a_free_one(listening: socket.socket) -> None:
    port = listening.getsockname()[1]

    assert port > 0
    assert base_url(listening) == f"http://127.0.0.1:{port}/v1"


def test_a_taken_port_is_told_with_the_way_out(listening: socket.socket) -> None:
    port = listening.getsockname()[1]

    with pytest.raises(StartError, match=f"port {port} on 127.0.0.1 is taken") as refusal:
        bind("127.0.0.1", port)

    assert "port 0 finds a free one" in str(refusal.value)


def test_a_port_that_was_just_given_up_can_be_bound_again() -> None:
    first = bind("127.0.0.1", 0)
    port = first.getsockname()[1]
    client = socket.create_connection(("127.0.0.1", port))
    first.setblocking(True)
    served, _ = first.accept()
    served.close()  # the server's side closes first and keeps the port in TIME_WAIT
    client.close()
    first.close()

    again = bind("127.0.0.1", port)
    again.close()

    assert port > 0


@pytest.mark.parametrize("host", ["no such host", "256.1.1.1", "a" * 70 + ".example", "\x00"])
def test_a_host_that_is_none_is_told(host: str) -> None:
    with pytest.raises(StartError, match="is no address of this machine"):
        bind(host, 0)


def test_an_address_of_another_machine_is_told() -> None:
    with pytest.raises(StartError, match=r"host 192\.0\.2\.1 is no address of this machine"):
        bind("192.0.2.1", 0)


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.EACCES, "port 80 needs more rights than this user has"),
        (errno.ENOBUFS, "cannot listen on 127.0.0.1 port 80"),
    ],
)
def test_other_reasons_are_told_too(monkeypatch: pytest.MonkeyPatch, number: int, sentence: str) -> None:
    def refuse(_sock: socket.socket, _address: object) -> None:
        raise OSError(number, "refused")

    class Refusing(socket.socket):
        bind = refuse

    monkeypatch.setattr(socket, "socket", Refusing)

    with pytest.raises(StartError, match=sentence):
        bind("127.0.0.1", 80)


@pytest.mark.parametrize(
    ("name", "url"),
    [
        (("127.0.0.1", 8000), "http://127.0.0.1:8000/v1"),
        (("0.0.0.0", 8000), "http://127.0.0.1:8000/v1"),
        (("192.168.1.7", 80), "http://192.168.1.7:80/v1"),
        (("::1", 8000, 0, 0), "http://[::1]:8000/v1"),
        (("::", 8000, 0, 0), "http://[::1]:8000/v1"),
    ],
)
def test_the_base_url_is_what_a_client_can_use(name: tuple[str | int, ...], url: str) -> None:
    sock = NamedSocket(*name)

    assert base_url(sock) == url  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("host", "beyond"),
    [("127.0.0.1", False), ("127.3.2.1", False), ("::1", False), ("0.0.0.0", True), ("::", True), ("10.0.0.1", True)],
)
def test_it_is_known_whether_other_machines_can_reach_the_server(host: str, beyond: bool) -> None:
    sock = NamedSocket(host, 8000)

    assert listens_beyond_this_machine(sock) is beyond  # type: ignore[arg-type]
