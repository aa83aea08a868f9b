"""A batch's codes as a file that spreadsheets open."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from commerce.promotions.models import Coupon, CouponBatch

# What a spreadsheet takes for a formula, or for the end of a cell in which one begins.
# Source: OWASP, CSV Injection.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(text: str) -> str:
    """The text as a cell that no spreadsheet reckons with: an apostrophe stands before what would be a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def coupon_csv(batch: CouponBatch, coupons: Iterable[Coupon], uses: Mapping[int, int]) -> bytes:
    """UTF-8 with a mark, without which spreadsheets garble Arabic; one line per code."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([safe_cell(_("Code")), safe_cell(_("Used")), safe_cell(_("Can be used"))])
    most = "" if batch.uses_per_code is None else str(batch.uses_per_code)
    for coupon in coupons:
        writer.writerow([safe_cell(coupon.code), str(uses.get(coupon.pk, 0)), most])
    return file.getvalue().encode("utf-8-sig")
