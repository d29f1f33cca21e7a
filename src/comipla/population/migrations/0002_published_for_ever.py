"""Tables of people are only ever added; a published projection never changes."""

from django.db import migrations

KEEP = """
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON population_populationtable
    FOR EACH ROW EXECUTE FUNCTION comipla_append_only();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON population_populationtable
    FOR EACH STATEMENT EXECUTE FUNCTION comipla_append_only();
CREATE FUNCTION comipla_published_projection() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'projection % is published and never changes', OLD.id
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER published_for_ever BEFORE UPDATE OR DELETE ON population_projectionrun
    FOR EACH ROW WHEN (OLD.state = 'PUBLISHED') EXECUTE FUNCTION comipla_published_projection();
"""

DROP = """
DROP TRIGGER published_for_ever ON population_projectionrun;
DROP FUNCTION comipla_published_projection();
DROP TRIGGER append_only_table ON population_populationtable;
DROP TRIGGER append_only_rows ON population_populationtable;
"""


class Migration(migrations.Migration):
    dependencies = [("population", "0001_tables_and_runs"), ("people", "0002_append_only")]

    operations = [migrations.RunSQL(KEEP, DROP)]
