"""How a store's results are ordered, and what is known of its products for that alone."""

from django.db import models
from django.db.models import Q

from commerce.core.actors import ActorKind
from commerce.core.owned import TenantOwned

LONGEST_NOTE = 200


class RankingVersion(TenantOwned):
    """A ranking as it was saved once; nothing of it ever changes. The one of the highest number is the store's.

    `placings` are by "=" and the key of their question, so that a search reads its own alone. `brought_back` is the
    version it repeats.
    """

    number = models.PositiveIntegerField()
    weights = models.JSONField()
    is_sold_out_last = models.BooleanField()
    boosts = models.JSONField()
    placings = models.JSONField()
    synonyms = models.JSONField()
    note = models.CharField(max_length=LONGEST_NOTE, blank=True)
    brought_back = models.PositiveIntegerField(null=True)
    made_at = models.DateTimeField()
    made_by_kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in ActorKind])
    made_by_id = models.CharField(max_length=40, blank=True)
    made_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "number"], name="ranking_version_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="ranking_version_counts_from_one"),
            models.CheckConstraint(
                condition=Q(brought_back=None) | Q(brought_back__lt=models.F("number")),
                name="ranking_brings_back_older",
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


class Popularity(TenantOwned):
    """How well a product sells beside the store's best, in hundredths; one that has no row does not."""

    product_id = models.BigIntegerField()
    hundredths = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "product_id"], name="popularity_once"),
            models.CheckConstraint(condition=Q(hundredths__gt=0, hundredths__lte=100), name="popularity_in_hundredths"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id}: {self.hundredths}"
