"""Calls take the place of texts that could not be delivered, and stand in the ledger."""

import django.db.models.deletion
from django.db import migrations, models

import organization.vault


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0011_record_that_a_number_was_deleted"),
        ("organization", "0004_reorganisations"),
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
                    ("call", "Citizen called"),
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
        migrations.CreateModel(
            name="Call",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("message_id", models.UUIDField(unique=True, verbose_name="message")),
                ("template", models.CharField(max_length=40, verbose_name="template")),
                ("at", models.DateTimeField(verbose_name="since")),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "–"),
                            ("reached", "Reached and told"),
                            ("not_reached", "Not reached"),
                            ("wrong_number", "Wrong number"),
                            ("arrived", "No call needed: the message arrived after all"),
                        ],
                        max_length=20,
                        verbose_name="result",
                    ),
                ),
                ("note", organization.vault.SealedTextField(blank=True, verbose_name="note")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="cases.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organization.posting",
                        verbose_name="done by",
                    ),
                ),
            ],
            options={
                "verbose_name": "call to make",
                "verbose_name_plural": "calls to make",
                "ordering": ("at", "id"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("result", "")), fields=["case", "at"], name="call_open_by_case"
                    ),
                    models.Index(
                        condition=models.Q(("done_at__isnull", False)), fields=["done_at"], name="call_done"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at", None), ("done_by", None), ("result", "")),
                            models.Q(models.Q(("result", ""), _negated=True), ("done_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="call_done_has_result",
                    )
                ],
            },
        ),
    ]
