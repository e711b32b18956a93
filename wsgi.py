"""The WSGI application that servers and the Flask command line import."""

from dashboard import create_app

app = create_app()
