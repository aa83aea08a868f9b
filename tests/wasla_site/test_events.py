"""The table of events is the whole conversation: what is told stands in it, and whoever listens exists."""

import importlib
from collections.abc import Iterator

from django.utils.module_loading import import_string

from commerce.core.events import Event
from tests.architecture.sources import name_of, python_files
from wasla_site.events import HANDLERS


def every_event() -> Iterator[type[Event]]:
    for path in python_files("commerce", "search_index", "themes", "wasla_site"):
        if path.name == "events.py":
            importlib.import_module(name_of(path).removesuffix(".py").replace("/", "."))
    waiting = [Event]
    while waiting:
        for child in waiting.pop().__subclasses__():
            waiting.append(child)
            if not child.__module__.startswith("tests."):
                yield child


def test_every_event_stands_in_the_table() -> None:
    assert set(every_event()) == set(HANDLERS)


def test_names_of_events_are_not_shared() -> None:
    names = [event.name() for event in HANDLERS]
    assert len(names) == len(set(names))


def test_every_handler_is_there_and_called_by_what_it_is_told_of() -> None:
    for event, handlers in HANDLERS.items():
        for path in handlers:
            assert callable(import_string(path)), (event, path)
            assert path.rsplit(".", 1)[1].startswith("on_")
