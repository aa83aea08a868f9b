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
    def empty(self, family: Family) -> Self:
        """Pools for one store in which none lies any more."""
        return self.filter(family=family, is_dedicated=True, stores=0).order_by("pk")

    def with_room(self, family: Family) -> Self:
        """Pools another store may be put into, the emptiest first."""
        return self.filter(family=family, is_dedicated=False, stores__lt=F("most_stores")).order_by("stores", "pk")


class SearchPool(models.Model):
    """Documents of one family of many stores, or of one large store, in one index of a search server.

    An index has a single shard, so that the pool is the route and a document's words are weighed against its pool's.
    `stores` counts those placed here, those on their way here, and those that left and whose documents are still here.
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


class SearchGenerationQuerySet(models.QuerySet["SearchGeneration"]):
    def written(self) -> Self:
        return self.filter(given_up_at=None)

    def unfinished(self) -> Self:
        """Those never read from so far."""
        return self.filter(is_read=False, retired_at=None, given_up_at=None).order_by("-number")

    def former(self) -> Self:
        """Those that can be gone back to, the one left last first."""
        return self.filter(is_read=False, retired_at__isnull=False, given_up_at=None).order_by("-retired_at")


class SearchGeneration(models.Model):
    """One making of a pool's index. All generations of a pool are written, so that the one before is there to go back
    to and the next is whole when it is read; one is read.

    `schema_version` is the mapping and analysis it was made by. `is_made`: the search server has it. The documents of
    stores up to `filled_through` were put in when it was new, those of the last one at `worked_at`. Since `retired_at`
    it is not read any more; from `given_up_at` on it is not even written, and soon not there.
    """

    pool = models.ForeignKey(SearchPool, on_delete=models.CASCADE, related_name="generations")
    number = models.PositiveIntegerField()
    schema_version = models.PositiveIntegerField()
    is_read = models.BooleanField(default=False)
    is_made = models.BooleanField(default=False)
    filled_through = models.PositiveBigIntegerField(default=0)
    worked_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    objects: ClassVar = models.Manager.from_queryset(SearchGenerationQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pool", "number"], name="search_generation_once"),
            models.UniqueConstraint(fields=["pool"], condition=Q(is_read=True), name="search_generation_read_once"),
            models.CheckConstraint(
                condition=Q(is_read=False) | Q(retired_at=None, given_up_at=None), name="search_generation_read_is_kept"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pool_id}, {self.number}"


class StorePlacement(TenantOwned):
    """The pool in which a store's documents of one family are found, and the one they are on their way to, if any,
    which is written as well.

    `leaving` is the pool they were in until `left_at`: it is neither read nor written, and what lies there is forgotten
    when every request that was under way then has ended. `compared_at`: when the index was last held against what is
    written down of it. Until it `is_filled` it may lack documents that were written before the store had a place.
    """

    family = models.CharField(max_length=20, choices=FAMILIES)
    pool = models.ForeignKey(SearchPool, on_delete=models.PROTECT, related_name="placements")
    moving_to = models.ForeignKey(
        SearchPool, on_delete=models.PROTECT, related_name="arrivals", null=True, db_index=False
    )
    leaving = models.ForeignKey(
        SearchPool, on_delete=models.PROTECT, related_name="departures", null=True, db_index=False
    )
    left_at = models.DateTimeField(null=True)
    compared_at = models.DateTimeField(null=True)
    is_filled = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "family"], name="store_placement_once"),
            models.CheckConstraint(condition=~Q(pool=F("moving_to")), name="store_placement_moves_elsewhere"),
            models.CheckConstraint(
                condition=Q(leaving=None, left_at=None) | Q(leaving__isnull=False, left_at__isnull=False),
                name="store_placement_left_when",
            ),
        ]
        indexes = [models.Index(fields=["compared_at"], name="store_placement_compared")]

    def __str__(self) -> str:
        return f"{self.family} in {self.pool_id}"
