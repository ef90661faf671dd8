"""Addresses of imports and their quarantine."""

from __future__ import annotations

from django.urls import path

from shopwarden.desk.intake import mapping_views, views

app_name = "intake"
urlpatterns = [
    path("imports/", views.show_list, name="list"),
    path("imports/upload/", views.choose_shop, name="choose"),
    path("imports/upload/<uuid:shop_id>/", views.upload, name="upload"),
    path("imports/mappings/", mapping_views.show_list, name="mappings"),
    path("imports/mappings/<uuid:mapping_id>.toml", mapping_views.download, name="mapping_file"),
    path("imports/mappings/<uuid:mapping_id>/remove", mapping_views.remove, name="forget_mapping"),
    path("imports/tables/<uuid:sample_id>/", mapping_views.show, name="mapping"),
    path("imports/tables/<uuid:sample_id>/check", mapping_views.check, name="check_mapping"),
    path("imports/tables/<uuid:sample_id>/save", mapping_views.save, name="save_mapping"),
    path("imports/tables/<uuid:sample_id>/file", mapping_views.load, name="load_mapping"),
    path("imports/<uuid:run_id>/", views.show_run, name="run"),
    path("imports/<uuid:run_id>/progress", views.progress, name="progress"),
    path("imports/<uuid:run_id>/again", views.again, name="again"),
    path("imports/<uuid:run_id>/rows/", views.show_rows, name="rows"),
    path("imports/<uuid:run_id>/rows.csv", views.export, name="export"),
    path("imports/rows/<uuid:row_id>/", views.reveal, name="row"),
    path("imports/rows/<uuid:row_id>/mend", views.mend, name="mend"),
    path("imports/rows/<uuid:row_id>/discard", views.discard, name="discard"),
]
