"""SQLite through sqlite-utils: migrations, writing, reading, search.

Knows nothing of how quotations are found.
"""
