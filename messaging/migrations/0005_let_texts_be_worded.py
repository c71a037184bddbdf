"""Administrators can word a text."""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0004_count_what_messages_cost"),
        ("organization", "0004_reorganisations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalWording",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "actor_kind",
                    models.CharField(
                        choices=[("citizen", "Citizen"), ("officer", "Officer"), ("system", "System")],
                        max_length=10,
                        verbose_name="kind of actor",
                    ),
                ),
                ("actor_name", models.CharField(max_length=200, verbose_name="actor")),
                ("actor_post", models.CharField(blank=True, max_length=500, verbose_name="post")),
                ("actor_posting_id", models.BigIntegerField(null=True, verbose_name="posting")),
                (
                    "actor_channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("web", "Web site"),
                            ("sms", "Text message"),
                            ("desk", "Desk"),
                            ("admin", "Administration"),
                            ("command", "Command line"),
                            ("system", "System"),
                        ],
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                (
                    "actor_address",
                    models.CharField(blank=True, max_length=45, verbose_name="network address"),
                ),
                ("template", models.CharField(max_length=40, verbose_name="template")),
                ("language", models.CharField(max_length=2, verbose_name="language")),
                ("body", models.CharField(max_length=320, verbose_name="text")),
                ("history_change_reason", models.TextField(verbose_name="reason")),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
            ],
            options={
                "verbose_name": "historical wording",
                "verbose_name_plural": "historical wordings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Wording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("template", models.CharField(max_length=40, verbose_name="template")),
                ("language", models.CharField(max_length=2, verbose_name="language")),
                ("body", models.CharField(max_length=320, verbose_name="text")),
            ],
            options={
                "verbose_name": "wording",
                "verbose_name_plural": "wordings",
                "ordering": ("template", "language"),
            },
        ),
        migrations.AddField(
            model_name="historicalwording",
            name="history_user",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="wording",
            constraint=models.UniqueConstraint(
                fields=("template", "language"), name="wording_once_a_template"
            ),
        ),
        migrations.AddConstraint(
            model_name="historicalwording",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("actor_kind__in", ["citizen", "officer", "system"]),
                    django.db.models.lookups.GreaterThan(
                        django.db.models.functions.text.Length(
                            django.db.models.functions.text.Trim("actor_name")
                        ),
                        0,
                    ),
                ),
                name="messaging_historicalwording_who",
            ),
        ),
        migrations.AddConstraint(
            model_name="historicalwording",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.GreaterThan(
                        django.db.models.functions.text.Length(
                            django.db.models.functions.text.Trim("actor_post")
                        ),
                        0,
                    ),
                    models.Q(("actor_kind", "officer"), _negated=True),
                    _connector="OR",
                ),
                name="messaging_historicalwording_post",
            ),
        ),
        migrations.AddConstraint(
            model_name="historicalwording",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.GreaterThan(
                        django.db.models.functions.text.Length(
                            django.db.models.functions.text.Trim("history_change_reason")
                        ),
                        0,
                    )
                ),
                name="messaging_historicalwording_why",
            ),
        ),
    ]
