"""Which index of a search server a store's documents lie in. Pools and their generations are the platform's and name no
store."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from commerce.core.owned import TenantOwned
from search_index.domain.families import Family

MOST_STORES = 400
FAMILIES = [(family.value, family.value) for family in Family]


class SearchPoolQuerySet(models.QuerySet["SearchPool"]):
    def with_room(self, family: Family) -> Self:
        """Pools another store may be put into, the emptiest first."""
        return self.filter(family=family, is_dedicated=False, stores__lt=F("most_stores")).order_by("stores", "pk")


class SearchPool(models.Model):
    """Documents of one family of many stores, or of one large store, in one index of a search server.

    An index has a single shard, so that the pool is the route and a document's words are weighed against its pool's.
    `stores` counts those placed here, and those on their way here.
    """

    family = models.CharField(max_length=20, choices=FAMILIES)
    is_dedicated = models.BooleanField(default=False)
    stores = models.PositiveIntegerField(default=0)
    most_stores = models.PositiveIntegerField(default=MOST_STORES)

    objects: ClassVar = models.Manager.from_queryset(SearchPoolQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(stores__lte=F("most_stores")), name="search_pool_has_room"),
            models.CheckConstraint(condition=Q(is_dedicated=False) | Q(most_stores=1), name="search_pool_of_one"),
            models.CheckConstraint(condition=Q(family__in=[f.value for f in Family]), name="search_pool_family_known"),
        ]
        indexes = [models.Index(fields=["family", "stores"], name="search_pool_load")]

    def __str__(self) -> str:
        return f"{self.family} {self.pk}"


class SearchGeneration(models.Model):
    """One making of a pool's index. All generations of a pool are written, so that the one before is there to go back
    to and the next is whole when it is read; one is read.

    `schema_version` is the mapping and analysis it was made by. `is_made`: the search server has it.
    """

    pool = models.ForeignKey(SearchPool, on_delete=models.CASCADE, related_name="generations")
    number = models.PositiveIntegerField()
    schema_version = models.PositiveIntegerField()
    is_read = models.BooleanField(default=False)
    is_made = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pool", "number"], name="search_generation_once"),
            models.UniqueConstraint(fields=["pool"], condition=Q(is_read=True), name="search_generation_read_once"),
        ]

    def __str__(self) -> str:
        return f"{self.pool_id}, {self.number}"


class StorePlacement(TenantOwned):
    """The pool in which a store's documents of one family are found, and the one they are on their way to, if any,
    which is written as well."""

    family = models.CharField(max_length=20, choices=FAMILIES)
    pool = models.ForeignKey(SearchPool, on_delete=models.PROTECT, related_name="placements")
    moving_to = models.ForeignKey(
        SearchPool, on_delete=models.PROTECT, related_name="arrivals", null=True, db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "family"], name="store_placement_once"),
            models.CheckConstraint(condition=~Q(pool=F("moving_to")), name="store_placement_moves_elsewhere"),
        ]

    def __str__(self) -> str:
        return f"{self.family} in {self.pool_id}"
