"""Find words inside the citizens' words fast: a trigram index, where the database is PostgreSQL."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

CREATE = "CREATE INDEX case_search_text ON cases_case USING gin (search_text gin_trgm_ops)"
DROP = "DROP INDEX case_search_text"


def on_postgresql(sql):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql)

    return run


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [TrigramExtension(), migrations.RunPython(on_postgresql(CREATE), on_postgresql(DROP))]
