"""What may be done to a page, whoever asks: a store's home stays, and what this platform does not offer is nobody's."""

from __future__ import annotations

from wagtail.models.pages import PagePermissionTester


class StorePagePermissionTester(PagePermissionTester):
    """Wagtail's answer, less what would leave the store without its first page.

    Locks and private pages are no one's: a lock that every colleague can undo protects nothing, and the storefront
    asks no visitor for a page's password.
    """

    @property
    def is_home(self) -> bool:
        return self.page.depth == 2

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return not self.is_home and bool(super().can_delete(ignore_bulk))

    def can_unpublish(self) -> bool:
        return not self.is_home and bool(super().can_unpublish())

    def can_copy(self) -> bool:
        return not self.is_home and bool(super().can_copy())

    def can_lock(self) -> bool:
        return False

    def can_unlock(self) -> bool:
        return False

    def can_set_view_restrictions(self) -> bool:
        return False
