"""`python -m tests.simulators.gateways [--port 8700]`: serves until it is told to stop, and says how to be used."""

import argparse
import json
import sys
from pathlib import Path

from tests.simulators.gateways import control
from tests.simulators.gateways.server import GATEWAYS, Server


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8700, help="0 for any free one")
    parser.add_argument("--portals", type=Path, help="a file of what merchants typed into the gateways' portals")
    options = parser.parse_args()
    server = Server(options.port)
    if options.portals:
        for entry in json.loads(options.portals.read_text()):
            control.merchant(server.world, entry)
    address = f"http://127.0.0.1:{server.server_port}"
    hosts = ",".join(f"{name}={address}/{name}" for name in sorted(GATEWAYS))
    sys.stdout.write(f"GATEWAY_HOSTS={hosts}\n")
    sys.stdout.write(
        "Start the site with that line in its environment. Switches (tests/simulators/gateways/faults.py):\n"
    )
    example = '{"kind": "drop_after", "gateway": "paytabs", "operation": "page"}'
    sys.stdout.write(f"  curl -d '{example}' {address}/control/faults\n")
    sys.stdout.flush()
    try:
        server.start()
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
