import datetime
from decimal import Decimal

from django.utils import formats, translation


def test_arabic_numbers_are_written_as_saudi_shops_write_them() -> None:
    with translation.override("ar"):
        assert formats.number_format(Decimal("1249.50"), use_l10n=True, force_grouping=True) == "1,249.50"
        assert formats.number_format(Decimal("1249.50")) == "1249.50"


def test_arabic_dates_name_the_month() -> None:
    with translation.override("ar"):
        assert formats.date_format(datetime.date(2026, 11, 22)) == "22 نوفمبر 2026"
