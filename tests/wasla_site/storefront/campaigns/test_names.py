"""What the shop calls a campaign."""

from __future__ import annotations

import pytest

from commerce.core.bilingual import Bilingual
from wasla_site.storefront.campaigns.drafting import name_of


@pytest.mark.parametrize(
    ("title", "ar", "en", "called"),
    [
        ("لحظات", "", "Moments", Bilingual("لحظات", "Moments")),
        ("Moments", "لحظات", "", Bilingual("لحظات", "Moments")),
        ("Q4", "لحظات", "Moments", Bilingual("لحظات", "Moments")),
        ("لحظات", "", "", Bilingual("لحظات", "لحظات")),
        ("", "", "Moments", Bilingual("Moments", "Moments")),
    ],
)
def test_a_language_without_a_name_has_the_title(title: str, ar: str, en: str, called: Bilingual) -> None:
    assert name_of(title, ar, en) == called
