"""A question as an engine is asked it: its words with what each may mean, and how many of them are enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from search_index.domain.meanings import MOST_MEANINGS, OTHER_FORM, OTHER_WORD, Meaning
from search_index.domain.ranking import asked_words

# With so many found nothing less is looked for: who sees fewer at the first glance is glad of what comes close.
ENOUGH = 10
SHORTEST_BEGUN = 2
ARTICLE_ALONE = "ال"
# Of so few words all are needed.
FEW_WORDS = 2


@dataclass(frozen=True, slots=True)
class Question:
    """What has at least `least_words` of `words` matches, who has more comes first; so does what `text` as a whole is
    the title or a code of, and what has a code that begins with `code`, where that is given.
    `meant` is said to shoppers where it is not what they asked."""

    text: str
    words: Sequence[Sequence[Meaning]]
    least_words: int
    meant: str = ""
    code: str = ""

    @property
    def needs_all_words(self) -> bool:
        return self.least_words == len(self.words)


# Without words: filters say what is looked for.
EVERYTHING = Question("", (), 0)


def question_of(
    text: str, longest: int, *, meant: str = "", others: Mapping[str, tuple[str, ...]] | None = None
) -> Question | None:
    """Of all its words, each cut to `longest`; None when the text has none."""
    words = asked_words(text, longest, others)
    return Question(text, words, len(words), meant) if words else None


def begun_question_of(text: str, longest: int, others: Mapping[str, tuple[str, ...]] | None = None) -> Question | None:
    """One whose last word may be unfinished: what stands behind an article that has just been typed counts, however
    little it is, for الس may become الساعة; so does what is meant by the store's own words (`others`) that begin so.
    None as long as the last word has one letter."""
    question = question_of(text, longest, others=others)
    if question is None or len(question.words[-1][0].word) < SHORTEST_BEGUN:
        return None
    *before, (written, *besides) = question.words
    begun = written.word
    last = [replace(written, is_beginning=True), *besides]
    bare = begun.removeprefix(ARTICLE_ALONE)
    if bare and bare not in {meaning.word for meaning in last}:
        last = [*last, Meaning(bare, OTHER_FORM)]
    same = (other for word, meant in (others or {}).items() if word.startswith(begun) for other in meant)
    known = {meaning.word for meaning in last}
    more = [Meaning(other[:longest], OTHER_WORD, is_beginning=False) for other in dict.fromkeys(same)]
    last = [*last, *(meaning for meaning in more if meaning.word not in known)][:MOST_MEANINGS]
    return replace(question, words=[*before, last])


def half_of(question: Question) -> Question | None:
    """The same question of half of its words; None where all are needed."""
    least = half_as_many(len(question.words))
    return replace(question, least_words=least) if least else None


def half_as_many(words: int) -> int | None:
    """How many of so many words are enough where few objects have all; None where all are needed."""
    return (words + 1) // 2 if words > FEW_WORDS else None
