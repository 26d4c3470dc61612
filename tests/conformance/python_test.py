#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""python — what the package does with values, annotations and words, without a broker."""

import dataclasses
import enum
import io
import contextlib
import json
import typing
import unittest

import fairlead
from fairlead import values
from fairlead.plugin import _options


class Colour(enum.Enum):
    red = 1
    green = 2


@dataclasses.dataclass
class Point:
    x: int
    y: int = 0


@dataclasses.dataclass
class Path:
    name: str
    points: list[Point]
    colour: Colour | None = None


class Values(unittest.TestCase):
    def sent(self, value):
        text, attachments = values.to_json(value)
        return text.decode(), attachments

    def test_what_is_sent(self):
        self.assertEqual(self.sent(["ä🪢", None, True, 1.5]), ('["ä🪢",null,true,1.5]', []))
        self.assertEqual(self.sent(Path("p", [Point(1)], Colour.red))[0],
                         '{"name":"p","points":[{"x":1,"y":0}],"colour":"red"}')
        self.assertEqual(self.sent({"a": b"\0\1", "b": [bytearray(b"2")]}),
                         ('{"a":{"$bytes":0},"b":[{"$bytes":1}]}', [b"\0\1", b"2"]))
        self.assertEqual(self.sent((i for i in range(3)))[0], "[0,1,2]")
        self.assertEqual(self.sent("half \ud83e pair")[0], '"half \ufffd pair"')

    def test_more_bytes_than_go_beside(self):
        text, attachments = self.sent([b"k"] * 17)
        self.assertEqual(len(attachments), 16)
        self.assertTrue(text.endswith('{"$bytes":15},"aw=="]'))

    def test_what_cannot_be_sent(self):
        for value in (float("nan"), float("inf"), 2**53 + 1, object()):
            with self.subTest(value), self.assertRaises(values.BadValue):
                values.to_json(value)

    def test_what_is_read(self):
        for wanted, value, expected in (
            (int, 3, 3),
            (float, 3, 3.0),
            (str | None, None, None),
            (typing.Optional[int], 4, 4),
            (bytes, "a25vdA==", b"knot"),
            (bytes, b"knot", b"knot"),
            (Colour, "green", Colour.green),
            (list[Point], [{"x": 1}, {"x": 2, "y": 3, "z": 4}], [Point(1), Point(2, 3)]),
            (dict[str, int], {"a": 1}, {"a": 1}),
            (tuple[int, str], [1, "a"], (1, "a")),
            (list, [1, "a"], [1, "a"]),
            (Path, {"name": "p", "points": [], "colour": "red"}, Path("p", [], Colour.red)),
            (typing.Any, {"$bytes": "no"}, {"$bytes": "no"}),
        ):
            with self.subTest(wanted=wanted):
                self.assertEqual(values.convert(wanted, value, "argument 1"), expected)

    def test_what_does_not_fit(self):
        for wanted, value, problem in (
            (int, True, "argument 1: expected an integer, got a boolean (true)"),
            (int, 1.5, "argument 1: expected an integer, got a number (1.5)"),
            (str, None, "argument 1: expected a string, got null"),
            (bytes, "§", "argument 1: expected base64, got another text"),
            (Colour, "blue", "argument 1: expected one of red, green"),
            (list[Point], [{"x": 1}, {"x": "2"}],
             "argument 1[1].x: expected an integer, got a string"),
            (dict[str, int], {"a": []}, "argument 1.a: expected an integer, got an array"),
            (tuple[int, int], [1], "argument 1: expected 2 elements, got 1"),
            (Path, [], "argument 1: expected an object, got an array"),
        ):
            with self.subTest(wanted=wanted), self.assertRaises(values.BadValue) as raised:
                values.convert(wanted, value, "argument 1")
            self.assertEqual(str(raised.exception), problem)

    def test_bytes_in_arguments(self):
        self.assertEqual(values.from_json(b'[{"a":{"$bytes":1}},{"$bytes":0}]', [b"0", b"1"]),
                         [{"a": b"1"}, b"0"])
        with self.assertRaises(values.BadValue):
            values.from_json(b'[{"$bytes":0}]', [])


class Manifest(unittest.TestCase):
    def test_types_come_from_annotations(self):
        plugin = fairlead.Plugin("p")

        @plugin.method("main.Map.Draw")
        def _draw(call: fairlead.Call, path: Path, width: float | None, pair: tuple[int, str]) -> bytes:
            """Draws.

            In colour."""

        @plugin.method("tools.any")
        def _any(value, more: dict[str, list[bool]]):
            pass

        @plugin.method("tools.count")
        def _count(until: int, skip: typing.Iterator[str]) -> typing.Iterator[int]:
            yield until

        made = json.loads(plugin.describe())
        draw, anything, count = made["methods"]
        self.assertEqual(count["parameters"][1]["type"], {"stream": "string"})
        self.assertEqual(count["result"], {"stream": "integer"})
        self.assertEqual(draw, {
            "name": "main.Map.Draw",
            "parameters": [{"name": "path", "type": {"type": "main.Path"}},
                           {"name": "width", "type": {"optional": "number"}},
                           {"name": "pair", "type": {"tuple": ["integer", "string"]}}],
            "result": "bytes",
            "doc": "Draws.\n\nIn colour.",
        })
        self.assertEqual([one["type"] for one in anything["parameters"]],
                         ["any", {"record": {"array": "boolean"}}])
        self.assertEqual(anything["result"], "any")
        self.assertEqual([one["name"] for one in made["types"]], ["Point", "Colour", "Path"])
        self.assertEqual(made["types"][1]["values"], [{"name": "red", "value": "red"},
                                                      {"name": "green", "value": "green"}])
        self.assertEqual(made["types"][2]["members"][2],
                         {"name": "colour", "type": {"optional": {"type": "main.Colour"}}})


class Words(unittest.TestCase):
    def test_options(self):
        self.assertEqual(_options(["--attach", "app", "--threads", "8"])["threads"], 8)
        self.assertEqual(_options(["--threads", "0"]), "--threads takes a number from 1 to 256")
        self.assertEqual(_options(["--attach"]), "--attach needs the name of a running app")

    def test_describe_is_one_line(self):
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            self.assertEqual(fairlead.Plugin("p").run(["--describe"]), 0)
        self.assertEqual(said.getvalue(), '{"manifest":1,"name":"p","methods":[],"types":[]}\n')

    def test_nothing_is_sent_before_it_is_connected(self):
        plugin = fairlead.Plugin("p")
        self.assertFalse(plugin.emit("knot"))
        with self.assertRaises(fairlead.Failure) as raised:
            plugin.call("main.App.Greet")
        self.assertEqual(raised.exception.code, "backend-gone")


if __name__ == "__main__":
    unittest.main()
