"""What pictures of products look like. All of it can be made again."""

from django.db import models
from django.db.models import Q

from commerce.core.owned import TenantForeignKey, TenantOwned


class DescribedPicture(TenantOwned):
    """What a picture of a product looks like, as `embedder_id` saw the file `source`: vectors of little-endian float32.

    Of a file that can't be read there are none. `perceptual_hash` is the same, but for a few bits, for one picture in
    several sizes. Where `source` is not the picture's file any more, or the embedder is another, the row counts for
    nothing and is about to be written again.
    """

    image = TenantForeignKey("media.StoreImage", on_delete=models.CASCADE, related_name="+", db_index=False)
    embedder_id = models.CharField(max_length=80)
    source = models.CharField(max_length=100)
    similar = models.BinaryField(null=True)
    colour = models.BinaryField(null=True)
    shape = models.BinaryField(null=True)
    perceptual_hash = models.BigIntegerField(null=True)
    described_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "image"], name="described_picture_once"),
            models.CheckConstraint(
                condition=Q(similar=None, colour=None, shape=None, perceptual_hash=None)
                | Q(similar__isnull=False, colour__isnull=False, shape__isnull=False, perceptual_hash__isnull=False),
                name="described_picture_whole_or_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.image_id} by {self.embedder_id}"
