"""A payment day with four payees, as tests of the file share it. All are fictional (架空)."""

from datetime import date

from comipla.core.zengin import Bank, Client, Transfer

PAY_ON = date(2024, 8, 30)
BANKS = {
    "0185": Bank("カゴシマ", {"001": "ホンテン", "041": "ケンチョウ"}),
    "0594": Bank("ミナミニッポン", {"012": "カノヤ"}),
    "9900": Bank("ユウチョ", {"789": "ナナハチキュウ"}),
}
CLIENT = Client(
    code="0046000123",
    name="カゴシマケンカイケイカンリシャ",
    bank="0185",
    branch="041",
    account="12345",
)
TRANSFERS = (
    Transfer("0185", "041", "1234567", "かごしま　ハナコ", 30_825, new="1", customers=("7", "")),
    Transfer("0185", "001", "89", "特定非営利活動法人 テンモンカンノサト", 142_940, "2"),
    Transfer("0594", "012", "7654321", "ケイヨウカイ ダイヒョウ ケイヨウタロウ", 1, new="2"),
    Transfer(
        "9900",
        "789",
        "0123456",
        "サツマ カブシキガイシャ テンモンカンシテン",
        9_999_999_999,
        edi="レイワ６ネンド シャキン",
    ),
)
