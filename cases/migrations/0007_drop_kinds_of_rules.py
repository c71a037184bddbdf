"""Rules name tracks now, and terms count their reminders."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_carry_kinds_over_to_tracks")]

    operations = [
        migrations.RemoveField(
            model_name="historicalterm",
            name="reminded_at",
        ),
        migrations.RemoveField(
            model_name="historicaltermrule",
            name="kinds",
        ),
        migrations.RemoveField(
            model_name="term",
            name="reminded_at",
        ),
        migrations.RemoveField(
            model_name="termrule",
            name="kinds",
        ),
    ]
