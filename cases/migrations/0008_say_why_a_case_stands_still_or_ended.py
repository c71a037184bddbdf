"""The citizen reads why a case stands still, and why it ended without a decision."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_drop_kinds_of_rules"),
    ]

    operations = [
        migrations.AlterField(
            model_name="statement",
            name="kind",
            field=models.CharField(
                choices=[
                    ("report", "What the citizen said"),
                    ("question", "Question to the citizen"),
                    ("reply", "The citizen's reply"),
                    ("answer", "Answer"),
                    ("dispute", "Why the citizen does not agree"),
                    ("comment", "Comment with a rating"),
                    ("refusal", "Why it was not taken"),
                    ("suspension", "Why it stands still"),
                    ("termination", "Why it ended"),
                    ("withdrawal", "Withdrawal"),
                    ("note", "Internal note"),
                ],
                max_length=20,
                verbose_name="kind",
            ),
        ),
    ]
