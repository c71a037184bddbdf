"""Rules name tracks, circumstances and extensions; terms run beside each other and keep what they were counted by."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_give_cases_a_track_and_an_origin")]

    operations = [
        migrations.AddField(
            model_name="historicalterm",
            name="main",
            field=models.BooleanField(default=True, verbose_name="the case's own clock"),
        ),
        migrations.AddField(
            model_name="historicalterm",
            name="modifiers",
            field=models.JSONField(blank=True, default=list, verbose_name="circumstances"),
        ),
        migrations.AddField(
            model_name="historicalterm",
            name="reminders",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="reminders"),
        ),
        migrations.AddField(
            model_name="historicalterm",
            name="version",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="version"),
        ),
        migrations.AddField(
            model_name="historicaltermrule",
            name="before",
            field=models.BooleanField(
                default=False,
                help_text="The term ends that many days before the event it is counted from.",
                verbose_name="counted back",
            ),
        ),
        migrations.AddField(
            model_name="historicaltermrule",
            name="extensions",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="How often, by at most how many days each, for example: complex=1x30 very_complex=2x30",
                verbose_name="extensions by decision",
            ),
        ),
        migrations.AddField(
            model_name="historicaltermrule",
            name="lengths",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="In days, by circumstance, for example: remote=45 complex=45 remote+complex=60",
                verbose_name="longer lengths",
            ),
        ),
        migrations.AddField(
            model_name="historicaltermrule",
            name="starts_with",
            field=models.CharField(
                choices=[
                    ("receipt", "Receipt"),
                    ("acceptance", "Acceptance"),
                    ("answer", "Decision, conclusion or answer"),
                    ("decision_received", "Receipt of the decision"),
                    ("knowing", "Knowing of the decision or act"),
                    ("expiry", "End of the settlement term"),
                    ("result", "Result of handling"),
                    ("request", "Request"),
                    ("session", "Dialogue or session"),
                    ("not_competent", "Found to lie outside one's power"),
                ],
                default="receipt",
                max_length=20,
                verbose_name="counted from",
            ),
        ),
        migrations.AddField(
            model_name="historicaltermrule",
            name="tracks",
            field=models.JSONField(
                default=list, help_text="The tracks of the law it holds for.", verbose_name="tracks"
            ),
        ),
        migrations.AddField(
            model_name="term",
            name="main",
            field=models.BooleanField(default=True, verbose_name="the case's own clock"),
        ),
        migrations.AddField(
            model_name="term",
            name="modifiers",
            field=models.JSONField(blank=True, default=list, verbose_name="circumstances"),
        ),
        migrations.AddField(
            model_name="term",
            name="reminders",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="reminders"),
        ),
        migrations.AddField(
            model_name="term",
            name="version",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="version"),
        ),
        migrations.AddField(
            model_name="termrule",
            name="before",
            field=models.BooleanField(
                default=False,
                help_text="The term ends that many days before the event it is counted from.",
                verbose_name="counted back",
            ),
        ),
        migrations.AddField(
            model_name="termrule",
            name="extensions",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="How often, by at most how many days each, for example: complex=1x30 very_complex=2x30",
                verbose_name="extensions by decision",
            ),
        ),
        migrations.AddField(
            model_name="termrule",
            name="lengths",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="In days, by circumstance, for example: remote=45 complex=45 remote+complex=60",
                verbose_name="longer lengths",
            ),
        ),
        migrations.AddField(
            model_name="termrule",
            name="starts_with",
            field=models.CharField(
                choices=[
                    ("receipt", "Receipt"),
                    ("acceptance", "Acceptance"),
                    ("answer", "Decision, conclusion or answer"),
                    ("decision_received", "Receipt of the decision"),
                    ("knowing", "Knowing of the decision or act"),
                    ("expiry", "End of the settlement term"),
                    ("result", "Result of handling"),
                    ("request", "Request"),
                    ("session", "Dialogue or session"),
                    ("not_competent", "Found to lie outside one's power"),
                ],
                default="receipt",
                max_length=20,
                verbose_name="counted from",
            ),
        ),
        migrations.AddField(
            model_name="termrule",
            name="tracks",
            field=models.JSONField(
                default=list, help_text="The tracks of the law it holds for.", verbose_name="tracks"
            ),
        ),
        migrations.RemoveConstraint(
            model_name="term",
            name="one_running_term_a_case",
        ),
        migrations.AlterField(
            model_name="historicalterm",
            name="stage",
            field=models.CharField(
                choices=[
                    ("acceptance", "First reply"),
                    ("settlement", "Settlement"),
                    ("review", "Review one level up"),
                    ("confirmation", "The citizen's confirmation"),
                    ("rung", "Next level, when late again"),
                    ("processing", "Processing at all"),
                    ("duty", "A duty of the office"),
                    ("limit", "A time limit"),
                ],
                max_length=20,
                verbose_name="stage",
            ),
        ),
        migrations.AlterField(
            model_name="historicaltermrule",
            name="stage",
            field=models.CharField(
                choices=[
                    ("acceptance", "First reply"),
                    ("settlement", "Settlement"),
                    ("review", "Review one level up"),
                    ("confirmation", "The citizen's confirmation"),
                    ("rung", "Next level, when late again"),
                    ("processing", "Processing at all"),
                    ("duty", "A duty of the office"),
                    ("limit", "A time limit"),
                ],
                max_length=20,
                verbose_name="stage",
            ),
        ),
        migrations.AlterField(
            model_name="term",
            name="stage",
            field=models.CharField(
                choices=[
                    ("acceptance", "First reply"),
                    ("settlement", "Settlement"),
                    ("review", "Review one level up"),
                    ("confirmation", "The citizen's confirmation"),
                    ("rung", "Next level, when late again"),
                    ("processing", "Processing at all"),
                    ("duty", "A duty of the office"),
                    ("limit", "A time limit"),
                ],
                max_length=20,
                verbose_name="stage",
            ),
        ),
        migrations.AlterField(
            model_name="termrule",
            name="stage",
            field=models.CharField(
                choices=[
                    ("acceptance", "First reply"),
                    ("settlement", "Settlement"),
                    ("review", "Review one level up"),
                    ("confirmation", "The citizen's confirmation"),
                    ("rung", "Next level, when late again"),
                    ("processing", "Processing at all"),
                    ("duty", "A duty of the office"),
                    ("limit", "A time limit"),
                ],
                max_length=20,
                verbose_name="stage",
            ),
        ),
        migrations.AddIndex(
            model_name="term",
            index=models.Index(
                condition=models.Q(("ended_at", None), ("main", False), ("reminders", 0)),
                fields=["due_at", "id"],
                name="term_duty_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None), ("main", True)),
                fields=("case",),
                name="one_running_term_a_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.UniqueConstraint(
                condition=models.Q(("main", False)),
                fields=("case", "rule", "started_at"),
                name="one_duty_a_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="termpause",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at", None), ("ended_at__gte", models.F("started_at")), _connector="OR"
                ),
                name="pause_in_order",
            ),
        ),
    ]
