"""The texts of an edition in another language, put in by id."""

from __future__ import annotations

from dataclasses import replace

from lcassess.framework.documents import Node

CHILDREN = ("areas", "focus_areas", "features", "indicators", "texts")


def translated(document: Node, locale: Node) -> Node:
    """Give an edition with the texts of a locale in place of its own."""
    title = _under(locale, "title")
    whole = _with(document, {"title": title} if title else {})
    return _descend(whole, locale)


def _descend(node: Node, locale: Node) -> Node:
    """Put the texts into every list of nodes below a node."""
    changed = {
        key: replace(found, value=[_item(item, key, locale) for item in found.value])
        for key in CHILDREN
        if (found := _under(node, key)) and isinstance(found.value, list)
    }
    return _with(node, changed)


def _item(node: Node, key: str, locale: Node) -> Node:
    """Put the texts of one node, and of all below it, in place.

    The texts of a focus area's own text questions stand under that focus area.
    """
    own_id = _under(node, "id")
    table = _under(locale, key)
    texts = _under(table, str(own_id.value)) if own_id and table else None
    named = _merged(node, texts) if texts else node
    return _descend(named, _with(locale, {"texts": _under(texts, "texts") or Node(0, {})}))


def _merged(node: Node, texts: Node) -> Node:
    """Lay texts over a node, key by key and item by item; lists of nodes stay for `_descend`."""
    match node.value, texts.value:
        case dict() as own, dict() as given:
            laid = {k: _merged(own[k], t) if k in own else t for k, t in given.items()}
            return _with(node, {k: t for k, t in laid.items() if k not in CHILDREN})
        case list() as own, list() as given if len(own) == len(given):
            return replace(node, value=[_merged(o, g) for o, g in zip(own, given, strict=True)])
        case _:
            return texts


def _with(node: Node, changed: dict[str, Node]) -> Node:
    """Give a mapping with some of its keys changed."""
    assert isinstance(node.value, dict)  # noqa: S101 - both files are mappings once checked
    return replace(node, value={**node.value, **changed})


def _under(node: Node | None, key: str) -> Node | None:
    """Give what stands under a key of a mapping."""
    return node.value.get(key) if node and isinstance(node.value, dict) else None
