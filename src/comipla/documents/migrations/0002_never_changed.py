"""Let papers, their files and deliveries only be added, and numbers follow without a gap."""

from django.db import migrations

TABLES = ("documents_paper", "documents_paperfile", "documents_paperdelivery")

APPEND_ONLY = "".join(
    f"""
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION comipla_append_only();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION comipla_append_only();
"""
    for table in TABLES
)

CHANGEABLE = "".join(
    f"DROP TRIGGER append_only_table ON {table}; DROP TRIGGER append_only_rows ON {table};"
    for table in TABLES
)

NO_GAP = """
CREATE FUNCTION documents_number_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.serial > 1 AND NOT EXISTS (
        SELECT FROM documents_paper
        WHERE series_id = NEW.series_id AND serial = NEW.serial - 1
    ) THEN
        RAISE EXCEPTION 'paper % of series % leaves a gap', NEW.serial, NEW.series_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER number_follows BEFORE INSERT ON documents_paper
    FOR EACH ROW EXECUTE FUNCTION documents_number_follows();

CREATE FUNCTION documents_series_moves_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.next_serial < OLD.next_serial
        OR (NEW.body_id, NEW.name, NEW.fiscal_year)
            IS DISTINCT FROM (OLD.body_id, OLD.name, OLD.fiscal_year) THEN
        RAISE EXCEPTION 'series % only moves on', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER series_moves_on BEFORE UPDATE ON documents_numberseries
    FOR EACH ROW EXECUTE FUNCTION documents_series_moves_on();
"""

GAP = """
DROP TRIGGER series_moves_on ON documents_numberseries;
DROP FUNCTION documents_series_moves_on();
DROP TRIGGER number_follows ON documents_paper;
DROP FUNCTION documents_number_follows();
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial"), ("people", "0002_append_only")]

    operations = [
        migrations.RunSQL(APPEND_ONLY, CHANGEABLE),
        migrations.RunSQL(NO_GAP, GAP),
    ]
