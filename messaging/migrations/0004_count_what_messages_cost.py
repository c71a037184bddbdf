"""What messages cost, who pays, and how much a month may cost."""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0003_keep_every_try_and_the_state_of_gateways"),
        ("organization", "0004_reorganisations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="outboundmessage",
            name="cost",
            field=models.PositiveIntegerField(default=0, verbose_name="cost in đồng"),
        ),
        migrations.AddField(
            model_name="outboundmessage",
            name="segments",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="segments"),
        ),
        migrations.AddField(
            model_name="outboundmessage",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organization.unit",
                verbose_name="unit that pays",
            ),
        ),
        migrations.CreateModel(
            name="Budget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("monthly", models.PositiveIntegerField(verbose_name="đồng a month")),
                (
                    "warn_at",
                    models.PositiveSmallIntegerField(
                        default=80,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="warn at percent",
                    ),
                ),
            ],
            options={
                "verbose_name": "budget for messages",
                "verbose_name_plural": "budgets for messages",
            },
        ),
        migrations.CreateModel(
            name="HistoricalBudget",
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
                ("monthly", models.PositiveIntegerField(verbose_name="đồng a month")),
                (
                    "warn_at",
                    models.PositiveSmallIntegerField(
                        default=80,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="warn at percent",
                    ),
                ),
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
                "verbose_name": "historical budget for messages",
                "verbose_name_plural": "historical budgets for messages",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddIndex(
            model_name="outboundmessage",
            index=models.Index(
                models.F("unit"),
                models.F("sent_at"),
                condition=models.Q(("segments__gt", 0)),
                name="outbound_paid_by",
            ),
        ),
        migrations.AddField(
            model_name="budget",
            name="unit",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="message_budget",
                to="organization.unit",
                verbose_name="unit",
            ),
        ),
        migrations.AddField(
            model_name="historicalbudget",
            name="history_user",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalbudget",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="organization.unit",
                verbose_name="unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="historicalbudget",
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
                name="messaging_historicalbudget_who",
            ),
        ),
        migrations.AddConstraint(
            model_name="historicalbudget",
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
                name="messaging_historicalbudget_post",
            ),
        ),
        migrations.AddConstraint(
            model_name="historicalbudget",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.GreaterThan(
                        django.db.models.functions.text.Length(
                            django.db.models.functions.text.Trim("history_change_reason")
                        ),
                        0,
                    )
                ),
                name="messaging_historicalbudget_why",
            ),
        ),
    ]
