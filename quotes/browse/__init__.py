"""The database in Datasette: configuration, pages, and the server that shows them."""

from .server import ServeError, serve

__all__ = ["ServeError", "serve"]
