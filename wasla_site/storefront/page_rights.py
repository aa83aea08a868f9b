"""What may be done to a page, whoever asks: a store's home stays, and what this platform does not offer is nobody's."""

from __future__ import annotations

from typing import Any

from wagtail.models.pages import PagePermissionTester

from commerce.accounts.application.queries import rights_in_scope


class StorePagePermissionTester(PagePermissionTester):
    """Wagtail's answer, less what would leave the store without its first page; and nothing for who lacks the right
    that this type of page asks for besides.

    Locks and private pages are no one's: a lock that every colleague can undo protects nothing, and the storefront
    asks no visitor for a page's password.
    """

    def __init__(self, user: Any, page: Any) -> None:
        super().__init__(user, page)
        needed = getattr(page.specific_class, "needed_right", None)
        if needed is not None and needed not in rights_in_scope(user):
            self.permissions: set[str] = set()

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
