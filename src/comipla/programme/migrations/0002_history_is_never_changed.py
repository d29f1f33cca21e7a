"""Steps of a year and changes of an envelope are only ever added."""

from django.db import migrations

TABLES = ("programme_yearevent", "programme_envelopechange")


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
    dependencies = [("programme", "0001_initial"), ("people", "0002_append_only")]

    operations = [append_only(table) for table in TABLES]
