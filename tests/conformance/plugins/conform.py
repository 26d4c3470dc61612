#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""conform — the conformance plugin in Python."""

import os
import sys
import typing

import fairlead

plugin = fairlead.Plugin("conform")


class oops(Exception):  # pylint: disable=invalid-name
    pass


@plugin.method("conform.greet")
def greet(name: str) -> str:
    return f"Hello {name}!"


@plugin.method("conform.add")
def add(a: int, b: int) -> int:
    return a + b


@plugin.method("conform.echo")
def echo(value: typing.Any) -> typing.Any:
    return value


@plugin.method("conform.reverse")
def reverse(data: bytes) -> bytes:
    return data[::-1]


@plugin.method("conform.blob")
def blob(size: int) -> bytes:
    return bytes(i % 256 for i in range(size))


@plugin.method("conform.fail")
def fail(words: str) -> None:
    raise oops(words)


@plugin.method("conform.nap")
def nap(call: fairlead.Call, time: int) -> None:
    try:
        call.sleep(time / 1000)
        plugin.emit("conform/napped", "slept")
    except fairlead.Failure:
        plugin.emit("conform/napped", "cancelled")
        raise


@plugin.method("conform.shout")
def shout(topic: str, value: typing.Any) -> None:
    plugin.emit(topic, value)


@plugin.method("conform.ask")
def ask(method: str, arguments: list) -> typing.Any:
    return plugin.call(method, *arguments, deadline=10)


@plugin.method("conform.take-back")
def take_back(method: str) -> str:
    asked = plugin.start(method)
    asked.cancel()
    try:
        return str(asked.result(10))
    except fairlead.Failure as failure:
        return failure.code


@plugin.method("conform.count")
def count(call: fairlead.Call, until: int) -> typing.Iterator[int]:
    try:
        yield from range(until)
    finally:
        plugin.emit("conform/counted", "cancelled" if call.cancelled else "all")


@plugin.method("conform.sum")
def total(numbers: typing.Iterator[int]) -> int:
    return sum(numbers)


@plugin.method("conform.steps")
def steps(call: fairlead.Call, until: int) -> int:
    for i in range(until):
        call.progress(i)
    return until


@plugin.method("conform.gather")
def gather(method: str, arguments: list) -> list:
    return list(plugin.stream(method, *arguments))


@plugin.method("conform.pour")
def pour(method: str, until: int) -> typing.Any:
    given = plugin.stream(method, iter(range(until)))
    list(given)
    return given.result


@plugin.method("conform.pid")
def pid() -> int:
    return os.getpid()


@plugin.method("conform.crash")
def crash() -> None:
    os.abort()


@plugin.on("conform/in")
def repeat(value):
    plugin.emit("conform/out", value)


sys.exit(plugin.run())
