"""Addresses about groups of linked accounts."""

from __future__ import annotations

from django.urls import path

from shopwarden.desk.groups import list_views, views

app_name = "groups"
urlpatterns = [
    path("groups/", list_views.choose_shop, name="choose"),
    path("shops/<uuid:shop_id>/groups/", list_views.show_list, name="list"),
    path("orders/<uuid:order_id>/group/", views.show, name="group"),
    path("orders/<uuid:order_id>/group/reveal/", views.reveal, name="reveal"),
    path("orders/<uuid:order_id>/group/decide/", views.decide, name="decide"),
    path("orders/<uuid:order_id>/group/assign/", views.assign, name="assign"),
    path("orders/<uuid:order_id>/group/undo/", views.undo, name="undo"),
    path("orders/<uuid:order_id>/group/list/", views.put_on_list, name="put_on_list"),
]
