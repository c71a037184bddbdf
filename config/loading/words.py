"""The words of invented cases. No person, street or telephone in them is real."""

from __future__ import annotations

from random import Random

# By category: what citizens say about it. Whatever is not here is said in general words.
MATTERS: dict[str, tuple[str, ...]] = {
    "environment": (
        "Rác thải sinh hoạt để nhiều ngày không ai thu gom, mùi hôi nồng nặc.",
        "Cơ sở chăn nuôi xả nước thải ra mương, nước đen và có mùi.",
        "Người dân đốt rác ngoài đồng mỗi chiều, khói bay vào nhà.",
    ),
    "roads": (
        "Mặt đường có nhiều ổ gà sâu, trời mưa không nhìn thấy, đã có người ngã xe.",
        "Đèn đường hỏng hơn một tháng, tối đi lại rất nguy hiểm.",
        "Nắp cống bị vỡ, trẻ em đi học qua đây hằng ngày.",
    ),
    "land": (
        "Đề nghị xem lại ranh giới thửa đất, hàng rào bên cạnh lấn sang phần đất của tôi.",
        "Hồ sơ cấp giấy chứng nhận quyền sử dụng đất nộp đã lâu chưa có kết quả.",
        "Diện tích trong phương án bồi thường ít hơn diện tích đo thực tế.",
    ),
    "construction": (
        "Công trình xây dựng không che chắn, vật liệu rơi xuống đường.",
        "Hàng quán lấn hết vỉa hè, người đi bộ phải xuống lòng đường.",
    ),
    "services": (
        "Hồ sơ đã quá ngày hẹn mà chưa có kết quả và không có thư xin lỗi.",
        "Bộ phận Một cửa yêu cầu thêm giấy tờ không có trong danh mục niêm yết.",
    ),
    "conduct": (
        "Cán bộ tiếp nhận trả lời thiếu tôn trọng và bắt chờ lâu không giải thích.",
        "Cán bộ hẹn nhiều lần nhưng không có mặt tại trụ sở.",
    ),
    "welfare": (
        "Gia đình tôi chưa nhận được tiền trợ cấp của quý trước.",
        "Đề nghị xem lại danh sách hộ nghèo năm nay.",
    ),
    "farming": (
        "Kênh tưới bị bồi lắng, nước không về đến cuối kênh.",
        "Đàn lợn trong thôn chết nhiều, đề nghị kiểm tra dịch bệnh.",
    ),
    "utilities": (
        "Nước máy yếu và đục từ đầu tuần, nhiều hộ không có nước dùng.",
        "Dây điện sà thấp sát mái nhà, rất nguy hiểm khi có gió.",
    ),
    "fees": ("Khoản đóng góp thu không có biên lai, đề nghị công khai.",),
    "security": ("Thanh niên tụ tập gây ồn sau nửa đêm nhiều ngày liền.",),
    "mining": ("Tàu hút cát hoạt động ban đêm sát bờ, đất bãi bị sạt lở.",),
}
ANY_MATTER = (
    "Đề nghị cơ quan kiểm tra và trả lời cho người dân được rõ.",
    "Việc này đã kéo dài nhiều tuần, mong được giải quyết sớm.",
)
PRAISE = (
    "Cảm ơn cán bộ Bộ phận Một cửa đã hướng dẫn tận tình.",
    "Việc tôi phản ánh được giải quyết rất nhanh, xin cảm ơn.",
)
WISHES = (
    "",
    "Mong cơ quan sớm cho người xuống xem.",
    "Tôi đã báo trưởng thôn nhưng chưa thấy gì.",
    "Nhiều hộ trong thôn đều gặp như vậy.",
    "Xin trả lời cho tôi biết.",
)
SPOTS = (
    "gần nhà văn hóa",
    "đầu cầu",
    "cạnh chợ",
    "đoạn qua trường tiểu học",
    "cuối xóm",
    "ngã ba",
    "sau trạm y tế",
    "bờ kênh",
)
QUESTIONS = (
    "Xin cho biết vị trí cụ thể?",
    "Việc này bắt đầu từ ngày nào?",
    "Có ảnh hoặc giấy tờ kèm theo không?",
)
REPLIES = ("Ngay trước cổng nhà văn hóa.", "Từ đầu tháng trước.", "Tôi sẽ gửi ảnh lên sau.")
ANSWERS = (
    "Đã cho người kiểm tra tại chỗ và xử lý xong.",
    "Đơn vị đã khắc phục, đề nghị anh chị theo dõi và báo lại nếu còn.",
    "Đã làm việc với bên liên quan, việc đã được giải quyết theo quy định.",
)
REFUSALS = (
    "Nội dung đã được giải quyết và không có tình tiết mới.",
    "Nội dung chưa rõ nên chưa có căn cứ xem xét.",
)
SUSPENSIONS = ("Tạm dừng để chờ kết quả của cơ quan khác.",)
TERMINATIONS = ("Không còn nội dung để giải quyết nên kết thúc tại đây.",)
DISPUTES = ("Việc chưa được làm như đã trả lời.", "Tôi không đồng ý, đề nghị xem xét lại.")
WITHDRAWALS = ("Việc đã tự giải quyết xong, tôi xin rút.",)
NOTES = ("Đã gọi trưởng thôn để xác minh.", "Chờ kết quả đo đạc thực địa.")
OUTSIDE = ("Điện lực khu vực", "Công ty cấp nước", "Cơ quan bảo hiểm xã hội")

# Why an officer does something, by the name of the move.
REASONS: dict[str, tuple[str, ...]] = {
    "accept": ("Nội dung thuộc thẩm quyền.", "Đủ điều kiện thụ lý."),
    "assign": ("Đúng lĩnh vực phụ trách.",),
    "start": ("Phân công kiểm tra thực tế.", "Bắt đầu xác minh."),
    "ask": ("Cần thêm thông tin để kiểm tra.",),
    "extend": ("Cần thêm thời gian để đo đạc lại.",),
    "suspend": ("Chờ kết quả của cơ quan khác.",),
    "resume": ("Đã có kết quả của cơ quan khác.",),
    "answer": ("Đã kiểm tra và xử lý xong.", "Đã giải quyết theo quy định."),
    "fulfil": ("Đã gửi văn bản theo quy định.",),
    "refuse": ("Không đủ điều kiện xem xét.",),
    "transfer": ("Thuộc phạm vi của đơn vị khác.",),
    "forward": ("Thuộc thẩm quyền của cơ quan ngoài hệ thống.",),
    "terminate": ("Không còn đối tượng để giải quyết.",),
    "merge": ("Trùng nội dung với một việc đang giải quyết.",),
}


def matter(rng: Random, category: str, kind: str) -> list[str]:
    """What a citizen says, sentence by sentence."""
    said = [rng.choice(PRAISE if kind == "praise" else MATTERS.get(category, ANY_MATTER))]
    if wish := rng.choice(WISHES):
        said.append(wish)
    return said


def place(rng: Random) -> str:
    """Where it is: "Thôn 7, cạnh chợ"."""
    return f"Thôn {rng.randrange(1, 15)}, {rng.choice(SPOTS)}"
