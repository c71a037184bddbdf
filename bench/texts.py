"""What people text us, of every sort, for measuring and for the run with faults. All of it is invented."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Sort(StrEnum):
    """What becomes of a text: a case, an answer about cases, help, or a word that it was not understood."""

    REPORT = "report"
    TRACK = "track"
    HELP = "help"
    NONSENSE = "nonsense"


@dataclass(frozen=True)
class Sample:
    """A text and its sort. `{n}` in it stands for a number that makes it different from others of the same words."""

    words: str
    sort: Sort


SAMPLES = (
    Sample("PA rac chat dong o cho Cau Giat, gan quay so {n}, ba ngay chua ai don", Sort.REPORT),
    Sample("pa den duong thon {n} hong tu tuan truoc, toi den khong ai dam di", Sort.REPORT),
    Sample("Phản ánh: cột điện số {n} ở thôn 5 bị nghiêng, sắp đổ vào nhà dân", Sort.REPORT),
    Sample("PHAN ANH nuoc may o ngo {n} duc va co mui hoi", Sort.REPORT),
    Sample("KN xa Quynh Luu thu phi sai quy dinh o cho, hoa don so {n}", Sort.REPORT),
    Sample("khieu nai viec cap giay cham, ho so so {n}, hen ba lan roi chua co", Sort.REPORT),
    Sample("GY nen dat ghe da o nha van hoa thon {n} cho cac cu ngoi", Sort.REPORT),
    Sample("kien nghi sua lai doan duong vao xom {n}, mua la ngap", Sort.REPORT),
    Sample("khen chi tiep dan o bo phan mot cua, lam nhanh, so thu tu {n}", Sort.REPORT),
    Sample("PA ANDANH co nguoi do thai xuong ao so {n} sau truong hoc", Sort.REPORT),
    Sample("to cao can bo dia chinh nhan tien cua nha so {n} de lam ho so", Sort.REPORT),
    Sample("Trạm bơm số {n} hỏng cả tuần nay, ruộng khô nứt mà chưa thấy ai sửa", Sort.REPORT),
    Sample("muong thoat nuoc truoc nha so {n} bi lap, mua xuong la tran vao nha", Sort.REPORT),
    Sample("xe tai cho da chay qua thon {n} ca dem, nha nao cung nut tuong", Sort.REPORT),
    Sample("Ko co ai truc o tram y te xa luc {n} gio, dua chau den phai ve", Sort.REPORT),
    Sample("TC", Sort.TRACK),
    Sample("tra cuu", Sort.TRACK),
    Sample("Tra cứu", Sort.TRACK),
    Sample("HD", Sort.HELP),
    Sample("huong dan", Sort.HELP),
    Sample("asdf", Sort.NONSENSE),
    Sample(")))", Sort.NONSENSE),
    Sample("xyz qwe", Sort.NONSENSE),
)

# Besides, for the parser alone: what needs a conversation, what is long, and what is not meant for people.
PARSED = (
    *(each.words for each in SAMPLES),
    "TC 12345671",
    "12345671",
    "2 12345671",
    "1",
    "5 sao",
    "DG 12345671 4 phuc vu tot nhung hoi cham",
    "Đánh giá học sinh không công bằng ở trường tiểu học xã",
    "TL 12345671 nha toi o thon 4, ngay canh cho",
    "HUY 12345671",
    "Dừng xe trước cổng trường lấn hết lòng đường",
    "xong roi cam on",
    "chua xong, van con rac",
    "",
    " \t\n",
    "\x00\u202e\u200f",
    "🗑️🗑️🗑️ 😡",
    "<script>alert(1)</script>'; DROP TABLE cases; --",
    "Предложение на другом языке",
    "PA " + "duong hong o gan san van hoa, " * 52,
    "đường ngập " * 145,
    "a" * 1600,
)
