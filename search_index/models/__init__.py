from search_index.models.attribute_names import AttributeName
from search_index.models.documents import LONGEST_WORD, SearchDocument, SearchWord
from search_index.models.pictures import DescribedPicture
from search_index.models.pools import MOST_STORES, SearchGeneration, SearchPool, StorePlacement
from search_index.models.rankings import LONGEST_NOTE, Popularity, RankingVersion
from search_index.models.states import LONGEST_REASON, DocumentState

__all__ = [
    "LONGEST_NOTE",
    "LONGEST_REASON",
    "LONGEST_WORD",
    "MOST_STORES",
    "AttributeName",
    "DescribedPicture",
    "DocumentState",
    "Popularity",
    "RankingVersion",
    "SearchDocument",
    "SearchGeneration",
    "SearchPool",
    "SearchWord",
    "StorePlacement",
]
