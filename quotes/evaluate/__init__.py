"""Scores against annotated text: corpus readers, metrics, and their report."""
