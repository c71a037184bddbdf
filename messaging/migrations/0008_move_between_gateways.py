"""A message moves between gateways; one that may be at its gateway is marked; gateways in trouble are counted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0007_mark_unreachable_numbers"),
    ]

    operations = [
        migrations.AddField(
            model_name="gatewaystate",
            name="troubles",
            field=models.PositiveIntegerField(default=0, verbose_name="troubles in a row"),
        ),
        migrations.AddField(
            model_name="outboundmessage",
            name="in_doubt",
            field=models.BooleanField(default=False, verbose_name="may be at its gateway"),
        ),
        migrations.AlterField(
            model_name="outboundmessage",
            name="priority",
            field=models.PositiveSmallIntegerField(
                choices=[
                    (1, "Reply to a person who has just written"),
                    (5, "News about a case"),
                    (8, "Reminder"),
                ],
                default=5,
                verbose_name="priority",
            ),
        ),
        migrations.AddIndex(
            model_name="outboundmessage",
            index=models.Index(
                models.F("provider"),
                models.F("priority"),
                models.F("next_attempt_at"),
                condition=models.Q(("state", "pending")),
                name="outbound_pending_by_gateway",
            ),
        ),
        migrations.AddIndex(
            model_name="outboundmessage",
            index=models.Index(
                models.F("expires_at"),
                condition=models.Q(("expires_at__isnull", False), ("state", "pending")),
                name="outbound_expiring",
            ),
        ),
        migrations.AddIndex(
            model_name="outboundmessage",
            index=models.Index(
                models.F("sent_at"), condition=models.Q(("state", "sent")), name="outbound_unreported"
            ),
        ),
    ]
