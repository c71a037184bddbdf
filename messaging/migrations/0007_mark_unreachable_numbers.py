"""A number that a gateway called no telephone is remembered, by its fingerprint."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0006_remember_who_opted_out"),
    ]

    operations = [
        migrations.CreateModel(
            name="UnreachableNumber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number_key", models.CharField(max_length=64, unique=True)),
                ("code", models.CharField(max_length=40, verbose_name="error")),
                ("at", models.DateTimeField(verbose_name="since")),
            ],
            options={
                "verbose_name": "unreachable number",
                "verbose_name_plural": "unreachable numbers",
                "ordering": ("-at",),
            },
        ),
    ]
