"""Addresses of receivers and messages."""

from __future__ import annotations

from django.urls import path

from shopwarden.desk.notices import delivery_views, views

app_name = "notices"
urlpatterns = [
    path("shops/<uuid:shop_id>/webhooks/", views.webhooks, name="webhooks"),
    path("shops/<uuid:shop_id>/webhooks/allow/", views.allow, name="allow"),
    path("shops/<uuid:shop_id>/webhooks/senders/", views.add_sender, name="add_sender"),
    path("webhooks/senders/<uuid:sender_id>/rotate/", views.rotate_sender, name="rotate_sender"),
    path("webhooks/senders/<uuid:sender_id>/remove/", views.remove_sender, name="remove_sender"),
    path("webhooks/places/<uuid:place_id>/forbid/", views.forbid, name="forbid"),
    path("webhooks/<uuid:endpoint_id>/", views.endpoint, name="endpoint"),
    path("webhooks/<uuid:endpoint_id>/events/", views.choose, name="choose"),
    path("webhooks/<uuid:endpoint_id>/pause/", views.pause, name="pause"),
    path("webhooks/<uuid:endpoint_id>/resume/", views.resume, name="resume"),
    path("webhooks/<uuid:endpoint_id>/rotate/", views.rotate, name="rotate"),
    path("webhooks/<uuid:endpoint_id>/test/", views.test, name="test"),
    path("webhooks/<uuid:endpoint_id>/remove/", views.remove, name="remove"),
    path("shops/<uuid:shop_id>/deliveries/", delivery_views.deliveries, name="deliveries"),
    path("shops/<uuid:shop_id>/deliveries/retry/", delivery_views.retry_all, name="retry_all"),
    path("deliveries/<uuid:delivery_id>/retry/", delivery_views.retry, name="retry"),
]
