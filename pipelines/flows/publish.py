"""The flow that publishes the base layer."""

from collections.abc import Sequence
from pathlib import Path

from pipelines.flows import releasing
from pipelines.flows._prefect import as_flow, as_task


def publish_formats(store_url: str, out: Path, formats: Sequence[str] = releasing.DEFAULT_FORMATS) -> releasing.Published:
    """Write the base layer in the formats that others open."""
    return as_task(releasing.publish)(store_url, out, formats)


publish = as_flow(publish_formats, "publish")
