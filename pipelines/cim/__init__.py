"""The CIM base layer: projects, parts, versions, city objects, findings."""
