# SPDX-License-Identifier: MIT
"""manifest — what `--describe` prints: methods and types, as annotations say."""

import collections.abc
import dataclasses
import enum
import inspect
import json
import types
import typing

_words = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    bytes: "bytes",
    None: "void",
    type(None): "void",
}


def is_stream(annotation):
    """Iterator[T] and its kin."""
    return typing.get_origin(annotation) in (collections.abc.Iterator, collections.abc.Iterable,
                                             collections.abc.Generator)


def _package(method):
    parts = method.split(".")
    return parts[0] if len(parts) == 3 else ".".join(parts[:-1])


class _Types:
    """In order of first mention, what they are made of first."""

    def __init__(self):
        self.known = {}
        self.described = []

    def of(self, annotation, package):
        if annotation in _words:
            return _words[annotation]
        origin, inside = typing.get_origin(annotation), typing.get_args(annotation)
        if origin in (typing.Union, types.UnionType):
            rest = [self.of(one, package) for one in inside if one is not type(None)]
            one = rest[0] if len(rest) == 1 else {"union": rest}
            return {"optional": one} if type(None) in inside else one
        if is_stream(annotation):
            return {"stream": self.of(inside[0], package)}
        if origin is list:
            return {"array": self.of(inside[0], package)}
        if origin is dict:
            return {"record": self.of(inside[1], package)}
        if origin is tuple:
            return {"tuple": [self.of(one, package) for one in inside]}
        if annotation is list:
            return {"array": "any"}
        if annotation is dict:
            return {"record": "any"}
        if dataclasses.is_dataclass(annotation) or (isinstance(annotation, type)
                                                    and issubclass(annotation, enum.Enum)):
            return {"type": self.name(annotation, package)}
        return "any"

    def name(self, described, package):
        if described not in self.known:
            self.known[described] = f"{package}.{described.__name__}"
            self.described.append(self.description(described, package))
        return self.known[described]

    def description(self, described, package):
        made = {"name": described.__name__, "package": package}
        if isinstance(described, type) and issubclass(described, enum.Enum):
            values = [{"name": one, "value": one} for one in described.__members__]
            return made | {"kind": "enum", "values": values}
        hints = typing.get_type_hints(described)
        members = [{"name": field.name, "type": self.of(hints[field.name], package)}
                   for field in dataclasses.fields(described)]
        return made | {"kind": "object", "members": members}


def manifest(name, methods):
    """`methods`: their names and functions' signatures, without the parameter for the call."""
    found = _Types()
    listed = []
    for method, (function, parameters, result) in methods.items():
        package = _package(method)
        one = {
            "name": method,
            "parameters": [{"name": parameter, "type": found.of(annotation, package)}
                           for parameter, annotation in parameters.items()],
            "result": found.of(result, package),
        }
        if function.__doc__:
            one["doc"] = inspect.cleandoc(function.__doc__)
        listed.append(one)
    return json.dumps({"manifest": 1, "name": name, "methods": listed, "types": found.described},
                      ensure_ascii=False, separators=(",", ":"))
