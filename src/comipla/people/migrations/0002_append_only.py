"""Make the audit append-only in the schema itself, against slips of any hand."""

from django.db import migrations

CREATE_FUNCTION = """
CREATE FUNCTION comipla_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_setting('comipla.maintenance', true) = 'on' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% on % refused: its rows are only ever added', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;
COMMENT ON FUNCTION comipla_append_only() IS
    'Trigger of tables whose rows are only added. TRUNCATE passes where comipla.maintenance is on: restore and tests.';
"""

CREATE_TRIGGERS = """
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON people_auditevent
    FOR EACH ROW EXECUTE FUNCTION comipla_append_only();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON people_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION comipla_append_only();
"""

DROP_TRIGGERS = """
DROP TRIGGER append_only_table ON people_auditevent;
DROP TRIGGER append_only_rows ON people_auditevent;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.RunSQL(CREATE_FUNCTION, "DROP FUNCTION comipla_append_only();"),
        migrations.RunSQL(CREATE_TRIGGERS, DROP_TRIGGERS),
    ]
