"""Addresses about alerts and the orders behind them."""

from __future__ import annotations

from django.urls import path

from shopwarden.desk.alerts import list_views, views

app_name = "alerts"
urlpatterns = [
    path("alerts/", list_views.show_list, name="list"),
    path("alerts/news/", list_views.news, name="news"),
    path("alerts/assign/", list_views.bulk_assign, name="bulk_assign"),
    path("alerts/decide/", list_views.bulk_decide, name="bulk_decide"),
    path("alerts/undo/", list_views.undo_bulk, name="undo_bulk"),
    path("alerts/views/", list_views.save_view, name="save_view"),
    path("alerts/views/remove/", list_views.remove_view, name="remove_view"),
    path("addresses/", views.try_address, name="try_address"),
    path("alerts/<uuid:alert_id>/", views.show_alert, name="alert"),
    path("alerts/<uuid:alert_id>/reveal/", views.reveal, name="reveal"),
    path("alerts/<uuid:alert_id>/assign/", views.assign, name="assign"),
    path("alerts/<uuid:alert_id>/contacts/", views.record_contact, name="contact"),
    path("alerts/<uuid:alert_id>/decide/", views.decide, name="decide"),
    path("alerts/<uuid:alert_id>/undo/", views.undo, name="undo"),
    path("alerts/<uuid:alert_id>/check-address/", views.check_address, name="check_address"),
    path("orders/<uuid:order_id>/", views.show_order, name="order"),
    path("orders/<uuid:order_id>/reveal/", views.reveal_order, name="reveal_order"),
]
