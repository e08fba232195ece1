"""Annotations of ours: offsets, names and judgements, beside a reader of the texts."""
