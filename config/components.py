"""The page that shows every component of the design, in development only. All that it tells is invented."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import format_html

from config.env import BASE_DIR

TONES = ["ok", "info", "warn", "late", "sealed", "neutral"]
STATES = ["received", "accepted", "in_progress", "answered", "closed"]
FILES = [
    {"name": "Ảnh chụp đống rác.jpg", "url": "#files", "size": 418_204, "is_image": True},
    {"name": "Biên bản làm việc.pdf", "url": "#files", "size": 92_310, "is_image": False},
]


class Specimen(forms.Form):
    """One field of each kind."""

    kind = forms.ChoiceField(
        label="Ông/bà muốn gửi gì?",
        widget=forms.RadioSelect,
        choices=[
            ("feedback", format_html("Phản ánh <small>{}</small>", "Một việc chưa tốt cần được xử lý")),
            ("petition", format_html("Kiến nghị <small>{}</small>", "Một đề nghị với chính quyền")),
            ("praise", format_html("Khen ngợi <small>{}</small>", "Một cán bộ hoặc cơ quan phục vụ tốt")),
        ],
    )
    text = forms.CharField(
        label="Chuyện gì đã xảy ra?", help_text="Ở đâu, từ khi nào, ai có liên quan.", widget=forms.Textarea
    )
    unit = forms.ChoiceField(
        label="Xã", choices=[("", "–"), ("17179", "Xã Quỳnh Lưu"), ("17212", "Xã Quỳnh Anh")], required=False
    )
    phone = forms.CharField(
        label="Số điện thoại",
        help_text="Để báo tin cho ông/bà; không ai khác được thấy.",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    attachments = forms.FileField(label="Ảnh hoặc tệp PDF", help_text="Mỗi tệp tối đa 10 MB.", required=False)
    topics = forms.MultipleChoiceField(
        label="Liên quan đến",
        widget=forms.CheckboxSelectMultiple,
        choices=[("road", "Đường sá"), ("water", "Nước sạch"), ("waste", "Rác thải"), ("noise", "Tiếng ồn")],
        required=False,
    )
    anonymous = forms.BooleanField(
        label="Không cho biết tên tôi",
        help_text="Cán bộ xử lý sẽ không thấy tên và số điện thoại.",
        required=False,
    )
    once = forms.CharField(widget=forms.HiddenInput, initial="3f1c")


class Narrowing(forms.Form):
    """A filter bar as the desk has it."""

    text = forms.CharField(label="Tìm", required=False)
    state = forms.ChoiceField(
        label="Trạng thái", choices=[("", "Tất cả"), ("received", "Mới tiếp nhận")], required=False
    )
    until = forms.DateField(
        label="Đến hạn trước", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


def entries(at: datetime) -> list[dict[str, Any]]:
    """What happened to an invented case, oldest first."""
    officer, head = "Nguyễn Thị Mẫu", "Trần Văn Ví Dụ"
    return [
        {
            "what": "Tiếp nhận qua tin nhắn",
            "who": "Công dân",
            "when": at - timedelta(days=9),
            "tone": "info",
            "words": "Xe tai do rac canh truong mam non thon 5 da ba ngay nay, mui rat hoi.",
        },
        {
            "what": "Thụ lý",
            "who": officer,
            "post": "Chuyên viên, UBND xã Quỳnh Anh",
            "when": at - timedelta(days=8),
            "why": "Thuộc thẩm quyền của xã",
            "tone": "neutral",
        },
        {
            "what": "Chuyển lên cấp trên",
            "who": "Đồng hồ",
            "when": at - timedelta(days=2),
            "why": "Quá hạn giải quyết",
            "tone": "late",
        },
        {
            "what": "Trả lời",
            "who": head,
            "post": "Phó Chủ tịch UBND xã Quỳnh Anh",
            "when": at - timedelta(hours=3),
            "why": "Đã dọn xong và lắp biển cấm đổ rác",
            "tone": "ok",
            "files": FILES,
        },
    ]


def clocks(at: datetime) -> list[dict[str, Any]]:
    """A clock that runs, with its days counted; one that has run out, one that stands still, one told to a citizen."""
    first = date(2026, 8, 31)
    running = {
        "label": "Hạn giải quyết",
        "due": at + timedelta(days=4),
        "remaining": "Còn 3 ngày làm việc",
        "rule_code": "R1",
        "rule_name": "Trả lời lần đầu",
        "basis": "Luật Tiếp công dân 2013, Điều 28",
        "confirmed": False,
        "facts": [("Tính từ", "Tiếp nhận, 09:00 31/08/2026"), ("Thời hạn theo luật", "10 ngày làm việc")],
        "is_late": False,
        "days": [
            {"date": first, "counted": True, "why": "Ngày làm việc"},
            {"date": first + timedelta(days=1), "counted": False, "why": "Nghỉ lễ Quốc khánh"},
            {"date": first + timedelta(days=2), "counted": False, "why": "Quốc khánh"},
            {"date": first + timedelta(days=3), "counted": True, "why": "Ngày làm việc"},
        ],
    }
    late = {**running, "due": at - timedelta(days=3), "remaining": "Quá hạn 2 ngày làm việc", "is_late": True}
    standing = {
        **running,
        "due": None,
        "remaining": "Tạm dừng tính thời hạn",
        "standing": "Chưa có ngày hết hạn. Nếu tiếp tục hôm nay thì hết hạn vào Thứ Sáu 16/10/2026.",
        "days": [],
    }
    told = {
        **running,
        "story": "Ông/bà nhận được trả lời lần đầu chậm nhất Thứ Hai 14/09/2026. Đó là 10 ngày làm việc.",
    }
    return [running, {**late, "days": []}, standing, told]


def rows(at: datetime) -> list[dict[str, Any]]:
    """A few lines of an inbox."""
    running, late, *_others = clocks(at)
    return [
        {
            "code": "1234 5671",
            "about": "Rác thải cạnh trường mầm non",
            "unit": "Xã Quỳnh Anh",
            "state": "Quá hạn",
            "tone": "late",
            "clock": late,
        },
        {
            "code": "2904 1183",
            "about": "Đèn đường thôn 3 hỏng",
            "unit": "Xã Quỳnh Lưu",
            "state": "Đang xử lý",
            "tone": "info",
            "clock": running,
        },
        {
            "code": "7718 0240",
            "about": "Thái độ của cán bộ một cửa",
            "unit": "Xã Quỳnh Lưu",
            "state": "Kín",
            "tone": "sealed",
            "clock": running,
        },
    ]


def components(request: HttpRequest) -> HttpResponse:
    """Show each component with invented content, as citizens and staff would meet it."""
    at = timezone.localtime()
    messages.success(request, "Đã gửi. Xin cảm ơn ông/bà.")
    wrong = Specimen({"kind": "", "phone": "12", "once": "3f1c"})
    wrong.add_error("phone", "Số điện thoại phải có 10 chữ số, ví dụ 0912 345 678.")
    wrong.add_error(None, "Biểu mẫu này đã được gửi một lần rồi.")
    context = {
        "tones": TONES,
        "states": STATES,
        "icons": sorted(path.stem for path in (BASE_DIR / "templates/components/icons").glob("*.svg")),
        "columns": ["Mã", "Nội dung", "Đơn vị", "Trạng thái", "Hạn"],
        "files": FILES,
        "form": Specimen(),
        "wrong": wrong,
        "narrowing": Narrowing(request.GET or None),
        "entries": entries(at),
        "clocks": clocks(at),
        "rows": rows(at),
        "page": Paginator(range(233), 20).get_page(request.GET.get("page")),
        "tabs": [
            {"label": "Của tôi", "url": "#tabs", "current": True, "count": 12},
            {"label": "Đơn vị tôi", "url": "#tabs", "count": 48},
            {"label": "Quá hạn", "url": "#tabs", "count": 3, "tone": "late"},
            {"label": "Chưa giao", "url": "#tabs", "count": 0},
        ],
        "facts": [
            ("Loại", "Phản ánh"),
            ("Lĩnh vực", "Vệ sinh môi trường"),
            ("Nơi xảy ra", "Thôn 5, xã Quỳnh Anh"),
            ("Đơn vị đang giữ", "UBND xã Quỳnh Anh"),
        ],
        "metrics": [
            {"label": "Đang giữ", "value": 48, "note": "12 của tôi"},
            {"label": "Quá hạn", "value": 3, "note": "6 % số đang giữ", "tone": "late", "url": "#metrics"},
            {"label": "Xong tại cơ sở", "value": "87 %", "note": "302 trên 347", "tone": "ok"},
            {"label": "Hài lòng", "value": "4,2", "note": "91 đánh giá"},
        ],
        "tiles": [
            {
                "url": "#tiles",
                "icon": "report",
                "title": "Gửi phản ánh",
                "text": "Không cần tài khoản, dưới một phút",
            },
            {"url": "#tiles", "icon": "track", "title": "Tra cứu", "text": "Bằng mã tám chữ số"},
        ],
    }
    return render(request, "components_page.html", context)
