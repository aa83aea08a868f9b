"""An older ranking counts again, as a new version."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commerce.core.actors import Actor
from commerce.core.errors import NotFound
from search_index.application.rankings import ranking_of
from search_index.application.use_cases.save_ranking import save_ranking
from search_index.domain.profiles import Profile
from search_index.models import RankingVersion


def bring_back_ranking(*, number: int, after: int, actor: Actor, now: datetime) -> int:
    """Searches go by version `number` from now on, 0 being how every store begins. Nothing of those between is lost.
    Refuses NotFound, and as `save_ranking` does."""
    with transaction.atomic():
        profile = _profile(number)
        return save_ranking(profile=profile, after=after, note="", actor=actor, now=now, brought_back=number)


def _profile(number: int) -> Profile:
    if number == 0:
        return Profile()
    row = RankingVersion.objects.filter(number=number).first()
    if row is None:
        raise NotFound(number=number)
    return ranking_of(row).profile
