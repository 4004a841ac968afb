"""The checking core: tables in, findings out. No files, no network, no Prefect, no ifcopenshell."""
