"""Files -> articles: which files are read, what they say of themselves, and that nothing is lost without a word."""

import builtins
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.read import InputError, Inputs, Limits, Reader, Source, inputs, unique
from pipeline.schema import Article, Failure

BODY = "政府は19日、約3万人の労働者を派遣すると発表した。\n官房長官は「復旧を急ぎたい」と述べた。\n"


@pytest.fixture
def corpus(tmp_path):
    """A folder, and a function that puts files into it."""

    def put(files):
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return put


def read(folder, limits=None):
    """All that comes out of a folder: articles and failures."""
    found = inputs([folder])
    reader = Reader(limits)
    items = list(unique(item for source in found.sources for item in reader.read(source)))
    articles = [item for item in items if isinstance(item, Article)]
    return articles, [*found.failures, *(item for item in items if isinstance(item, Failure))]


def article(folder):
    """The one article of a folder in which nothing is wrong."""
    articles, failures = read(folder)
    assert failures == []
    (only,) = articles
    return only


def failure(folder):
    """The one failure of a folder that holds nothing else."""
    articles, failures = read(folder)
    assert articles == []
    (only,) = failures
    assert only.stage == "read"
    return only


# Which files


def test_kinds_of_files(corpus):
    found = inputs(
        [
            corpus(
                {
                    "b.txt": BODY,
                    "a/c.MD": BODY,
                    "a/d.html": BODY,
                    "a/b/e.htm": BODY,
                    "f.jsonl": "",
                    "f.json": "",
                    "photo.jpg": "",
                    "no_extension": "",
                    ".hidden.txt": BODY,
                    ".git/a.txt": BODY,
                    "~$report.docx": "",
                    "README.ja.md": "",
                    "a/readme.txt": "",
                    "report.pdf": "",
                    "a/report.DOCX": "",
                }
            )
        ]
    )
    assert [(source.name, source.kind) for source in found.sources] == [
        ("a/b/e.htm", "html"),
        ("a/c.MD", "markdown"),
        ("a/d.html", "html"),
        ("b.txt", "text"),
        ("f.jsonl", "jsonl"),
    ]
    assert [(row.source_path, row.article_id, row.code) for row in found.failures] == [
        ("a/report.DOCX", "a/report", "unsupported"),
        ("report.pdf", "report", "unsupported"),
    ]
    assert ".html" in found.failures[0].message
    assert found.skipped == {"README": 2, "hidden": 3, "of another kind": 3}


def test_a_file_given_by_name_is_read_whatever_its_name(corpus):
    folder = corpus({"a/README.md": BODY, "a/.b.txt": BODY, "a/c.json": "{}"})
    found = inputs([folder / "a/README.md", folder / "a/.b.txt", folder / "a/c.json"])
    assert [(source.name, source.article_id) for source in found.sources] == [("README.md", "README"), (".b.txt", ".b")]
    assert [(row.source_path, row.code) for row in found.failures] == [("c.json", "unsupported")]


def test_what_does_not_exist_is_an_error_of_usage(corpus):
    folder = corpus({"a.txt": BODY})
    with pytest.raises(InputError, match=r"nowhere.*nothing\.txt"):
        inputs([folder, folder / "nowhere", folder / "nothing.txt"])


def test_the_folder_of_the_tables_is_no_input(corpus):
    folder = corpus({"a.txt": BODY})
    with pytest.raises(InputError, match="is the folder of the tables too"):
        inputs([folder], exclude=[folder])


def test_a_file_is_read_once(corpus):
    folder = corpus({"a/b.txt": BODY})
    assert [source.name for source in inputs([folder, folder / "a", folder / "a/b.txt"]).sources] == ["a/b.txt"]


def test_excluded_folders_are_not_entered(corpus):
    folder = corpus({"a.txt": BODY, "outputs/texts/a.txt": BODY})
    assert [source.name for source in inputs([folder], exclude=[folder / "outputs"]).sources] == ["a.txt"]


def test_links(corpus, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.txt").write_text(BODY, encoding="utf-8")
    folder = corpus({"a/b.txt": BODY, "d.txt": BODY})
    (folder / "inside.txt").symlink_to("a/b.txt")
    (folder / "secret.txt").symlink_to(outside / "secret.txt")
    (folder / "d.meta.yaml").symlink_to(outside / "secret.txt")
    (folder / "photo.jpg").symlink_to(outside / "secret.txt")
    (folder / "folder").symlink_to(outside)
    (folder / "a/loop").symlink_to(folder)
    (folder / "gone.txt").symlink_to("nowhere.txt")
    (folder / "gone.jpg").symlink_to("nowhere.jpg")
    (folder / "self.txt").symlink_to("self.txt")
    os.mkfifo(folder / "pipe.txt")
    found = inputs([folder])
    assert [(source.name, source.sidecar) for source in found.sources] == [
        ("a/b.txt", None),
        ("d.txt", None),
        ("inside.txt", None),
    ]
    assert [(row.source_path, row.code) for row in found.failures] == [
        ("gone.txt", "unreadable"),
        ("secret.txt", "outside"),
        ("self.txt", "unreadable"),
    ]
    assert found.skipped == {"link to a folder": 2, "no regular file": 1, "of another kind": 3}


def test_a_folder_given_as_a_link_is_entered(corpus, tmp_path_factory):
    link = tmp_path_factory.mktemp("links") / "corpus"
    link.symlink_to(corpus({"a.txt": BODY}))
    assert [source.name for source in inputs([link]).sources] == ["a.txt"]


def test_names_that_are_no_text(corpus):
    folder = corpus({"a.txt": BODY})
    (folder / "a.txt").rename(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe.txt"))
    assert article(folder).source_path == r"\xff\xfe.txt"
    assert article(folder).article_id == r"\xff\xfe"


@pytest.mark.parametrize(
    ("name", "article_id"),
    [
        ("政治/首相が訪米.txt", "政治/首相が訪米"),
        ("か\u3099き\u3099.txt", "がぎ"),  # decomposed, as macOS writes names
        ("2024.06.19.txt", "2024.06.19"),
        ("a b\n=1+1.html", "a b\n=1+1"),
    ],
)
def test_article_id(name, article_id):
    assert Source(Path(name), name, "text").article_id == article_id


def test_one_id_for_one_article(corpus):
    articles, failures = read(corpus({"a.md": "甲は述べた。", "a.txt": "乙は述べた。", "b.txt": "丙は述べた。"}))
    assert [(each.article_id, each.source_path) for each in articles] == [("a", "a.md"), ("b", "b.txt")]
    assert [(row.source_path, row.article_id, row.code) for row in failures] == [("a.txt", "a", "duplicate_id")]
    assert "a.md" in failures[0].message


def test_ids_taken_before():
    taken = {"a": "old.txt"}
    items = list(unique([Article("a", "a.txt", BODY), Article("b", "b.txt", BODY)], taken))
    assert [type(item) for item in items] == [Failure, Article]
    assert taken == {"a": "old.txt", "b": "b.txt"}


def test_hash_of_a_source(corpus):
    folder = corpus({"a.txt": BODY, "b.txt": BODY})
    first, same = (source.sha256() for source in inputs([folder]).sources)
    assert first == same != ""
    corpus({"a.meta.yaml": "title: 甲\n"})
    assert inputs([folder]).sources[0].sha256() not in {"", first}
    corpus({"a.meta.yaml": "title: 乙\n", "b.txt": BODY + "続報。"})
    second, changed = (source.sha256() for source in inputs([folder]).sources)
    assert len({first, second, changed}) == 3
    assert Source(folder / "gone.txt", "gone.txt", "text").sha256() == ""


# Texts


@pytest.mark.parametrize(
    "text", [BODY, BODY.replace("\n", "\r\n"), "　首相は言う\r\rそうか\n\n", "a", "\u200b甲\ufeff"]
)
def test_text_as_it_is(corpus, text):
    folder = corpus({"2024-06-19_a.txt": text})
    assert article(folder) == Article(
        "2024-06-19_a", "2024-06-19_a.txt", text, published="2024-06-19", published_basis="filename"
    )


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp932", "euc_jp", "iso2022_jp"])
def test_encodings(corpus, codec):
    data = BODY.encode(codec)
    found = article(corpus({"a.txt": data}))
    assert found.text == BODY
    assert data.decode(found.encoding) == BODY


FRONT = """---
title: 政府、3万人派遣へ
published: 2024-06-19T23:30:00+09:00
publisher: 架空新聞
author: [山田太郎, 佐藤花子]
url: https://news.example.jp/a
category: 政治
---
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_front_matter(corpus, name, end):
    folder = corpus({name: (FRONT + "\n" + BODY).replace("\n", end)})
    assert article(folder) == Article(
        "a",
        name,
        ("\n" + BODY).replace("\n", end),
        title="政府、3万人派遣へ",
        publisher="架空新聞",
        author="山田太郎, 佐藤花子",
        url="https://news.example.jp/a",
        published="2024-06-19",
        published_basis="metadata",
        verbatim=False,
    )


@pytest.mark.parametrize(
    "text",
    [
        "---\n政府は動かない。\n---\n首相は述べた。\n",
        "---\n記者: 派遣しますか\n首相: 検討します\n---\n会見は続いた。\n",
        "---\n",
        "---\n---\n首相は述べた。\n",
        "-----\ntitle: 甲\n-----\n首相は述べた。\n",
        "首相は述べた。\n---\ntitle: 甲\n---\n",
        "---\n政府は動かない。\ntitle: 甲\n首相は述べた。\n",
    ],
)
def test_dashes_that_are_text(corpus, text):
    assert article(corpus({"a.txt": text})) == Article("a", "a.txt", text)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("---\ntitle: [甲\npublished: 2024-06-19\n---\n", "a.txt:3:"),
        ("---\ntitle: 甲\n\tpublisher: 乙\n---\n", "a.txt:3:"),
        ("---\ntitle: {a: b}\n---\n", "a.txt:2: title"),
        ("---\ntitle: 甲\n\n政府は発表した。\n", "a.txt:1: the front matter has no closing line"),
        ("---\ntitle: " + "[" * 2000 + "\n---\n", "a.txt:2:"),
        ("---\n- title\ntitle: 甲\n---\n", "a.txt:3:"),
        ('---\ntitle: "\\ud800"\n---\n', "a.txt:2: title"),
    ],
)
def test_broken_front_matter(corpus, text, where):
    row = failure(corpus({"a.txt": text + BODY}))
    assert row.code == "front_matter"
    assert row.message.startswith(where)


def test_tags_of_yaml_are_not_obeyed(corpus):
    folder = corpus({"a.txt": "---\ntitle: !!python/object/apply:os.system ['exit 1']\npublisher: !x 甲\n---\n" + BODY})
    assert article(folder).title == "exit 1"


def test_markdown_keeps_its_marks(corpus):
    found = article(corpus({"a.md": "# 見出し\n\n**首相**は述べた。\n"}))
    assert (found.text, found.verbatim) == ("# 見出し\n\n**首相**は述べた。\n", False)


# Sidecars


@pytest.mark.parametrize("name", ["a.meta.yaml", "a.txt.meta.yaml"])
def test_sidecar(corpus, name):
    found = article(corpus({"a.txt": BODY, name: "title: 甲\npublished: 2024/6/9\npublisher:\nauthor: ~\n"}))
    assert (found.title, found.published, found.published_basis) == ("甲", "2024-06-09", "metadata")
    assert (found.publisher, found.author, found.verbatim) == ("", "", True)


def test_sidecar_of_a_file_given_by_name(corpus):
    folder = corpus({"a.txt": BODY, "a.meta.yaml": "title: 甲\n"})
    (source,) = inputs([folder / "a.txt"]).sources
    assert source.sidecar == folder / "a.meta.yaml"


def test_sidecar_wins_over_front_matter(corpus):
    found = article(corpus({"a.txt": FRONT + BODY, "a.meta.yaml": "published: 2024-06-20\n"}))
    assert (found.published, found.publisher) == ("2024-06-20", "架空新聞")


def test_sidecar_fills_what_lines_leave_open(corpus):
    lines = [{"id": 1, "text": BODY, "publisher": "乙新聞", "title": ""}, {"id": 2, "text": BODY, "title": None}]
    folder = corpus({"a.jsonl": "\n".join(map(json.dumps, lines)), "a.meta.yaml": "publisher: 甲新聞\ntitle: 速報\n"})
    articles, failures = read(folder)
    assert failures == []
    assert [(each.publisher, each.title) for each in articles] == [("乙新聞", "速報"), ("甲新聞", "速報")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("title: [甲\npublisher: 乙", "a.txt: a.meta.yaml:2: "),
        ("甲", "a.txt: a.meta.yaml:1: no YAML of the form"),
        ("title: {a: b}", "a.txt: a.meta.yaml:1: title"),
        (b"title: \x80\x80", "a.txt: a.meta.yaml: its encoding"),
        ("#" * 100_001, "a.txt: a.meta.yaml holds more than"),
    ],
)
def test_broken_sidecar(corpus, content, message):
    row = failure(corpus({"a.txt": BODY, "a.meta.yaml": content}))
    assert (row.code, row.article_id) == ("sidecar", "a")
    assert row.message.startswith(message)


def test_sidecar_without_article(corpus):
    row = failure(corpus({"b/a.meta.yaml": "title: 甲"}))
    assert (row.source_path, row.code) == ("b/a.meta.yaml", "sidecar")


# jsonl


def test_jsonl(corpus):
    lines = [
        '\ufeff{"id": "甲", "text": "首相は述べた。\\r\\n", "title": "題", "published": "2024年6月19日", "x": [1]}',
        "",
        '{"id": 7, "text": "市は決めた。", "publisher": "乙新聞", "url": "https://a.jp/2024/06/18/", "author": ["丙"]}',
        '  {"text": "県は決めた。", "date": "2024-06"}  \r',
        '{"id": "", "text": "県は決めた。それだけだ。", "published": null}',
    ]
    articles, failures = read(corpus({"2024-06-19-all.jsonl": "\n".join(lines)}))
    assert failures == []
    first = Article("甲", "2024-06-19-all.jsonl", "首相は述べた。\r\n", title="題", encoding="utf-8-sig")
    assert [(each.article_id, each.published, each.published_basis) for each in articles] == [
        ("甲", "2024-06-19", "metadata"),
        ("7", "2024-06-18", "url"),
        ("2024-06-19-all-" + Article("", "", "県は決めた。").text_sha256[:12], "2024-06", "metadata"),
        ("2024-06-19-all-" + Article("", "", "県は決めた。それだけだ。").text_sha256[:12], "", "none"),
    ]
    assert (articles[0].text, articles[0].title) == (first.text, first.title)
    assert (articles[1].publisher, articles[1].author) == ("乙新聞", "丙")
    assert {(each.source_path, each.encoding, each.verbatim) for each in articles} == {
        (first.source_path, first.encoding, True)
    }


@pytest.mark.parametrize(
    ("line", "code", "article_id"),
    [
        ('{"id": 1, "text": "甲', "json", ""),
        ("[1]", "json", ""),
        ("1", "json", ""),
        ("[" * 100_000, "json", ""),
        ('{"id": 1}', "json", ""),
        ('{"id": 1, "text": 2}', "json", ""),
        ('{"id": 1, "text": " \\n"}', "empty", "1"),
        ('{"id": [{}], "text": "甲"}', "json", ""),
        ('{"id": true, "text": "甲"}', "json", ""),
        ('{"id": 1, "text": "甲", "title": {"a": 1}}', "json", ""),
        ('{"id": 1, "text": "甲", "title": "\\ud800"}', "json", ""),
        ('{"id": 1, "text": "甲\\ud800"}', "encoding", "1"),
        ('{"id": 1, "text": "甲\\u0000"}', "binary", "1"),
        ('{"id": 1, "text": "' + "甲" * 200_001 + '"}', "too_large", "1"),
        (b'{"id": 1, "text": "\xff\xff"}', "encoding", ""),
        (b'{"id": 1, "text": "a\0"}' + b" " * 9, "binary", ""),
        ('{"id": ' + "1" * 5000 + ', "text": "甲"}', "json", ""),
    ],
)
def test_a_broken_line_is_one_failure(corpus, line, code, article_id):
    data = line if isinstance(line, bytes) else line.encode()
    padding = b" " * 5000 + b"\n"  # what is looked at first of all is the head of the file
    good = b'{"id": "good", "text": "a"}\n'
    articles, failures = read(corpus({"b/a.jsonl": padding + data + b"\n" + good}))
    assert [each.article_id for each in articles] == ["good"]
    assert [(row.source_path, row.code, row.article_id) for row in failures] == [("b/a.jsonl", code, article_id)]
    assert failures[0].message.startswith("b/a.jsonl:2: ")


def test_a_line_beyond_all_bounds_is_one_failure(corpus):
    limits = Limits(characters=10)
    long = b'{"id": 1, "text": "' + b"a" * (2 * limits.file_bytes + 7) + b'"}\n'
    articles, failures = read(corpus({"a.jsonl": long + b'{"id": 2, "text": "a"}'}), limits)
    assert [each.article_id for each in articles] == ["2"]
    assert [(row.code, row.message[:10]) for row in failures] == [("too_large", "a.jsonl:1:")]


def test_jsonl_in_shift_jis(corpus):
    line = '{"id": 1, "text": "表と裏は違うと述べた。"}\n'
    assert article(corpus({"a.jsonl": line.encode("cp932")})).text == "表と裏は違うと述べた。"


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "empty"), (b"\xef\xbb\xbf\n\n", "empty"), (b"\0\1\2", "binary"), ('{"id": 1}'.encode("utf-16"), "encoding")],
)
def test_jsonl_that_is_none(corpus, data, code):
    assert failure(corpus({"a.jsonl": data})).code == code


def test_one_id_in_two_lines(corpus):
    line = '{"id": 1, "text": "甲"}\n'
    articles, failures = read(corpus({"a.jsonl": line * 2}))
    assert len(articles) == 1
    assert [(row.code, row.message) for row in failures] == [("duplicate_id", "a.jsonl:2: its id is that of line 1")]


# HTML

PAGE = """<!DOCTYPE html><html lang="ja"><head><meta charset="{charset}">
<title>政府、3万人派遣へ｜架空新聞</title>{head}</head>
<body><div id="header"><ul><li><a href="/">ホーム</a></li><li><a href="/p">政治</a></li></ul></div>
<article><h1>政府、3万人派遣へ</h1>{date}
<figure><img src="a.jpg"><figcaption>会見する長官=19日、首相官邸</figcaption></figure>
<p>政府は19日、約3万人の<a href="/x">労働者</a>を被災地に派遣すると
   発表した。</p>
<p><ruby>岩谷<rp>（</rp><rt>いわたに</rt><rp>）</rp></ruby>官房長官は会見で「復旧を<b>急ぎたい</b>」と述べた。<br>野党は批判した。</p>
<table><tr><th>年</th><th>人数</th></tr><tr><td>2023年</td><td>2万人</td></tr></table>
</article>
<div class="related"><h3>関連記事</h3><ul><li><a href="/1">台風が接近</a></li></ul></div>
<div id="footer">Copyright 2020 架空新聞社 <time datetime="2020-01-01">2020年</time></div></body></html>"""

PAGE_TEXT = """政府、3万人派遣へ
会見する長官=19日、首相官邸
政府は19日、約3万人の労働者を被災地に派遣すると発表した。
岩谷官房長官は会見で「復旧を急ぎたい」と述べた。
野党は批判した。
年\t人数
2023年\t2万人
"""


def page(charset="utf-8", head="", date=""):
    return PAGE.format(charset=charset, head=head, date=date)


@pytest.mark.parametrize(
    ("charset", "codec"),
    [
        ("utf-8", "utf-8"),
        ("utf-8", "utf-8-sig"),
        ("Shift_JIS", "cp932"),
        ("EUC-JP", "euc_jp"),
        ("iso-2022-jp", "iso2022_jp"),
        ("", "cp932"),
        ("utf-8", "euc_jp"),
        ("Shift_JIS", "utf-8"),
        ("iso-8859-1", "cp932"),
    ],
)
def test_html(corpus, charset, codec):
    assert article(corpus({"a.html": page(charset).encode(codec)})) == Article(
        "a", "a.html", PAGE_TEXT, title="政府、3万人派遣へ", encoding=codec, verbatim=False
    )


def test_xhtml_with_a_declaration(corpus):
    data = '<?xml version="1.0" encoding="Shift_JIS"?>\n' + page("Shift_JIS")
    assert article(corpus({"a.html": data.encode("cp932")})).text == PAGE_TEXT


def test_metadata_of_a_page(corpus):
    head = """<meta property="og:site_name" content="架空新聞 "><meta name="author" content="山田太郎">
        <meta property="article:published_time" content="2024-06-19T23:30:00+09:00">
        <link rel="canonical" href="https://news.example.jp/20240620/a.html">"""
    found = article(corpus({"a.html": page(head=head)}))
    assert (found.publisher, found.author) == ("架空新聞", "山田太郎")
    assert (found.published, found.published_basis) == ("2024-06-19", "metadata")
    assert found.url == "https://news.example.jp/20240620/a.html"


def test_metadata_of_a_page_in_json(corpus):
    graph = {
        "@type": "NewsArticle",
        "headline": "政府、3万人派遣へ",
        "datePublished": "2024-06-18T08:00:00Z",
        "dateModified": "2024-06-20",
        "author": [{"@type": "Person", "name": "山田太郎"}, {"name": "佐藤花子"}],
        "publisher": {"name": "架空新聞"},
    }
    head = f'<script type="application/ld+json">{json.dumps({"@graph": [{"@type": "WebSite"}, graph]})}</script>'
    found = article(corpus({"a.html": page(head=head)}))
    assert (found.published, found.publisher, found.author) == ("2024-06-18", "架空新聞", "山田太郎, 佐藤花子")


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ('<p class="date">2024年6月19日 10時30分</p>', "2024-06-19"),
        ('<span class="PublishDate">公開日：2024/6/19 10:30</span>', "2024-06-19"),
        ('<div class="date">架空新聞 2024/6/19 10:30（最終更新 6/20 11:00）</div>', "2024-06-19"),
        ('<time datetime="2024-06-19T10:30:00+09:00">水曜日</time>', "2024-06-19"),
        ("<time>2024年6月19日（水）</time>", "2024-06-19"),
        ('<p class="update">2024年6月19日</p>', ""),
        ('<p class="date">更新2024年6月19日</p>', ""),
        ('<p class="date">昨日</p>', ""),
        ("<p>2024年6月19日</p>", ""),
        ("", ""),
    ],
)
def test_dates_that_a_page_shows(corpus, date, published):
    found = article(corpus({"a.html": page(date=date)}))
    assert (found.published, found.published_basis) == (published, "metadata" if published else "none")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("政府、3万人派遣へ", "政府、3万人派遣へ"),
        ("政府、3万人派遣へ - 架空新聞", "政府、3万人派遣へ"),
        ("政府、3万人派遣へ：架空新聞デジタル", "政府、3万人派遣へ"),
        ("まったく別の題", "まったく別の題"),
    ],
)
@pytest.mark.parametrize("heading", ["h1", "h2"])
def test_title_of_a_page(corpus, title, expected, heading):
    text = (
        page()
        .replace("<title>政府、3万人派遣へ｜架空新聞</title>", f"<title>{title}</title>")
        .replace("h1>", f"{heading}>")
    )
    found = article(corpus({"a.html": text}))
    assert found.title == expected
    assert found.text.startswith(expected + "\n")
    assert found.text.count("政府、3万人派遣へ") == 1


@pytest.mark.parametrize(
    "text",
    ["<html></html>", "<p></p>", "首相は述べた。", "<" * 3000, "<div>" * 3000 + "甲", "&#0;&#xD800;", "<!-- -->"],
)
def test_pages_without_article(corpus, text):
    assert failure(corpus({"a.html": text})).code == "empty_extraction"


@given(
    st.lists(
        st.sampled_from(
            ["<p>", "</p>", "<b", ">", "<h1>", "甲は述べた。", "&#11;", "\x0c", "<!--", "<time>", '"', "\n"]
        )
    )
)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_page_raises(corpus, pieces):
    articles, failures = read(corpus({"a.html": "<html><body>" + "".join(pieces) + "</body></html>"}))
    assert len(articles) + len(failures) == 1


# Dates


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("2024-06-19.txt", "2024-06-19"),
        ("2024-06-19首相.txt", "2024-06-19"),
        ("2024-06-191.txt", ""),
        ("2024-06-31.txt", ""),
        ("a2024-06-19.txt", ""),
    ],
)
def test_dates_of_file_names(corpus, name, date):
    found = article(corpus({name: BODY}))
    assert (found.published, found.published_basis) == (date, "filename" if date else "none")


def test_order_of_dates(corpus):
    files = {
        "2024-06-18_a.txt": "---\npublished: 2024-06-17\nurl: https://a.example/2024/06/19/\n---\n甲",
        "2024-06-18_b.txt": "---\nurl: https://a.example/2024/06/19/\n---\n甲",
        "c.txt": "---\nurl: https://a.example/2024/06/19/\n---\n甲",
    }
    articles, failures = read(corpus(files))
    assert failures == []
    assert [(each.published, each.published_basis) for each in articles] == [
        ("2024-06-17", "metadata"),
        ("2024-06-18", "filename"),
        ("2024-06-19", "url"),
    ]


@pytest.mark.parametrize(
    ("name", "published", "basis"), [("a.txt", "", "none"), ("2024-06-18.txt", "2024-06-18", "filename")]
)
def test_a_date_that_is_none_does_not_cost_the_article(corpus, name, published, basis):
    articles, failures = read(corpus({name: "---\ntitle: 甲\npublished: きのう\n---\n" + BODY}))
    assert [(each.text, each.published, each.published_basis) for each in articles] == [(BODY, published, basis)]
    assert [(row.code, row.article_id) for row in failures] == [("published", name[:-4])]
    assert "きのう" in failures[0].message


def test_a_date_that_is_none_in_a_line(corpus):
    articles, failures = read(corpus({"a.jsonl": '\n{"id": 1, "text": "甲", "published": 1718755200}'}))
    assert len(articles) == 1
    assert failures[0].message.startswith("a.jsonl:2: published")


# What cannot be read


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", " \r\n\t　\ufeff\u200b".encode(), "empty"),
        ("a.txt", b"\xef\xbb\xbf", "empty"),
        ("a.html", b"\n", "empty"),
        ("a.txt", FRONT.encode(), "empty"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0", "binary"),
        ("a.txt", b"%PDF-1.7\n\x80\x81\xff\xfe\xfd", "encoding"),
        ("a.md", BODY.encode()[:-2], "encoding"),
        ("a.txt", ("甲" * 200_001).encode(), "too_large"),
        ("a.txt", b"a" * 5_000_001, "too_large"),
        ("a.html", b" " * 5_000_001, "too_large"),
    ],
)
def test_bad_files(corpus, name, data, code):
    row = failure(corpus({"b/" + name: data}))
    assert (row.source_path, row.article_id, row.code) == ("b/" + name, "b/a", code)
    assert row.message.startswith("b/" + name)
    assert ("--max-characters" in row.message) == (code == "too_large")


def test_limits_can_be_raised(corpus):
    folder = corpus({"a.txt": "甲" * 300_000})
    assert (
        failure(folder).message
        == "a.txt: 300,000 characters; the limit is 200,000: split it, or raise the limit with --max-characters"
    )
    articles, failures = read(folder, Limits(characters=300_000))
    assert (len(articles), failures) == (1, [])


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.meta.yaml"])
def test_unreadable_files(corpus, monkeypatch, name):
    folder = corpus({"a.txt" if name.endswith("yaml") else name: BODY, "b.txt": BODY})
    corpus({name: BODY})
    really = io.open

    def refuse(file, *args, **kwargs):
        if Path(os.fspath(file)).name == name:
            raise PermissionError(13, "Permission denied")
        return really(file, *args, **kwargs)

    monkeypatch.setattr(io, "open", refuse)
    monkeypatch.setattr(builtins, "open", refuse)
    articles, failures = read(folder)
    assert [each.article_id for each in articles] == ["b"]
    assert [(row.article_id, row.code) for row in failures] == [("a", "unreadable")]
    assert "Permission denied" in failures[0].message


def test_a_folder_that_cannot_be_entered(corpus, monkeypatch):
    folder = corpus({"a.txt": BODY, "b/c.txt": BODY})
    really = os.scandir

    def refuse(path):
        if Path(path).name == "b":
            raise PermissionError(13, "Permission denied")
        return really(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = inputs([folder])
    assert [source.name for source in found.sources] == ["a.txt"]
    assert [(row.source_path, row.code) for row in found.failures] == [("b", "unreadable")]


def test_a_file_that_goes_away(corpus):
    folder = corpus({"a.txt": BODY})
    (source,) = inputs([folder]).sources
    (folder / "a.txt").unlink()
    assert [item.code for item in Reader().read(source)] == ["unreadable"]


@given(st.sampled_from(["a.txt", "a.md", "a.html", "a.jsonl"]), st.binary(max_size=200))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_are_lost_without_a_word(corpus, name, data):
    folder = corpus({name: data})
    (source,) = (source for source in inputs([folder]).sources if source.name == name)
    assert list(Reader().read(source))


def test_the_same_whatever_the_order_of_the_directory(corpus, monkeypatch):
    folder = corpus({f"{name}/{name}.{kind}": BODY for name in "cab" for kind in ("txt", "pdf", "jpg")})
    forward: Inputs = inputs([folder])
    really = os.scandir

    class Backward:
        def __init__(self, path):
            self.entries = sorted(really(path), key=lambda entry: entry.name, reverse=True)

        def __enter__(self):
            return iter(self.entries)

        def __exit__(self, *_):
            return None

    monkeypatch.setattr(os, "scandir", Backward)
    assert inputs([folder]) == forward


def test_nothing_heavy_is_imported():
    heavy = {"yaml", "lxml", "trafilatura", "pandas", "spacy", "numpy"}
    code = f"import sys, pipeline.read; print(*{heavy} & {{*sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
