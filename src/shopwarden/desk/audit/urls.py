"""Addresses of the audit log."""

from __future__ import annotations

from django.urls import path

from shopwarden.desk.audit import views

app_name = "audit"
urlpatterns = [
    path("audit/", views.show_list, name="list"),
    path("audit/export.<str:kind>", views.export, name="export"),
    path("audit/<uuid:row_id>/", views.show_row, name="row"),
]
