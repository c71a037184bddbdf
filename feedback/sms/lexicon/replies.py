"""What people say of a case in words: that it is solved or not, how good it was, how it stands; and how to use this.

Patterns look at words written out (`spelled_out`): small plain letters, one space between.
"""

from __future__ import annotations

import re

from feedback.sms.lexicon.reading import vocabulary

_SHORT = 8  # words: what a few words say of a case, many may say of something else
_CLAUSE = 14

_SOLVED = re.compile(
    r"\b(?:xong|dong y|nhat tri|xac nhan|hoan thanh|hoan tat|hai long|(?:dung|sach|on|tot|duoc|het|co) (?:se )?roi"
    r"|(?:da|duoc) (?:duoc )?(?:sua|don|lam|giai quyet|xu ly|khac phuc|thong|lap|va|thay|tra)"
    r"|da co|roi(?= a$|$))\b|^(?:vang )?dung(?: (?:vay|the|a))*$"
)
# Words of a text that says so and nothing else.
_ALL_SOLVED = vocabulary(
    "1 a ad anh ba bac ban bo cac cai cam can chi chinh chu chung co con cong da dan day den dep di dien don "
    "dong du dung duoc duong em giai giay gi hai het ho hoan huu khac lai lam lam_ lap long lai_ minh moi mot "
    "nay nha nhan nhanh nhat nhe nhieu nuoc o ok on ong phai phuc qua quyen quyet rac rat roi sach se sinh so "
    "sua tat thank thanh thanks thay thoi thon thong to toi tot tra tri tui tuyet ubnd va vang ve voi vui "
    "xa xac xin xom xong xu y ly you"
)
_NOT = re.compile(
    r"\b(?:chua|khong|nhung|sai|van (?:con|chua|the|nhu|vay|y|day|bi|hong|ngap|tac|mat|hoi|nguyen|do|dong|tran)"
    r"|(?:y )?nhu (?:cu|truoc)|mot nua|nua chung|mot phan|do dang|lam au|qua loa|con thieu)\b"
    r"|\b(?:xong|co|sua|lam|don|thay|giai quyet) dau\b|\bdau co\b|\blam gi\b|\blau moi\b"
)
_NOT_IN_FRONT = re.compile(
    r"(?:(?:2 )?(?:da |thua |xin |toi |thay |a )*)(?:chua|khong (?:xong|duoc|dong y|hai long|dung|phai|on|thay|sach|co"
    r"|ai|lam)|sai|noi (?:doi|lao)|bao (?:cao )?lao|van chua|van con|con (?:lau|thieu)|khong(?= a$|$)|khong yet)\b"
)
_SURELY_NOT = re.compile(
    r"(?:2 )?(?:khong (?:xong|duoc|dong y|hai long|dung|phai)|sai"
    r"|(?:van )?chua (?:dau|xong|duoc|he|on|sach)|van con)\b"
)
_STILL = re.compile(
    r"(?<!quynh )\bvan (?:con|chua|the|nhu|vay|y|day|bi|hong|ngap|tac|mat|hoi|nguyen|do|dong|tran)\b|\by nhu cu\b"
    r"|\bnhu cu$|\b(?:xong|sua|lam|don|giai quyet) dau\b|\b(?:mot nua|do dang|lam au|qua loa|lam gi co)\b"
    r"|\b(?:xong|lam|lap|sua|don|thay) roi nhung\b|^roi nhung\b"
)
_AS_THE_SPEAKER = r"(?:(?:chung|cua|da|em|gui|hom|kia|ma|minh|nay|nha|qua|roi|so|toi|truoc|tui|ve|vua) )*"
_STATE = (
    r"(?:den dau|toi dau|ra sao|the nao|sao roi|co ket qua|bao gio|khi nao|xong chua|xu ly chua|giai quyet chua"
    r"|tinh hinh|ket qua|status)"
)
_HOW_IT_STANDS = re.compile(rf"\b{_STATE}\b")
_LOOK = re.compile(r"\b(?:kiem tra|tra cuu|xem)\b")
_ASKS = re.compile(
    rf"(?:(?:cho|xin|hoi|toi|em|minh|tui|muon|biet|alo|chao|can bo|thua|a) )*"
    rf"(?:phan anh|don|khieu nai|kien nghi|to cao|gop y|viec|vu|ho so phan anh|y kien) {_AS_THE_SPEAKER}"
    rf"(?:(?:duoc |da |dang )*(?:giai quyet|xu ly|tra loi|lam) )?{_STATE}(?: {_STATE})?"
    r"(?: (?:roi|a|vay|nhe|the|chua|ha|day|xa))*"
)
_A_CASE = re.compile(r"(?:ket qua|phan anh|ho so|don|khieu nai|kien nghi|tin)\b")
_SILENCE = re.compile(
    r"(?:(?:cac|anh|chi|can bo|ban|lam on|xin|vui long|de nghi|yeu cau|toi|em|minh|tui|muon|hay|thoi) )*"
    r"(?:dung_?|ngung|ngat|thoi_?|tat_?|huy|khong(?: muon| can| nhan)?)(?: co)?"
    r" (?:(?:nhan|gui|bao|nhac) )?(?:tin nhan|tin|sms)"
    r"(?: (?:cho|den|toi|em|minh|tui|so|nay|may|nua|di|nhe|a|lam phien|the|day|ve|vao))*"
)
_USE = vocabulary(
    "a alo anh bang bo cach can chi cho cu cua dan dan_ de dung duoc em gi giup gui hoi huong khieu kien kieu "
    "la lam mach minh muon nai nao nay ne nghi nhan nhu phai phan phap qua sao soan su tin the thi to cao toi "
    "tra cuu tui vay voi xin day"
)
_HOW = re.compile(r"\b(?:the nao|nhu nao|lam sao|sao|cach|huong dan|cu phap|kieu gi)\b")
_DOES = re.compile(r"\b(?:nhan tin|soan|gui|phan anh|khieu nai|kien nghi|su dung|dung|tra cuu|cu phap)\b")
_BEST_AND_WORST = {
    "rat tot": 5,
    "rat hai long": 5,
    "tuyet voi": 5,
    "qua tot": 5,
    "rat te": 1,
    "qua te": 1,
    "rat kem": 1,
}
_VERDICT = re.compile(
    rf"(?:da |toi |thay )*(?P<verdict>{'|'.join(_BEST_AND_WORST)})(?: (?:a|nhe|lam|luon|cam on))*"
)
_GOOD_OR_BAD = vocabulary("tot te kem kha long thuong duoc on")
_HOW_GOOD = _GOOD_OR_BAD | vocabulary(
    "a binh chua cung da hai hoi khong lam lam_ nhe qua rat tam thay toi trung binh"
)


def says_solved(spoken: str) -> bool:
    """Whether the words say that it is solved, and nothing else: "đã xong rồi", "đồng ý". A lone "ok" does not."""
    return (
        _SOLVED.search(spoken) is not None
        and _ALL_SOLVED.issuperset(spoken.split())
        and not contradicts(spoken)
    )


def agrees(spoken: str) -> bool:
    """Whether words after the digit of "solved" go with it."""
    return _SOLVED.search(spoken) is not None and not contradicts(spoken)


def contradicts(spoken: str) -> bool:
    """Whether there is a "not", a "but" or a "still" in it."""
    return _NOT.search(spoken) is not None


def says_unsolved(spoken: str) -> bool:
    """Whether the words say that it is not solved: "chưa", "không đồng ý", "rác vẫn còn", "xong đâu"."""
    if asks_how_it_stands(spoken) or spoken.endswith("xong chua"):
        return False
    count = spoken.count(" ") + 1
    if _NOT_IN_FRONT.match(spoken):
        return count <= _SHORT or _SURELY_NOT.match(spoken) is not None
    return (count <= _CLAUSE and _STILL.search(spoken) is not None) or (
        count <= _SHORT and " chua" in spoken and not spoken.endswith(" chua")
    )


def asks_how_it_stands(spoken: str) -> bool:
    """Whether the words ask how a case stands and nothing else: "phản ánh của tôi đến đâu rồi"."""
    return _ASKS.fullmatch(spoken) is not None


def speaks_of_a_case(spoken: str) -> bool:
    """Whether the words after "look up" name what is looked up: "phản ánh của tôi"."""
    return spoken.count(" ") < _SHORT and _A_CASE.match(spoken) is not None


def asks_about(spoken: str) -> bool:
    """Whether words with a code in them ask how its case stands."""
    count = spoken.count(" ") + 1
    return (count <= _CLAUSE and _HOW_IT_STANDS.search(spoken) is not None) or (
        count <= _SHORT and _LOOK.search(spoken) is not None
    )


def is_about_use(spoken: str) -> bool:
    """Whether the words speak of texting us and of nothing else: "cách gửi phản ánh"."""
    return _USE.issuperset(spoken.split())


def asks_for_help(spoken: str) -> bool:
    """Whether the words ask how to text us: "nhắn tin thế nào để phản ánh"."""
    return is_about_use(spoken) and _HOW.search(spoken) is not None and _DOES.search(spoken) is not None


def asks_for_silence(spoken: str) -> bool:
    """Whether the words ask us, in a sentence, not to text any more: that is no opt-out, and a reason to tell how."""
    return _SILENCE.fullmatch(spoken) is not None


def verdict(spoken: str) -> int | None:
    """The score that the ends of the scale are called by when a score is asked for: "rất tốt", "rất tệ"."""
    found = _VERDICT.fullmatch(spoken)
    return _BEST_AND_WORST[found["verdict"]] if found else None


def is_between(spoken: str) -> bool:
    """Whether the words say how good it was, but not by which score: "tốt", "bình thường"."""
    words = spoken.split()
    return _HOW_GOOD.issuperset(words) and not _GOOD_OR_BAD.isdisjoint(words)
