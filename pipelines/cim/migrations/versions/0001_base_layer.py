"""The base layer as it was first kept in PostgreSQL.

Written out, and not made from the tables' definitions: a step never changes once databases have taken it.
"""

from alembic import op

revision = "0001"
down_revision = None

_TABLES = {
    "cim_project": """
        project_code text COLLATE "C" NOT NULL,
        name text COLLATE "C",
        category text COLLATE "C",
        model_stage text COLLATE "C",
        crs text COLLATE "C",
        vertical_crs text COLLATE "C",
        scores text COLLATE "C",
        footprint_map bytea,
        geom geometry(MultiPolygon, 4490),
        PRIMARY KEY (project_code)
    """,
    "cim_part": """
        project_code text COLLATE "C" NOT NULL,
        part text COLLATE "C" NOT NULL,
        version_id text COLLATE "C",
        is_withdrawn boolean NOT NULL,
        changed_at timestamptz NOT NULL,
        PRIMARY KEY (project_code, part)
    """,
    "cim_version": """
        version_id text COLLATE "C" NOT NULL,
        project_code text COLLATE "C" NOT NULL,
        part text COLLATE "C" NOT NULL,
        version_number bigint NOT NULL,
        model_id text COLLATE "C" NOT NULL,
        file_name text COLLATE "C" NOT NULL,
        byte_count bigint NOT NULL,
        ifc_schema text COLLATE "C" NOT NULL,
        category text COLLATE "C",
        model_stage text COLLATE "C",
        profile text COLLATE "C" NOT NULL,
        ruleset_digest text COLLATE "C" NOT NULL,
        level bigint NOT NULL,
        is_placed boolean NOT NULL,
        is_weak boolean NOT NULL,
        crs text COLLATE "C",
        vertical_crs text COLLATE "C",
        local_to_map double precision[],
        ingested_at timestamptz NOT NULL,
        PRIMARY KEY (version_id)
    """,
    "cim_change": """
        change_number bigint NOT NULL,
        project_code text COLLATE "C" NOT NULL,
        part text COLLATE "C",
        change text COLLATE "C" NOT NULL,
        version_id text COLLATE "C",
        changed_at timestamptz NOT NULL,
        PRIMARY KEY (change_number)
    """,
    "cim_city_object": """
        city_object_id text COLLATE "C" NOT NULL,
        parent_city_object_id text COLLATE "C",
        project_code text COLLATE "C" NOT NULL,
        part text COLLATE "C" NOT NULL,
        version_id text COLLATE "C" NOT NULL,
        model_id text COLLATE "C" NOT NULL,
        step_id bigint NOT NULL,
        global_id text COLLATE "C",
        city_family text COLLATE "C" NOT NULL,
        city_object_type text COLLATE "C" NOT NULL,
        ifc_class text COLLATE "C" NOT NULL,
        predefined_type text COLLATE "C",
        name text COLLATE "C",
        storey text COLLATE "C",
        attributes text COLLATE "C" NOT NULL,
        worst_outcome text COLLATE "C",
        is_placed boolean NOT NULL,
        crs text COLLATE "C",
        footprint_map bytea,
        min_height_m double precision,
        max_height_m double precision,
        shape_key text COLLATE "C",
        map_matrix double precision[],
        kernel text COLLATE "C",
        axis_map bytea,
        geom geometry(Geometry, 4490),
        PRIMARY KEY (city_object_id)
    """,
    "cim_shape": """
        shape_key text COLLATE "C" NOT NULL,
        vertex_count bigint NOT NULL,
        triangle_count bigint NOT NULL,
        vertices bytea NOT NULL,
        faces bytea NOT NULL,
        PRIMARY KEY (shape_key)
    """,
    "chk_outcome": """
        version_id text COLLATE "C" NOT NULL,
        model_id text COLLATE "C" NOT NULL,
        rule text COLLATE "C" NOT NULL,
        rule_version bigint NOT NULL,
        outcome text COLLATE "C" NOT NULL,
        obligation text COLLATE "C" NOT NULL,
        element text COLLATE "C" NOT NULL,
        checked bigint NOT NULL,
        failed bigint NOT NULL,
        undetermined bigint NOT NULL,
        crash_cause text COLLATE "C",
        PRIMARY KEY (version_id, model_id, rule)
    """,
    "chk_finding": """
        version_id text COLLATE "C" NOT NULL,
        id text COLLATE "C" NOT NULL,
        track text COLLATE "C" NOT NULL,
        rule text COLLATE "C" NOT NULL,
        rule_version bigint NOT NULL,
        model_id text COLLATE "C" NOT NULL,
        part text COLLATE "C" NOT NULL,
        step_id bigint,
        global_id text COLLATE "C",
        ifc_class text COLLATE "C",
        storey text COLLATE "C",
        subject text COLLATE "C" NOT NULL,
        outcome text COLLATE "C" NOT NULL,
        observed text COLLATE "C",
        expected text COLLATE "C",
        observed_value double precision,
        limit_value double precision,
        unit text COLLATE "C",
        text_code text COLLATE "C" NOT NULL,
        text_params text COLLATE "C" NOT NULL,
        caused_by text COLLATE "C" NOT NULL,
        missing_field text COLLATE "C",
        point_x_m double precision,
        point_y_m double precision,
        point_z_m double precision,
        evidence_table text COLLATE "C",
        evidence_inputs text COLLATE "C" NOT NULL,
        crs text COLLATE "C",
        point_map bytea,
        geom geometry(Point, 4490),
        PRIMARY KEY (version_id, id)
    """,
}
_INDEXES = (
    "cim_city_object (version_id)",
    "cim_city_object (shape_key)",
    "cim_city_object (global_id)",
    "cim_city_object (parent_city_object_id)",
    "cim_city_object (project_code)",
    "cim_version (project_code)",
    "cim_project USING gist (geom)",
    "cim_city_object USING gist (geom)",
    "chk_finding USING gist (geom)",
)


def upgrade() -> None:
    """Make PostGIS, where it is not there yet, the tables and the indexes."""
    op.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    for name, columns in _TABLES.items():
        op.execute(f"CREATE TABLE {name} ({columns})")
    for index in _INDEXES:
        op.execute(f"CREATE INDEX ON {index}")
    # WKB does not get smaller, and is read often: PostgreSQL need not try.
    op.execute("ALTER TABLE cim_shape ALTER COLUMN vertices SET STORAGE EXTERNAL, ALTER COLUMN faces SET STORAGE EXTERNAL")
