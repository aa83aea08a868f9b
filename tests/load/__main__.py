"""`python -m tests.load`: how many orders a second one hot item takes. Ends with status 1 when a bound is missed.

On a server of its own, which keeps what it commits as in life: the tests' server does not.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from wasla_site.launcher.catalogues import compile_catalogues
from wasla_site.launcher.cluster import Cluster
from wasla_site.launcher.console import say
from wasla_site.launcher.demo import stop_on_signals
from wasla_site.launcher.places import CHECKOUT, default_places


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=4)
    options = parser.parse_args()
    stop_on_signals()
    compile_catalogues(CHECKOUT)
    with _server():
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wasla_site.settings.test")
        import django

        django.setup()
        from tests.load.figures import misses
        from tests.load.measuring import measure
        from tests.load.reporting import report

        measured = measure(options.rounds)
        for line in report(measured):
            say(line)
        missed = list(misses(measured.rounds))
        for line in missed:
            say(f"MISSED  {line}")
        if not missed:
            say("All bounds hold.")
    return 1 if missed else 0


@contextmanager
def _server() -> Iterator[None]:
    places = default_places()
    places.make()
    cluster = Cluster(places.data / "load-postgres")
    cluster.start()
    try:
        os.environ["TEST_ADMIN_DSN"] = cluster.admin_dsn()
        yield
    finally:
        cluster.stop()


if __name__ == "__main__":
    sys.exit(main())
