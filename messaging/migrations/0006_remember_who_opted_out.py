"""Who does not want to be texted."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0005_let_texts_be_worded"),
        ("organization", "0004_reorganisations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OptOut",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number_key", models.CharField(max_length=64)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("text", "By a text of theirs"),
                            ("gateway", "The gateway said so"),
                            ("desk", "Told an officer"),
                        ],
                        max_length=10,
                        verbose_name="how we know",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="since")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
            ],
            options={
                "verbose_name": "opt-out",
                "verbose_name_plural": "opt-outs",
                "ordering": ("-at",),
            },
        ),
        migrations.AddConstraint(
            model_name="optout",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("number_key",), name="optout_once_at_a_time"
            ),
        ),
    ]
