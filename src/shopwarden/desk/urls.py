"""The addresses of the desk, one line an app."""

from __future__ import annotations

from django.urls import include, path

from shopwarden.desk.common import views

urlpatterns = [
    path("", views.home, name="home"),
    path("settings/", views.show_settings, name="settings"),
    path("counts/", views.counts, name="counts"),
    path("preferences/", views.preferences, name="preferences"),
    path("health", views.health, name="health"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("", include("shopwarden.desk.accounts.urls")),
    path("", include("shopwarden.desk.accounts.sign_in_urls")),
    path("", include("shopwarden.desk.shops.urls")),
    path("", include("shopwarden.desk.alerts.urls")),
    path("", include("shopwarden.desk.groups.urls")),
    path("", include("shopwarden.desk.filings.urls")),
    path("", include("shopwarden.desk.rulebook.urls")),
    path("", include("shopwarden.desk.intake.urls")),
    path("", include("shopwarden.desk.notices.urls")),
    path("", include("shopwarden.desk.audit.urls")),
    path("", include("shopwarden.desk.api.urls")),
]

handler400 = "shopwarden.desk.common.failures.bad_request"
handler403 = "shopwarden.desk.common.failures.forbidden"
handler404 = "shopwarden.desk.common.failures.not_found"
handler500 = "shopwarden.desk.common.failures.broken"
