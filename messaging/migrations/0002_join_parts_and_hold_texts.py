"""A long text may come in parts, and a text over the day's limit is held."""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0001_initial"),
        ("organization", "0004_reorganisations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="inboundmessage",
            name="held_until",
            field=models.DateTimeField(blank=True, null=True, verbose_name="held until"),
        ),
        migrations.AddField(
            model_name="inboundmessage",
            name="part",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="part"),
        ),
        migrations.AddField(
            model_name="inboundmessage",
            name="parts",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="of so many"),
        ),
        migrations.AddField(
            model_name="inboundmessage",
            name="reference",
            field=models.CharField(blank=True, max_length=120, verbose_name="reference of a long text"),
        ),
        migrations.AddField(
            model_name="inboundmessage",
            name="sent_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="sent, as the gateway says"),
        ),
        migrations.AddField(
            model_name="inboundmessage",
            name="topic",
            field=models.CharField(blank=True, max_length=80, verbose_name="about"),
        ),
        migrations.AddField(
            model_name="inboundmessage",
            name="whole",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="pieces",
                to="messaging.inboundmessage",
                verbose_name="taken with",
            ),
        ),
        migrations.AlterField(
            model_name="inboundmessage",
            name="state",
            field=models.CharField(
                choices=[
                    ("received", "Waiting to be read"),
                    ("held", "Held until a later day"),
                    ("taken", "Taken"),
                    ("failed", "Could not be read"),
                ],
                default="received",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AddIndex(
            model_name="inboundmessage",
            index=models.Index(
                models.F("reference"),
                condition=models.Q(("reference", ""), _negated=True),
                name="inbound_by_reference",
            ),
        ),
        migrations.AddIndex(
            model_name="inboundmessage",
            index=models.Index(
                models.F("topic"),
                models.F("received_at"),
                condition=models.Q(("topic", ""), _negated=True),
                name="inbound_by_topic",
            ),
        ),
        migrations.AddIndex(
            model_name="inboundmessage",
            index=models.Index(
                models.F("held_until"), condition=models.Q(("state", "held")), name="inbound_held"
            ),
        ),
        migrations.AddConstraint(
            model_name="inboundmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(("part__gte", 1), ("part__lte", models.F("parts"))),
                name="inbound_part_of_parts",
            ),
        ),
        migrations.AddConstraint(
            model_name="inboundmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("held_until__isnull", False), ("state", "held")),
                    models.Q(models.Q(("state", "held"), _negated=True), ("held_until", None)),
                    _connector="OR",
                ),
                name="inbound_held_has_end",
            ),
        ),
    ]
