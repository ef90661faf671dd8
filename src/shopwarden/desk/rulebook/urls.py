"""Addresses about the lists of shops."""

from __future__ import annotations

from django.urls import path

from shopwarden.desk.rulebook import views

app_name = "rulebook"
urlpatterns = [
    path("lists/", views.choose_shop, name="choose"),
    path("shops/<uuid:shop_id>/lists/", views.show, name="lists"),
    path("shops/<uuid:shop_id>/lists/upload/", views.upload, name="upload"),
    path("shops/<uuid:shop_id>/lists/clear/", views.clear, name="clear"),
]
