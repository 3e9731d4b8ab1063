"""Roles by place and shape; those by wording are examples in models/sentences/."""

import pytest

from pipeline import lexicon, roles
from pipeline.sentences import paragraphs, sentences
from pipeline.syntax import Parse

MATCHER = roles.Matcher(lexicon.folders())


def roles_of(text, title=""):
    within = paragraphs(text)
    parse = Parse(text, (), tuple(sentences(text, within)), within)
    return [(sentence.role, text[sentence.start : sentence.end]) for sentence in MATCHER.find(parse, title)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "港湾封鎖、3日目に\n物流に影響\n\n港は19日も閉じた。\n\n再開は未定\n\n市は協議を続ける。",
            ["title", "title", "body", "heading", "body"],
        ),
        ("港は19日も閉じた。\n市は協議を続ける。", ["body", "body"]),
        ("港湾封鎖、3日目に\n\n港湾封鎖、3日目に\n\n港は閉じた。", ["title", "title", "body"]),
        ("迎賓館に着いた外相㊨=ロイター\n\n外相会談が始まる\n\n外相は着席した。", ["caption", "title", "body"]),
        (
            "港湾封鎖\n\n港は閉じた。\n\n【関連記事】\n・漁協が抗議\n・市長が会見へ",
            ["title", "body", *["boilerplate"] * 3],
        ),
        ("ただの一行", ["body"]),
        ("港湾封鎖\n港は閉じた。\n港の再開はいつになるのか？", ["title", "body", "body"]),
        ("画像説明,\n港に並ぶコンテナ\n市は協議を続ける。", ["caption", "caption", "body"]),
    ],
)
def test_roles(text, expected):
    found = roles_of(text)
    assert [role for role, _ in found] == expected, found


def test_title_of_the_metadata():
    text = "市は協議を続ける。\n\n港湾封鎖を解除しました\n\n続報を待つ。"
    assert [role for role, _ in roles_of(text, "港湾封鎖を解除しました")] == ["body", "title", "body"]
