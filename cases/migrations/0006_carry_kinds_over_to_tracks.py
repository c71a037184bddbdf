"""What was said by kinds is said by tracks; a term of which somebody was reminded has had its reminders."""

from __future__ import annotations

from typing import Any

from django.db import migrations

TRACK_OF_KIND = {
    "feedback": "feedback",
    "petition": "feedback",
    "praise": "feedback",
    "complaint": "complaint",
    "denunciation": "denunciation",
    "tip": "tip",
}
FIRST = ["feedback", "rule_feedback", "complaint"]
FURTHER = [
    "complaint_second",
    "discipline",
    "discipline_second",
    "denunciation",
    "denunciation_further",
    "tip",
]
# The rules that were entered with the first version; any other keeps the tracks of its kinds.
TRACKS_OF_RULE = {
    "R1": ["feedback", "rule_feedback", "tip"],
    "P4": ["feedback", "tip"],
    "D4": ["denunciation", "denunciation_further"],
    "V1": FIRST + FURTHER,
    "V2": ["feedback", "rule_feedback", *[track for track in FURTHER if track != "discipline"]],
    "V3": FIRST + FURTHER,
}
EXTENSIONS_OF_RULE = {"P4": {"any": [1, 15]}, "D4": {"complex": [1, 30], "very_complex": [2, 30]}}
LENGTHS_OF_RULE = {"C2": {"remote": 45, "complex": 45, "complex+remote": 60}, "D1": {"several_places": 10}}
STARTS_OF_RULE = {
    "P4": "acceptance",
    "C2": "acceptance",
    "D4": "acceptance",
    "V1": "request",
    "V2": "answer",
    "V3": "expiry",
}


def carry_over(apps: Any, schema_editor: Any) -> None:
    case, term, rule = (apps.get_model("cases", name) for name in ("Case", "Term", "TermRule"))
    for kind, track in TRACK_OF_KIND.items():
        case.objects.filter(kind=kind).update(track=track)
    for each in rule.objects.all():
        each.tracks = TRACKS_OF_RULE.get(each.code) or sorted({TRACK_OF_KIND[kind] for kind in each.kinds})
        each.extensions = EXTENSIONS_OF_RULE.get(each.code, {})
        each.lengths = LENGTHS_OF_RULE.get(each.code, {})
        each.starts_with = STARTS_OF_RULE.get(each.code, "receipt")
        each.save()
    term.objects.exclude(reminded_at=None).update(reminders=2)


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_count_terms_by_circumstance")]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop, elidable=True)]
