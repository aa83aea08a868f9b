"""The form of a campaign. What keeps its rules from being published is said beside what was typed; drafts may wait."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import StreamBlockValidationError, StructBlock, StructBlockValidationError

from commerce.core import clock
from commerce.core.refusal_words import message_for
from commerce.promotions.domain.coupons import batch_problems
from commerce.promotions.domain.shape import publishing_problems
from commerce.promotions.interfaces.wording import BATCH_PROBLEMS, PROBLEMS
from commerce.tenants.application.queries import currency_in_scope
from wasla_site.storefront.campaigns.drafting import CampaignDraft, draft_of, name_of
from wasla_site.storefront.campaigns.promising import refusal_to_promise

FIELD_OF = {
    "instant_without_zone": "starts_at",
    "hours_without_day": "conditions",
    "minimum_not_positive": "conditions",
    "cap_not_positive": "limits",
    "limit_not_positive": "limits",
    "own_group_in_combines": "combines_with",
}
FIELD_OF_REFUSAL = {"code_taken": "coupons", "coupons_fixed": "coupons", "coupons_refused": "coupons"}
RULES = ("title", "actions", "conditions", "limits", "coupons")


def sentence(words: str) -> str:
    """The desk's words for a problem stand alone here."""
    text = _(words)
    return f"{text[:1].upper()}{text[1:]}."


class CampaignForm(WagtailAdminPageForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.is_deferred_validation or any(name in self.errors for name in RULES):
            return cleaned
        draft = self.draft(cleaned)
        self._say_shape(draft, cleaned)
        self._say_coupons(draft, cleaned)
        self._say_banner(cleaned)
        if not self.errors:
            self._say_refusal(draft)
        return cleaned

    def draft(self, cleaned: dict[str, Any]) -> CampaignDraft:
        """What the typed values say together, whether they can be published or not."""
        return draft_of(_Typed(self.instance, cleaned), currency_in_scope(), published_at=clock.now())

    @property
    def typed(self) -> Any:
        """The campaign as it is typed, without what is not valid."""
        return _Typed(self.instance, self.cleaned_data)

    def _say_shape(self, draft: CampaignDraft, cleaned: dict[str, Any]) -> None:
        problems = [
            # Of these two more is said where they are.
            problem
            for problem in publishing_problems(draft.promotion, draft.limits, draft.coupons)
            if problem.code not in {"interval_empty", "codes_missing"}
        ]
        of_actions: dict[int, list[str]] = defaultdict(list)
        for problem in dict.fromkeys(problems):
            if problem.action is None:
                field = FIELD_OF.get(problem.code, "actions")
                if field not in self.errors:
                    self.add_error(field, sentence(PROBLEMS[problem.code]))
            else:
                of_actions[problem.action].append(sentence(PROBLEMS[problem.code]))
        self._say_beside("actions", cleaned, {draft.places[place]: texts for place, texts in of_actions.items()})

    def _say_coupons(self, draft: CampaignDraft, cleaned: dict[str, Any]) -> None:
        needs_code = draft.promotion.conditions.needs_code
        if needs_code and not draft.coupons:
            self.add_error("coupons", _("It asks for a coupon and has none."))
        elif draft.coupons and not needs_code:
            self.add_error(
                "conditions", _("It has coupons. Please add the condition “Only with a coupon”, or take them out.")
            )
        self._say_beside(
            "coupons",
            cleaned,
            {
                place: [sentence(BATCH_PROBLEMS[code]) for code in codes]
                for place, batch in enumerate(draft.coupons)
                if (codes := batch_problems(batch))
            },
        )

    def _say_banner(self, cleaned: dict[str, Any]) -> None:
        """Without words it is nothing to whoever can't see its picture."""
        if any(not (block.value["text_ar"] or block.value["text_en"]) for block in cleaned.get("banner") or ()):
            self.add_error("banner", _("Please give the banner a text, in Arabic or in English."))

    def _say_refusal(self, draft: CampaignDraft) -> None:
        """What only the rest of the store decides: codes that are taken, too many rules that share goods."""
        refusal = refusal_to_promise(self.instance.pk, draft, clock.now())
        if refusal is not None:
            self.add_error(FIELD_OF_REFUSAL.get(refusal.code, "actions"), message_for(refusal))

    def _say_beside(self, field: str, cleaned: dict[str, Any], texts_of: dict[int, list[str]]) -> None:
        """In the block it is about, by its place."""
        if texts_of and field not in self.errors:
            errors = {place: _of_block(cleaned[field][place], texts) for place, texts in texts_of.items()}
            self.add_error(field, StreamBlockValidationError(block_errors=errors))


def _of_block(block: Any, texts: list[str]) -> ValidationError:
    if isinstance(block.block, StructBlock):
        return StructBlockValidationError(non_block_errors=texts)
    return ValidationError(texts)


class _Typed:
    """The campaign as it would be with these values; what the form has not stays as it is."""

    def __init__(self, page: Any, cleaned: dict[str, Any]) -> None:
        self._page, self._cleaned = page, cleaned

    def __getattr__(self, name: str) -> Any:
        return self._cleaned[name] if name in self._cleaned else getattr(self._page, name)

    @property
    def name(self) -> Any:
        return name_of(self.title, self.heading_ar, self.heading_en)
