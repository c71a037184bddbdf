"""A case says which way of the law it goes, what makes it complex and what it came with."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_keep_origins_persons_and_conflicts"),
        ("organization", "0003_note_remote_units_deputies_and_kin"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="about_posting",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organization.posting",
                verbose_name="post held at the time of the act",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="complexity",
            field=models.JSONField(blank=True, default=list, verbose_name="what makes it complex"),
        ),
        migrations.AddField(
            model_name="case",
            name="heading",
            field=models.CharField(
                blank=True,
                choices=[("", "–"), ("up", "Up"), ("down", "Down")],
                max_length=4,
                verbose_name="last went",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="moved_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="last move"),
        ),
        migrations.AddField(
            model_name="case",
            name="persons",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="persons behind it"),
        ),
        migrations.AddField(
            model_name="case",
            name="remote",
            field=models.BooleanField(default=False, verbose_name="remote area"),
        ),
        migrations.AddField(
            model_name="case",
            name="track",
            field=models.CharField(
                choices=[
                    ("feedback", "Feedback and petitions"),
                    ("rule_feedback", "Feedback on administrative rules"),
                    ("complaint", "First complaint"),
                    ("complaint_second", "Second complaint"),
                    ("discipline", "First complaint against a disciplinary decision"),
                    ("discipline_second", "Second complaint against a disciplinary decision"),
                    ("denunciation", "Denunciation"),
                    ("denunciation_further", "Further denunciation"),
                    ("tip", "Information with denunciation content"),
                ],
                default="feedback",
                max_length=20,
                verbose_name="track",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="case",
            name="turns",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="turns"),
        ),
        migrations.AddField(
            model_name="historicalcase",
            name="about_posting",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="organization.posting",
                verbose_name="post held at the time of the act",
            ),
        ),
        migrations.AddField(
            model_name="historicalcase",
            name="complexity",
            field=models.JSONField(blank=True, default=list, verbose_name="what makes it complex"),
        ),
        migrations.AddField(
            model_name="historicalcase",
            name="heading",
            field=models.CharField(
                blank=True,
                choices=[("", "–"), ("up", "Up"), ("down", "Down")],
                max_length=4,
                verbose_name="last went",
            ),
        ),
        migrations.AddField(
            model_name="historicalcase",
            name="persons",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="persons behind it"),
        ),
        migrations.AddField(
            model_name="historicalcase",
            name="remote",
            field=models.BooleanField(default=False, verbose_name="remote area"),
        ),
        migrations.AddField(
            model_name="historicalcase",
            name="track",
            field=models.CharField(
                choices=[
                    ("feedback", "Feedback and petitions"),
                    ("rule_feedback", "Feedback on administrative rules"),
                    ("complaint", "First complaint"),
                    ("complaint_second", "Second complaint"),
                    ("discipline", "First complaint against a disciplinary decision"),
                    ("discipline_second", "Second complaint against a disciplinary decision"),
                    ("denunciation", "Denunciation"),
                    ("denunciation_further", "Further denunciation"),
                    ("tip", "Information with denunciation content"),
                ],
                default="feedback",
                max_length=20,
                verbose_name="track",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="historicalcase",
            name="turns",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="turns"),
        ),
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
                    ("reorganise", "Unit reorganised"),
                ],
                max_length=30,
                verbose_name="what",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="letter",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="cases.letter",
                verbose_name="letter",
            ),
        ),
        migrations.AddField(
            model_name="historicalcase",
            name="letter",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="cases.letter",
                verbose_name="letter",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="visit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="cases.visit",
                verbose_name="visit",
            ),
        ),
        migrations.AddField(
            model_name="historicalcase",
            name="visit",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="cases.visit",
                verbose_name="visit",
            ),
        ),
    ]
