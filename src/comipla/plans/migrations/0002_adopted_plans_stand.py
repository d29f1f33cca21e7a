"""An adopted plan is never changed, and what was done is only ever added."""

from django.db import migrations

TABLES = ("plans_planevent", "plans_plananswer", "plans_issuestep")

STANDS = """
CREATE FUNCTION comipla_adopted_plan_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.adopted_on IS NULL THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR
        ROW(NEW.platform_id, NEW.version, NEW.title, NEW.first_year, NEW.last_year, NEW.slogan,
            NEW.vision, NEW.sections, NEW.based_on_id, NEW.adopted_on)
        IS DISTINCT FROM
        ROW(OLD.platform_id, OLD.version, OLD.title, OLD.first_year, OLD.last_year, OLD.slogan,
            OLD.vision, OLD.sections, OLD.based_on_id, OLD.adopted_on)
    THEN
        RAISE EXCEPTION '% of plan % refused: it was adopted on %', TG_OP, OLD.id, OLD.adopted_on
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER adopted_plan_stands BEFORE UPDATE OR DELETE ON plans_plan
    FOR EACH ROW EXECUTE FUNCTION comipla_adopted_plan_stands();

CREATE FUNCTION comipla_adopted_action_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE plan bigint;
BEGIN
    FOREACH plan IN ARRAY CASE TG_OP
        WHEN 'INSERT' THEN ARRAY[NEW.plan_id]
        WHEN 'DELETE' THEN ARRAY[OLD.plan_id]
        ELSE ARRAY[OLD.plan_id, NEW.plan_id] END
    LOOP
        IF EXISTS (SELECT FROM plans_plan WHERE id = plan AND adopted_on IS NOT NULL) THEN
            RAISE EXCEPTION '% of an action of plan % refused: the plan was adopted', TG_OP, plan
                USING ERRCODE = 'restrict_violation';
        END IF;
    END LOOP;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER adopted_action_stands BEFORE INSERT OR UPDATE OR DELETE ON plans_planaction
    FOR EACH ROW EXECUTE FUNCTION comipla_adopted_action_stands();
"""

DROP = """
DROP TRIGGER adopted_action_stands ON plans_planaction;
DROP FUNCTION comipla_adopted_action_stands();
DROP TRIGGER adopted_plan_stands ON plans_plan;
DROP FUNCTION comipla_adopted_plan_stands();
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
    dependencies = [("plans", "0001_issues_and_plans"), ("people", "0002_append_only")]

    operations = [
        migrations.RunSQL(STANDS, DROP),
        *(append_only(table) for table in TABLES),
    ]
