"""A web page -> the text of its article, and what it says of itself.

trafilatura tells the article from what surrounds it. The metadata are read here: from what the page marks as such, in
an order of trust, without a look at the clock and without guessing from the text.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.published import read_date

_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_NAMES_OF_DATE = re.compile(r"publi[cs]|pubdate|issued|created|(?:^|[.:_-])date$", re.IGNORECASE)
_CLASSES_OF_DATE = re.compile(r"date|time|publi[cs]", re.IGNORECASE)
_REVISED = re.compile(r"updat|modif|revis", re.IGNORECASE)
_LEAD = re.compile(r"\A[^\d更改]{1,8}(?=\d)")
"""What may stand before a date on a page (公開日：, a publisher's name); 更新 and 改訂 tell of another date."""

_SOURCE_LINE = re.compile(r"(?<=[^\x00-\xff])[ \t]*\r?\n[ \t\r\n]*(?=[^\x00-\xff])")
_ELEMENTS = 30_000
"""Elements of one page. News pages have a few thousand; what has more is no page of one article."""

_MINIMUM = 40
"""Characters of body below which trafilatura tries again less strictly; its default is for European languages."""


def charset(data: bytes) -> str:
    """What a page calls its encoding; empty when it does not say."""
    match = _CHARSET.search(data, 0, 4096)
    return match[1].decode("ascii", "replace") if match else ""


class PageError(ValueError):
    """The page holds no article that can be read. ``code``: ``empty_extraction`` or ``too_large``."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def read_page(page: str) -> tuple[str, dict[str, str]]:
    """The text of a page's article, and what metadata the page has: title, published, publisher, author, url.

    The text begins with the title and has one line for each paragraph, heading, list item and row of a table.
    Raises PageError.
    """
    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what they have to say is told by PageError
    import trafilatura
    from trafilatura.settings import use_config

    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(_MINIMUM))
    try:
        tree = trafilatura.load_html(page)
        elements = sum(1 for _ in tree.iter()) if tree is not None else 0
        if elements > _ELEMENTS:
            raise PageError("too_large", f"the page has {elements:,} elements; the limit is {_ELEMENTS:,}: split it")
        if not elements:
            raise PageError("empty_extraction", "holds no article that could be told from the page")
        _prepare(tree)
        metadata = _metadata(tree)
        document = trafilatura.bare_extraction(tree, include_comments=False, config=config)
        lines = _lines(getattr(document, "body", None))
    except PageError:
        raise
    except Exception as error:  # whatever a page makes lxml or trafilatura raise
        raise PageError("empty_extraction", f"the page could not be taken apart: {error!r}"[:300]) from None
    if not lines:
        raise PageError("empty_extraction", "holds no article that could be told from the page")
    title = metadata["title"]
    title = next((line for line in lines[:5] if len(line) > 5 and title.startswith(line)), title)
    if title:
        metadata["title"] = title
        if title in lines[:5]:
            lines.remove(title)
        lines.insert(0, title)
    return "\n".join(lines) + "\n", {name: value for name, value in metadata.items() if value}


def _prepare(tree: Any) -> None:
    """Makes a page's markup ready for the extraction of its text.

    Takes the readings off ruby, makes captions paragraphs (figures are dropped as a whole otherwise), and takes the
    line ends of the page's source from between Japanese characters, where they would become spaces.
    """
    for reading in list(tree.iter("rt", "rp", "rtc")):
        reading.drop_tree()
    for caption in list(tree.iter("figcaption")):
        caption.tag = "p"
    for figure in list(tree.iter("figure")):
        figure.drop_tag()
    for element in tree.iter():
        if element.text and element.tag not in {"pre", "script", "style", "textarea"}:
            text = _SOURCE_LINE.sub("", element.text)
            if text != element.text:
                element.text = text
        if element.tail:
            tail = _SOURCE_LINE.sub("", element.tail)
            if tail != element.tail:
                element.tail = tail


def _lines(body: Any) -> list[str]:
    """The lines of an extracted body: one for each paragraph, heading, list item and row; none without a body."""
    pieces: list[str] = []

    def visit(element: Any) -> None:
        block = element.tag in {"p", "head", "item", "list", "quote", "code", "row", "table", "figure", "div"}
        pieces.append("\n" if block or element.tag == "lb" else "")
        pieces.append(element.text or "")
        for child in element:
            visit(child)
        pieces.append("\n" if block else "\t" if element.tag == "cell" else "")
        pieces.append(element.tail or "")

    if body is not None:
        visit(body)
    lines = (line.strip() for line in "".join(pieces).split("\n"))
    return [line for line in lines if line]


def _metadata(tree: Any) -> dict[str, str]:
    """What a page says of its article: meta elements, schema.org JSON, headings, elements that hold a date."""
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        if name and meta.get("content"):
            metas.setdefault(name.lower(), " ".join(meta.get("content").split()))
    json_ld = _json_ld(tree)
    publisher = metas.get("og:site_name") or _name_in(json_ld.get("publisher"))
    return {
        "title": _title(tree, metas.get("og:title") or _name_in(json_ld.get("headline")), publisher),
        "published": _date(tree, metas, json_ld),
        "publisher": publisher,
        "author": _name_in(json_ld.get("author")) or metas.get("author", ""),
        "url": _url(tree, metas),
    }


def _json_ld(tree: Any) -> Mapping[str, Any]:
    """The schema.org description of the page's article; empty when there is none."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            things = [json.loads(script.text or "", strict=False)]
        except (ValueError, RecursionError):
            continue
        for thing in things:  # grows while it is read: what stands deeper comes later
            if isinstance(thing, list):
                things += thing
            elif isinstance(thing, dict):
                if "datePublished" in thing or "headline" in thing:
                    return thing
                things += [value for value in thing.values() if isinstance(value, list | dict)]
    return {}


def _name_in(value: Any) -> str:
    """The name in a value of schema.org, where it may be a text, a thing with a name, or a list of these."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(_name_in, value)))
    if isinstance(value, dict):
        value = value.get("name")
    return " ".join(value.split()) if isinstance(value, str) else ""


def _title(tree: Any, stated: str, publisher: str) -> str:
    """The article's title: the heading on the page that the page's own title contains, or else that title."""
    if not stated:
        stated = next((" ".join(title.text_content().split()) for title in tree.iter("title")), "")
    for heading in tree.iter("h1"):
        text = " ".join(heading.text_content().split())
        if text and (text in stated or not stated):
            return text
    if publisher and stated.endswith(publisher):
        return stated.removesuffix(publisher).rstrip(" 　|｜-－–—―:：・／/") or stated
    return stated


def _date(tree: Any, metas: Mapping[str, str], json_ld: Mapping[str, Any]) -> str:
    """When a page says its article was published: the first date that can be read, in the order of trust."""

    def stated() -> Iterator[str]:
        yield metas.get("article:published_time", "")
        yield _name_in(json_ld.get("datePublished"))
        yield from (content for name, content in metas.items() if _NAMES_OF_DATE.search(name))
        main = next(tree.iter("article"), None)
        main = tree if main is None else main
        for element in main.iter("time"):
            yield element.get("datetime") or element.text_content()
        for element in main.iter("p", "div", "span", "dd", "li"):
            name = f"{element.get('class')} {element.get('id')}"
            if _CLASSES_OF_DATE.search(name) and not _REVISED.search(name) and len(element) < 5:
                yield _LEAD.sub("", element.text_content().strip())

    return next((text for text in map(str.strip, stated()) if len(text) < 50 and read_date(text)), "")


def _url(tree: Any, metas: Mapping[str, str]) -> str:
    """The address that a page gives itself."""
    links = (link.get("href") or "" for link in tree.iter("link") if link.get("rel") == "canonical")
    return next((url.strip() for url in (*links, metas.get("og:url", "")) if url.strip().startswith("http")), "")
