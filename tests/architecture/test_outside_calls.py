"""Speaking to the outside is an adapter's business: no other room can open a connection, so none can be made to."""

import ast

from tests.architecture.sources import name_of, python_files, tree_of

CLIENTS = {
    "aiohttp", "ftplib", "http.client", "httpx", "imaplib", "poplib", "requests", "smtplib", "socket", "socketserver",
    "telnetlib", "urllib.request", "urllib3", "websockets", "xmlrpc.client", "pycurl", "asyncio",
}  # fmt: skip
# The launcher starts processes and waits until they answer.
WAITING_ROOMS = ("wasla_site/launcher/",)


def clients(tree: ast.Module) -> set[str]:
    """The modules imported here with which a connection could be opened."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name for name in found if any(name == client or name.startswith(f"{client}.") for client in CLIENTS)}


def test_only_adapters_open_connections() -> None:
    found = {
        name_of(path): used
        for path in python_files()
        if "infrastructure" not in path.parts and not name_of(path).startswith(WAITING_ROOMS)
        if (used := clients(tree_of(path)))
    }
    assert found == {}


def test_the_check_sees_a_client() -> None:
    for source in ("import requests", "from urllib import request", "from http.client import HTTPConnection"):
        assert clients(ast.parse(source))
