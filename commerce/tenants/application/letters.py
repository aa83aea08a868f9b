"""E-mail of a store, for the modules above."""

from __future__ import annotations

from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class Post(Protocol):
    """The adapter that sends a letter; `LETTERS` names it by its dotted path."""

    def __call__(self, *, to: str, language: str, template: str, facts: dict[str, Any]) -> None: ...


def send_letter(*, to: str, language: str, template: str, facts: dict[str, Any]) -> None:
    """A letter of the open scope's store is on its way to this one address.

    `template` names three files: `<template>_subject.txt`, `<template>.txt` and `<template>.html`, which are given
    `facts`, `store_name`, `language` and `direction`. Raises RuntimeError inside a transaction, for a letter can't be
    taken back with it, and OSError or SMTPException when the mail server does not take it within EMAIL_TIMEOUT.
    """
    post: Post = import_string(settings.LETTERS)
    post(to=to, language=language, template=template, facts=facts)
