"""The same model tables as the readers above, made from columns of the file's bytes, without an ifcopenshell file."""
