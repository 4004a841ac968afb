"""Measurements on shapes: made once here, read by many rules, shown in reports."""
