"""A refusal to receive a person is on record."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_say_why_a_case_stands_still_or_ended"),
        ("organization", "0004_reorganisations"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReceptionRefusal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ground", models.CharField(max_length=40, verbose_name="ground")),
                ("text", models.TextField(verbose_name="what the person was told")),
                ("reason", models.TextField(verbose_name="why")),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "notice_due_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="written notice due"),
                ),
                ("officer_name", models.CharField(max_length=200, verbose_name="who")),
                ("officer_post", models.CharField(max_length=500, verbose_name="in which post")),
                (
                    "posting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organization.posting",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organization.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "refusal to receive",
                "verbose_name_plural": "refusals to receive",
                "ordering": ("-at", "-id"),
                "indexes": [models.Index(fields=["unit", "at"], name="refusal_by_unit")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True), models.Q(("text", ""), _negated=True)
                        ),
                        name="refusal_says_why",
                    )
                ],
            },
        ),
    ]
