"""Who speaks: one article's speakers, and one speaker across articles."""
