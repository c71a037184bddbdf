"""What came in lately is counted from an index, by gateway and state."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0011_remember_which_texts_were_seen"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="inboundmessage",
            index=models.Index(
                models.F("received_at"), models.F("provider"), models.F("state"), name="inbound_by_time"
            ),
        ),
    ]
