"""What the web server imports."""

from __future__ import annotations

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import resolve

from shopwarden.desk import start
from shopwarden.desk.exchange import Environ
from shopwarden.desk.gate import Gate, Limits
from shopwarden.desk.processes import end_with_parent
from shopwarden.desk.together import Reply, Together

start.configure()
end_with_parent()
application = get_wsgi_application()


def _answer(environ: Environ) -> Reply:
    # Without the signals of a request: between them Django closes a connection that is inside
    # a transaction, and this one is everybody's.
    response = application.get_response(WSGIRequest(environ))
    assert isinstance(response, HttpResponse)  # noqa: S101 - an operation answers at once
    return _reply(response)


def _fail() -> Reply:
    from shopwarden.desk.api.errors import answer

    return _reply(answer("request.broken"))


def _reply(response: HttpResponse) -> Reply:
    headers = [(name.lower(), value) for name, value in response.items()]
    return Reply(response.status_code, headers, response.content)


gate = Gate(application, Limits(threads=settings.THREADS), Together(_answer, _fail))
# Loads every page now: the first visitor need not wait, and a broken one stops the start.
resolve("/")
