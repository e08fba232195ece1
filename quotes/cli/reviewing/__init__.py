"""What ``quotes review`` is made of: the walk, its keys, the sheet, the log."""
