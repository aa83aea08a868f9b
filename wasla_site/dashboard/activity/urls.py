from django.urls import path

from wasla_site.dashboard.activity.desk import ActivityList

app_name = "activity"

urlpatterns = [
    path("activity/", ActivityList.as_view(), name="list"),
    path("activity/results/", ActivityList.as_view(results_only=True), name="list_results"),
]
