"""What the web server imports."""

from __future__ import annotations

from django.core.wsgi import get_wsgi_application

from shopwarden.desk import start
from shopwarden.desk.processes import end_with_parent

start.configure()
end_with_parent()
application = get_wsgi_application()
