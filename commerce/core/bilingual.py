"""A text a merchant writes in Arabic, in English, or in both."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bilingual:
    ar: str
    en: str

    def in_language(self, language: str) -> str:
        """The text in that language, or in the other one where it was not written."""
        first, second = (self.ar, self.en) if language.startswith("ar") else (self.en, self.ar)
        return first or second

    def __bool__(self) -> bool:
        return bool(self.ar or self.en)
