"""The character tables of fonts, read by hand."""

import pylopdf_fonts_jp
import pytest

from comipla.documents.glyphs import Coverage, coverage, first_unprintable

NOTO = coverage(pylopdf_fonts_jp.serif_path())


@pytest.mark.parametrize(
    "character", ["𠮷", "髙", "﨑", "濵", "①", "㈱", "～", "△", "神", "\u3000"]
)
def test_packaged_font_prints_characters_of_japanese_names_and_accounts(character):
    assert first_unprintable(character, [NOTO]) is None


@pytest.mark.parametrize("character", ["🦊", "\ue000", "鿿"])
def test_character_that_no_font_has_is_found(character):
    assert first_unprintable(f"架空{character}", [NOTO]) == character


@pytest.mark.parametrize("mark", ["\x00", "\t", "\u202e", "\u200b", "\ufeff", "\ud800"])
def test_control_and_direction_marks_are_refused(mark):
    assert first_unprintable(f"一{mark}二", [NOTO]) == mark


def test_line_break_is_no_character():
    assert first_unprintable("一\n二", [NOTO]) is None


def test_known_variant_of_a_character_is_printable():
    assert first_unprintable("葛\U000e0100飾", [NOTO]) is None


def test_unknown_variant_is_refused_with_its_selector():
    assert first_unprintable("一\U000e01ef", [NOTO]) == "一\U000e01ef"


def test_variant_is_asked_of_the_font_that_draws_the_base_character():
    plain = Coverage(frozenset({ord("葛")}), frozenset())
    fine = Coverage(frozenset({ord("葛")}), frozenset({(ord("葛"), 0xE0100)}))
    assert first_unprintable("葛\U000e0100", [plain, fine]) == "葛\U000e0100"
    assert first_unprintable("葛\U000e0100", [fine, plain]) is None


def test_second_font_fills_what_the_first_lacks():
    fonts = [Coverage(frozenset({ord("a")}), frozenset()), NOTO]
    assert first_unprintable("a漢", fonts) is None


def test_empty_text_is_printable():
    assert first_unprintable("", [NOTO]) is None


def test_file_that_is_no_font_is_refused(tmp_path):
    path = tmp_path / "font.otf"
    path.write_bytes(b"OTTO" + bytes(40))
    with pytest.raises(ValueError, match="no cmap table"):
        coverage(path)
