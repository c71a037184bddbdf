"""What a gateway has received is looked through now and then; how far is kept with its state."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0010_let_messages_be_blanked_when_they_are_over"),
    ]

    operations = [
        migrations.AddField(
            model_name="gatewaystate",
            name="looked_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="last looked for missed texts"),
        ),
        migrations.AddField(
            model_name="gatewaystate",
            name="seen_until",
            field=models.DateTimeField(blank=True, null=True, verbose_name="texts seen until"),
        ),
    ]
