"""Addresses about the rules and lists of shops."""

from __future__ import annotations

from django.urls import path

from shopwarden.desk.rulebook import rule_views, snooze_views, trial_views, views

app_name = "rulebook"
urlpatterns = [
    path("rules/", rule_views.choose_shop, name="choose_rules"),
    path("shops/<uuid:shop_id>/rules/", rule_views.show_list, name="rules"),
    path("shops/<uuid:shop_id>/rules/new/", rule_views.new, name="new"),
    path("shops/<uuid:shop_id>/rules/check/", rule_views.check, name="check"),
    path("shops/<uuid:shop_id>/rules/try/", rule_views.try_order, name="try_order"),
    path("shops/<uuid:shop_id>/rules/ready/", rule_views.ready, name="ready"),
    path("shops/<uuid:shop_id>/rules/take/", rule_views.take, name="take"),
    path("shops/<uuid:shop_id>/rules/load/", rule_views.load, name="load"),
    path("shops/<uuid:shop_id>/rules/file/", rule_views.export, name="export"),
    path("rules/<uuid:rule_id>/", rule_views.show, name="rule"),
    path("rules/<uuid:rule_id>/save/", rule_views.save, name="save"),
    path("rules/<uuid:rule_id>/switch/", rule_views.switch, name="switch"),
    path("rules/<uuid:rule_id>/pause/", snooze_views.pause_rule, name="pause_rule"),
    path("shops/<uuid:shop_id>/trials/", trial_views.start, name="start_trial"),
    path("trials/<uuid:trial_id>/", trial_views.show, name="trial"),
    path("shops/<uuid:shop_id>/pauses/", snooze_views.show, name="pauses"),
    path("shops/<uuid:shop_id>/pauses/buyer/", snooze_views.pause_buyer, name="pause_buyer"),
    path("alerts/<uuid:alert_id>/pause/", snooze_views.pause_buyer_of, name="pause_buyer_of"),
    path("pauses/<uuid:snooze_id>/end/", snooze_views.end, name="end_pause"),
    path("lists/", views.choose_shop, name="choose"),
    path("shops/<uuid:shop_id>/lists/", views.show, name="lists"),
    path("shops/<uuid:shop_id>/lists/upload/", views.upload, name="upload"),
    path("shops/<uuid:shop_id>/lists/clear/", views.clear, name="clear"),
    path("shops/<uuid:shop_id>/lists/add/", views.add, name="add_entry"),
    path("shops/<uuid:shop_id>/lists/file/", views.export, name="export_list"),
    path("entries/<uuid:entry_id>/remove/", views.remove, name="remove_entry"),
]
