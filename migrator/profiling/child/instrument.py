"""Puts counters and observers into a module's functions, by its syntax tree.

What is put in refers to objects of ours as constants: the tree names them by placeholder texts,
which are replaced in the compiled code. So no name appears in the user's namespaces, and line
numbers, names, signatures and tracebacks stay as they are. Two local variables that no source can
name (``.call``, ``.value``) hold what belongs to one call.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from types import CodeType
from typing import Any

from .definitions import Definition, is_generator, reads_its_scope

_MARK = "\0migrator:"
_CALL, _VALUE = ".call", ".value"


class Objects:
    """The objects that the instrumented code refers to, by placeholder."""

    def __init__(self) -> None:
        self._objects: dict[str, Any] = {}

    def constant(self, value: Any) -> str:
        """Return the placeholder for ``value``."""
        mark = f"{_MARK}{len(self._objects)}"
        self._objects[mark] = value
        return mark

    def put(self, mark: str, value: Any) -> None:
        """Give the placeholder its value, where that is known late."""
        self._objects[mark] = value

    def compile(self, tree: ast.Module, path: str) -> CodeType:
        """Compile the tree and put the objects where their placeholders are."""
        return _replaced(compile(tree, path, "exec", dont_inherit=True), self._objects)


def _replaced(code: CodeType, objects: Mapping[str, Any]) -> CodeType:
    constants = []
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            constants.append(_replaced(constant, objects))
        elif isinstance(constant, str) and constant.startswith(_MARK):
            constants.append(objects.get(constant, constant))
        else:
            constants.append(constant)
    if all(new is old for new, old in zip(constants, code.co_consts, strict=True)):
        return code
    return code.replace(co_consts=tuple(constants))


class Builder:
    """Builds nodes at one place of the source."""

    def __init__(self, at: ast.AST) -> None:
        line, column = getattr(at, "lineno", 1), getattr(at, "col_offset", 0)
        self._place: dict[str, Any] = {
            "lineno": line,
            "col_offset": column,
            "end_lineno": line,
            "end_col_offset": column,
        }

    def constant(self, value: Any) -> ast.Constant:
        return ast.Constant(value, **self._place)

    def load(self, name: str) -> ast.Name:
        return ast.Name(name, ast.Load(), **self._place)

    def attribute(self, mark: str, name: str) -> ast.Attribute:
        return ast.Attribute(self.constant(mark), name, ast.Load(), **self._place)

    def set_attribute(self, mark: str, name: str, value: ast.expr) -> ast.stmt:
        target = ast.Attribute(self.constant(mark), name, ast.Store(), **self._place)
        return ast.Assign([target], value, **self._place)

    def assign(self, name: str, value: ast.expr) -> ast.stmt:
        return ast.Assign([ast.Name(name, ast.Store(), **self._place)], value, **self._place)

    def call(self, mark: str, method: str, *arguments: ast.expr) -> ast.expr:
        return ast.Call(self.attribute(mark, method), list(arguments), [], **self._place)

    def statement(self, value: ast.expr) -> ast.stmt:
        return ast.Expr(value, **self._place)

    def tuple(self, names: list[str]) -> ast.expr:
        return ast.Tuple([self.load(name) for name in names], ast.Load(), **self._place)

    def unless(self, name: str, then: ast.expr, otherwise: ast.expr) -> ast.expr:
        """``otherwise if name else then``; ``then`` where there is no name."""
        return ast.IfExp(self.load(name), otherwise, then, **self._place) if name else then

    def when(self, test: ast.expr, *then: ast.stmt) -> ast.stmt:
        return ast.If(test, list(then), [], **self._place)

    def in_call(self, *then: ast.stmt) -> ast.stmt:
        """``if .call is not None: then``: one instruction in the usual case."""
        test = ast.Compare(self.load(_CALL), [ast.IsNot()], [self.constant(None)], **self._place)
        return self.when(test, *then)

    def on_turn(self, mark: str, then: ast.stmt, local: bool) -> ast.stmt:
        """``for <tick> in mark.ticks: break`` with ``else: then`` (see ``counting.Ticks``).

        The tick is the local variable ``.call``, or an attribute of the mark's object.
        """
        target = self.attribute(mark, "tick")
        store = ast.Name(_CALL, ast.Store(), **self._place) if local else target
        target.ctx = ast.Store()
        turns = self.attribute(mark, "ticks")
        return ast.For(store, turns, [ast.Break(**self._place)], [then], **self._place)

    def returning(self, value: ast.expr) -> ast.stmt:
        return ast.Return(value, **self._place)

    def guarded(self, body: list[ast.stmt], caught: str, handling: ast.stmt) -> ast.stmt:
        """``try: body except <caught>: handling; raise``."""
        again = ast.Raise(None, None, **self._place)
        kind = self.constant(caught)
        handler = ast.ExceptHandler(kind, None, [handling, again], **self._place)
        return ast.Try(body, [handler], [], [], **self._place)


def add_counter(function: ast.FunctionDef, mark: str) -> None:
    """Count the calls of ``function`` with the ``Counter`` that ``mark`` stands for."""
    new = Builder(function)
    at = _after_docstring(function)
    note = new.statement(new.call(mark, "note"))
    function.body.insert(at, new.on_turn(mark, note, not reads_its_scope(function)))


class Marks:
    """The lines of each run of statements in one function, and after the run: which were reached.

    ``flags`` has one attribute a run of statements, true until it is reached.
    """

    def __init__(self) -> None:
        self.lines: dict[str, list[int]] = {}
        self.flags: Any = None

    def new(self) -> str:
        name = f"r{len(self.lines)}"
        self.lines[name] = []
        return name

    def make_flags(self) -> Any:
        """Make the object with the flags; slots, because they are read at each passing."""
        self.flags = type("Flags", (), {"__slots__": tuple(self.lines)})()
        for name in self.lines:
            setattr(self.flags, name, True)
        return self.flags

    def reached(self) -> set[int]:
        """Return the lines that ran."""
        return {line for name, lines in self.lines.items() if not getattr(self.flags, name) for line in lines}


def add_observer(definition: Definition, objects: Objects, observer: Any) -> Marks:
    """Let ``observer`` see the calls of a function; returns its line marks.

    The observer has ``ticks`` (see ``counting.Ticks``), ``enter``, ``leave``, ``failed``, ``further`` for
    calls that give something for ``**kwargs``, and ``enter_only``, for functions whose end cannot be seen (generators) or that look
    at their own variables.
    """
    function = definition.node
    at = _after_docstring(function)
    marks = Marks()
    mark = objects.constant(observer)
    new = Builder(function)
    whole = not (is_generator(function) or reads_its_scope(function))
    flags = objects.constant(None)
    weaver = _Weaver(marks, mark, flags, whole)
    body = weaver.block(function.body[at:])
    arguments = new.tuple(definition.parameters)
    further = new.call(mark, "further")
    if not whole:
        look = new.statement(new.unless(definition.keywords, new.call(mark, "enter_only", arguments), further))
    else:
        enter = new.call(mark, "enter", arguments)
        look = new.assign(_CALL, new.unless(definition.keywords, enter, further))
        end = new.call(mark, "leave", new.load(_CALL), new.constant(None))
        body.append(new.in_call(new.statement(end)))
        failed = new.statement(new.call(mark, "failed", new.load(_CALL)))
        caught = objects.constant(BaseException)
        body = [new.guarded(body, caught, new.in_call(failed))]
    function.body[at:] = [new.on_turn(mark, look, whole), *body]
    objects.put(flags, marks.make_flags())
    return marks


class _Weaver:
    """Copies statements with a mark before each run of them, and with returns that report."""

    def __init__(self, marks: Marks, observer: str, flags: str, whole: bool) -> None:
        self.marks = marks
        self.observer = observer
        self.flags = flags
        self.whole = whole

    def block(self, statements: list[ast.stmt]) -> list[ast.stmt]:
        result: list[ast.stmt] = []
        run = ""
        for statement in statements:
            if not run:
                run = self.marks.new()
                result.append(self._mark(statement, run))
            self.marks.lines[run] += _lines(statement)
            result += self._woven(statement)
            if hasattr(statement, "body") or isinstance(statement, ast.Match):
                run = ""  # control may not come back from it
        return result

    def _mark(self, at: ast.stmt, run: str) -> ast.stmt:
        new = Builder(at)
        unset = new.set_attribute(self.flags, run, new.constant(False))
        return new.when(new.attribute(self.flags, run), unset)

    def _woven(self, statement: ast.stmt) -> list[ast.stmt]:
        match statement:
            case ast.Return() if self.whole:
                return self._return(statement)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                return [statement]
            case ast.Match():
                for case in statement.cases:
                    case.body = self.block(case.body)
        for field in ("body", "orelse", "finalbody"):
            inner = getattr(statement, field, None)
            if inner:
                setattr(statement, field, self.block(inner))
        for handler in getattr(statement, "handlers", ()):
            handler.body = self.block(handler.body)
        return [statement]

    def _return(self, statement: ast.Return) -> list[ast.stmt]:
        new = Builder(statement)
        value = statement.value or new.constant(None)
        report = new.call(self.observer, "leave", new.load(_CALL), new.load(_VALUE))
        return [
            new.assign(_VALUE, value),
            new.in_call(new.statement(report)),
            ast.copy_location(ast.Return(new.load(_VALUE)), statement),
        ]


def _lines(statement: ast.stmt) -> list[int]:
    """Return the lines of a statement; of a compound one only those before its first block."""
    last = statement.end_lineno or statement.lineno
    inner: list[ast.AST] = list(getattr(statement, "body", ()))
    if isinstance(statement, ast.Match):
        inner = [statement.cases[0].pattern]
    if inner:
        last = max(statement.lineno, getattr(inner[0], "lineno", last) - 1)
    return list(range(statement.lineno, last + 1))


def _after_docstring(function: ast.FunctionDef) -> int:
    match function.body:
        case [ast.Expr(value=ast.Constant(value=str())), *_]:
            return 1
    return 0
