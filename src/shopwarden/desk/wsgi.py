"""What the web server imports."""

from __future__ import annotations

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import resolve

from shopwarden.desk import start
from shopwarden.desk.gate import Gate, Limits
from shopwarden.desk.processes import end_with_parent

start.configure()
end_with_parent()
application = get_wsgi_application()
gate = Gate(application, Limits(threads=settings.THREADS))
# Loads every page now: the first visitor need not wait, and a broken one stops the start.
resolve("/")
