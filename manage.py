#!/usr/bin/env python
"""Django's command line. Commands about the schema run as the tables' owner, others as the application."""

import os
import sys

from django.core.management import execute_from_command_line

OWNER_COMMANDS = frozenset({"migrate", "makemigrations", "sqlmigrate", "showmigrations"})


def main(arguments: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wasla_site.settings.demo")
    owner_url = os.environ.get("DATABASE_OWNER_URL")
    if owner_url and len(arguments) > 1 and arguments[1] in OWNER_COMMANDS:
        os.environ.update(DATABASE_URL=owner_url, DATABASE_ROLE_IS_OWNER="true")
    execute_from_command_line(arguments)


if __name__ == "__main__":
    main(sys.argv)
