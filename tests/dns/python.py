"""Reads calls of `socket`, one a line, and prints a JSON array: the call, the words for `pkt dns`, what Python prints.

Each call has a process of its own, as a program that makes one call: the C library's thread remembers errors.
"""
import ast
import json
import os
import socket
import sys
import traceback

ORDER = {"getaddrinfo": ["--family", "--type", "--proto", "--flags"]}


def words(name, values):
    if name == "getaddrinfo":
        options = [f"{option}={value}" for option, value in zip(ORDER[name], values[2:])]
        return [name, *options, "--", *map(str, values[:2])]
    if name == "getnameinfo":
        address, flags = values
        options = [f"--flags={flags}"]
        options += [f"{option}={value}" for option, value in zip(["--flowinfo", "--scope"], address[2:])]
        return [name, *options, "--", *map(str, address[:2])]
    return [name, "--", str(values[0])]


def printed(name, values):
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            text = repr(getattr(socket, name)(*values))
        except UnicodeError as error:
            # Python 3.13 words these anew.
            text = "" if sys.version_info >= (3, 13) else traceback.format_exception_only(type(error), error)[-1].strip()
        except Exception as error:
            text = traceback.format_exception_only(type(error), error)[-1].strip()
        os.write(write, text.encode())
        os._exit(0)
    os.close(write)
    with open(read, "rb") as pipe:
        text = pipe.read().decode()
    os.waitpid(child, 0)
    return text


calls = []
for line in sys.stdin.read().splitlines():
    call = ast.parse(line, mode="eval").body
    values = [eval(compile(ast.Expression(argument), "", "eval")) for argument in call.args]
    want = printed(call.func.id, values)
    if want:
        calls.append({"call": line, "words": words(call.func.id, values), "want": want})
print(json.dumps(calls))
