"""What shoppers read of the attributes that facets count."""

from django.db import models

from commerce.core.bilingual import Bilingual
from commerce.core.owned import TenantOwned


class AttributeName(TenantOwned):
    """How a store writes an attribute, an option's value, which the index knows by its codes only: as on the product
    that was indexed last of those that have it. It outlives its products."""

    option = models.TextField()
    value = models.TextField()
    option_ar = models.TextField(blank=True)
    option_en = models.TextField(blank=True)
    value_ar = models.TextField(blank=True)
    value_en = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "option", "value"], name="attribute_name_once"),
        ]

    def __str__(self) -> str:
        return f"{self.option}={self.value}"

    @property
    def option_name(self) -> Bilingual:
        return Bilingual(self.option_ar, self.option_en)

    @property
    def value_name(self) -> Bilingual:
        return Bilingual(self.value_ar, self.value_en)
