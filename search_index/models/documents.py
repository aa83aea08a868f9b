"""The index that PostgreSQL itself keeps: what was indexed, and by which words it is found. All can be made again."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from commerce.core.owned import TenantOwned

LONGEST_WORD = 40


class SearchDocument(TenantOwned):
    """An object that can be found, or that could be: with `is_gone` only its `version` is kept, so that an older write
    that comes late does not bring it back. `fingerprint` tells whether its words must be written again, `word_count`
    and `word_sum`, of their stamps, whether those that were are still there.

    The rest are its `Facts`. They stand here and not in an index: what matches a question's words is found first, by
    conditions that row security lets reach an index, and conditions on arrays are none.
    """

    kind = models.CharField(max_length=30)
    object_id = models.BigIntegerField()
    fingerprint = models.CharField(max_length=64, blank=True)
    word_count = models.PositiveIntegerField(default=0)
    word_sum = models.PositiveBigIntegerField(default=0)
    version = models.PositiveBigIntegerField(default=0)
    is_gone = models.BooleanField(default=False)
    lowest_minor = models.BigIntegerField(null=True)
    highest_minor = models.BigIntegerField(null=True)
    categories = ArrayField(models.BigIntegerField(), default=list)
    tags = ArrayField(models.BigIntegerField(), default=list)
    attributes = ArrayField(models.TextField(), default=list)
    combos = ArrayField(models.TextField(), default=list)
    is_available = models.BooleanField(default=True)
    is_reduced = models.BooleanField(default=False)
    appeared_at = models.DateTimeField(null=True)
    popularity = models.FloatField(default=0.0)
    margin = models.FloatField(default=0.0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "kind", "object_id"], name="search_document_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class SearchWord(TenantOwned):
    """A folded word an object is found by.

    Words are rows in code point order because row security lets only leakproof conditions reach an index: ranges of
    text are, full text and trigram operators are not, and would read every row of the store.
    `only_whole` words are found by equality alone, never by their beginning.
    """

    kind = models.CharField(max_length=30)
    word = models.CharField(max_length=LONGEST_WORD, db_collation="C")
    object_id = models.BigIntegerField()
    weight = models.PositiveSmallIntegerField()
    only_whole = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "kind", "word", "object_id", "only_whole"],
                include=["weight"],
                name="search_word_once",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "kind", "object_id"], name="search_words_of_object")]

    def __str__(self) -> str:
        return self.word
