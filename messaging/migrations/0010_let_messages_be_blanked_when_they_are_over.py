"""A message can be blanked as soon as it is over."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0009_warn_of_budgets"),
    ]

    operations = [
        migrations.AddField(
            model_name="outboundmessage",
            name="fleeting",
            field=models.BooleanField(default=False, verbose_name="blanked when it is over"),
        ),
        migrations.AddIndex(
            model_name="outboundmessage",
            index=models.Index(
                models.F("created_at"), condition=models.Q(("fleeting", True)), name="outbound_fleeting"
            ),
        ),
    ]
