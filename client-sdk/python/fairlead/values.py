# SPDX-License-Identifier: MIT
"""values — Python values as JSON with attachments, and back, as annotations say."""

import base64
import collections.abc
import dataclasses
import enum
import json
import types
import typing

ATTACHMENTS_MAX = 16
INTEGER_MAX = 2**53  # What a page's number can hold.


class BadValue(Exception):
    """A value that does not fit; `where` is the way to it."""

    def __init__(self, what, where=""):
        super().__init__(f"{where}: {what}" if where else what)


def name_of(value):
    """As error messages call it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return f"a boolean ({json.dumps(value)})"
    if isinstance(value, (int, float)):
        return f"a number ({value})"
    if isinstance(value, str):
        return "a string"
    if isinstance(value, bytes):
        return "bytes"
    return "an array" if isinstance(value, list) else "an object"


# -- out --------------------------------------------------------------------------------------------


def _plain(value, attachments):
    if value is None or isinstance(value, (str, bool, float)):
        return value
    if isinstance(value, enum.Enum):
        return value.name
    if isinstance(value, int):
        if abs(value) > INTEGER_MAX:
            raise BadValue(f"{value} is beyond 2^53: send it as text")
        return value
    if isinstance(value, (bytes, bytearray, memoryview)):
        data = bytes(value)
        if len(attachments) == ATTACHMENTS_MAX:
            return base64.b64encode(data).decode()
        attachments.append(data)
        return {"$bytes": len(attachments) - 1}
    if dataclasses.is_dataclass(value):
        return {
            field.name: _plain(getattr(value, field.name), attachments)
            for field in dataclasses.fields(value)
        }
    if isinstance(value, collections.abc.Mapping):
        return {str(key): _plain(one, attachments) for key, one in value.items()}
    if isinstance(value, collections.abc.Iterable):
        return [_plain(one, attachments) for one in value]
    raise BadValue(f"a {type(value).__name__} cannot be sent")


def to_json(value):
    """UTF-8, and the attachments that it speaks of."""
    attachments = []
    try:
        text = json.dumps(_plain(value, attachments), ensure_ascii=False, allow_nan=False,
                          separators=(",", ":"))
    except ValueError as problem:
        raise BadValue(str(problem)) from None
    try:
        return text.encode(), attachments
    except UnicodeEncodeError:  # Half of a surrogate pair.
        whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return whole.encode(), attachments


# -- in ---------------------------------------------------------------------------------------------


def from_json(text, attachments):
    def bytes_of(found):
        number = found.get("$bytes")
        if len(found) != 1 or not isinstance(number, int):
            return found
        if not 0 <= number < len(attachments):
            raise BadValue(f"there is no attachment {number}")
        return attachments[number]

    return json.loads(text, object_hook=bytes_of)


def _optional(wanted):
    """T of T | None; nothing for anything else."""
    if typing.get_origin(wanted) not in (typing.Union, types.UnionType):
        return None
    rest = [one for one in typing.get_args(wanted) if one is not type(None)]
    return rest[0] if len(rest) == 1 and len(typing.get_args(wanted)) == 2 else None


def _as_bytes(value, where):
    if isinstance(value, bytes):
        return value
    if not isinstance(value, str):
        raise BadValue(f"expected bytes, got {name_of(value)}", where)
    try:
        return base64.b64decode(value, validate=True)
    except ValueError:
        raise BadValue("expected base64, got another text", where) from None


def _as_dataclass(wanted, value, where):
    if not isinstance(value, dict):
        raise BadValue(f"expected an object, got {name_of(value)}", where)
    hints = typing.get_type_hints(wanted)
    known = {
        field.name: convert(hints[field.name], value[field.name], f"{where}.{field.name}")
        for field in dataclasses.fields(wanted)
        if field.name in value
    }
    try:
        return wanted(**known)
    except TypeError as problem:
        raise BadValue(str(problem), where) from None


_simple = {
    bool: ("a boolean", bool),
    int: ("an integer", int),
    float: ("a number", (int, float)),
    str: ("a string", str),
}


def convert(wanted, value, where):
    """`value`, made of JSON, as an annotation wants it."""
    inner = _optional(wanted)
    if inner is not None:
        return None if value is None else convert(inner, value, where)
    if wanted in _simple:
        words, kinds = _simple[wanted]
        if not isinstance(value, kinds) or (isinstance(value, bool) and wanted is not bool):
            raise BadValue(f"expected {words}, got {name_of(value)}", where)
        return wanted(value)
    if wanted is bytes:
        return _as_bytes(value, where)
    if dataclasses.is_dataclass(wanted):
        return _as_dataclass(wanted, value, where)
    if isinstance(wanted, type) and issubclass(wanted, enum.Enum):
        if value not in wanted.__members__:
            raise BadValue(f"expected one of {', '.join(wanted.__members__)}", where)
        return wanted[value]
    return _convert_inside(typing.get_origin(wanted) or wanted, typing.get_args(wanted), value, where)


def _convert_inside(origin, inside, value, where):
    """list[T], dict[str, T], tuple[A, B], without the T any; what else there may be is taken as it is."""
    if origin in (list, tuple) and not isinstance(value, list):
        raise BadValue(f"expected an array, got {name_of(value)}", where)
    if origin is dict and not isinstance(value, dict):
        raise BadValue(f"expected an object, got {name_of(value)}", where)
    if not inside:
        return value
    if origin is list:
        return [convert(inside[0], one, f"{where}[{i}]") for i, one in enumerate(value)]
    if origin is dict:
        return {key: convert(inside[1], one, f"{where}.{key}") for key, one in value.items()}
    if origin is tuple:
        if len(value) != len(inside):
            raise BadValue(f"expected {len(inside)} elements, got {len(value)}", where)
        return tuple(convert(one, part, f"{where}[{i}]")
                     for i, (one, part) in enumerate(zip(inside, value)))
    return value
