"""What answers were worth, by class of question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import fmean

from wasla_site.bench.relevance.queries import JudgedQuery

ALL = "all"


@dataclass(frozen=True, slots=True)
class Answered:
    """One question with what its answer was worth. `found` are keys, best first."""

    query: JudgedQuery
    found: Sequence[str]
    ndcg: float
    reciprocal_rank: float
    recall: float

    @property
    def is_empty_in_vain(self) -> bool:
        """Nothing was found though something would be right."""
        return not self.found and not self.query.rule.expects_nothing


@dataclass(frozen=True, slots=True)
class Relevance:
    """What the answers to a class of questions were worth, on average."""

    questions: int
    ndcg: float
    reciprocal_rank: float
    recall: float
    zero_results: float

    def as_dict(self) -> dict[str, float]:
        return asdict(self)


def by_class(answered: Sequence[Answered]) -> dict[str, Relevance]:
    """The mean of each class in its order, of each language, and last of all, every question counting alike."""
    kinds = {kind: [one for one in answered if one.query.kind == kind] for kind in _kinds(answered)}
    languages = {
        f"in {language}": [one for one in answered if one.query.language == language]
        for language in dict.fromkeys(one.query.language for one in answered)
    }
    return {kind: _mean(of_kind) for kind, of_kind in {**kinds, **languages, ALL: answered}.items()}


def _kinds(answered: Iterable[Answered]) -> Iterable[str]:
    return dict.fromkeys(one.query.kind for one in answered)


def _mean(answered: Sequence[Answered]) -> Relevance:
    return Relevance(
        questions=len(answered),
        ndcg=fmean(one.ndcg for one in answered),
        reciprocal_rank=fmean(one.reciprocal_rank for one in answered),
        recall=fmean(one.recall for one in answered),
        zero_results=fmean(one.is_empty_in_vain for one in answered),
    )


def table(figures: Mapping[str, Relevance]) -> Iterator[str]:
    """Lines for a terminal."""
    yield f"{'class':<16}{'questions':>10}{'nDCG@10':>9}{'MRR':>8}{'recall@50':>11}{'nothing':>9}"
    for kind, mean in figures.items():
        yield (
            f"{kind:<16}{mean.questions:>10}{mean.ndcg:>9.3f}{mean.reciprocal_rank:>8.3f}"
            f"{mean.recall:>11.3f}{mean.zero_results:>9.1%}"
        )
