"""Addresses about shops."""

from __future__ import annotations

from django.urls import path

from shopwarden.desk.shops import views

app_name = "shops"
urlpatterns = [
    path("shops/<uuid:shop_id>/members/", views.members, name="members"),
    path("members/<uuid:member_id>/role/", views.change_role, name="change_role"),
    path("members/<uuid:member_id>/remove/", views.remove, name="remove"),
    path("members/<uuid:member_id>/link/", views.renew_link, name="renew_link"),
]
