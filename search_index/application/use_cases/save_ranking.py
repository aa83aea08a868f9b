"""A store's ranking is saved as its next version."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from commerce.core.actors import Actor
from commerce.core.audit import Deed, record
from commerce.core.bilingual import Bilingual
from commerce.core.errors import Refusal
from commerce.core.scope import current_tenant_id
from commerce.tenants.models import Tenant
from search_index.application.rankings import columns_of, current_ranking
from search_index.domain.profiles import Profile, problems_of
from search_index.models import LONGEST_NOTE, RankingVersion


class RankingRefused(Refusal):
    """No store's results can be ordered so. Facts: `problem`, a `Defect`, and `about`, what has it."""

    code = "ranking_refused"


class RankingMovedOn(Refusal):
    """Somebody saved the ranking since it was read."""

    code = "ranking_moved_on"


def save_ranking(
    *, profile: Profile, after: int, note: str, actor: Actor, now: datetime, brought_back: int | None = None
) -> int:
    """Searches go by this profile from now on; the version's number. `after` is the one it was made from: refuses
    RankingMovedOn where that is not the store's any more, and RankingRefused. One that changes nothing makes none."""
    if problems := problems_of(profile):
        raise RankingRefused(problem=problems[0].defect.value, about=problems[0].about)
    with transaction.atomic():
        before = current_ranking()
        if before.number != after:
            raise RankingMovedOn
        if columns_of(before.profile) == columns_of(profile):
            return after
        number = after + 1
        _insert(
            RankingVersion(
                number=number,
                **columns_of(profile),
                note=note[:LONGEST_NOTE],
                brought_back=brought_back,
                made_at=now,
                made_by_kind=actor.kind,
                made_by_id=actor.id,
                made_by_name=actor.name,
            )
        )
        store = Tenant.objects.get(pk=current_tenant_id())
        name = Bilingual(store.name_ar, store.name_en)
        record(
            Deed("store", "ranking_changed", store.pk, name, {"version": after}, {"version": number}, note), actor=actor
        )
    return number


def _insert(version: RankingVersion) -> None:
    """Of two that save at once one has the number."""
    try:
        with transaction.atomic():
            version.save(force_insert=True)
    except IntegrityError as error:
        raise RankingMovedOn from error
