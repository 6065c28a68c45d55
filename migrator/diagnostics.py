"""The one table of codes: what each means, why it is so, and what edit or command helps.

A code is stable: it is never reused for something else. ``docs/diagnostics.md`` is made from this
table (``python -m migrator.docs_reference --write``). To add a code, add a row at the end of its
range (``RANGES``). Imports nothing heavy: the command line reads it at start-up.
"""

from __future__ import annotations

from dataclasses import dataclass

from migrator.errors import ExitCode


@dataclass(frozen=True)
class Code:
    """One row. ``hint`` is used where the place that reports the code gives none of its own."""

    code: str
    title: str
    why: str
    hint: str
    exit_code: ExitCode = ExitCode.FINDINGS


_ENV = ExitCode.ENVIRONMENT
_USAGE = ExitCode.USAGE
_PROGRAM = ExitCode.PROGRAM
_BUILD = ExitCode.BUILD

RANGES: tuple[tuple[str, str], ...] = (
    ("M0", "Environment and workload"),
    ("M1", "Language constructs without Rust"),
    ("M2", "Types"),
    ("M3", "Aliasing and effects"),
    ("M4", "Build"),
    ("M5", "Verification"),
    ("M6", "Measuring and the gate"),
    ("M7", "Installing and the lock"),
)

_ROWS: tuple[Code, ...] = (
    # M0xx: environment and workload
    Code(
        "M001",
        "No workload given",
        "Without a command that exercises the code there is nothing to profile, and no inputs to prove against.",
        "Pass it after `--` (`migrator run -- python train.py`) or set `workload` in "
        "`[tool.migrator]` of pyproject.toml.",
        _USAGE,
    ),
    Code(
        "M002",
        "The workload failed",
        "The program ended with an error of its own. What a failing run shows is not what the "
        "program does when it works, so nothing is concluded from it.",
        "Run the command by itself, make it succeed, then start again. Its own output is shown above.",
        _PROGRAM,
    ),
    Code(
        "M003",
        "The workload ran out of time",
        "The program was still running when the time limit was reached and was stopped.",
        "Give it a smaller input, or raise `--timeout`.",
        _PROGRAM,
    ),
    Code(
        "M004",
        "The workload is not a Python command",
        "Only a command that runs in a Python interpreter can be profiled: `python script.py`, "
        "`python -m package`, `pytest`, or a console script of a Python environment.",
        "Name the Python command itself; if a shell script starts it, pass the command inside that script.",
        _USAGE,
    ),
    Code(
        "M005",
        "The command was not found",
        "No such script, module or program could be found in the project or on the PATH.",
        "Check the spelling and the folder; paths are relative to the project.",
        _USAGE,
    ),
    Code(
        "M006",
        "No Python files in the project",
        "The project folder holds no Python source below its import roots, so there is nothing to migrate.",
        "Pass the right folder with `--project`.",
        _USAGE,
    ),
    Code(
        "M007",
        "A source file has a syntax error",
        "The file cannot be parsed by the Python that runs the workload. Its functions are left as they are.",
        "Mend the file; `python -m py_compile FILE` shows the place.",
    ),
    Code(
        "M008",
        "A source file cannot be decoded",
        "The bytes do not fit the encoding the file declares (UTF-8 where it declares none).",
        "Save the file as UTF-8, or add the right `# -*- coding: ... -*-` line.",
    ),
    Code(
        "M009",
        "The earlier step left no file",
        "Each step works from the file that the step before it wrote into `.migrator/`.",
        "Run the earlier step first, or `migrator run` for all of them.",
        _USAGE,
    ),
    Code(
        "M010",
        "The earlier step's file cannot be read",
        "The file in `.migrator/` is damaged or was written by another version.",
        "Run that step again.",
        _USAGE,
    ),
    Code(
        "M011",
        "Unsupported Python",
        "The interpreter that runs the workload must be CPython 3.11 or later.",
        "Use a supported interpreter for the workload.",
        _ENV,
    ),
    Code(
        "M012",
        "Interrupted",
        "The run was stopped from the keyboard.",
        "Start again; steps that had finished are kept in `.migrator/`.",
        ExitCode.INTERRUPTED,
    ),
    Code(
        "M013",
        "Another run is at work in this project",
        "Two runs would write the same files.",
        "Wait for the other run, or end it.",
        ExitCode.LOCKED,
    ),
    Code(
        "M014",
        "A setting is not known or not valid",
        "`[tool.migrator]`, a `MIGRATOR_*` variable or an option names something that does not "
        "exist or has a value of the wrong type. Guessing would hide a spelling mistake.",
        "See `migrator config --show` for every setting and where its value comes from.",
        _USAGE,
    ),
    Code(
        "M015",
        "Nothing hot was found",
        "No function of the project itself took a noticeable share of the time: the time is in "
        "libraries, in waiting, or in starting up.",
        "Choose a workload that spends its time in the project's own Python, or pass `--package"
        " NAME` to count an installed package as part of the project.",
    ),
    Code(
        "M016",
        "A source file nests too deeply",
        "An expression or block in the file is nested deeper than the parsers can follow.",
        "Split the expression; generated data is better kept in a data file.",
    ),
    Code(
        "M017",
        "A source file is too large",
        "Analysing the file would take minutes. Such files hold generated data, not hot code.",
        "Move the hot functions to a module of their own.",
    ),
    Code(
        "M018",
        "A source file cannot be read back exactly",
        "The parsed form does not give the file back byte for byte (a lone carriage return as "
        "line end, for example), so lines could be mistaken.",
        "Save the file with `\\n` or `\\r\\n` line ends.",
    ),
    Code(
        "M019",
        "The package was not found",
        "`--package` names an installed package that counts as part of the project; the "
        "interpreter that runs the workload has none of that name.",
        "Check the import name (not the name on the package index), and the interpreter.",
        _USAGE,
    ),
    Code(
        "M020",
        "A question and nobody to answer it",
        "The command asks before it writes, and its input is not a terminal.",
        "Pass `--yes` to agree beforehand, or `--dry-run` to only look.",
        _USAGE,
    ),
    # M1xx: language constructs without Rust
    Code(
        "M101",
        "This statement has no Rust yet",
        "The statement becomes a hole: reaching it hands the call back to the Python original, "
        "so the result stays right, but the call gains nothing.",
        "Move the statement out of the hot function, or rewrite it with loops, arithmetic and indexing.",
    ),
    Code(
        "M102",
        "This expression has no Rust yet",
        "The expression becomes a hole: reaching it hands the call back to the Python original.",
        "Compute it before the hot loop and pass the value in, or rewrite it.",
    ),
    Code(
        "M103",
        "This call has no Rust yet",
        "The called function is neither in the project nor in the table of known operations.",
        "See `docs/operations.md` for what is known; move the call out of the hot function where possible.",
    ),
    Code(
        "M104",
        "The function is a generator or a coroutine",
        "Its frame lives between calls and is resumed by the caller; a native call runs once from start to end. A "
        "generator is compiled along where a compiled loop consumes it at once; it must end, and change nothing outside.",
        "Collect the values in a list inside the function and return the list.",
    ),
    Code(
        "M105",
        "A function inside the function, or a function used as a value",
        "An inner function is compiled where it is called by its name; what it binds anew of the variables around "
        "it (`nonlocal`) is handed back. One that is kept as a value or has several definitions is not compiled: a call "
        "could mean anything.",
        "Pass what it shares as parameters and return what it changes, or move it to module level.",
    ),
    Code(
        "M106",
        "The function is given further keywords",
        "The number and names of arguments are open, so they have no fixed type. Those of `*args` are a tuple, whose type "
        "is that of the recorded calls, and `**kwargs` is taken where it stays empty; of an inner function neither is.",
        "Name the parameters.",
    ),
    Code(
        "M107",
        "The function is decorated",
        "The name is bound to what the decorator returned, which is not this function. A decorator that was seen to hand back "
        "the function itself, such as that of a compiler that is not installed, changes nothing. A function with `functools.cache` "
        "or `lru_cache` is compiled where it is defined inside the function that calls it, is given ints and texts, returns what "
        "cannot be changed, and changes nothing: other caches outlive the call, and hold what was put in before.",
        "Move the hot body to an undecorated helper.",
    ),
    Code(
        "M108",
        "The function handles exceptions that occur",
        "Exceptions belong to Python: where one would be raised, the call goes back to the original. A `try` whose "
        "handlers did not run while the workload was profiled is compiled; one that catches something often is not. What "
        "the body itself raises, to leave a block, is compiled, where the exception has no constructor of its own and is "
        "given literals only.",
        "Test for the condition before the operation, or keep `try` outside the hot loop.",
    ),
    Code(
        "M109",
        "It is not certain which definition the name means",
        "The name is defined under a condition and the last definition is not the one that ran, or it is bound again to "
        "something else, so the text does not tell which function a call reaches.",
        "Give each variant a name of its own and choose between them in one place.",
    ),
    Code(
        "M110",
        "The code is not in a function",
        "Statements at the top of a module run once, with all their names global.",
        "Move the hot loop to a function.",
    ),
    Code(
        "M111",
        "The function's source was not found",
        "The profile names a function that the project's files do not define where it was seen: "
        "it was made at run time, or the file has changed since.",
        "Profile again; code made by `exec` stays in Python.",
    ),
    Code(
        "M112",
        "A function it calls cannot be compiled",
        "The call is made in the recorded runs, and the called function has no Rust, so each "
        "run would be handed back to Python.",
        "See the reasons of the called function.",
    ),
    Code(
        "M130",
        "Attributes of the class are more than plain values",
        "Rust reads an object's attributes before the call and sets them after it. Where the class has a hook "
        "(`__getattr__`, `__setattr__`, a metaclass, a descriptor) or a base outside the project, that would pass it by.",
        "Keep the hot function on a class with plain attributes, or pass the values that it needs.",
    ),
    Code(
        "M131",
        "Which method is called could not be told",
        "The call goes to a name that the class does not define as a plain method, or that its instances may replace.",
        "Define it once with `def` in the class or in a base class of the project.",
    ),
    Code(
        "M132",
        "The new object is more than its attributes",
        "Rust makes instances of classes whose `__init__`, with the methods that it calls on the object, sets every attribute "
        "however it runs, before it does anything else with the object. A method that returns early sets none for the first time.",
        "Set every attribute in `__init__` first, in all branches and in one order.",
    ),
    Code(
        "M134",
        "migrator failed on the function",
        "The compiler met something in the function that it should have refused or taken, and failed. That is a defect of "
        "migrator. Only this function stays Python for it.",
        "Please report it, with the message and the function.",
    ),
    # M2xx: types
    Code(
        "M201",
        "The type of an argument has no Rust form yet",
        "Only int, float, bool, None, lists and tuples of these, NumPy arrays, and instances of the project's classes "
        "that hold such values pass the boundary today.",
        "Pass the numbers the function needs instead of the object that holds them.",
    ),
    Code(
        "M202",
        "A variable holds values of different types",
        "A Rust variable has one type; the function assigns two that cannot be one.",
        "Use a second name for the second kind of value.",
    ),
    Code(
        "M203",
        "The function was called with many combinations of types",
        "The four most frequent combinations are compiled, each for itself; calls with others run in Python.",
        "Call it with fewer combinations of types, or split it in two functions.",
    ),
    Code(
        "M204",
        "The type could not be determined",
        "Neither the recorded calls nor the code show one type for it.",
        "Let the workload reach the line, or write the expression so that its type shows.",
    ),
    Code(
        "M230",
        "An attribute is not always there",
        "The recorded instances do not all have the attribute when the function is called.",
        "Set it in `__init__`, to a value of the type that it has later.",
    ),
    # M3xx: aliasing and effects
    Code(
        "M301",
        "The function changes something that has no commit",
        "Attributes, dictionaries and globals would be changed before it is sure that the call succeeds.",
        "Return the new value and let the caller store it.",
    ),
    Code(
        "M302",
        "A changed argument may be the same object as another",
        "Writing to a private copy would lose what the other name should see.",
        "Pass a copy.",
    ),
    Code(
        "M303",
        "The function keeps or returns one of its arguments",
        "The caller could tell the copy from the original by `is`.",
        "Return None and let the caller use the object it passed.",
    ),
    Code(
        "M304",
        "A loop is not parallel: its rounds depend on one another",
        "A round uses what an earlier round computed, or may read or write what another one writes. On several "
        "threads the result would depend on who is first.",
        "Let each round compute one value from what no round changes, and store it at its own index or append it.",
    ),
    Code(
        "M305",
        "A loop is not parallel: it has no parallel form",
        "A loop can run on several threads where it goes over a range by ones or over a list, and each round stores one "
        "number at its own index, fills one row, or appends one value. It still runs in Rust, on one thread.",
        "Move what a round computes to a function of its own that returns it.",
    ),
    Code(
        "M306",
        "A loop is not parallel: a round does too little",
        "Handing a round to a thread costs more than a few operations on numbers. The loop runs on one thread.",
        "Nothing to do; one thread is the fastest here.",
    ),
    Code(
        "M307",
        "A container in an attribute that is read in place is changed, kept or returned",
        "Objects that only give their attributes stay in Python, and what is read from them is a copy. It may be run over, "
        "indexed and searched; where it were changed, kept or returned, the copy could be told from the list itself.",
        "Make a copy where one is meant: `list(node.children)`.",
    ),
    Code(
        "M308",
        "An attribute is set of an object that stays in Python",
        "Instances of classes that hold themselves (nodes of trees and lists) are read where they are, and not changed yet; "
        "nor are they made.",
        "Keep what changes beside the nodes: in a list or dict, or in an object that holds no nodes of its own class.",
    ),
    Code(
        "M309",
        "Something may change the objects that are read in place",
        "Objects of classes that hold themselves are read where they are, so nothing may change them, or the arrays in "
        "them, before the call ends. What the function itself changes is a copy until then.",
        "Split the function: one part that reads the objects, and one that changes the arrays or calls NumPy.",
    ),
    # M4xx: build
    Code(
        "M401",
        "cargo was not found",
        "Building needs a Rust toolchain.",
        "Install Rust (rustup.rs), or put its `bin` folder on the PATH.",
        _ENV,
    ),
    Code(
        "M402",
        "The Rust toolchain is too old",
        "The generated crate uses a Rust that this compiler does not know.",
        "Run `rustup update stable`.",
        _ENV,
    ),
    Code(
        "M403",
        "The dependencies could not be fetched",
        "cargo could not download the crates that the generated crate needs.",
        "Check the network or proxy; with a filled cargo cache pass `--offline`.",
        _ENV,
    ),
    Code(
        "M404",
        "The Rust does not compile",
        "rustc refused the crate. In a file that was edited by hand the place is shown; in a "
        "file as generated it is a bug in migrator.",
        "Mend the place shown, or remove the edited file and run `migrator generate`.",
        _BUILD,
    ),
    Code(
        "M405",
        "maturin was not found or failed",
        "maturin makes the Python extension from the crate.",
        "Install it beside migrator: `pip install maturin`.",
        _ENV,
    ),
    Code(
        "M406",
        "The built extension is not the generated one",
        "Its build id differs from that of the sources: another crate's file was picked up.",
        "Build again; if it stays, remove the shared target folder (`migrator config --show` prints it).",
        _BUILD,
    ),
    Code(
        "M407",
        "The cache folder cannot be written",
        "Compiled dependencies are shared by all projects in a folder of the user's cache.",
        "Set `MIGRATOR_CACHE` to a folder that can be written.",
        _ENV,
    ),
    Code(
        "M408",
        "The build ran out of time",
        "The compiler was still running when the time limit was reached and was stopped.",
        "Build again: what is compiled already is kept.",
        _BUILD,
    ),
    Code(
        "M409",
        "The built extension cannot be imported",
        "Before anything uses it, the extension is imported in a process of its own; that failed.",
        "Build with the interpreter that runs the workload, and with NumPy installed in it.",
        _BUILD,
    ),
    Code(
        "M410",
        "rustc refused the Rust of the function",
        "The Rust written for it does not compile, which is a defect of migrator. The crate was made again without "
        "it, so the other functions are not held up.",
        "Please report it, with the message and the function.",
        _BUILD,
    ),
    # M5xx: verification
    Code(
        "M501",
        "The Rust gives another result than the Python",
        "At least one input was found where the two differ. The smallest one is in the report, as Python to paste.",
        "The replacement is not installed. Please report it: it is a bug in migrator, or in Rust edited by hand.",
    ),
    Code(
        "M502",
        "The function is not deterministic",
        "The original, run twice on equal copies of the same arguments, gave two results; "
        "nothing can be proven equal to it.",
        "Pass the source of change (time, random generator, order of a set) as an argument.",
    ),
    Code(
        "M503",
        "No recorded inputs",
        "The workload made no call whose arguments can be stored, so there is nothing real to compare on.",
        "Let the workload call the function with plain values.",
    ),
    Code(
        "M504",
        "Too few inputs took the native path",
        "Nearly all inputs were handed back to Python, so equality says nothing about the Rust.",
        "See the reasons listed with the function: a hole or a type keeps it from running.",
    ),
    Code(
        "M505",
        "The proof ran out of time",
        "The inputs planned could not all be tried within the limit.",
        "Raise `--verify-timeout`.",
    ),
    Code(
        "M506",
        "The canary was not caught",
        "A variant that is known to be wrong passed the comparison, so the comparison of this run proves nothing.",
        "This is a bug in migrator or in the test set-up; please report it.",
    ),
    Code(
        "M507",
        "The process under test ended abnormally",
        "The child process died while comparing (a crash, a signal, out of memory).",
        "Run `migrator verify -v` to see its last words.",
    ),
    Code(
        "M508",
        "Not compared",
        "The replacement has not been compared with the original, or no comparison was decided.",
        "Run `migrator verify`.",
    ),
    Code(
        "M509",
        "Hypothesis is missing where the program runs",
        "Each replacement is compared with its original inside the interpreter that runs the "
        "workload, and part of the inputs are made by Hypothesis.",
        "Install it there: `python -m pip install hypothesis`.",
        _ENV,
    ),
    Code(
        "M510",
        "The function could not be loaded for the comparison",
        "Its module failed when it was imported by itself, or the extension does not take the "
        "function as it is in the file now.",
        "Make the module importable without running the program (put the start below "
        '`if __name__ == "__main__":`), then run `migrator run` again.',
    ),
    Code(
        "M511",
        "The proof misses too many mutants",
        "Wrong variants of the function were compiled and tried on the inputs of the proof, and too many of them "
        "answered like the right one. So the inputs would not show a real mistake either.",
        "Look at the survivors: `migrator report -v` lists them with their lines. Record more varied calls, run "
        "`migrator verify --thorough`, or, where the survivors do not matter, `migrator apply --allow-survivors`.",
    ),
    Code(
        "M512",
        "The cluster cannot be used",
        "`--cluster` names a Dask scheduler, on whose workers the proofs run. The extension is sent to them, so they "
        "need the same Python as the workload, and the packages that the program imports.",
        "Install `migrator[cluster]` here, and start the workers from an environment like that of the workload.",
    ),
    # M6xx: measuring and the gate
    Code(
        "M601",
        "Not faster",
        "The lower end of the confidence interval of the speed-up is not above 1.0 on the "
        "recorded inputs, so the replacement would gain nothing, or cost.",
        "Often too little work is done per call: let a function above it, which calls it in a "
        "loop, be the one that is moved.",
    ),
    Code(
        "M602",
        "Not measured",
        "There is no measurement for the function, so it cannot be shown to be faster.",
        "Run `migrator bench`.",
    ),
    Code(
        "M603",
        "Too many calls are handed back to Python",
        "The recorded inputs trapped so often that the replacement would mostly run Python with a detour.",
        "See which trap it is in the report and remove its cause.",
    ),
    Code(
        "M604",
        "The whole workload is not faster",
        "The functions gain, but the program as a whole does not measurably.",
        "Choose a longer workload, or look at what takes the time now in the report.",
    ),
    Code(
        "M605",
        "The program does another thing with the replacements",
        "With the replacements swapped in, the workload printed something else or ended otherwise than without.",
        "Nothing should be applied before this is understood; please report it.",
    ),
    Code(
        "M606",
        "The program is slower with the replacement",
        "The function gains on its recorded calls, but the workload as a whole took longer with it, twice in a row: most "
        "calls are unlike the recorded ones, for example because they trap.",
        "Let a function above it, which calls it in a loop, be the one that is moved.",
    ),
    # M7xx: installing and the lock
    Code(
        "M701",
        "The Python changed under its replacement",
        "The source of the function is not the one that was proven. At run time the Python is used.",
        "Run `migrator run` again to prove the new source, then `migrator apply`.",
    ),
    Code(
        "M702",
        "The Rust was edited without proof",
        "A file of the native package differs from the one that `migrator.lock` has a proof for.",
        "Run `migrator build`, `migrator verify`, `migrator bench` and `migrator report`, then `migrator apply`, "
        "which renews the lock.",
    ),
    Code(
        "M703",
        "The lock file is stale",
        "`migrator.lock` does not describe what is in the repository.",
        "Run `migrator apply`, which renews it, then commit the lock file.",
    ),
    Code(
        "M704",
        "Nothing to apply",
        "No replacement is both proven and faster.",
        "See `migrator report` for the reason of each function.",
    ),
    Code(
        "M705",
        "Nothing to roll back",
        "No applied change is recorded in this project.",
        "`git status` shows what changed by other means.",
        _USAGE,
    ),
    Code(
        "M706",
        "A file changed since it was applied",
        "Rolling back byte for byte would lose an edit made after `apply`.",
        "Remove the block marked `migrator:` by hand, or pass `--force`, which takes only the "
        "block out of an edited file and keeps the edit.",
    ),
    Code(
        "M707",
        "A file to change is not committed",
        "If anything went wrong, git could not bring the present state of the file back.",
        "Commit or stash the file, or pass `--allow-dirty`.",
    ),
    Code(
        "M708",
        "A file changed in the meantime",
        "It is not what the shown diff was made from. Nothing was changed.",
        "Run the command again.",
    ),
    Code(
        "M709",
        "The lock file cannot be read",
        "`migrator.lock` is damaged or was written by a later version of migrator, so that nothing "
        "is known of the proofs.",
        "Take the file back from git, or update migrator; `migrator run` makes a new one.",
    ),
    Code(
        "M710",
        "The native package is gone",
        "A module's block names it, but its folder is not in the project. The Python is used.",
        "Take the folder back from git, or remove the blocks with `migrator rollback`.",
    ),
    Code(
        "M711",
        "The function is gone",
        "A replacement was proven for a function that the file no longer defines.",
        "Run `migrator run` again, then `migrator apply`; it takes the replacement out.",
    ),
    Code(
        "M712",
        "The path is not a file of the project",
        "Only regular files below the project's root are changed; links that lead elsewhere, "
        "folders and devices are not.",
        "Replace the link by the file, or run migrator in the project that owns it.",
        _ENV,
    ),
    Code(
        "M713",
        "A cut-off change cannot be completed or undone",
        "An `apply` or `rollback` was cut off; what it needs to go back is in `.migrator/`.",
        "Run `migrator rollback`. If `.migrator/` is damaged, restore the files from git and "
        "delete `.migrator/journal.json`.",
        _ENV,
    ),
    Code(
        "M714",
        "The system refused to read or write a file",
        "The disk may be full, or the file or its folder may be read-only. Nothing is left half done.",
        "Make the place writable and run the command again.",
        _ENV,
    ),
)

TABLE: dict[str, Code] = {row.code: row for row in _ROWS}


def lookup(code: str) -> Code:
    """Return the row of ``code``; raises ``KeyError`` for a code that is not declared."""
    return TABLE[code]


def hint_for(code: str, given: str = "") -> str:
    """Return ``given``, or the hint of the row of ``code`` where none was given."""
    return given or lookup(code).hint
