"""Every try at a gateway is kept; gateways can be paused, be down, and have a rate."""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0002_join_parts_and_hold_texts"),
        ("organization", "0004_reorganisations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DeliveryAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("gateway", models.CharField(max_length=20, verbose_name="gateway")),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("accepted", "Accepted"),
                            ("postponed", "Not accepted now"),
                            ("refused", "Refused for good"),
                            ("unknown", "Unknown"),
                        ],
                        max_length=20,
                        verbose_name="outcome",
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=40, verbose_name="error")),
            ],
            options={
                "verbose_name": "delivery attempt",
                "verbose_name_plural": "delivery attempts",
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="GatewayPause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("gateway", models.CharField(max_length=20, verbose_name="gateway")),
                ("since", models.DateTimeField(verbose_name="since")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
            ],
            options={
                "verbose_name": "pause of a gateway",
                "verbose_name_plural": "pauses of gateways",
                "ordering": ("-since",),
            },
        ),
        migrations.CreateModel(
            name="GatewayState",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=20, unique=True, verbose_name="gateway")),
                ("down_until", models.DateTimeField(blank=True, null=True, verbose_name="down until")),
                ("down_code", models.CharField(blank=True, max_length=40, verbose_name="error")),
                ("free_at", models.DateTimeField(blank=True, null=True, verbose_name="free again")),
            ],
            options={
                "verbose_name": "state of a gateway",
                "verbose_name_plural": "states of gateways",
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="HistoricalGatewayPause",
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
                ("gateway", models.CharField(max_length=20, verbose_name="gateway")),
                ("since", models.DateTimeField(verbose_name="since")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
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
                "verbose_name": "historical pause of a gateway",
                "verbose_name_plural": "historical pauses of gateways",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name="outboundmessage",
            name="expires_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="of no use after"),
        ),
        migrations.AddField(
            model_name="outboundmessage",
            name="failed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="failed for good"),
        ),
        migrations.AddIndex(
            model_name="outboundmessage",
            index=models.Index(
                models.F("failed_at"),
                condition=models.Q(("failed_at__isnull", False)),
                name="outbound_failed",
            ),
        ),
        migrations.AddField(
            model_name="deliveryattempt",
            name="message",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tries",
                to="messaging.outboundmessage",
                verbose_name="message",
            ),
        ),
        migrations.AddConstraint(
            model_name="gatewaypause",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("gateway",),
                name="gateway_paused_once_at_a_time",
            ),
        ),
        migrations.AddField(
            model_name="historicalgatewaypause",
            name="history_user",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="deliveryattempt",
            index=models.Index(models.F("at"), models.F("gateway"), name="delivery_attempt_by_time"),
        ),
        migrations.AddConstraint(
            model_name="historicalgatewaypause",
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
                name="messaging_historicalgatewaypause_who",
            ),
        ),
        migrations.AddConstraint(
            model_name="historicalgatewaypause",
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
                name="messaging_historicalgatewaypause_post",
            ),
        ),
        migrations.AddConstraint(
            model_name="historicalgatewaypause",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.GreaterThan(
                        django.db.models.functions.text.Length(
                            django.db.models.functions.text.Trim("history_change_reason")
                        ),
                        0,
                    )
                ),
                name="messaging_historicalgatewaypause_why",
            ),
        ),
    ]
