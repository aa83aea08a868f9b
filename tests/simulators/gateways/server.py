"""The process: one HTTP server, three gateways under their prefixes, and the control door."""

from __future__ import annotations

import json
import re
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.simulators.gateways import control
from tests.simulators.gateways.hyperpay import api as hyperpay
from tests.simulators.gateways.moyasar import api as moyasar
from tests.simulators.gateways.paytabs import api as paytabs
from tests.simulators.gateways.tampering import tamper
from tests.simulators.gateways.wire import Dropped, Reply, Request
from tests.simulators.gateways.world import World

GATEWAYS: dict[str, Any] = {"hyperpay": hyperpay, "paytabs": paytabs, "moyasar": moyasar}


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), Door)
        self.world = World()

    def start(self) -> None:
        """Serves until the process ends."""
        threading.Thread(target=self.world.postman.run, daemon=True).start()
        self.serve_forever()


class Door(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def handle_request(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            reply = self._reply(body)
        except Dropped:
            self._hang_up()
            return
        self._write(reply)

    do_GET = do_POST = do_PUT = handle_request  # noqa: N815 - the server's own names

    def do_OPTIONS(self) -> None:
        """A browser asks whether the shop's page may call."""
        allowed = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "Authorization, Content-Type"}
        self._write(Reply(204, None, allowed))

    def _reply(self, body: bytes) -> Reply:
        address = urlsplit(self.path)
        _, prefix, rest = (address.path + "/").split("/", 2)
        rest = f"/{rest.rstrip('/')}"
        world = self.server.world
        if prefix == "control":
            return control.handle(world, rest[1:], json.loads(body or b"{}"))
        gateway = GATEWAYS.get(prefix)
        if gateway is None:
            return Reply(200, {"gateways": sorted(GATEWAYS)}) if self.path == "/" else Reply(404, {})
        base = f"http://{self.headers['Host']}/{prefix}"
        query = dict(parse_qsl(address.query, keep_blank_values=True))
        return _answer(world, gateway, Request(self.command, rest, query, dict(self.headers), body, base))

    def _write(self, reply: Reply) -> None:
        raw = reply.raw()
        kind = {"Content-Type": "application/json"} if reply.is_json else {}
        declared = reply.headers.pop("X-Declared-Length", str(len(raw)))
        self.send_response(reply.status)
        for name, value in {**kind, **reply.headers, "Content-Length": declared}.items():
            if name != "X-Drip":
                self.send_header(name, value)
        self.end_headers()
        if "X-Drip" in reply.headers:
            self._drip(raw)
            return
        self.wfile.write(raw)
        if declared != str(len(raw)):
            self._hang_up()

    def _drip(self, raw: bytes) -> None:
        """A byte now and then: every single wait is short."""
        for number in range(len(raw)):
            try:
                self.wfile.write(raw[number : number + 1])
                self.wfile.flush()
            except OSError:
                return
            time.sleep(0.3)

    def _hang_up(self) -> None:
        self.close_connection = True
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            return

    def log_message(self, *args: object) -> None:
        """Says nothing."""


def _answer(world: World, gateway: Any, request: Request) -> Reply:
    for method, pattern, operation in gateway.ROUTES:
        match = re.fullmatch(pattern, request.path)
        if match and method == request.method:
            name = gateway.operation_name(request, operation)
            return _with_faults(world, gateway, request, operation, name, match.groupdict())
    return Reply(404, {})


def _with_faults(
    world: World, gateway: Any, request: Request, operation: str, name: str, parts: dict[str, str]
) -> Reply:
    """Who is still there when the world starts over left with the test before, and is hung up on."""
    with world.lock:
        beginning = world.beginnings
        world.calls.append(f"{gateway.NAME} {name}")
        slow = world.faults.take("delay", gateway.NAME, name)
    if slow:
        time.sleep(float(slow.value))
    with world.lock:
        if world.beginnings != beginning or world.faults.take("drop_before", gateway.NAME, name):
            raise Dropped
        if world.faults.take("error_before", gateway.NAME, name):
            return Reply(500, {"message": "Internal Server Error"})
        if world.faults.take("throttle", gateway.NAME, name):
            reply: Reply = gateway.throttled(world)
            return reply
        reply = gateway.handle(world, request, operation, parts)
        is_told_first = world.faults.take("webhook_first", gateway.NAME, name) is not None
    if is_told_first:
        control.quiet(world, {})
    with world.lock:
        return _on_the_way_out(world, gateway.NAME, name, reply)


def _on_the_way_out(world: World, gateway: str, name: str, reply: Reply) -> Reply:
    if reply.is_json:
        tamper(world, gateway, name, reply.body)
    if world.faults.take("drop_after", gateway, name):
        raise Dropped
    if world.faults.take("error_after", gateway, name):
        return Reply(500, {"message": "Internal Server Error"})
    if world.faults.take("not_json", gateway, name):
        return Reply(200, "<html>Bad gateway</html>", {"Content-Type": "text/html"})
    if world.faults.take("half_body", gateway, name):
        raw = reply.raw()
        return Reply(reply.status, raw[: len(raw) // 2], {"X-Declared-Length": str(len(raw))})
    if world.faults.take("drip", gateway, name):
        reply.headers["X-Drip"] = "yes"
    return reply
