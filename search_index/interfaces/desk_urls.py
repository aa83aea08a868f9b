from django.urls import path

from commerce.tenants.interfaces.transactions import without_transaction
from search_index.interfaces import ranking_desk

app_name = "search_desk"

# Those that ask the engine open their own transactions.
urlpatterns = [
    path("search-ranking/", without_transaction(ranking_desk.RankingPage.as_view()), name="ranking"),
    path("search-ranking/place/", without_transaction(ranking_desk.AddQuestion.as_view()), name="add_question"),
    path(
        "search-ranking/questions/<str:key>/",
        without_transaction(ranking_desk.EditQuestion.as_view()),
        name="edit_question",
    ),
    path(
        "search-ranking/questions/<str:key>/delete/",
        ranking_desk.DeleteQuestion.as_view(),
        name="delete_question",
    ),
    path("search-ranking/history/", ranking_desk.RankingHistory.as_view(), name="history"),
    path("search-ranking/history/<int:number>/", ranking_desk.BringBackRanking.as_view(), name="bring_back"),
]
