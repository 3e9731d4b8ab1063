"""The rules engine: what a row may be, who wins, and how a wrong row is told."""

from dataclasses import dataclass

import pytest

from pipeline import annotate, lexicon, link, published  # noqa: F401  # the modules that declare rules


@dataclass(frozen=True, kw_only=True)
class Animal(lexicon.Rule):
    FILE = "zoo/animals.tsv"
    KEY = ("surface",)
    ALLOWED = {"food": ("grass", "meat")}
    PATTERNS = ("call",)

    surface: str
    legs: int = 4
    food: str = ""
    call: str = ""

    def problem(self) -> str:
        return "legs are odd" if self.legs % 2 else ""


@pytest.fixture(scope="module", autouse=True)
def forget_animals():
    yield
    globals().pop("Animal", None)  # rule_classes() must not know it in other tests


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Write a file of animals into the folder called ``ours`` or ``mine``; ``ours`` is the shipped one."""
    monkeypatch.setattr(lexicon, "SHIPPED", (tmp_path / "ours",))

    def write(folder, *lines):
        path = tmp_path / folder / "zoo" / "animals.tsv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(line.replace("|", "\t") for line in lines) + "\n", encoding="utf-8")
        return tmp_path / folder

    return write


def test_rows_are_typed(write):
    ours = write("ours", "# animals", "id|surface|legs|example", "a.crane|鶴|2|[鶴]が飛ぶ。", "a.dog|犬||[犬]が鳴く。")
    crane, dog = lexicon.read(Animal, [ours])
    assert (crane.surface, crane.legs, dog.legs) == ("鶴", 2, 4)


def test_own_rows_win_and_need_no_id(write):
    ours = write("ours", "id|surface|legs|example", "a.crane|鶴|2|[鶴]が飛ぶ。", "a.dog|犬|4|[犬]が鳴く。")
    mine = write("mine", "surface|legs", "鶴|6")
    rows = lexicon.read(Animal, [mine, ours])
    assert [(row.surface, row.legs) for row in rows] == [("鶴", 6), ("犬", 4)]
    assert rows[0].id == "animals:2"


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (["id|surface|wings|example", "a|鶴|2|[鶴]"], "animals.tsv:1: unknown column 'wings'"),
        (["id|example", "a|[鶴]"], "animals.tsv:1: missing column 'surface'"),
        (["id|surface|example", "a|鶴|鶴が飛ぶ。"], "animals.tsv:2: example '鶴が飛ぶ。' has no target"),
        (["id|surface|example", "a|鶴|"], "animals.tsv:2: example is empty"),
        (["id|surface|example", "a||[鶴]"], "animals.tsv:2: surface is empty"),
        (["id|surface|legs|example", "a|鶴|two|[鶴]"], "animals.tsv:2: legs is 'two', not a whole number"),
        (["id|surface|legs|example", "a|鶴|3|[鶴]"], "animals.tsv:2: legs are odd"),
        (
            ["id|surface|food|example", "a|鶴||[鶴]", "b|犬|tin|[犬]"],
            "animals.tsv:3: food is 'tin', not one of grass, meat",
        ),
        (["id|surface|call|example", "a|鶴|(|[鶴]"], "animals.tsv:2: call is no regular expression: missing )"),
        (["id|surface|example", "a|鶴|[鶴]", "", "a|犬|[犬]"], "animals.tsv:4: id a stands on line 2 already"),
        (["id|surface|example", "a|鶴|[鶴]", "b|鶴|[鶴]"], "animals.tsv:3: 鶴 stands on line 2 already"),
        (["id|surface|example", "a|鶴|[鶴]|more"], "animals.tsv:2: 4 cells, but the header has 3"),
    ],
)
def test_wrong_rows_are_told_with_file_and_line(write, lines, problem):
    ours = write("ours", *lines)
    with pytest.raises(lexicon.LexiconError) as caught:
        lexicon.read(Animal, [ours])
    assert problem in str(caught.value)


def test_all_problems_are_told_at_once(write):
    ours = write("ours", "id|surface|legs|example", "a|鶴|3|[鶴]", "b|犬|x|[犬]", "c|猫|4|[猫]")
    with pytest.raises(lexicon.LexiconError) as caught:
        lexicon.read(Animal, [ours])
    assert len(caught.value.problems) == 2


def test_not_utf8(write):
    ours = write("ours", "id|surface|example")
    (ours / Animal.FILE).write_bytes("鶴".encode("cp932"))
    with pytest.raises(lexicon.LexiconError, match=r"animals\.tsv:1: cannot be read as UTF-8"):
        lexicon.read(Animal, [ours])


def test_missing_file_is_no_rows(tmp_path):
    assert lexicon.read(Animal, [tmp_path]) == ()


def test_target():
    assert lexicon.target("あ[いう]え。") == ("あいうえ。", 1, 3)
    assert lexicon.target("あいう") is None
    assert lexicon.target("[]") is None


def test_check_names_unknown_files(tmp_path):
    (tmp_path / "dates").mkdir()
    (tmp_path / "dates" / "typo.tsv").write_text("id\texample\n", encoding="utf-8")
    (problem,) = lexicon.check(tmp_path)
    assert "typo.tsv:1: no such rule file" in problem


def test_check_of_a_missing_folder(tmp_path):
    assert lexicon.check(tmp_path / "nowhere") == [f"{tmp_path / 'nowhere'}: no such folder"]
