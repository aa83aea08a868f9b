"""What is known of the document of every object, whatever engine keeps it."""

from django.db import models
from django.db.models import F, Q

from commerce.core.owned import TenantOwned

LONGEST_REASON = 500


class DocumentState(TenantOwned):
    """How far an object's document has got.

    `version` was drawn last, by who was about to read the object; `written_version` is the last of which the engine is
    known to have the outcome, a document or, with `is_findable` False, none. A row outlives its object, so that
    versions go on rising should it come back. `attempts` in a row had no effect, for `reason`; `refusals` of them were
    the engine's word about this document, the others could not be made. At `given_up_at` trying ended, until the object
    changes again or somebody has it tried again.
    """

    kind = models.CharField(max_length=30)
    object_id = models.BigIntegerField()
    version = models.PositiveBigIntegerField(default=0)
    written_version = models.PositiveBigIntegerField(default=0)
    is_findable = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    refusals = models.PositiveSmallIntegerField(default=0, db_default=0)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "kind", "object_id"], name="document_state_once"),
            models.CheckConstraint(condition=Q(written_version__lte=F("version")), name="document_state_drawn_first"),
        ]
        indexes = [
            models.Index(
                fields=["tenant", "kind", "object_id"],
                condition=Q(given_up_at__isnull=False),
                name="document_state_given_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
