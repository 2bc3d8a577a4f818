"""The application, where `flask` and every WSGI server look for it."""

from config import Config
from lcassess.app import create_app

app = create_app(Config())
