"""What is odd about a model's georeference, and how to mend it; one row a diagnosis."""

from cim_schema.table import Table

TABLE = Table(
    name="geo_diagnosis",
    summary="What is odd about a model's georeference, and how to mend it; one row a diagnosis.",
    columns=("model_id", "ordinal", "severity", "text_code", "text_params"),
    primary_key=("model_id", "ordinal"),
)
