"""What a task's templates and functions make of rows: the part of a task file that is defined by Python's own rules.

Rules after lm-evaluation-harness 0.4.13 (lm_eval/utils.py, apply_template; lm_eval/api/task.py, ConfigurableTask).
"""

import ast
import io
import json
import re
import sys
import tokenize
import types

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateSyntaxError, UndefinedError, meta, nodes

env = Environment(loader=BaseLoader, undefined=StrictUndefined, keep_trailing_newline=True)
env.filters["regex_replace"] = lambda string, pattern, repl, count=0: re.sub(pattern, repl, string, count=count)


class RowProblem(Exception):
    """Why a row has no value; the sentence is for people."""


def compiled(source):
    try:
        return env.from_string(source)
    except TemplateSyntaxError as error:
        raise RowProblem(f"the template does not parse: {error.message} (line {error.lineno})") from error


def column_of(node):
    """The column that an expression is: by its name, or as columns["its name"]."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getitem) and isinstance(node.node, nodes.Name) and node.node.name == "columns":
        return node.arg.value if isinstance(node.arg, nodes.Const) else None
    return None


def printed_columns(source):
    """Columns that a template prints as they are; and the one that it consists of, if it is nothing else."""
    tree = env.parse(source)
    printed = [n for output in tree.find_all(nodes.Output) for n in output.nodes]
    own = {n.name for n in tree.find_all(nodes.Name)} - meta.find_undeclared_variables(tree)
    columns = [column for column in map(column_of, printed) if column is not None and column not in own]
    return columns, columns[0] if len(printed) == 1 and len(tree.body) == 1 and columns else None


def rendered(template, row):
    try:
        return template.render(**row)
    except UndefinedError as error:
        missing = re.fullmatch(r"'(.+)' is undefined", error.message or "")
        if missing and missing[1] not in row:
            raise RowProblem(missing_column(missing[1], row)) from error
        raise RowProblem(f"the template fails on it: {error.message}") from error
    except Exception as error:  # whatever a template does to a value
        raise RowProblem(f"the template fails on it: {type(error).__name__}: {error}") from error


def missing_column(name, row):
    return f"the column {name} is missing; the row has {', '.join(k for k in row if k != 'columns')}"


def template_field(source, _columns):
    """Of a person's own task: as Jinja2 renders it, and what is printed as it is must be there."""
    template = compiled(source)
    printed, only = printed_columns(source)

    def value(row, filled):
        absent = next((n for n in printed if n not in row and n != "columns"), None)
        if absent is not None:
            raise RowProblem(missing_column(absent, row))
        if only is not None and only in row and row[only] is None:
            raise RowProblem(f"the column {only} is empty (null)")
        named = filled if "columns" in filled else {**filled, "columns": row}
        return rendered(template, named)

    return value


def list_field(source, _columns):
    def value(row, _filled):
        held = row
        for key in source.split("."):
            held = parsed_cell(held.get(key) if isinstance(held, dict) else None)
        if not isinstance(held, list) or len(held) < 2:
            raise RowProblem(f"the column {source} holds no list of two or more choices")
        empty = next((i for i, choice in enumerate(held) if choice is None), None)
        if empty is not None:
            raise RowProblem(f"choice {empty + 1} of the column {source} is empty (null)")
        return [str(choice) for choice in held]

    return value


def parsed_cell(value):
    """A cell of a csv that holds a list or an object: as JSON, or as Python or NumPy prints it."""
    if not isinstance(value, str) or not re.match(r"\s*[\[{]", value):
        return value
    try:
        return json.loads(value)
    except ValueError:
        pass
    try:
        return ast.literal_eval(with_commas(value))
    except (SyntaxError, ValueError, tokenize.TokenError):
        return value


def with_commas(text):
    """NumPy prints no commas, and Python would read two texts in a row as one."""
    values = (tokenize.STRING, tokenize.NUMBER, tokenize.NAME)
    tokens = [t for t in tokenize.generate_tokens(io.StringIO(text.strip()).readline) if t.string.strip()]
    written, skipped = [], False
    for before, token in zip([None, *tokens], tokens):
        if token.string in ("array", "("):
            continue
        if token.string == ")":
            skipped = False
        elif token.string == "dtype":
            skipped = True
            written.pop()
        elif not skipped:
            if before is not None and before.type in values and token.type in values:
                written.append(",")
            written.append(token.string)
    return "".join(written)


def function_field(rule):
    function = loaded(rule)

    def value(_row, filled):
        try:
            return function(dict(filled))
        except Exception as error:  # whatever a function does to a row
            raise RowProblem(f"{rule['function']} fails on it: {type(error).__name__}: {error}") from error

    return value


MODULES = {}


def loaded(rule):
    """The function that a rule names, of a module that is run as it stands."""
    key = (rule["module"], rule["text"])
    if key not in MODULES:
        module = types.ModuleType("task_functions")
        try:
            exec(compile(rule["text"], rule["module"], "exec"), module.__dict__)
        except Exception as error:
            raise RowProblem(f"{rule['module']} cannot be run here: {type(error).__name__}: {error}") from error
        MODULES[key] = module
    function = getattr(MODULES[key], rule["function"], None)
    if not callable(function):
        raise RowProblem(f"{rule['module']} has no function {rule['function']}")
    return function


class Dataset(list):
    """Rows with what task files use of a datasets.Dataset."""

    def map(self, function, **_options):
        return Dataset({**row, **function(dict(row))} for row in self)

    def filter(self, function, **_options):
        return Dataset(row for row in self if function(dict(row)))

    def select(self, indices, **_options):
        return Dataset(self[i] for i in indices)

    def rename_column(self, old, new):
        return Dataset({new if k == old else k: v for k, v in row.items()} for row in self)

    def remove_columns(self, names):
        names = [names] if isinstance(names, str) else names
        return Dataset({k: v for k, v in row.items() if k not in names} for row in self)

    @property
    def column_names(self):
        return list(self[0]) if self else []

    features = column_names

    def __getitem__(self, key):
        if isinstance(key, str):
            return [row[key] for row in self]
        return Dataset(list.__getitem__(self, key)) if isinstance(key, slice) else list.__getitem__(self, key)


# task files import it for its name in signatures
sys.modules["datasets"] = types.ModuleType("datasets")
sys.modules["datasets"].Dataset = Dataset


def process(asked):
    try:
        function = loaded(asked["process"])
        rows = function(Dataset(json.loads(row) for row in asked["rows"]))
        return {"processed": [json.dumps(row, ensure_ascii=False) for row in rows]}
    except RowProblem as problem:
        return {"field": "process_docs", "why": str(problem)}
    except Exception as error:  # whatever a function does to rows
        return {"field": "process_docs", "why": f"{asked['process']['function']} fails: {type(error).__name__}: {error}"}


def stated_field(source, columns):
    """Of a source that is no template: a function, a column, or the value itself; None of a template."""
    if isinstance(source, dict) and set(source) == {"module", "text", "function"}:
        return function_field(source)
    if not isinstance(source, str):
        return lambda row, filled: source
    return (lambda row, filled: filled[source]) if source in columns else None


def template_value(source, read):
    """What `read` makes of the text that a template renders."""
    template = compiled(source)
    return lambda row, filled: read(rendered(template, filled))


def is_index(text):
    return text.isdigit() and text.isascii() and str(int(text)) == text


def text_field(source, columns, has_choices=False):
    def read(text):
        return int(text) if has_choices and is_index(text) else text

    return stated_field(source, columns) or template_value(source, read)


def target_field(source, columns, has_choices=False):
    def read(text):
        if has_choices and is_index(text):
            return int(text)
        if len(text) >= 2 and text[0] == "[" and text[-1] == "]":
            try:
                return ast.literal_eval(text)
            except (SyntaxError, ValueError):
                return text
        return text

    return stated_field(source, columns) or template_value(source, read)


def choices_field(source, columns):
    def read(text):
        try:
            return ast.literal_eval(text)
        except (SyntaxError, ValueError) as error:
            raise RowProblem(f"the template makes no list of choices: {text[:60]!r}") from error

    stated = stated_field(source, columns)
    if isinstance(source, dict) and set(source) != {"module", "text", "function"}:
        return lambda row, filled: list(source.values())
    return stated or template_value(source, read)


def description_field(source, columns):
    return stated_field(source, columns) or template_value(source, lambda text: text)


RULES = {
    "template": template_field,
    "list": list_field,
    "text": text_field,
    "target": target_field,
    "choices": choices_field,
    "description": description_field,
}


def answer(request):
    """A RenderRequest or a ProcessRequest as JSON to its answer as JSON (protocol.ts)."""
    asked = json.loads(request)
    return json.dumps(process(asked) if "process" in asked else render(asked))


def render(asked):
    columns = asked["columns"]
    fields = {}
    for name, rule in asked["fields"].items():
        options = {"has_choices": rule["hasChoices"]} if "hasChoices" in rule else {}
        try:
            fields[name] = RULES[rule["how"]](rule["source"], columns, **options)
        except RowProblem as problem:
            return {"field": name, "why": str(problem)}
    absent = dict.fromkeys(columns)
    return {"rows": [row_values(fields, json.loads(row), absent) for row in asked["rows"]]}


def row_values(fields, row, absent):
    if not isinstance(row, dict):
        return {"field": "", "why": "named columns are needed, and the row has none"}
    filled = {**absent, **row}
    values = {}
    for name, value in fields.items():
        try:
            values[name] = plain(value(row, filled))
        except RowProblem as problem:
            return {"field": name, "why": str(problem)}
    return {"values": values}


def plain(value):
    """With a mark on what JSON cannot tell apart: an index from a text of digits, a number from its text."""
    if isinstance(value, bool):
        return {"index": int(value), "text": str(value)}
    if isinstance(value, int):
        return {"index": value, "text": str(value)}
    if isinstance(value, list):
        return {"list": [plain(v) for v in value]}
    if isinstance(value, str):
        return {"text": value}
    return {"text": str(value), "isOther": True}
