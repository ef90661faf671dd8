"""Addresses about filings."""

from __future__ import annotations

from django.urls import path

from shopwarden.desk.filings import views

app_name = "filings"
urlpatterns = [
    path("filings/", views.show_list, name="list"),
    path("filings/<uuid:filing_id>/", views.show_filing, name="filing"),
]
