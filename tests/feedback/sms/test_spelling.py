"""How people spell on a telephone: without accents, in shorthand, with slips and the keys of Telex and VNI left in."""

from __future__ import annotations

import unicodedata

import pytest

from cases.vocabulary import Kind
from feedback.sms.grammar import Intent, Meaning, Prompt, parse
from feedback.sms.lexicon.reading import read
from feedback.sms.lexicon.spelling import spelled_out

CODE = "12345671"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        # Keys of Telex and VNI that stayed in.
        ("phanr anhs dduwowngf hongr", Kind.FEEDBACK),
        ("pha3n a1nh d9u7o7ng ho3ng", Kind.FEEDBACK),
        ("khieeus naij veef ddaats", Kind.COMPLAINT),
        ("khie61u na5i ve62 d9a61t", Kind.COMPLAINT),
        ("to61 ca1o nha65n tie62n", Kind.TIP),
        # Slips of one letter, and the sounds of the place.
        ("khieu lai quyet dinh", Kind.COMPLAINT),
        ("kien ngi lam cau", Kind.PETITION),
        ("phãn ánh đường hỏng", Kind.FEEDBACK),
        ("Tố cao cán bộ", Kind.TIP),
        # Run together.
        ("PAduong hong", Kind.FEEDBACK),
        ("paduong hong", Kind.FEEDBACK),
        ("KNquyet dinh phat", Kind.COMPLAINT),
        ("khieunaiquyetdinhphat", Kind.COMPLAINT),
        ("phananhduong hong", Kind.FEEDBACK),
        ("phan anhduong hong", Kind.FEEDBACK),
        ("duonghongquakhongdiduocnua", Kind.FEEDBACK),
        # Letters of other sets, marks nobody sees.
        ("ＫＮ quyet dinh phat", Kind.COMPLAINT),
        ("𝐊𝐍 quyet dinh phat", Kind.COMPLAINT),
        (unicodedata.normalize("NFD", "Khiếu nại quyết định"), Kind.COMPLAINT),
        ("K\u200bN quyet dinh phat", Kind.COMPLAINT),
        ("\ufeff\u202eKN\u200d quyet dinh phat", Kind.COMPLAINT),
        # A greeting first, or who speaks.
        ("Kính gửi UBND xã. KN quyết định phạt", Kind.COMPLAINT),
        ("Kinh gui UBND xa Goc Da KN quyet dinh phat", Kind.COMPLAINT),
        ("Thưa anh chị, tôi muốn khiếu nại về việc thu phí", Kind.COMPLAINT),
        ("Alo! PA mat dien", Kind.FEEDBACK),
        ("Chung toi xin kien nghi lam cau", Kind.PETITION),
        ("Kính gửi xã\nEm xin tố cáo kế toán", Kind.TIP),
        ("Đơn khiếu nại: nhà tôi bị phạt oan", Kind.COMPLAINT),
        ("Soạn PA mất điện", Kind.FEEDBACK),
        ('"PA" mat dien', Kind.FEEDBACK),
        # KN before a request, TC before an accusation.
        ("KN de nghi xa lam cau", Kind.PETITION),
        ("KN xa bo tri them thung rac", Kind.PETITION),
        ("KN xa thu phi sai", Kind.COMPLAINT),
        ("TC truong thon lay tien cua dan", Kind.TIP),
    ],
)
def test_a_keyword_is_known_however_it_is_typed(text: str, kind: Kind) -> None:
    meaning = parse(text)
    assert (meaning.intent, meaning.kind) == (Intent.FILE, kind)
    assert meaning.anonymous == (kind == Kind.TIP)


@pytest.mark.parametrize(
    "text",
    [
        "Tờ cáo thị ở cổng làng bị xé",  # not "tố cáo"
        "Khèn của bản bị mất trộm",  # not "khen"
        "Khen thưởng không đúng người ở xã",
        "pano quang cao do xuong duong",
        "Huỷ hoại rừng phòng hộ ven biển",
        "HD thue dat het han ma khong ai goi",
        "dg thon 5 hong het roi",
        "TL537 nhieu o ga qua",
        "Chậm 4 ngày chưa trả kết quả",
        "Xóa sổ hộ nghèo không đúng",
        "Rut tien ho tro cua dan",
        "Dừng xe trước cổng trường cả ngày",
        "Tiep dan ma khong co lanh dao",
        "know that the road is broken",
        "Dong ho nuoc nha toi so 20481197 chay nhanh",
    ],
)
def test_a_word_that_only_looks_like_a_keyword_stays_in_the_sentence(text: str) -> None:
    assert parse(text) == Meaning(Intent.FILE, text=text, kind=Kind.FEEDBACK, place=parse(text).place)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("TC 1234567I", ""),
        ("TC O0944252", "00944252"),
        ("tra cu71u 12345671", CODE),
        ("Tra cứu một hai ba bốn năm sáu bảy một", CODE),
        ("cho toi hoi ma so 1234.5671 den dau roi", CODE),
        ("phan anh 12345671 ntn r", CODE),
        ("xem 12345671", CODE),
        ("12345671 xong chua vay", CODE),
        ("TC <12345671>", CODE),
    ],
)
def test_a_code_is_looked_up_however_it_is_asked_for(text: str, code: str) -> None:
    meaning = parse(text)
    assert (meaning.intent, meaning.code) == (Intent.TRACK, code)


@pytest.mark.parametrize(
    "text", ["20-11-2025", "5.10.1950", "24.500.000", "0900000123", "0900 000 123", "+84 900 000 123"]
)
def test_a_day_a_sum_and_a_telephone_number_are_no_codes(text: str) -> None:
    assert parse(text).intent == Intent.UNKNOWN
    assert parse(text, Prompt.QUESTION) == Meaning(Intent.ANSWER, text=text)


@pytest.mark.parametrize(
    ("typed", "written_out"),
    [
        ("xog r nhé", "xong roi nhe"),
        ("ko đc j", "khong duoc gi"),
        ("nỏ chộ ai mần chi mô", "khong thay ai lam gi dau"),
        ("nó", "no_"),
        ("cho xem", "cho xem"),
        ("chùa", "chua_"),
        ("Chuwa xong roofi", "chua xong roi"),
        ("kho6ng d9o62ng y1", "khong dong y"),
        ("xóm 5, thôn4", "xom 5 thon4"),
    ],
)
def test_shorthand_is_written_out_unless_its_accents_say_another_word(typed: str, written_out: str) -> None:
    assert spelled_out(read(typed)) == written_out


@pytest.mark.parametrize(
    "text",
    [
        "Alo alo",
        "xin chào cán bộ ạ",
        "Cảm ơn các anh chị nhiều",
        "Chúc mừng năm mới cả nhà",
        "Mẹ ơi tối nay con về muộn",
        "[QC] Khuyến mãi 50% gói cước tháng này",
        "QC: lap dat internet gia re",
        "Vay tien nhanh lai suat 0% duyet trong 5 phut LH 0900 000 111",
        "hahahahahahahahahahaha",
    ],
)
def test_what_reports_nothing_is_no_report_however_long_it_is(text: str) -> None:
    assert parse(text) == Meaning(Intent.UNKNOWN, text=text)


@pytest.mark.parametrize(
    "text",
    [
        "Tin nhan quang cao vay tien lai suat cao lam phien dan",
        "Cảm ơn xã đã làm đường nhưng còn đoạn cuối chưa làm",
        "ສາຍໄຟຟ້າຂາດຢູ່ບ້ານ",
        "村口的路灯坏了三天了",
        "There is a big hole in the road",
    ],
)
def test_a_report_is_one_in_any_language_and_with_any_manners(text: str) -> None:
    assert parse(text).intent == Intent.FILE


@pytest.mark.parametrize(
    "text",
    [
        "Tôi xin được giấu tên. Cán bộ đòi tiền dân",
        "Can bo doi tien dan, xin giau ten",
        "xin dung neu ten toi, can bo doi tien dan",
        "PA cán bộ đòi tiền, mong giữ kín tên",
        "Kính gửi UBND xã. Tôi xin ẩn danh: cán bộ đòi tiền",
    ],
)
def test_the_wish_to_stay_unnamed_is_heard_anywhere(text: str) -> None:
    assert parse(text).anonymous


@pytest.mark.parametrize(
    "text",
    ["PA cong an danh nguoi ban hang", "Tôi không muốn ẩn danh, đường hỏng quá", "có kẻ giấu tên dọa dân"],
)
def test_nobody_is_made_unnamed_by_a_word_that_looks_like_it(text: str) -> None:
    assert parse(text).intent == Intent.FILE
    assert not parse(text).anonymous
