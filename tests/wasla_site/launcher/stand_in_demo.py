"""The true launcher over a small site of its own: `python stand_in_demo.py DATA PORT [NAME=PYTHON CODE ...]`."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from wasla_site.launcher import leftovers
from wasla_site.launcher.commands import Commands
from wasla_site.launcher.demo import run
from wasla_site.launcher.places import Places

WEB = """
import http.server, os
class Site(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/healthz" else 404)
        self.end_headers()
    def log_message(self, *words): pass
http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Site).serve_forever()
"""
SEED = "import os; print('seeded as', os.environ['DATABASE_URL'].split('@')[0])"


def main(data: Path, port: str, changes: list[str]) -> int:
    idle = "import time; time.sleep(600)"
    code = {"migrate": "", "collect_static": "", "seed": SEED, "web": WEB, "worker": idle, "gateways": idle}
    code |= dict(change.split("=", 1) for change in changes)
    commands = {name: (sys.executable, "-c", text) for name, text in code.items()}
    return run(Places(data), port, lambda *_: Commands(**commands, folder=data))


if __name__ == "__main__":
    data = Path(sys.argv[1])
    if leftovers.MARK not in os.environ:
        os.execve(sys.executable, sys.orig_argv, {**os.environ, **leftovers.mark(data)})  # noqa: S606
    sys.exit(main(data, sys.argv[2], sys.argv[3:]))
