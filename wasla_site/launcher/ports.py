"""Ports of this machine that a server of ours may take."""

import socket

from wasla_site.launcher.refusals import LaunchRefused

PORTS_TRIED = 100


def free_port_from(first: int) -> int:
    """The first port from there on that nobody listens on."""
    for port in range(first, first + PORTS_TRIED):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise LaunchRefused(f"No port is free from {first} to {first + PORTS_TRIED - 1}.")
