"""What a voucher says is fixed once it is approved, and a closed year takes nothing more."""

from django.db import migrations

APPEND_ONLY = (
    "books_yearevent",
    "books_bookfile",
    "books_monthcheck",
    "books_bookpaper",
    "books_auditreport",
)

ENTRY = """
CREATE FUNCTION comipla_entry_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE year_state text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'voucher % of year % refused: vouchers are never deleted',
            OLD.number, OLD.year_id USING ERRCODE = 'restrict_violation';
    END IF;
    SELECT state INTO year_state FROM books_booksyear WHERE id = NEW.year_id;
    IF year_state <> 'OPEN' THEN
        RAISE EXCEPTION 'voucher % of year % refused: the year is %',
            NEW.number, NEW.year_id, year_state USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        RETURN NEW;
    END IF;
    IF OLD.state IN ('CLOSED', 'WITHDRAWN') OR (OLD.state, NEW.state) NOT IN (
        ('DRAFT', 'DRAFT'), ('DRAFT', 'APPROVED'), ('DRAFT', 'WITHDRAWN'),
        ('APPROVED', 'APPROVED'), ('APPROVED', 'DRAFT'), ('APPROVED', 'PAID'),
        ('PAID', 'PAID'), ('PAID', 'CLOSED')
    ) THEN
        RAISE EXCEPTION 'voucher % of year % refused: % to %',
            OLD.number, OLD.year_id, OLD.state, NEW.state USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.year_id, NEW.number, NEW.entered_by_id, NEW.key, NEW.reverses_id, NEW.transfer)
        IS DISTINCT FROM
       (OLD.year_id, OLD.number, OLD.entered_by_id, OLD.key, OLD.reverses_id, OLD.transfer)
    OR OLD.state <> 'DRAFT' AND
       (NEW.side, NEW.book_id, NEW.bank_id, NEW.account_id, NEW.amount, NEW."on", NEW.payee,
        NEW.memo, NEW.heads, NEW.grant_id, NEW."group", NEW.action, NEW.receipt_on, NEW.confirmed)
        IS DISTINCT FROM
       (OLD.side, OLD.book_id, OLD.bank_id, OLD.account_id, OLD.amount, OLD."on", OLD.payee,
        OLD.memo, OLD.heads, OLD.grant_id, OLD."group", OLD.action, OLD.receipt_on, OLD.confirmed)
    OR OLD.state IN ('PAID', 'CLOSED') AND
       (NEW.approved_by_id, NEW.approved_at, NEW.paid_by_id, NEW.paid_at, NEW.paid_on)
        IS DISTINCT FROM
       (OLD.approved_by_id, OLD.approved_at, OLD.paid_by_id, OLD.paid_at, OLD.paid_on)
    THEN
        RAISE EXCEPTION 'voucher % of year % refused: what it says is fixed',
            OLD.number, OLD.year_id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER entry_written_once BEFORE INSERT OR UPDATE OR DELETE ON books_entry
    FOR EACH ROW EXECUTE FUNCTION comipla_entry_written_once();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON books_entry
    FOR EACH STATEMENT EXECUTE FUNCTION comipla_append_only();
"""

DROP_ENTRY = """
DROP TRIGGER append_only_table ON books_entry;
DROP TRIGGER entry_written_once ON books_entry;
DROP FUNCTION comipla_entry_written_once();
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
    dependencies = [("books", "0001_initial"), ("people", "0002_append_only")]

    operations = [
        migrations.RunSQL(ENTRY, DROP_ENTRY),
        *(append_only(table) for table in APPEND_ONLY),
    ]
