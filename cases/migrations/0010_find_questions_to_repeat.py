"""Questions that wait for an answer are found by when they were asked."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0009_record_refusals_to_receive"),
        ("organization", "0004_reorganisations"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(
                models.F("at"), condition=models.Q(("kind", "question")), name="question_by_time"
            ),
        ),
    ]
