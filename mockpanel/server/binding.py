"""The listening socket and what to call it; light, so that a taken port is told before anything slow begins."""

from __future__ import annotations

import errno
import socket
import sys

from mockpanel.core.errors import StartError

BACKLOG = 2048


def bind(host: str, port: int) -> socket.socket:
    """A listening socket; raises StartError with the way out.

    We bind, because uvicorn 0.54 exits the whole process where it cannot.
    """
    try:
        family, kind, proto, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError):
        raise StartError(f"host {host} is no address of this machine; 127.0.0.1 is one") from None
    sock = socket.socket(family, kind, proto)
    try:
        if sys.platform != "win32":  # there it would let two programs share the port
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(address)
        sock.listen(BACKLOG)
    except OSError as error:
        sock.close()
        raise _cannot_bind(host, port, error) from None
    sock.setblocking(False)
    return sock


def _cannot_bind(host: str, port: int, error: OSError) -> StartError:
    if error.errno == errno.EADDRINUSE:
        way_out = "stop what listens there, or choose another port; port 0 finds a free one"
        return StartError(f"port {port} on {host} is taken; {way_out}")
    if error.errno == errno.EACCES:
        return StartError(f"port {port} needs more rights than this user has; choose one above 1023")
    if error.errno == errno.EADDRNOTAVAIL:
        return StartError(f"host {host} is no address of this machine; 127.0.0.1 is one")
    return StartError(f"cannot listen on {host} port {port}: {error.strerror or error}")


def base_url(sock: socket.socket) -> str:
    """What to paste into a client: the address with /v1; an address that stands for all is shown as this machine."""
    host, port = sock.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{shown}]:{port}/v1" if ":" in shown else f"http://{shown}:{port}/v1"


def listens_beyond_this_machine(sock: socket.socket) -> bool:
    """Whether other machines can reach it."""
    host = str(sock.getsockname()[0])
    return not (host.startswith("127.") or host == "::1")
