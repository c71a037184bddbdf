"""What stands around the matter of a text: greetings, who speaks, the wish to stay unnamed; and texts without one."""

from __future__ import annotations

import re

from feedback.sms.lexicon.reading import Text, vocabulary

_ADDRESSEE = 16  # words at most between a greeting and the sign that ends it

_GREETING = (
    r"[\W_]*(?:a ?lo+|xin chao|chao|kinh (?:chao|thua|gui|de|bao|trinh)|thua|hello|hi|dear|gui|da thua|em chao)"
    r"(?![a-z0-9])"
)
_OPENING = re.compile(
    rf"{_GREETING}(?:[^\S\n]+[^\s,.:;!\-–]+){{0,{_ADDRESSEE}}}?[^\S\n]*(?:[,:;!\-–]+|\.(?=\s)|\n|\.$"
    r"|(?<=\s)(?=(?:toi|em|chung (?:toi|em)|chau|gia dinh toi|pa|kn|gy)(?![a-z])))"
)
_HAIL = re.compile(
    rf"{_GREETING}(?:[\W_]*(?:a|ah|ad|anh|ba|bac|ban|can bo|cac|chi|chu|chu tich|co|em|lanh dao|o|oi|ong|quy|tong dai"
    r"|ubnd|uy ban|xa)(?![a-z]))*"
)
# Who speaks, and that they wish to.
_SPEAKER = re.compile(
    r"(?:[\W_]*(?:ba con|can|chau|cho|chung|con|cua|dan|duoc|em|gia dinh|giup|gui|hoi|ho|kinh|lam|lam on|minh|mk|mong"
    r"|moi|muon|nhan|nhan dan|nhan tin|nho|noi dung|phep|soan|soan tin|thua|tin|toi|tui|don|ve viec|vui long|xin|y kien"
    r"|viet)(?![a-z])){1,8}[\W_]*"
)
_ANONYMOUS = re.compile(
    r"[\W_]*(?:(?:toi|em|chung toi|xin|duoc|phep|muon)[\W_]+){0,5}"
    r"(?:an ?danh|nac danh|giau (?:kin )?ten|giu (?:kin|bi mat) (?:ten|danh tinh)"
    r"|khong (?:neu|noi|de lo|tiet lo|ghi) ten)"
    r"(?: (?:cua )?(?:toi|em|minh))?(?![a-z])"
)
_WISH = re.compile(
    r"(?<!khong )(?<!chang )(?<![a-z])(?:xin|muon|mong|nho|de nghi|vui long|lam on|hay)(?: [a-z]+){0,3}?"
    r" (?:an ?danh|nac danh|giau (?:kin )?ten|giu (?:kin|bi mat)"
    r"|(?:khong|dung)(?: de)? (?:neu|noi|lo|tiet lo|ghi) (?:ten|danh tinh))(?![a-z])"
)
_TOKEN = re.compile(r"[^\W_]+")
_THANKS = vocabulary("alo hello hi chao cam thank thanks ok oke vang da uh um a on")
_COURTESY = _THANKS | vocabulary(
    "ad ah anh ba bac ban bo cac can chi chu co con dong duoc em het minh moi nguoi nha nhe nhen nhieu nhiu o "
    "oi ong qua rat roi toi tot va voi xa xin xong y ubnd you so much please lam phai thoi ai day do gi"
)
_WITHOUT_MATTER = re.compile(
    # Wishes, and words for somebody at home.
    r"[\W_]*(?:chuc (?:mung|ngu ngon|ngay moi|cuoi tuan)|happy |merry "
    r"|(?:me|ma|bo|vo|chong|cung|may|tao|vk|ck|con yeu|em yeu|anh yeu) oi(?![a-z])"
    # The label that the law wants on advertising (Decree 91/2020/NĐ-CP).
    r"|[\[(<]? ?qc(?![a-z])|[\[(<] ?(?:ad|quang cao) ?[\])>:])"
)
_OFFER = re.compile(
    r"(?<![a-z])(?:vay (?:tien|von)|lai suat|duyet (?:trong|nhanh|ngay)|giai ngan|khong (?:can )?the chap"
    r"|(?:lh|lien he)(?:[: ]+(?:ngay|zalo))*[: ]+[0-9]|khuyen mai|uu dai|giam gia|nhan ngay|(?:bam|click|nhan) vao"
    r"|(?:nhan|trung) thuong|trung xe|goi cuoc|mien phi|dat mua|dat hang"
    r"|chi tu|ket ban zalo|viec nhe|luong cao|nha cai|ca cuoc|https?://)"
)
OFFERS = 3  # so many in one text are advertising: one or two are also in complaints about it


def after_opening(said: Text) -> Text | None:
    """What follows a greeting or the words for who speaks: "Kính gửi UBND xã, tôi xin …"; None where there are none."""
    end = 0
    if found := _OPENING.match(said.plain) or _HAIL.match(said.plain):
        end = found.end()
    if found := _SPEAKER.match(said.plain, end):
        end = found.end()
    return said.after(end) if end else None


def after_anonymous(said: Text) -> Text | None:
    """What follows the wish to stay unnamed ("ẩn danh", "xin giấu tên") in front; None where it is not said there."""
    found = _ANONYMOUS.match(said.plain)
    return said.after(found.end()) if found else None


def wishes_to_be_unnamed(said: Text) -> bool:
    """Whether the text asks somewhere that the sender stays unnamed."""
    return _WISH.search(said.plain) is not None


def is_courtesy(said: Text) -> bool:
    """Whether the text is empty or only polite: "cảm ơn", "đã xong rồi"."""
    return all(word in _COURTESY for word in _TOKEN.findall(said.plain))


def is_thanks(said: Text) -> bool:
    """Whether the text greets or thanks and says nothing else."""
    words = _TOKEN.findall(said.plain)
    return not _THANKS.isdisjoint(words) and _COURTESY.issuperset(words)


def has_no_matter(said: Text) -> bool:
    """Whether a text, long as it may be, reports nothing: thanks, wishes, a word for somebody at home, advertising."""
    return (
        is_thanks(said)
        or _WITHOUT_MATTER.match(said.plain) is not None
        or len({found[0] for found in _OFFER.finditer(said.plain)}) >= OFFERS
    )
