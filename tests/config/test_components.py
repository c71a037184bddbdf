"""The design keeps its promises: every component is shown, readable in both schemes, small, and bound to its words."""

from __future__ import annotations

import gzip
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser, User
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, clear_url_caches, reverse
from django.utils.html import format_html
from pytest_django import Settings

from config import urls
from config.env import BASE_DIR
from organization.actors import Actor, ActorKind, Channel

COMPONENTS = BASE_DIR / "templates/components"
TOKENS = BASE_DIR / "static/css/tokens.css"
STYLE = BASE_DIR / "static/css/lang-nghe.css"
TEXT = 4.5
SHAPE = 3.0
TONES = ("neutral", "ok", "info", "warn", "late", "sealed")
PAIRS = [
    *[("ink", ground, TEXT) for ground in ("paper", "surface", "sunken", "accent-wash")],
    *[("ink-soft", ground, TEXT) for ground in ("paper", "surface", "sunken", "accent-wash")],
    *[("accent", ground, TEXT) for ground in ("paper", "surface", "sunken", "accent-wash")],
    *[("accent-strong", ground, TEXT) for ground in ("paper", "surface", "accent-wash")],
    *[(tone, f"{tone}-wash", TEXT) for tone in TONES],
    *[("ink", f"{tone}-wash", TEXT) for tone in TONES],
    *[(tone, ground, TEXT) for tone in TONES for ground in ("paper", "surface")],
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-strong", TEXT),
    ("surface", "late", TEXT),
    ("on-band", "band", TEXT),
    ("on-band-soft", "band", TEXT),
    ("band-brass", "band", SHAPE),
    ("band-focus", "band", SHAPE),
    *[("focus", ground, SHAPE) for ground in ("paper", "surface", "sunken", "late-wash")],
    *[("line-strong", ground, SHAPE) for ground in ("paper", "surface", "sunken")],
]


class Form(forms.Form):
    kind = forms.ChoiceField(
        label="Kind",
        widget=forms.RadioSelect,
        choices=[("a", format_html("{} <small>{}</small>", "First", "which is <b>"))],
    )
    text = forms.CharField(label="What", help_text="In your words", widget=forms.Textarea)
    phone = forms.CharField(label="Phone", required=False)
    agree = forms.BooleanField(label="Agree", help_text="Or not", required=False)
    once = forms.CharField(widget=forms.HiddenInput, initial="3f1c", required=False)


@pytest.fixture
def _production(settings: Settings) -> Iterator[None]:
    """The addresses as they are in production."""
    settings.ENVIRONMENT = "production"
    importlib.reload(urls)
    clear_url_caches()
    yield
    settings.ENVIRONMENT = "development"
    importlib.reload(urls)
    clear_url_caches()


def palette(scheme: str) -> dict[str, str]:
    """Every colour of `scheme`, light or dark, as six hexadecimal digits by its name."""
    light, rest = TOKENS.read_text(encoding="utf-8").split("@media screen and (prefers-color-scheme: dark)")
    dark = rest.split("@media print")[0]
    found = re.findall(r"--([\w-]+): #([0-9a-f]{3,6});", light + dark if scheme == "dark" else light)
    return {name: value if len(value) == 6 else "".join(d * 2 for d in value) for name, value in found}


def contrast(first: str, second: str) -> float:
    """The contrast ratio of WCAG 2.2, between 1 and 21."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def page_for(role: str = "", *, administers: bool = False) -> str:
    """A page as somebody in `role` sees it, or a citizen when there is none."""
    request = RequestFactory().get("/somewhere/", {"a": "1"})
    request.user = User(username="x", is_staff=administers) if role or administers else AnonymousUser()
    actor = (
        Actor(ActorKind.OFFICER, "Trần Văn Ví Dụ", "Head", role=role, channel=Channel.DESK) if role else None
    )
    request.actor = actor  # type: ignore[attr-defined]  # what the middleware sets
    return render_to_string("404.html", request=request)


def field(name: str, data: dict[str, str] | None = None) -> str:
    return render_to_string("components/field.html", {"field": Form(data)[name]})


def test_in_development_a_page_shows_every_component(client: Client) -> None:
    shown = client.get(reverse("components")).templates
    names = {template.name for template in shown}
    assert {f"components/{path.name}" for path in COMPONENTS.glob("*.html")} <= names


@pytest.mark.usefixtures("_production")
def test_outside_development_that_page_is_absent(client: Client) -> None:
    with pytest.raises(NoReverseMatch):
        reverse("components")
    assert client.get("/components/").status_code == 404


@pytest.mark.parametrize("path", sorted(COMPONENTS.glob("*.html")), ids=lambda path: path.stem)
def test_a_component_says_what_it_is_and_what_it_takes(path: Path) -> None:
    assert re.match(r"(\{% load [\w ]+ %\}\n)?\{% comment %\}\n\S", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_colours_that_meet_can_be_told_apart(scheme: str, front: str, ground: str, least: float) -> None:
    colours = palette(scheme)
    assert contrast(colours[front], colours[ground]) >= least


def test_a_grey_that_nobody_could_read_would_be_seen() -> None:
    assert contrast("ffffff", "000000") == pytest.approx(21)
    assert contrast("aaaaaa", "ffffff") < SHAPE


def test_every_colour_is_named_among_the_tokens() -> None:
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", STYLE.read_text(encoding="utf-8")) == []


def test_every_token_is_defined_and_used() -> None:
    tokens, style = TOKENS.read_text(encoding="utf-8"), STYLE.read_text(encoding="utf-8")
    defined = set(re.findall(r"(--[\w-]+):", tokens + style))
    used = set(re.findall(r"var\((--[\w-]+)", tokens + style))
    assert used == defined


def test_the_stylesheets_are_small_and_fetch_nothing() -> None:
    sheets = TOKENS.read_bytes() + STYLE.read_bytes()
    assert len(gzip.compress(sheets)) <= 10 * 1024
    assert b"url(" not in sheets
    assert b"@import" not in sheets


def test_a_field_ties_its_label_help_and_error_to_its_control() -> None:
    html = field("text", {"text": ""})
    assert '<label for="id_text">What' in html
    assert 'aria-describedby="id_text_helptext id_text_error"' in html
    assert 'id="id_text_helptext"' in html
    assert 'id="id_text_error"' in html
    assert 'aria-invalid="true"' in html


def test_what_may_be_left_empty_says_so() -> None:
    assert 'class="mark"' in field("phone")
    assert 'class="mark"' not in field("text")


def test_a_group_of_choices_has_a_legend_and_one_label_each() -> None:
    html = field("kind", {"kind": ""})
    assert '<fieldset class="field invalid" id="id_kind"' in html
    assert "<legend>Kind" in html
    assert 'for="id_kind_0"' in html
    assert "First <small>which is &lt;b&gt;</small>" in html


def test_a_hidden_field_comes_out_bare() -> None:
    assert field("once").strip() == '<input type="hidden" name="once" value="3f1c" id="id_once">'


def test_the_summary_of_errors_leads_to_each_field() -> None:
    form = Form({"kind": "", "text": ""})
    form.add_error(None, "Sent twice")
    summary = render_to_string("components/errors.html", {"form": form})
    page = "".join(field(name, {"kind": "", "text": ""}) for name in form.fields)
    targets = re.findall(r'href="#(\w+)"', summary)
    assert targets == ["id_kind", "id_text"]
    assert all(f'id="{target}"' in page for target in targets)
    assert "Sent twice" in summary
    assert 'role="alert"' in summary


def test_a_form_without_errors_has_no_summary() -> None:
    assert render_to_string("components/errors.html", {"form": Form()}).strip() == ""


def test_what_a_person_wrote_is_never_taken_for_markup() -> None:
    html = render_to_string("components/timeline.html", {"entries": [{"what": "<b>", "words": "<script>"}]})
    assert "&lt;b&gt;" in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize(
    ("state", "done", "now"),
    [
        ("received", 0, 1),
        ("accepted", 1, 1),
        ("in_progress", 2, 1),
        ("awaiting_citizen", 2, 1),
        ("suspended", 2, 1),
        ("answered", 3, 1),
        ("closed", 5, 0),
    ],
)
def test_the_steps_show_how_far_a_case_has_come(state: str, done: int, now: int) -> None:
    html = render_to_string("components/steps.html", {"state": state})
    assert html.count('class="done"') == done
    assert html.count('aria-current="step"') == now
    assert html.count("<li") == 5


def test_the_next_page_of_a_list_keeps_its_filters() -> None:
    page = Paginator(range(50), 20).page(2)
    request = RequestFactory().get("/", {"q": "rác & đất", "page": "2"})
    html = render_to_string("components/pager.html", {"page": page}, request=request)
    links = re.findall(r'href="([^"]+)"', html)
    assert [link.rpartition("=")[2] for link in links] == ["1", "3"]
    assert all("q=r%C3%A1c+%26+%C4%91%E1%BA%A5t" in link for link in links)


def test_a_list_of_one_page_has_no_pager() -> None:
    assert render_to_string("components/pager.html", {"page": Paginator([1], 20).page(1)}).strip() == ""


def test_a_late_clock_looks_late_and_says_its_rule() -> None:
    clock = {
        "label": "Settle by",
        "rule_code": "R1",
        "basis": "Law 42, article 28",
        "remaining": "2 days late",
    }
    html = render_to_string("components/clock.html", {"clock": {**clock, "is_late": True}})
    assert "tone-late" in html
    assert "R1" in html
    assert "Law 42, article 28" in html
    assert "tone-late" not in render_to_string("components/clock.html", {"clock": clock})


def test_a_standing_clock_says_what_would_follow_in_place_of_a_due_date() -> None:
    clock = {"label": "Settle by", "remaining": "stands still", "standing": "No due date.", "due": None}
    html = render_to_string("components/clock.html", {"clock": clock})
    assert "tone-warn" in html
    assert "No due date." in html
    assert "<time" not in html


def test_a_clock_told_to_a_citizen_leaves_out_what_only_officers_read() -> None:
    clock = {
        "label": "Answer",
        "remaining": "2 days left",
        "rule_code": "R1",
        "basis": "Law 42",
        "facts": [("Extension 1", "by Đỗ Văn Trưởng")],
        "story": "It is to be settled by Friday.",
    }
    html = render_to_string("components/clock.html", {"clock": clock})
    assert "It is to be settled by Friday." in html
    assert "Law 42" not in html
    assert "Trưởng" not in html


def test_a_citizen_is_led_to_report_and_track_and_an_officer_to_the_desk() -> None:
    citizen, officer = page_for(), page_for("officer")
    assert 'href="/report/"' in citizen
    assert 'href="/desk/"' not in citizen
    assert 'href="/desk/"' in officer
    assert "Trần Văn Ví Dụ" in officer


@pytest.mark.django_db
def test_an_inspector_is_led_to_inspection_and_not_to_the_desk() -> None:
    html = page_for("inspector")
    assert 'href="/inspection/"' in html
    assert 'href="/desk/"' not in html


@pytest.mark.django_db
def test_only_who_administers_is_led_to_administration() -> None:
    assert 'href="/admin/"' in page_for("administrator", administers=True)
    assert 'href="/admin/"' not in page_for("head")


@pytest.mark.django_db
def test_signing_out_and_changing_the_language_are_posted() -> None:
    html = page_for("head")
    assert '<form method="post" action="/accounts/logout/">' in html
    assert '<form method="post" action="/language/">' in html
    assert 'name="next" value="/somewhere/?a=1"' in html
    assert '<button name="language" value="en" lang="en">English</button>' in html


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "429", "500"])
def test_an_error_page_can_be_shown_when_nothing_else_works(name: str) -> None:
    html = render_to_string(f"{name}.html")
    assert '<html lang="vi">' in html
    assert html.count("<h1>") == 1
