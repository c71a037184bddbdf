"""What a text message means: real-life messages with and without accents, and anything else that a phone can send."""

from __future__ import annotations

import unicodedata

import pytest

from cases.vocabulary import Kind
from feedback.sms.grammar import Intent, Meaning, Prompt, parse

pytestmark = pytest.mark.once

CODE = "12345671"
FEEDBACK, COMPLAINT, PETITION = Kind.FEEDBACK, Kind.COMPLAINT, Kind.PETITION
LONG = "PA " + "Ngập từ đầu thôn đến cuối thôn. " * 49


def filed(text: str, kind: Kind = FEEDBACK, *, anonymous: bool = False, place: str = "") -> Meaning:
    return Meaning(Intent.FILE, text=text, kind=kind, anonymous=anonymous, place=place)


def answered(text: str, code: str = "", *, place: str = "") -> Meaning:
    return Meaning(Intent.ANSWER, text=text, code=code, place=place)


def tracked(code: str = "", *, wrong: str = "") -> Meaning:
    return Meaning(Intent.TRACK, code=code, wrong_code=wrong)


def rated(score: int | None, code: str = "", *, text: str = "", wrong: str = "") -> Meaning:
    return Meaning(Intent.RATE, code=code, wrong_code=wrong, score=score, text=text)


def unknown(text: str, score: int | None = None) -> Meaning:
    return Meaning(Intent.UNKNOWN, text=text, score=score)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        # A report, by keyword.
        ("PA rac chat dong o cho Giat ba ngay chua don", filed("rac chat dong o cho Giat ba ngay chua don")),
        ("pa: Rác chất đống ở chợ Giát", filed("Rác chất đống ở chợ Giát")),
        ("Pa.rác", filed("rác")),
        ("P.A rác thải", filed("rác thải")),
        ("PA, 3 ngày nay mất nước\nThôn 4", filed("3 ngày nay mất nước\nThôn 4", place="Thôn 4")),
        ("\u200e\u202ePA\x00 đường\tngập", filed("đường\tngập")),
        ("ＰＡ đường hỏng", filed("đường hỏng")),
        (unicodedata.normalize("NFD", "PA đường hỏng"), filed("đường hỏng")),
        ("GY nên lắp thêm đèn đường", filed("nên lắp thêm đèn đường")),
        ("Góp ý: lắp đèn", filed("Góp ý: lắp đèn")),
        ("phananh duong hong", filed("phananh duong hong")),
        ("Phản ánh đường hỏng", filed("Phản ánh đường hỏng")),
        ("phan ahn duong hong", filed("phan ahn duong hong")),
        ("phản anhs đường hỏng", filed("phản anhs đường hỏng")),
        ("kien nghi lam cau", filed("kien nghi lam cau", PETITION)),
        (
            "KN xa Quynh Luu thu phi sai quy dinh o cho Cau Giat",
            filed("xa Quynh Luu thu phi sai quy dinh o cho Cau Giat", COMPLAINT),
        ),
        (
            "Khiếu nại quyết định thu hồi đất số 12",
            filed("Khiếu nại quyết định thu hồi đất số 12", COMPLAINT),
        ),
        ("khieu nia thu phi", filed("khieu nia thu phi", COMPLAINT)),
        ("TO CAO truong thon lay tien", filed("TO CAO truong thon lay tien", Kind.TIP, anonymous=True)),
        ("Tố cáo: cán bộ X", filed("Tố cáo: cán bộ X", Kind.TIP, anonymous=True)),
        ("KHEN cô Lan tận tình", filed("KHEN cô Lan tận tình", Kind.PRAISE)),
        ("Khen thưởng không đúng người ở xã", filed("Khen thưởng không đúng người ở xã")),
        ("PA ANDANH can bo doi tien", filed("can bo doi tien", anonymous=True)),
        ("pa ẩn danh cán bộ đòi tiền", filed("cán bộ đòi tiền", anonymous=True)),
        ("paandanh can bo doi tien", filed("can bo doi tien", anonymous=True)),
        ("Ẩn danh: KN cán bộ đòi tiền", filed("cán bộ đòi tiền", COMPLAINT, anonymous=True)),
        ("ẩn danh cán bộ xã đòi tiền dân", filed("cán bộ xã đòi tiền dân", anonymous=True)),
        ("PA", filed("")),
        ("Phản ánh.", filed("")),
        ("PA ANDANH", filed("", anonymous=True)),
        (LONG, filed(LONG.removeprefix("PA ").strip())),
        # A report, because it is a sentence.
        ("Đường vào thôn ngập hết rồi", filed("Đường vào thôn ngập hết rồi")),
        ("dung xe truoc cong truong ca ngay", filed("dung xe truoc cong truong ca ngay")),
        ("Đánh giá học sinh không công bằng", filed("Đánh giá học sinh không công bằng")),
        ("Tra lai tien cho dan di", filed("Tra lai tien cho dan di")),
        ("Trả lời của xã không thoả đáng", filed("Trả lời của xã không thoả đáng")),
        ("Huỷ quyết định thu hồi đất", filed("Huỷ quyết định thu hồi đất")),
        ("tra cứu hồ sơ đất mãi không được", filed("tra cứu hồ sơ đất mãi không được")),
        ("<b>Rác</b> ở chợ chưa dọn", filed("<b>Rác</b> ở chợ chưa dọn")),
        ("2 ngay nay mat nuoc o thon 4", filed("2 ngay nay mat nuoc o thon 4", place="thon 4")),
        # How it stands.
        ("TC 12345671", tracked(CODE)),
        ("tc12345671", tracked(CODE)),
        ("Tra cứu PA 1234 5671", tracked(CODE)),
        ("tra cuu ma so 1234-5671", tracked(CODE)),
        ("12345671", tracked(CODE)),
        ("PA1234-5671", tracked(CODE)),
        ("Mã số: 1234.5671", tracked(CODE)),
        ("TC", tracked()),
        ("tra cuu ket qua", tracked()),
        ("TC 12345672", tracked(wrong="12345672")),
        ("TC 123", tracked(wrong="123")),
        ("1234567", tracked(wrong="1234567")),
        # A rating.
        ("DG 12345671 5", rated(5, CODE)),
        ("ĐG PA1234-5671 4 nhân viên tốt", rated(4, CODE, text="nhân viên tốt")),
        ("đánh giá 12345671 năm sao", rated(5, CODE)),
        ("DG 123456715", rated(5, CODE)),
        ("DG 4/5 12345671", rated(4, CODE)),
        ("dg 3", rated(3)),
        ("Đánh giá 5 sao", rated(5)),
        ("DG 12345671", rated(None, CODE)),
        ("DG 12345671 9", rated(None, CODE, text="9")),
        ("DG 12345672 5", rated(5, wrong="12345672")),
        ("5 12345671 rất tốt", rated(5, CODE, text="rất tốt")),
        # An answer, with its code.
        ("1 12345671", Meaning(Intent.CONFIRM, code=CODE)),
        ("2 12345671", Meaning(Intent.DISPUTE, code=CODE)),
        ("2-1234 5671 rác vẫn còn", Meaning(Intent.DISPUTE, code=CODE, text="rác vẫn còn")),
        ("12345671 2", Meaning(Intent.DISPUTE, code=CODE)),
        ("2 12345672", Meaning(Intent.DISPUTE, wrong_code="12345672")),
        ("TL 12345671 nhà tôi ở thôn 4", answered("nhà tôi ở thôn 4", CODE, place="thôn 4")),
        ("tra loi 12345671 thon 4", answered("thon 4", CODE, place="thon 4")),
        ("TL nhà ở thôn 4", answered("nhà ở thôn 4", place="thôn 4")),
        ("12345671 nhà tôi ở thôn 4", answered("nhà tôi ở thôn 4", CODE, place="thôn 4")),
        ("phan anh 12345671 nha toi o thon 4", answered("nha toi o thon 4", CODE, place="thon 4")),
        ("08082025 họp thôn thu tiền", filed("08082025 họp thôn thu tiền")),  # a day
        ("12345671 vẫn chưa xong", Meaning(Intent.DISPUTE, code=CODE, text="vẫn chưa xong")),
        ("đã xong 12345671", Meaning(Intent.CONFIRM, code=CODE)),
        ("2 12345671 đã xong", unknown("2 12345671 đã xong")),
        ("12345671 5 sao tận tình", rated(5, CODE, text="tận tình")),
        ("5 sao cho 12345671", rated(5, CODE)),
        ("tôi chấm 4 điểm", rated(4)),
        # Whose number it is, and what is taken back.
        ("XOA 12345671", Meaning(Intent.FORGET, code=CODE)),
        ("xoá số của tôi khỏi vụ 12345671", Meaning(Intent.FORGET, code=CODE)),
        ("XOA 12345672", Meaning(Intent.FORGET, wrong_code="12345672")),
        ("xoa so dien thoai", Meaning(Intent.FORGET)),
        ("xoá phản ánh 12345671", Meaning(Intent.WITHDRAW, code=CODE)),
        ("Tôi xin rút phản ánh 12345671", Meaning(Intent.WITHDRAW, code=CODE)),
        ("rút lại phản ánh của tôi", Meaning(Intent.WITHDRAW)),
        ("Cho toi rut lai phan anh hom qua, toi gui nham", Meaning(Intent.WITHDRAW, text="nham")),
        # Questions of their own.
        ("don cua toi bao gio co ket qua", tracked()),
        ("nhắn tin thế nào để phản ánh", Meaning(Intent.HELP)),
        ("HD cách gửi", Meaning(Intent.HELP)),
        ("huong dan toi lam so do", filed("huong dan toi lam so do")),
        # The rest.
        ("HUY 12345671", Meaning(Intent.WITHDRAW, code=CODE)),
        ("Huỷ phản ánh 12345671", Meaning(Intent.WITHDRAW, code=CODE)),
        ("hủy", Meaning(Intent.WITHDRAW)),
        ("HD", Meaning(Intent.HELP)),
        ("hướng dẫn", Meaning(Intent.HELP)),
        ("HELP", Meaning(Intent.HELP)),
        ("?", Meaning(Intent.HELP)),
        ("1", unknown("1", 1)),
        ("7", unknown("7", 7)),
        ("5 sao", unknown("5 sao", 5)),
        ("2026", unknown("2026")),
        ("0900000123", unknown("0900000123")),
        ("năm", unknown("năm")),
        ("rác thải", unknown("rác thải")),
        ("cảm ơn", unknown("cảm ơn")),
        ("'; DROP TABLE cases; --", unknown("'; DROP TABLE cases; --")),
        ("😡😡😡", unknown("😡😡😡")),
        ("", unknown("")),
    ],
)
def test_a_text_means(text: str, meaning: Meaning) -> None:
    assert parse(text) == meaning


DONE, NOT_DONE = Meaning(Intent.CONFIRM), Meaning(Intent.DISPUTE)


@pytest.mark.parametrize(
    ("prompt", "text", "meaning"),
    [
        (Prompt.CONFIRM, "1", DONE),
        (Prompt.CONFIRM, " 1. ", DONE),
        (Prompt.CONFIRM, "1 cảm ơn", DONE),
        (Prompt.CONFIRM, "ĐÃ XONG", DONE),
        (Prompt.CONFIRM, "xong roi cam on can bo", DONE),
        (Prompt.CONFIRM, "đồng ý", DONE),
        (Prompt.CONFIRM, "2", NOT_DONE),
        (
            Prompt.CONFIRM,
            "2 rác vẫn còn nguyên",
            Meaning(Intent.DISPUTE, text="rác vẫn còn nguyên"),
        ),
        (Prompt.CONFIRM, "chưa xong", Meaning(Intent.DISPUTE, text="chưa xong")),
        (Prompt.CONFIRM, "CHUA", Meaning(Intent.DISPUTE, text="CHUA")),
        (Prompt.CONFIRM, "không đồng ý", Meaning(Intent.DISPUTE, text="không đồng ý")),
        (Prompt.CONFIRM, "Chùa làng bị mất trộm", filed("Chùa làng bị mất trộm")),
        (Prompt.CONFIRM, "2 ngày nay mất nước", filed("2 ngày nay mất nước")),
        (Prompt.CONFIRM, "1 tuan nay mat dien", filed("1 tuan nay mat dien")),
        (Prompt.CONFIRM, "1 nhưng chưa xong", unknown("1 nhưng chưa xong")),
        (Prompt.CONFIRM, "5", unknown("5", 5)),
        (Prompt.CONFIRM, "2 đã xong rồi cảm ơn", unknown("2 đã xong rồi cảm ơn")),
        (Prompt.CONFIRM, "nhấn 1", DONE),
        (Prompt.CONFIRM, "hai", NOT_DONE),
        (Prompt.CONFIRM, "song r nha", DONE),
        (Prompt.CONFIRM, "đã có điện lại rồi cảm ơn", DONE),
        (Prompt.CONFIRM, "ok", unknown("ok")),
        (Prompt.CONFIRM, "vâng ạ", unknown("vâng ạ")),
        (Prompt.CONFIRM, "xong chưa", unknown("xong chưa")),
        *(
            (Prompt.CONFIRM, text, Meaning(Intent.DISPUTE, text=text))
            for text in (
                *(
                    "chx",
                    "nỏ",
                    "ko xong",
                    "rác vẫn còn nguyên",
                    "xong đâu mà xong",
                    "làm gì có xong",
                    "nói dối",
                ),
                *(
                    "xong mot nua",
                    "ho chi lam qua loa",
                    "còn lâu mới xong",
                    "đã làm xong rồi nhưng lại lún như cũ",
                ),
            )
        ),
        (Prompt.CONFIRM, "Cán bộ Quỳnh Văn hỏi giấy tờ", filed("Cán bộ Quỳnh Văn hỏi giấy tờ")),
        (Prompt.CONFIRM, "TC", tracked()),
        (Prompt.RATING, "5", rated(5)),
        (Prompt.RATING, "5 sao", rated(5)),
        (Prompt.RATING, "5*", rated(5)),
        (Prompt.RATING, "4/5", rated(4)),
        (Prompt.RATING, "năm", rated(5)),
        (Prompt.RATING, "bon diem", rated(4)),
        (Prompt.RATING, "2 rất tệ", rated(2, text="rất tệ")),
        (Prompt.RATING, "5 cán bộ rất nhiệt tình", rated(5, text="cán bộ rất nhiệt tình")),
        (Prompt.RATING, "10", rated(None)),
        (Prompt.RATING, "7/10", rated(None)),
        (Prompt.RATING, "0", rated(None)),
        (Prompt.RATING, "2 ngày nay mất nước", filed("2 ngày nay mất nước")),
        (Prompt.RATING, "⭐⭐⭐⭐", rated(4)),
        (Prompt.RATING, "5️⃣", rated(5)),
        (Prompt.RATING, "tôi cho 4 sao", rated(4)),
        (Prompt.RATING, "rất tốt", rated(5)),
        (Prompt.RATING, "rat te", rated(1)),
        (Prompt.RATING, "tạm được, bình thường", rated(None)),
        (Prompt.RATING, "bình thường", rated(None)),
        (Prompt.RATING, "4,5", rated(None)),
        (Prompt.RATING, "3 12345671", rated(3, CODE)),
        (Prompt.RATING, "PA mất nước", filed("mất nước")),
        (Prompt.QUESTION, "thôn 4", answered("thôn 4", place="thôn 4")),
        (Prompt.QUESTION, "0900000123", answered("0900000123")),
        (Prompt.QUESTION, "Huy", answered("Huy")),
        (Prompt.QUESTION, "2", answered("2")),
        (
            Prompt.QUESTION,
            "Trả lời: nhà ở thôn 4",
            answered("nhà ở thôn 4", place="thôn 4"),
        ),
        (Prompt.QUESTION, "HUY", Meaning(Intent.WITHDRAW)),
        (Prompt.QUESTION, "Phan Anh", answered("Phan Anh")),
        (Prompt.QUESTION, "Tôi gửi phản ánh hôm qua", answered("Tôi gửi phản ánh hôm qua")),
        (Prompt.PLACE, "0", answered("0")),
        (Prompt.PLACE, "Không cần", answered("Không cần")),
        (Prompt.PLACE, "xóm 5 Quỳnh Thạch", answered("xóm 5 Quỳnh Thạch", place="xóm 5 Quỳnh Thạch")),
        (Prompt.PLACE, "ngay trước cổng chợ, cạnh trường", answered("ngay trước cổng chợ, cạnh trường")),
        (Prompt.PLACE, "PA mất nước", filed("mất nước")),
        (Prompt.PLACE, "cán bộ thu tiền không có biên lai", filed("cán bộ thu tiền không có biên lai")),
        (
            Prompt.PLACE,
            "Ko co ai truc o tram y te, dua chau den phai ve",
            filed("Ko co ai truc o tram y te, dua chau den phai ve"),
        ),
        (Prompt.PLACE, "HUY", Meaning(Intent.WITHDRAW)),
        (Prompt.PLACE, "TC", tracked()),
        (Prompt.PLACE, "cảm ơn", unknown("cảm ơn")),
        (Prompt.PLACE, "👍", unknown("👍")),
        (Prompt.QUESTION, "TC 12345671", tracked(CODE)),
        (Prompt.QUESTION, "12345671", tracked(CODE)),
        (Prompt.QUESTION, "?", Meaning(Intent.HELP)),
    ],
)
def test_an_open_prompt_lets_plain_words_answer_it(prompt: Prompt, text: str, meaning: Meaning) -> None:
    assert parse(text, prompt) == meaning


@pytest.mark.parametrize("prompt", [None, *Prompt])
def test_a_text_means_the_same_without_its_accents_and_in_capitals(prompt: Prompt | None) -> None:
    accented = parse("Đánh giá 1234-5671 năm sao", prompt)
    assert accented == parse("DANH GIA 1234-5671 NAM SAO", prompt) == rated(5, CODE)
