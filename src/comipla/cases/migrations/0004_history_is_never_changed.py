"""Acts, postings and remarks are only ever added, and acts come one after the other."""

from django.db import migrations

TABLES = ("cases_act", "cases_posting", "cases_remark")

FOLLOWS = """
CREATE FUNCTION comipla_act_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE before cases_act%ROWTYPE;
BEGIN
    SELECT * INTO before FROM cases_act WHERE case_id = NEW.case_id ORDER BY number DESC LIMIT 1;
    IF NEW.number <> COALESCE(before.number, 0) + 1 THEN
        RAISE EXCEPTION 'act % of case % does not follow act %',
            NEW.number, NEW.case_id, COALESCE(before.number, 0) USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.previous <> COALESCE(before.hash, '') THEN
        RAISE EXCEPTION 'act % of case % is not chained to the one before', NEW.number, NEW.case_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER act_follows BEFORE INSERT ON cases_act
    FOR EACH ROW EXECUTE FUNCTION comipla_act_follows();
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
    dependencies = [("cases", "0003_initial"), ("people", "0002_append_only")]

    operations = [
        *(append_only(table) for table in TABLES),
        migrations.RunSQL(
            FOLLOWS, "DROP TRIGGER act_follows ON cases_act; DROP FUNCTION comipla_act_follows();"
        ),
    ]
