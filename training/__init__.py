"""The recipe that makes the bundled weights. Never imported by ``quotes``."""
