"""Addresses about people."""

from __future__ import annotations

from django.urls import path

from shopwarden.desk.accounts import views

app_name = "accounts"
urlpatterns = [
    path("me/", views.profile, name="profile"),
    path("welcome/<uuid:user_id>/<str:token>/", views.welcome, name="welcome"),
    path("start/", views.first_owner, name="first_owner"),
]
