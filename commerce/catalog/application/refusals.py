"""Refusals that several of the catalog's use cases share."""

from commerce.core.errors import Refusal


class DraftRefused(Refusal):
    """No product can be like this. Facts: `problem`, a code of the catalog's rules."""

    code = "product_refused"


class SlugTaken(Refusal):
    """Another product (or category) of the store has this address. Facts: slug."""

    code = "slug_taken_in_store"


class SkuTaken(Refusal):
    """Another variant of the store has this SKU. Facts: skus."""

    code = "sku_taken"


class CannotPublish(Refusal):
    """Something is missing that shoppers need. Facts: `problems`, codes."""

    code = "product_not_publishable"


class CategoryRefused(Refusal):
    """A category may not stand there. Facts: `problem`."""

    code = "category_refused"
