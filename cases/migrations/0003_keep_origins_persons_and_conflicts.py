"""Letters, visits, persons, conflicts, jurisdictions, extensions and the way of counting get tables of their own."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import organization.vault


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_search_index"),
        ("organization", "0003_note_remote_units_deputies_and_kin"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CountingPolicy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "civil_code",
                    models.BooleanField(
                        default=True, verbose_name="counted by the Civil Code, art. 147 and 148"
                    ),
                ),
                ("legal_basis", models.CharField(max_length=300, verbose_name="legal basis")),
                (
                    "legal_basis_en",
                    models.CharField(blank=True, max_length=300, verbose_name="legal basis in English"),
                ),
                ("valid_from", models.DateField(unique=True, verbose_name="for terms that start from")),
            ],
            options={
                "verbose_name": "way of counting days",
                "verbose_name_plural": "ways of counting days",
                "ordering": ("valid_from",),
            },
        ),
        migrations.CreateModel(
            name="ForwardingLetter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("at", models.DateTimeField(verbose_name="when")),
                ("body", models.CharField(max_length=200, verbose_name="addressed to")),
                ("because", models.TextField(verbose_name="why it is forwarded")),
                ("signed_by", models.CharField(max_length=200, verbose_name="signed by")),
                ("signed_post", models.CharField(max_length=500, verbose_name="in which post")),
            ],
            options={
                "verbose_name": "forwarding letter",
                "verbose_name_plural": "forwarding letters",
                "ordering": ("-at",),
            },
        ),
        migrations.CreateModel(
            name="HistoricalCountingPolicy",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "actor_kind",
                    models.CharField(
                        choices=[("citizen", "Citizen"), ("officer", "Officer"), ("system", "System")],
                        max_length=10,
                        verbose_name="kind of actor",
                    ),
                ),
                ("actor_name", models.CharField(max_length=200, verbose_name="actor")),
                ("actor_post", models.CharField(blank=True, max_length=500, verbose_name="post")),
                ("actor_posting_id", models.BigIntegerField(null=True, verbose_name="posting")),
                (
                    "actor_channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("web", "Web site"),
                            ("sms", "Text message"),
                            ("desk", "Desk"),
                            ("admin", "Administration"),
                            ("command", "Command line"),
                            ("system", "System"),
                        ],
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                (
                    "actor_address",
                    models.CharField(blank=True, max_length=45, verbose_name="network address"),
                ),
                (
                    "civil_code",
                    models.BooleanField(
                        default=True, verbose_name="counted by the Civil Code, art. 147 and 148"
                    ),
                ),
                ("legal_basis", models.CharField(max_length=300, verbose_name="legal basis")),
                (
                    "legal_basis_en",
                    models.CharField(blank=True, max_length=300, verbose_name="legal basis in English"),
                ),
                ("valid_from", models.DateField(db_index=True, verbose_name="for terms that start from")),
                ("history_change_reason", models.TextField(verbose_name="reason")),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
            ],
            options={
                "verbose_name": "historical way of counting days",
                "verbose_name_plural": "historical ways of counting days",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalJurisdiction",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "actor_kind",
                    models.CharField(
                        choices=[("citizen", "Citizen"), ("officer", "Officer"), ("system", "System")],
                        max_length=10,
                        verbose_name="kind of actor",
                    ),
                ),
                ("actor_name", models.CharField(max_length=200, verbose_name="actor")),
                ("actor_post", models.CharField(blank=True, max_length=500, verbose_name="post")),
                ("actor_posting_id", models.BigIntegerField(null=True, verbose_name="posting")),
                (
                    "actor_channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("web", "Web site"),
                            ("sms", "Text message"),
                            ("desk", "Desk"),
                            ("admin", "Administration"),
                            ("command", "Command line"),
                            ("system", "System"),
                        ],
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                (
                    "actor_address",
                    models.CharField(blank=True, max_length=45, verbose_name="network address"),
                ),
                ("code", models.CharField(max_length=20, verbose_name="code")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("name_en", models.CharField(max_length=200, verbose_name="name in English")),
                ("tracks", models.JSONField(default=list, verbose_name="tracks")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("commune", "Commune"),
                            ("commune_department", "Department of a commune"),
                            ("district", "District"),
                            ("district_department", "Department of a district"),
                            ("province", "Province"),
                            ("province_department", "Department of a province"),
                            ("department_part", "Unit under a provincial department"),
                        ],
                        max_length=30,
                        verbose_name="where the officer serves",
                    ),
                ),
                (
                    "post",
                    models.CharField(
                        choices=[
                            ("head", "Head"),
                            ("deputy", "Deputy of the head"),
                            ("staff", "Other officer"),
                            ("unit", "The body itself"),
                            ("any", "Whoever it is"),
                        ],
                        max_length=10,
                        verbose_name="in which post",
                    ),
                ),
                (
                    "settled_by",
                    models.CharField(
                        choices=[
                            ("own_unit", "The unit where the officer serves"),
                            ("unit_above", "The unit directly above"),
                            ("commune", "The commune"),
                            ("district", "The district"),
                            ("province", "The province"),
                            ("department", "The provincial department"),
                            ("outside", "A body outside this system"),
                        ],
                        max_length=20,
                        verbose_name="settled by the head of",
                    ),
                ),
                ("outside_body", models.CharField(blank=True, max_length=200, verbose_name="body outside")),
                (
                    "outside_body_en",
                    models.CharField(blank=True, max_length=200, verbose_name="body outside, in English"),
                ),
                ("legal_basis", models.CharField(max_length=300, verbose_name="legal basis")),
                ("legal_basis_en", models.CharField(max_length=300, verbose_name="legal basis in English")),
                (
                    "confirmed",
                    models.BooleanField(
                        default=False,
                        help_text="Checked against the text of the law.",
                        verbose_name="confirmed",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="valid to")),
                ("history_change_reason", models.TextField(verbose_name="reason")),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
            ],
            options={
                "verbose_name": "historical jurisdiction",
                "verbose_name_plural": "historical jurisdictions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalLetter",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "actor_kind",
                    models.CharField(
                        choices=[("citizen", "Citizen"), ("officer", "Officer"), ("system", "System")],
                        max_length=10,
                        verbose_name="kind of actor",
                    ),
                ),
                ("actor_name", models.CharField(max_length=200, verbose_name="actor")),
                ("actor_post", models.CharField(blank=True, max_length=500, verbose_name="post")),
                ("actor_posting_id", models.BigIntegerField(null=True, verbose_name="posting")),
                (
                    "actor_channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("web", "Web site"),
                            ("sms", "Text message"),
                            ("desk", "Desk"),
                            ("admin", "Administration"),
                            ("command", "Command line"),
                            ("system", "System"),
                        ],
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                (
                    "actor_address",
                    models.CharField(blank=True, max_length=45, verbose_name="network address"),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("web", "Web site"),
                            ("sms", "Text message"),
                            ("desk", "Desk"),
                            ("admin", "Administration"),
                            ("command", "Command line"),
                            ("system", "System"),
                        ],
                        max_length=20,
                        verbose_name="channel",
                    ),
                ),
                ("received_at", models.DateTimeField(verbose_name="received")),
                ("signers", models.PositiveSmallIntegerField(default=1, verbose_name="persons who signed")),
                ("history_change_reason", models.TextField(verbose_name="reason")),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
            ],
            options={
                "verbose_name": "historical letter",
                "verbose_name_plural": "historical letters",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalVisit",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "actor_kind",
                    models.CharField(
                        choices=[("citizen", "Citizen"), ("officer", "Officer"), ("system", "System")],
                        max_length=10,
                        verbose_name="kind of actor",
                    ),
                ),
                ("actor_name", models.CharField(max_length=200, verbose_name="actor")),
                ("actor_post", models.CharField(blank=True, max_length=500, verbose_name="post")),
                ("actor_posting_id", models.BigIntegerField(null=True, verbose_name="posting")),
                (
                    "actor_channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("web", "Web site"),
                            ("sms", "Text message"),
                            ("desk", "Desk"),
                            ("admin", "Administration"),
                            ("command", "Command line"),
                            ("system", "System"),
                        ],
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                (
                    "actor_address",
                    models.CharField(blank=True, max_length=45, verbose_name="network address"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("regular", "Regular reception"),
                            ("periodic", "Periodic reception by the head"),
                            ("unscheduled", "Unscheduled reception by the head"),
                        ],
                        default="regular",
                        max_length=20,
                        verbose_name="sort of reception",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                ("persons", models.PositiveSmallIntegerField(default=1, verbose_name="persons who came")),
                ("history_change_reason", models.TextField(verbose_name="reason")),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
            ],
            options={
                "verbose_name": "historical visit",
                "verbose_name_plural": "historical visits",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Jurisdiction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, verbose_name="code")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("name_en", models.CharField(max_length=200, verbose_name="name in English")),
                ("tracks", models.JSONField(default=list, verbose_name="tracks")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("commune", "Commune"),
                            ("commune_department", "Department of a commune"),
                            ("district", "District"),
                            ("district_department", "Department of a district"),
                            ("province", "Province"),
                            ("province_department", "Department of a province"),
                            ("department_part", "Unit under a provincial department"),
                        ],
                        max_length=30,
                        verbose_name="where the officer serves",
                    ),
                ),
                (
                    "post",
                    models.CharField(
                        choices=[
                            ("head", "Head"),
                            ("deputy", "Deputy of the head"),
                            ("staff", "Other officer"),
                            ("unit", "The body itself"),
                            ("any", "Whoever it is"),
                        ],
                        max_length=10,
                        verbose_name="in which post",
                    ),
                ),
                (
                    "settled_by",
                    models.CharField(
                        choices=[
                            ("own_unit", "The unit where the officer serves"),
                            ("unit_above", "The unit directly above"),
                            ("commune", "The commune"),
                            ("district", "The district"),
                            ("province", "The province"),
                            ("department", "The provincial department"),
                            ("outside", "A body outside this system"),
                        ],
                        max_length=20,
                        verbose_name="settled by the head of",
                    ),
                ),
                ("outside_body", models.CharField(blank=True, max_length=200, verbose_name="body outside")),
                (
                    "outside_body_en",
                    models.CharField(blank=True, max_length=200, verbose_name="body outside, in English"),
                ),
                ("legal_basis", models.CharField(max_length=300, verbose_name="legal basis")),
                ("legal_basis_en", models.CharField(max_length=300, verbose_name="legal basis in English")),
                (
                    "confirmed",
                    models.BooleanField(
                        default=False,
                        help_text="Checked against the text of the law.",
                        verbose_name="confirmed",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="valid to")),
            ],
            options={
                "verbose_name": "jurisdiction",
                "verbose_name_plural": "jurisdictions",
                "ordering": ("code", "valid_from"),
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("web", "Web site"),
                            ("sms", "Text message"),
                            ("desk", "Desk"),
                            ("admin", "Administration"),
                            ("command", "Command line"),
                            ("system", "System"),
                        ],
                        max_length=20,
                        verbose_name="channel",
                    ),
                ),
                ("received_at", models.DateTimeField(verbose_name="received")),
                ("signers", models.PositiveSmallIntegerField(default=1, verbose_name="persons who signed")),
            ],
            options={
                "verbose_name": "letter",
                "verbose_name_plural": "letters",
                "ordering": ("-received_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="MemberWithdrawal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
            ],
            options={
                "verbose_name": "withdrawal of one person",
                "verbose_name_plural": "withdrawals of single persons",
            },
        ),
        migrations.CreateModel(
            name="Petitioner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", organization.vault.SealedTextField(verbose_name="name")),
                (
                    "is_representative",
                    models.BooleanField(default=False, verbose_name="speaks for the others"),
                ),
            ],
            options={
                "verbose_name": "petitioner",
                "verbose_name_plural": "petitioners",
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Recount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fingerprint", models.CharField(max_length=64)),
                ("lane", models.PositiveSmallIntegerField(default=0, verbose_name="lane")),
                ("started_at", models.DateTimeField(verbose_name="started")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished")),
                ("total", models.PositiveIntegerField(default=0, verbose_name="terms to look at")),
                ("done", models.PositiveIntegerField(default=0, verbose_name="looked at")),
                ("changed", models.PositiveIntegerField(default=0, verbose_name="due another day")),
                ("failed", models.PositiveIntegerField(default=0, verbose_name="could not be counted")),
                ("last_term", models.BigIntegerField(default=0, editable=False)),
            ],
            options={
                "verbose_name": "recount of terms",
                "verbose_name_plural": "recounts of terms",
                "ordering": ("-started_at", "lane"),
            },
        ),
        migrations.AddConstraint(
            model_name="recount",
            constraint=models.UniqueConstraint(fields=("fingerprint", "lane"), name="recount_lane_once"),
        ),
        migrations.CreateModel(
            name="Recusal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("self", "The officer asked to be left out"),
                            ("relative", "A relative is concerned"),
                            ("interest", "The officer has a direct interest"),
                            ("complained", "The officer is one of those complained about"),
                        ],
                        max_length=20,
                        verbose_name="ground",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                ("actor_name", models.CharField(max_length=200, verbose_name="who")),
                ("actor_post", models.CharField(blank=True, max_length=500, verbose_name="in which post")),
                ("reason", models.TextField(verbose_name="why")),
            ],
            options={
                "verbose_name": "conflict of interest",
                "verbose_name_plural": "conflicts of interest",
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="TermExtension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("days", models.PositiveSmallIntegerField(verbose_name="days")),
                ("at", models.DateTimeField(verbose_name="when")),
                ("approved_by", models.CharField(max_length=200, verbose_name="approved by")),
                ("approved_post", models.CharField(max_length=500, verbose_name="in which post")),
                ("reason", models.TextField(verbose_name="why")),
            ],
            options={
                "verbose_name": "extension",
                "verbose_name_plural": "extensions",
                "ordering": ("number",),
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("regular", "Regular reception"),
                            ("periodic", "Periodic reception by the head"),
                            ("unscheduled", "Unscheduled reception by the head"),
                        ],
                        default="regular",
                        max_length=20,
                        verbose_name="sort of reception",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                ("persons", models.PositiveSmallIntegerField(default=1, verbose_name="persons who came")),
            ],
            options={
                "verbose_name": "visit",
                "verbose_name_plural": "visits",
                "ordering": ("-at", "-id"),
            },
        ),
        migrations.AddField(
            model_name="forwardingletter",
            name="case",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="forwarding_letter",
                to="cases.case",
                verbose_name="case",
            ),
        ),
        migrations.AddField(
            model_name="forwardingletter",
            name="posting",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organization.posting",
            ),
        ),
        migrations.AddField(
            model_name="forwardingletter",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organization.unit",
                verbose_name="issued by",
            ),
        ),
        migrations.AddField(
            model_name="historicalcountingpolicy",
            name="history_user",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicaljurisdiction",
            name="history_user",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalletter",
            name="history_user",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalletter",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="organization.unit",
                verbose_name="received by",
            ),
        ),
        migrations.AddField(
            model_name="historicalvisit",
            name="history_user",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalvisit",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="organization.unit",
                verbose_name="received by",
            ),
        ),
        migrations.AddConstraint(
            model_name="jurisdiction",
            constraint=models.UniqueConstraint(
                fields=("code", "valid_from"), name="jurisdiction_code_from_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="jurisdiction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="jurisdiction_validity_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="jurisdiction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_by", "outside"), _negated=True),
                    models.Q(("outside_body", ""), _negated=True),
                    _connector="OR",
                ),
                name="jurisdiction_names_outside_body",
                violation_error_message="Name the body outside.",
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="letters",
                to="organization.unit",
                verbose_name="received by",
            ),
        ),
        migrations.AddField(
            model_name="memberwithdrawal",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="member_withdrawals",
                to="cases.case",
                verbose_name="case",
            ),
        ),
        migrations.AddField(
            model_name="petitioner",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="petitioners",
                to="cases.case",
                verbose_name="case",
            ),
        ),
        migrations.AddField(
            model_name="memberwithdrawal",
            name="petitioner",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="withdrawal",
                to="cases.petitioner",
                verbose_name="petitioner",
            ),
        ),
        migrations.AddField(
            model_name="recusal",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="recusals",
                to="cases.case",
                verbose_name="case",
            ),
        ),
        migrations.AddField(
            model_name="recusal",
            name="declared_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organization.posting",
                verbose_name="declared by",
            ),
        ),
        migrations.AddField(
            model_name="recusal",
            name="officer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="recusals",
                to="organization.officer",
                verbose_name="officer",
            ),
        ),
        migrations.AddField(
            model_name="termextension",
            name="posting",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organization.posting",
            ),
        ),
        migrations.AddField(
            model_name="termextension",
            name="term",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="extensions",
                to="cases.term",
                verbose_name="term",
            ),
        ),
        migrations.AddField(
            model_name="visit",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="visits",
                to="organization.unit",
                verbose_name="received by",
            ),
        ),
        migrations.AddConstraint(
            model_name="forwardingletter",
            constraint=models.UniqueConstraint(
                fields=("unit", "year", "number"), name="forwarding_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="historicalcountingpolicy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("actor_kind__in", ["citizen", "officer", "system"]),
                    django.db.models.lookups.GreaterThan(
                        django.db.models.functions.text.Length(
                            django.db.models.functions.text.Trim("actor_name")
                        ),
                        0,
                    ),
                ),
                name="cases_historicalcountingpolicy_who",
            ),
        ),
        migrations.AddConstraint(
            model_name="historicalcountingpolicy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.GreaterThan(
                        django.db.models.functions.text.Length(
                            django.db.models.functions.text.Trim("actor_post")
                        ),
                        0,
                    ),
                    models.Q(("actor_kind", "officer"), _negated=True),
                    _connector="OR",
                ),
                name="cases_historicalcountingpolicy_post",
            ),
        ),
        migrations.AddConstraint(
            model_name="historicalcountingpolicy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.GreaterThan(
                        django.db.models.functions.text.Length(
                            django.db.models.functions.text.Trim("history_change_reason")
                        ),
                        0,
                    )
                ),
                name="cases_historicalcountingpolicy_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="historicaljurisdiction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("actor_kind__in", ["citizen", "officer", "system"]),
                    django.db.models.lookups.GreaterThan(
                        django.db.models.functions.text.Length(
                            django.db.models.functions.text.Trim("actor_name")
                        ),
                        0,
                    ),
                ),
                name="cases_historicaljurisdiction_who",
            ),
        ),
        migrations.AddConstraint(
            model_name="historicaljurisdiction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.GreaterThan(
                        django.db.models.functions.text.Length(
                            django.db.models.functions.text.Trim("actor_post")
                        ),
                        0,
                    ),
                    models.Q(("actor_kind", "officer"), _negated=True),
                    _connector="OR",
                ),
                name="cases_historicaljurisdiction_post",
            ),
        ),
        migrations.AddConstraint(
            model_name="historicaljurisdiction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.GreaterThan(
                        django.db.models.functions.text.Length(
                            django.db.models.functions.text.Trim("history_change_reason")
                        ),
                        0,
                    )
                ),
                name="cases_historicaljurisdiction_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="historicalletter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("actor_kind__in", ["citizen", "officer", "system"]),
                    django.db.models.lookups.GreaterThan(
                        django.db.models.functions.text.Length(
                            django.db.models.functions.text.Trim("actor_name")
                        ),
                        0,
                    ),
                ),
                name="cases_historicalletter_who",
            ),
        ),
        migrations.AddConstraint(
            model_name="historicalletter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.GreaterThan(
                        django.db.models.functions.text.Length(
                            django.db.models.functions.text.Trim("actor_post")
                        ),
                        0,
                    ),
                    models.Q(("actor_kind", "officer"), _negated=True),
                    _connector="OR",
                ),
                name="cases_historicalletter_post",
            ),
        ),
        migrations.AddConstraint(
            model_name="historicalletter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.GreaterThan(
                        django.db.models.functions.text.Length(
                            django.db.models.functions.text.Trim("history_change_reason")
                        ),
                        0,
                    )
                ),
                name="cases_historicalletter_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="historicalvisit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("actor_kind__in", ["citizen", "officer", "system"]),
                    django.db.models.lookups.GreaterThan(
                        django.db.models.functions.text.Length(
                            django.db.models.functions.text.Trim("actor_name")
                        ),
                        0,
                    ),
                ),
                name="cases_historicalvisit_who",
            ),
        ),
        migrations.AddConstraint(
            model_name="historicalvisit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.GreaterThan(
                        django.db.models.functions.text.Length(
                            django.db.models.functions.text.Trim("actor_post")
                        ),
                        0,
                    ),
                    models.Q(("actor_kind", "officer"), _negated=True),
                    _connector="OR",
                ),
                name="cases_historicalvisit_post",
            ),
        ),
        migrations.AddConstraint(
            model_name="historicalvisit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.GreaterThan(
                        django.db.models.functions.text.Length(
                            django.db.models.functions.text.Trim("history_change_reason")
                        ),
                        0,
                    )
                ),
                name="cases_historicalvisit_why",
            ),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(fields=["unit", "received_at"], name="letter_by_unit"),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(("signers__gte", 1)), name="letter_has_signer"
            ),
        ),
        migrations.AddConstraint(
            model_name="recusal",
            constraint=models.UniqueConstraint(fields=("case", "officer"), name="recusal_once"),
        ),
        migrations.AddConstraint(
            model_name="recusal",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="recusal_has_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="termextension",
            constraint=models.UniqueConstraint(fields=("term", "number"), name="extension_number_once"),
        ),
        migrations.AddConstraint(
            model_name="termextension",
            constraint=models.CheckConstraint(
                condition=models.Q(("days__gt", 0), models.Q(("reason", ""), _negated=True)),
                name="extension_has_days_and_why",
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(fields=["unit", "at"], name="visit_by_unit"),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(("persons__gte", 1)), name="visit_has_person"
            ),
        ),
    ]
