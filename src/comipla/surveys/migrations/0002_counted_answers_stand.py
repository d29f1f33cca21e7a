"""Questions stand once a survey is open; answers stand once it is closed."""

from django.db import migrations

STANDS = """
CREATE FUNCTION comipla_survey_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE survey bigint;
BEGIN
    FOREACH survey IN ARRAY CASE TG_OP
        WHEN 'INSERT' THEN ARRAY[NEW.survey_id]
        WHEN 'DELETE' THEN ARRAY[OLD.survey_id]
        ELSE ARRAY[OLD.survey_id, NEW.survey_id] END
    LOOP
        IF EXISTS (SELECT FROM surveys_survey WHERE id = survey AND state <> ALL(TG_ARGV)) THEN
            RAISE EXCEPTION '% on % refused: survey % has moved on', TG_OP, TG_TABLE_NAME, survey
                USING ERRCODE = 'restrict_violation';
        END IF;
    END LOOP;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER questions_stand BEFORE INSERT OR UPDATE OR DELETE ON surveys_surveyquestion
    FOR EACH ROW EXECUTE FUNCTION comipla_survey_stands('DRAFT');
CREATE TRIGGER answers_stand BEFORE INSERT OR UPDATE OR DELETE ON surveys_response
    FOR EACH ROW EXECUTE FUNCTION comipla_survey_stands('OPEN');
"""

DROP = """
DROP TRIGGER answers_stand ON surveys_response;
DROP TRIGGER questions_stand ON surveys_surveyquestion;
DROP FUNCTION comipla_survey_stands();
"""


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_surveys_sheets_answers")]

    operations = [migrations.RunSQL(STANDS, DROP)]
