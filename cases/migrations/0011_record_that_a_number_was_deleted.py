"""That a telephone number was deleted is on record, and unnamed cases are found by their end."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0010_find_questions_to_repeat"),
    ]

    operations = [
        migrations.AlterField(
            model_name="caseevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("receive", "Received"),
                    ("accept", "Accepted"),
                    ("start", "Work started"),
                    ("assign", "Assigned"),
                    ("ask", "Citizen asked"),
                    ("reply", "Citizen replied"),
                    ("answer", "Answered"),
                    ("extend", "Term extended"),
                    ("suspend", "Suspended"),
                    ("resume", "Resumed"),
                    ("reclassify", "Reclassified"),
                    ("transfer", "Transferred"),
                    ("escalate", "Sent one level up"),
                    ("send_down", "Sent down"),
                    ("refuse", "Not accepted"),
                    ("terminate", "Ended without decision"),
                    ("merge", "Joined to another case"),
                    ("split", "A matter was taken out"),
                    ("confirm", "Confirmed as solved"),
                    ("dispute", "Disputed"),
                    ("rate", "Rated"),
                    ("withdraw", "Withdrawn"),
                    ("close", "Closed"),
                    ("reopen", "Reopened"),
                    ("remind", "Reminded"),
                    ("note", "Internal note"),
                    ("at_top", "No higher level"),
                    ("alarm", "Alarm"),
                    ("duty_late", "Duty late"),
                    ("fulfil", "Duty done"),
                    ("recount", "Term counted anew"),
                    ("recuse", "Conflict of interest declared"),
                    ("follow", "Another person with the same matter"),
                    ("member", "Persons behind the matter"),
                    ("forget", "Telephone number deleted"),
                    ("reorganise", "Unit reorganised"),
                ],
                max_length=30,
                verbose_name="what",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("anonymous", True), ("channel", "sms"), ("closed_at__isnull", False)),
                fields=["closed_at"],
                name="case_unnamed_by_text",
            ),
        ),
    ]
