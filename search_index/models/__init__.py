from search_index.models.documents import LONGEST_WORD, SearchDocument, SearchWord
from search_index.models.pictures import DescribedPicture
from search_index.models.pools import MOST_STORES, SearchGeneration, SearchPool, StorePlacement

__all__ = [
    "LONGEST_WORD",
    "MOST_STORES",
    "DescribedPicture",
    "SearchDocument",
    "SearchGeneration",
    "SearchPool",
    "SearchWord",
    "StorePlacement",
]
