#!/usr/bin/env python
"""Django's command line. Commands about the schema run as the tables' owner, others as the application.

What a command does is done by it, in the activity log of the stores it touches.

With no DATABASE_URL the commands are for the demo of this checkout, while it runs.
"""

import gc
import os
import sys

from django.core.management import execute_from_command_line

from commerce.core.actors import Actor, ActorKind, acting_as
from wasla_site.launcher.places import default_places
from wasla_site.launcher.running_demo import join_running_demo

OWNER_COMMANDS = frozenset({"migrate", "makemigrations", "sqlmigrate", "showmigrations"})
THRESHOLDS_OF_MIGRATE = (50_000, 20, 10)


def main(arguments: list[str]) -> None:
    join_running_demo(default_places().demo_environment, os.environ)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wasla_site.settings.demo")
    owner_url = os.environ.get("DATABASE_OWNER_URL")
    if owner_url and len(arguments) > 1 and arguments[1] in OWNER_COMMANDS:
        os.environ.update(DATABASE_URL=owner_url, DATABASE_ROLE_IS_OWNER="true")
    if arguments[1:2] == ["migrate"]:
        # Django makes most models anew at every step. To look through them for what is no longer needed as often as
        # Python does by default takes a fifth of the time.
        gc.set_threshold(*THRESHOLDS_OF_MIGRATE)
    with acting_as(Actor(ActorKind.COMMAND, arguments[1][:40] if len(arguments) > 1 else "")):
        execute_from_command_line(arguments)


if __name__ == "__main__":
    main(sys.argv)
