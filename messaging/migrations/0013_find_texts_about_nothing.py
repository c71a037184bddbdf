"""Texts that were about no case are found by when they came, until they are blanked."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0012_find_what_came_in_lately"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="inboundmessage",
            index=models.Index(
                models.F("received_at"),
                condition=models.Q(
                    ("state", "taken"), ("topic", ""), models.Q(("sender_key", ""), _negated=True)
                ),
                name="inbound_stray",
            ),
        ),
    ]
