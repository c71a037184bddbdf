"""What the invented people report, and how far each matter has come. Days are counted back from today."""

from __future__ import annotations

from dataclasses import dataclass

from cases.vocabulary import Kind
from organization.actors import Channel


@dataclass(frozen=True)
class Step:
    """One thing that happens to a case, `day` days after it was filed."""

    day: float
    what: str
    words: str = ""


@dataclass(frozen=True)
class Story:
    """A matter: how many days ago it was filed, what was said, and the steps that follow."""

    ago: int
    kind: Kind
    category: str
    unit: str
    place: str
    words: str
    steps: tuple[Step, ...] = ()
    channel: Channel = Channel.WEB
    anonymous: bool = False
    photo: bool = False
    persons: int = 1


QUYNH_LUU, QUYNH_VAN, QUYNH_ANH, QUYNH_TAM = "17179", "17143", "17176", "17149"
QUYNH_PHU, QUYNH_SON, QUYNH_THANG = "17212", "17152", "17224"

ACCEPT = Step(1, "accept")
FAST = Step(0.2, "accept")


def _answered(day: float, words: str) -> tuple[Step, ...]:
    return (ACCEPT, Step(1.5, "start"), Step(day, "answer", words))


STORIES = (
    Story(
        40,
        Kind.FEEDBACK,
        "environment",
        QUYNH_LUU,
        "Cạnh chợ Giát",
        "Rác chất đống cạnh cổng sau chợ Giát đã hơn một tuần chưa ai thu gom, mùi hôi vào tận nhà dân.",
        (
            *_answered(
                5,
                "Tổ thu gom đã dọn xong điểm rác sau chợ sáng nay và đặt thêm hai thùng chứa.",
            ),
            Step(6, "confirm"),
            Step(6.1, "rate", "5"),
        ),
        photo=True,
    ),
    Story(
        38,
        Kind.FEEDBACK,
        "roads",
        QUYNH_LUU,
        "Thôn 4, đường ra bãi bồi",
        "Đèn đường đoạn từ nhà văn hóa thôn 4 ra bãi bồi hỏng ba bóng, tối đi lại rất nguy hiểm.",
        (
            *_answered(9, "Đã thay ba bóng đèn và kiểm tra lại đường dây ngày hôm nay."),
            Step(11, "confirm"),
            Step(11.1, "rate", "4"),
        ),
    ),
    Story(
        36,
        Kind.PETITION,
        "farming",
        QUYNH_VAN,
        "Cánh đồng Đập Đá",
        "Đề nghị xã nạo vét kênh N5 trước vụ xuân, năm ngoái nước không về tới cuối kênh.",
        (
            *_answered(
                12, "Xã đã đưa kênh N5 vào kế hoạch nạo vét và thuê máy làm xong 1,2 km trong tháng này."
            ),
            Step(20, "rate", "5"),
        ),
        channel=Channel.SMS,
    ),
    Story(
        34,
        Kind.COMPLAINT,
        "land",
        QUYNH_LUU,
        "Thửa 112, tờ bản đồ 15",
        "Tôi khiếu nại quyết định bồi thường đất của gia đình tôi: diện tích tính thiếu 45 m2 so với sổ đỏ.",
        (ACCEPT, Step(3, "start"), Step(6, "note", "Đã đề nghị bộ phận địa chính đo lại thực địa.")),
    ),
    Story(
        33,
        Kind.FEEDBACK,
        "services",
        QUYNH_LUU,
        "Trung tâm Phục vụ hành chính công xã",
        "Tôi nộp hồ sơ đăng ký khai sinh, hẹn ba ngày mà mười ngày chưa có kết quả, không ai xin lỗi.",
        (
            *_answered(6, "Kết quả đã có và đã gửi về nhà. Chúng tôi xin lỗi vì đã để anh chị chờ."),
            Step(7, "dispute", "Đến nay tôi vẫn chưa nhận được giấy khai sinh."),
            Step(10, "start_above"),
        ),
    ),
    Story(
        31,
        Kind.FEEDBACK,
        "conduct",
        QUYNH_ANH,
        "Trụ sở UBND xã",
        "Cán bộ bộ phận tiếp dân nói năng cộc lốc, bắt dân chờ cả buổi sáng rồi mới bảo thiếu giấy tờ.",
        (
            *_answered(8, "Đã nhắc nhở cán bộ và niêm yết danh mục giấy tờ tại bàn tiếp dân."),
            Step(9, "rate", "2"),
        ),
    ),
    Story(
        30,
        Kind.FEEDBACK,
        "environment",
        QUYNH_LUU,
        "Mương tiêu thôn 7",
        "Trại lợn xả nước thải thẳng ra mương tiêu thôn 7, cá chết nổi trắng.",
        (FAST,),
        photo=True,
    ),
    Story(
        28,
        Kind.PETITION,
        "education",
        QUYNH_THANG,
        "Trường mầm non",
        "Đề nghị làm mái che sân trường mầm non, các cháu tập thể dục dưới nắng.",
        (
            *_answered(
                10, "Xã đã bố trí kinh phí và sẽ khởi công mái che trong tháng sau; mời phụ huynh giám sát."
            ),
            Step(12, "confirm"),
        ),
    ),
    Story(
        27,
        Kind.TIP,
        "fees",
        QUYNH_PHU,
        "",
        "Thôn thu quỹ nông thôn mới mỗi hộ 500 nghìn nhưng không có biên lai, không công khai sổ sách.",
        (ACCEPT, Step(4, "start")),
        anonymous=True,
    ),
    Story(
        25,
        Kind.FEEDBACK,
        "utilities",
        QUYNH_SON,
        "Xóm 3",
        "Nước máy xóm 3 đục và có mùi tanh hai tuần nay.",
        (
            ACCEPT,
            Step(2, "start"),
            Step(3, "ask", "Nước đục vào giờ nào trong ngày? Những nhà nào bị?"),
            Step(4, "reply", "Đục nhất từ 5 đến 8 giờ sáng, cả dãy mười hai nhà cuối xóm."),
        ),
        channel=Channel.SMS,
    ),
    Story(
        22,
        Kind.FEEDBACK,
        "roads",
        QUYNH_TAM,
        "Cầu bản Tân Sơn",
        "Lan can cầu gãy một đoạn năm mét sau mưa lũ, trẻ con đi học qua lại rất nguy hiểm.",
        (),
        photo=True,
    ),
    Story(
        20,
        Kind.FEEDBACK,
        "security",
        QUYNH_LUU,
        "Thôn 2",
        "Quán karaoke cạnh nhà mở nhạc quá 23 giờ gần như mỗi đêm.",
        (
            *_answered(6, "Công an xã đã làm việc với chủ quán, lập biên bản và yêu cầu cam kết."),
            Step(8, "rate", "3"),
            Step(9, "confirm"),
        ),
    ),
    Story(
        18,
        Kind.FEEDBACK,
        "construction",
        QUYNH_LUU,
        "Đường liên thôn 5–6",
        "Nhà hàng xóm xây tường lấn ra đường liên thôn gần nửa mét.",
        (ACCEPT, Step(2, "start"), Step(5, "extend", "5")),
    ),
    Story(
        16,
        Kind.PETITION,
        "welfare",
        QUYNH_VAN,
        "Thôn Đông",
        "Đề nghị xem xét lại danh sách hộ nghèo, gia đình bà cụ neo đơn cạnh nhà tôi chưa được đưa vào.",
        (ACCEPT, Step(3, "start"), Step(4, "suspend", "Chờ kết quả rà soát hộ nghèo của tỉnh.")),
    ),
    Story(
        14,
        Kind.FEEDBACK,
        "provincial_roads",
        QUYNH_LUU,
        "Tỉnh lộ 537B, km 12",
        "Mặt đường tỉnh lộ 537B nhiều ổ gà sâu, tuần trước có người ngã gãy tay.",
        (Step(1, "accept"),),
        photo=True,
    ),
    Story(
        12,
        Kind.FEEDBACK,
        "environment",
        QUYNH_LUU,
        "Thôn 9",
        "Đốt rác nhựa ngoài đồng mỗi chiều, khói khét không chịu nổi.",
        (*_answered(7, "Đã nhắc nhở các hộ và đặt điểm tập kết rác ở đầu thôn."),),
    ),
    Story(
        11,
        Kind.PRAISE,
        "services",
        QUYNH_LUU,
        "Trung tâm Phục vụ hành chính công xã",
        "Cảm ơn cô cán bộ tư pháp đã hướng dẫn tận tình, làm xong giấy trong buổi sáng.",
        (
            ACCEPT,
            Step(2, "answer", "Cảm ơn bà con. Lời khen đã được chuyển tới cán bộ."),
            Step(2.2, "confirm"),
        ),
    ),
    Story(
        9,
        Kind.FEEDBACK,
        "health",
        QUYNH_LUU,
        "Trạm y tế xã",
        "Đi tiêm phòng cho cháu hai lần đều báo hết vắc-xin, không ai gọi báo trước.",
        (ACCEPT, Step(2, "start")),
    ),
    Story(
        8,
        Kind.FEEDBACK,
        "farming",
        QUYNH_ANH,
        "Thôn Thanh Đoài",
        "Chó thả rông nhiều, đã cắn hai người trong tháng.",
        (
            Step(
                1,
                "refuse",
                "Nội dung này đã được trả lời trong phản ánh trước; xã đang tổ chức bắt chó thả rông theo kế hoạch.",
            ),
        ),
    ),
    Story(
        7,
        Kind.FEEDBACK,
        "roads",
        QUYNH_LUU,
        "Ngã ba thôn 1",
        "Nắp cống ở ngã ba thôn 1 bị mất, xe máy dễ sụp bánh.",
        (FAST, Step(0.5, "start")),
        photo=True,
        channel=Channel.SMS,
    ),
    Story(
        6,
        Kind.COMPLAINT,
        "services",
        QUYNH_LUU,
        "",
        "Tôi khiếu nại việc xã từ chối xác nhận tình trạng hôn nhân của tôi mà không có văn bản trả lời.",
        (Step(2, "accept"),),
    ),
    Story(
        5,
        Kind.FEEDBACK,
        "utilities",
        QUYNH_LUU,
        "Thôn 3",
        "Cột điện gỗ cạnh sân bóng thôn 3 nghiêng hẳn sang một bên sau trận gió hôm qua.",
        (),
    ),
    Story(
        4,
        Kind.PETITION,
        "other",
        QUYNH_SON,
        "Nhà văn hóa xóm 6",
        "Đề nghị mở lại tủ sách nhà văn hóa vào cuối tuần cho các cháu.",
        (Step(1, "withdraw", "Xóm đã tự mở rồi."),),
    ),
    Story(
        3,
        Kind.DENUNCIATION,
        "conduct",
        QUYNH_LUU,
        "",
        "Đơn tố cáo nộp trực tiếp: cán bộ nhận tiền để làm nhanh hồ sơ tách thửa.",
        (),
        channel=Channel.DESK,
    ),
    Story(
        2,
        Kind.FEEDBACK,
        "environment",
        QUYNH_LUU,
        "Bờ sông Thái",
        "Có xe tải đổ phế thải xây dựng xuống bờ sông lúc nửa đêm.",
        (),
        anonymous=True,
        photo=True,
    ),
    Story(
        1,
        Kind.FEEDBACK,
        "services",
        QUYNH_LUU,
        "Trung tâm Phục vụ hành chính công xã",
        "Máy lấy số bị hỏng, người đến trước phải chờ sau người đến muộn.",
        (),
        channel=Channel.SMS,
    ),
    Story(
        13,
        Kind.COMPLAINT,
        "land",
        QUYNH_LUU,
        "Cánh đồng thôn 5",
        "Sáu hộ chúng tôi khiếu nại phương án bồi thường đất lúa làm đường: đơn giá thấp hơn xã bên cạnh.",
        (Step(1, "complex", "several_contents many_people"), Step(2, "accept"), Step(3, "start")),
        channel=Channel.DESK,
        persons=6,
    ),
)
