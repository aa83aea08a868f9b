"""A process that publishes, takes back or deletes a campaign and is killed at each statement in turn.

Arguments: page, tenant, verb, and how many statements lie between two deaths. Writes for every try, as JSON: whether it
was killed, what is offered, what is live, and the percentage of the live page.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.db import connection, transaction  # noqa: E402 - Django is ready

from commerce.core.actors import Actor, ActorKind, acting_as  # noqa: E402
from commerce.core.scope import tenant_scope  # noqa: E402
from commerce.promotions.models import Promotion  # noqa: E402
from wasla_site.storefront.campaigns.models import CampaignPage  # noqa: E402
from wasla_site.storefront.campaigns.publishing import source_of  # noqa: E402


def publish(page: Any) -> None:
    page.actions = [("percent", {"percent": "50"})]
    page.save_revision().publish()


VERBS: dict[str, Callable[[CampaignPage], Any]] = {
    "publish": publish,
    "unpublish": lambda page: page.unpublish(),
    "delete": lambda page: page.delete(),
}


def die_at(deadly: int) -> Callable[..., Any]:
    count = 0

    def execute_or_die(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        nonlocal count
        count += 1
        if count == deadly:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    return execute_or_die


def try_in_a_child(page_id: int, verb: str, deadly: int) -> bool:
    """Whether it was killed."""
    connection.close()
    child = os.fork()
    if child:
        return os.WIFSIGNALED(os.waitpid(child, 0)[1])
    with transaction.atomic(), connection.execute_wrapper(die_at(deadly)):
        VERBS[verb](CampaignPage.objects.get(pk=page_id))
    os._exit(0)


def seen(page_id: int) -> tuple[str | None, str | None, str | None]:
    with transaction.atomic():
        promotion = Promotion.objects.select_related("current").get()
        offered = None if promotion.current is None else promotion.current.source
        page = CampaignPage.objects.filter(pk=page_id, live=True).first()
        if page is None:
            return offered, None, None
        return offered, source_of(page.pk, page.live_revision_id), page.actions.raw_data[0]["value"]["percent"]


def main(page_id: int, tenant_id: int, verb: str, step: int) -> None:
    with acting_as(Actor(ActorKind.COMMAND, "crash")), tenant_scope(tenant_id):
        deadly, was_killed, tries = 1, True, []
        while was_killed:
            was_killed = try_in_a_child(page_id, verb, deadly)
            tries.append((was_killed, *seen(page_id)))
            deadly += step
    sys.stdout.write(json.dumps(tries))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
