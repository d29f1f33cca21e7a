"""Give all processes one cache, so that limits on sign-in count everywhere.

The table is the one Django's database cache expects. It is unlogged: after a crash it is empty,
which only forgives earlier attempts.
"""

from django.db import migrations

CREATE = """
CREATE UNLOGGED TABLE comipla_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX comipla_cache_expires ON comipla_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0003_ended_terms")]

    operations = [migrations.RunSQL(CREATE, "DROP TABLE comipla_cache;")]
