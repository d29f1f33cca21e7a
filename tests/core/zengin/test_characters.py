import pytest

from comipla.core.zengin import WIDE_NAME_SIGNS, UnwritableError, account_name, half_width


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("カゴシマ　ハナコ", "ｶｺﾞｼﾏ ﾊﾅｺ"),
        ("かごしま はなこ", "ｶｺﾞｼﾏ ﾊﾅｺ"),
        ("ｶｺﾞｼﾏ ﾊﾅｺ", "ｶｺﾞｼﾏ ﾊﾅｺ"),
        ("キョウエイ", "ｷﾖｳｴｲ"),
        ("ァィゥェォッャュョヮヵヶ", "ｱｲｳｴｵﾂﾔﾕﾖﾜｶｹ"),
        ("ｧｨｩｪｫｯｬｭｮ", "ｱｲｳｴｵﾂﾔﾕﾖ"),
        ("ヴィヴァーチェ", "ｳﾞｲｳﾞｱ-ﾁｴ"),
        ("ジョーンズ", "ｼﾞﾖ-ﾝｽﾞ"),
        ("パピプペポ", "ﾊﾟﾋﾟﾌﾟﾍﾟﾎﾟ"),
        ("カ\u3099ハ\u309a", "ｶﾞﾊﾟ"),
        ("カ゛ハ゜", "ｶﾞﾊﾟ"),
        ("ａｂｃ１２３（）－", "ABC123()-"),
        ("  カゴシマ  ", "ｶｺﾞｼﾏ"),
        ("", ""),
    ],
)
def test_what_has_one_certain_spelling_is_converted(text, written):
    assert half_width(text) == written


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("𠮷田", "「𠮷」（U+20BB7）は漢字"),
        ("髙橋", "「髙」（U+9AD9）は漢字"),
        ("ミヲ", "「オ」にしてください"),
        ("ﾐｦ", "「オ」にしてください"),
        ("カゴシマ・ハナコ", "空白にしてください"),
        ("J.スミス", "この銀行では書けません"),
        ("ﾞカゴシマ", "前に文字のない濁点"),
        ("ｱﾞ", "「ｱ」の後に濁点"),
        ("ｶﾟ", "「ｶ」の後に半濁点"),
        ("ヷ", "「ﾜ」の後に濁点"),
        ("カゴ\u200bシマ", "見えない文字（U+200B）"),
        ("カゴ\nシマ", "見えない文字（U+000A）"),
        ("カゴシマ/ハナコ", "「/」は振込のファイルに書けません"),
        ("カゴシマ☺", "「☺」は振込のファイルに書けません"),
        ("ｶ｣", "「｣」は振込のファイルに書けません"),
    ],
)
def test_what_cannot_be_written_is_refused_by_its_character(text, said):
    with pytest.raises(UnwritableError, match=said.replace("（", ".").replace("+", ".")):
        half_width(text)


def test_a_bank_that_takes_the_full_stop_is_given_it():
    assert half_width("J.スミス", signs=WIDE_NAME_SIGNS) == "J.ｽﾐｽ"


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("トクテイヒエイリカツドウホウジン サト", "ﾄｸﾋ)ｻﾄ"),
        ("特定非営利活動法人サト", "ﾄｸﾋ)ｻﾄ"),
        ("サト　特定非営利活動法人", "ｻﾄ(ﾄｸﾋ"),
        ("株式会社 サト", "ｶ)ｻﾄ"),
        ("サト(株)", "ｻﾄ(ｶ"),
        ("㈱サト", "ｶ)ｻﾄ"),
        ("ｶﾌﾞｼｷｶﾞｲｼｬ ｻﾄ", "ｶ)ｻﾄ"),
        ("サト株式会社チュウオウシテン", "ｻﾄ(ｶ)ﾁﾕｳｵｳｼﾃﾝ"),
        ("イッパンシャダンホウジン サト", "ｼﾔ)ｻﾄ"),
        ("公益財団法人サト", "ｻﾞｲ)ｻﾄ"),
        ("社会福祉法人サト社会福祉協議会", "ﾌｸ)ｻﾄｼﾔｷﾖｳ"),
        ("合同会社サト", "ﾄﾞ)ｻﾄ"),
        ("学校法人サト", "ｶﾞｸ)ｻﾄ"),
        ("国立大学法人サトダイガク", "ﾀﾞｲ)ｻﾄﾀﾞｲｶﾞｸ"),
        ("地方独立行政法人サト", "ﾁﾄﾞｸ)ｻﾄ"),
        ("ｶ)ｻﾄ", "ｶ)ｻﾄ"),
        ("サト ハナコ", "ｻﾄ ﾊﾅｺ"),
    ],
)
def test_legal_forms_stand_in_short_with_their_brackets(name, written):
    assert account_name(name) == written


def test_a_name_has_one_to_thirty_bytes_voicing_marks_counted():
    assert account_name("ガ" * 15) == "ｶﾞ" * 15
    with pytest.raises(UnwritableError, match=r"31字.*先頭の30字"):
        account_name("ガ" * 15 + "ア")
    with pytest.raises(UnwritableError, match="口座名義がありません"):
        account_name("　")
