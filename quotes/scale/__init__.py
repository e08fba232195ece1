"""The same work on a cluster: articles in partitions, the results in Parquet files, and those into
the database.

``quotes extract --cluster`` is :func:`quotes.scale.cluster.extract`, ``quotes load`` is
:func:`quotes.scale.loading.load`. dask.distributed and pyarrow are imported where they are needed;
both come with ``quotes[cluster]``.
"""

from __future__ import annotations

from quotes.scale.records import Failure, ScaleError

__all__ = ["Failure", "ScaleError"]
