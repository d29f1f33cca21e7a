"""Values, steps and sheets are only ever added; what was approved and published stands."""

from django.db import migrations

TABLES = (
    "blockgrants_metricfile",
    "blockgrants_metricvalue",
    "blockgrants_schemestep",
    "blockgrants_allocationsheet",
)

STANDS = """
CREATE FUNCTION comipla_approved_scheme_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state NOT IN ('APPROVED', 'PUBLISHED', 'LOCKED') THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR NEW.state IN ('DRAFT', 'SIMULATED') OR
        (to_jsonb(NEW) - 'state' - 'steps_count') IS DISTINCT FROM
        (to_jsonb(OLD) - 'state' - 'steps_count')
    THEN
        RAISE EXCEPTION '% of scheme % refused: it is %', TG_OP, OLD.id, OLD.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER approved_scheme_stands BEFORE UPDATE OR DELETE ON blockgrants_scheme
    FOR EACH ROW EXECUTE FUNCTION comipla_approved_scheme_stands();

CREATE FUNCTION comipla_allocation_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.published_at IS NOT NULL OR
        (to_jsonb(NEW) - 'approved_by_id' - 'approved_at' - 'published_by_id' - 'published_at')
        IS DISTINCT FROM
        (to_jsonb(OLD) - 'approved_by_id' - 'approved_at' - 'published_by_id' - 'published_at')
    THEN
        RAISE EXCEPTION '% of allocation % refused: what was reckoned stands', TG_OP, OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER allocation_stands BEFORE UPDATE OR DELETE ON blockgrants_allocationrun
    FOR EACH ROW EXECUTE FUNCTION comipla_allocation_stands();
"""

DROP = """
DROP TRIGGER allocation_stands ON blockgrants_allocationrun;
DROP FUNCTION comipla_allocation_stands();
DROP TRIGGER approved_scheme_stands ON blockgrants_scheme;
DROP FUNCTION comipla_approved_scheme_stands();
"""


def append_only(table: str) -> migrations.RunSQL:
    """The triggers that refuse UPDATE, DELETE and TRUNCATE."""
    return migrations.RunSQL(
        f"""
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION comipla_append_only();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION comipla_append_only();
""",
        f"DROP TRIGGER append_only_table ON {table}; DROP TRIGGER append_only_rows ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("blockgrants", "0001_schemes_metrics_runs"), ("people", "0002_append_only")]

    operations = [
        migrations.RunSQL(STANDS, DROP),
        *(append_only(table) for table in TABLES),
    ]
