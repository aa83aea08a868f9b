"""`python -m wasla_site.launcher`: runs the demo."""

import argparse
import os
import sys
from pathlib import Path

from wasla_site.launcher import leftovers
from wasla_site.launcher.demo import run
from wasla_site.launcher.places import Places, default_places


def main() -> int:
    parser = argparse.ArgumentParser(prog="make demo", description="Runs Wasla with its demo stores.")
    parser.add_argument("--port", default="8000")
    parser.add_argument("--data", type=Path, help="folder for the database and the secret key")
    options = parser.parse_args()
    places = Places(options.data.resolve()) if options.data else default_places()
    mark = leftovers.mark(places.data)
    if os.environ.get(leftovers.MARK) != mark[leftovers.MARK]:
        # Begun again under the mark: the system shows a process's environment as it was at its beginning.
        os.execve(sys.executable, sys.orig_argv, {**os.environ, **mark})  # noqa: S606
    return run(places, options.port)


if __name__ == "__main__":
    sys.exit(main())
