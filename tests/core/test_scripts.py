"""Names in twenty scripts and more: found however they are typed, and never taken for one another."""

import unicodedata

import pytest

from dashboard.core.search import document, fold, words

NAMES = {
    "Arabic": "محمد الأحمد",
    "Armenian": "Արամ Խաչատրյան",
    "Bengali": "রবীন্দ্রনাথ ঠাকুর",
    "Burmese": "အောင်ဆန်း",
    "Cherokee": "ᏍᏏᏉᏯ",
    "Cyrillic": "Фёдор Достоевский",
    "Devanagari": "प्रेमचंद शर्मा",
    "Ethiopic": "ኃይሌ ገብረሥላሴ",
    "Georgian": "შოთა რუსთაველი",
    "Greek": "Οδυσσέας Ελύτης",
    "Gujarati": "નરસિંહ મહેતા",
    "Gurmukhi": "ਅੰਮ੍ਰਿਤਾ ਪ੍ਰੀਤਮ",
    "Han": "渡辺 健二",
    "Hangul": "김철수",
    "Hebrew": "שָׁרוֹן כֹּהֵן",
    "Hiragana": "さくら ももこ",
    "Kannada": "ಕುವೆಂಪು",
    "Katakana": "ドラえもん スズキ",
    "Khmer": "សុខា",
    "Lao": "ສົມພອນ",
    "Latin": "Bàrbara Großmann",
    "Malayalam": "വൈക്കം ബഷീർ",
    "Persian": "می‌نا کریمی",
    "Polish": "Łukasz Żółć",
    "Sinhala": "මාර්ටින් වික්‍රමසිංහ",
    "Tamil": "பாரதியார்",
    "Telugu": "గురజాడ అప్పారావు",
    "Thai": "สมชาย ใจดี",
    "Tibetan": "བསྟན་འཛིན་",
    "Turkish": "Işıl Şahin",
    "Vietnamese": "Nguyễn Thị Minh Khai",
}


@pytest.mark.parametrize("script", NAMES)
def test_a_name_is_found_however_it_is_typed(script):
    name = NAMES[script]
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        typed = unicodedata.normalize(form, name)
        assert fold(typed) == fold(typed.upper()) == fold(typed.title()) == fold(name)


@pytest.mark.parametrize("script", NAMES)
def test_each_word_of_a_name_finds_it_from_its_first_letter_on(script):
    whole = document({"name": NAMES[script], "code": "OD-1"})
    assert len(words(NAMES[script])) == len(NAMES[script].split())
    for word in words(NAMES[script]):
        assert all(start in whole for start in (word[:size] for size in range(1, len(word) + 1)))


def test_no_name_is_taken_for_another():
    assert len({fold(name) for name in NAMES.values()}) == len(NAMES)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Søren Ærø", "soren aero"),
        ("Þórður", "thordur"),
        ("Đặng Văn", "dang van"),
        ("Łukasz Żółć", "lukasz zolc"),
        ("Işıl Şahin", "isil sahin"),
        ("Groß", "GROSS"),
        ("Зоя Фёдорова", "зоя федорова"),
        ("Οδυσσέας", "ΟΔΥΣΣΕΑΣ"),
        ("שָׁרוֹן", "שרון"),
        ("مُحَمَّد", "محمد"),
        ("ﾜﾀﾅﾍﾞ", "ワタナベ"),
        ("Ｗａｔａｎａｂｅ", "watanabe"),
    ],
)
def test_letters_that_a_keyboard_lacks_are_not_asked_for(name, typed):
    assert fold(name) == fold(typed)
