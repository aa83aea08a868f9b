"""Who moved stock, as the desk names it. The catalog knows subjects alone; whose they are, names them by a setting."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Mover:
    """What staff call it, and its page; `address` is empty for those who may not see it."""

    name: str
    address: str


def movers_of(subjects: Iterable[str], user: Any) -> Mapping[str, Mover]:
    """Those of these subjects ("order:<public id>") that somebody knows, as this member of staff may see them.

    `STOCK_MOVERS` names who is asked, once for all of them.
    """
    wanted = frozenset(filter(None, subjects))
    if not wanted:
        return {}
    named = cast(Callable[[frozenset[str], Any], Mapping[str, Mover]], import_string(settings.STOCK_MOVERS))
    return named(wanted, user)
