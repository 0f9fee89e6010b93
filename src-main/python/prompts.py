"""What a task's templates and functions make of rows: the part of a task file that is defined by Python's own rules.

Rules after lm-evaluation-harness 0.4.13 (lm_eval/utils.py, apply_template; lm_eval/api/task.py, ConfigurableTask).
"""

import ast
import io
import json
import re
import tokenize

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


def text_field(source, columns):
    if not isinstance(source, str) or source in columns:
        return lambda row, filled: source if not isinstance(source, str) else filled[source]
    template = compiled(source)

    def value(_row, filled):
        text = rendered(template, filled)
        return int(text) if text.isdigit() and text.isascii() else text

    return value


def target_field(source, columns):
    if not isinstance(source, str):
        return lambda row, filled: source
    if source in columns:
        return lambda row, filled: filled[source]
    template = compiled(source)

    def value(_row, filled):
        text = rendered(template, filled)
        if text.isdigit() and text.isascii():
            return int(text)
        if len(text) >= 2 and text[0] == "[" and text[-1] == "]":
            try:
                return ast.literal_eval(text)
            except (SyntaxError, ValueError):
                return text
        return text

    return value


def choices_field(source, columns):
    if isinstance(source, dict):
        return lambda row, filled: list(source.values())
    if not isinstance(source, str):
        return lambda row, filled: source
    if source in columns:
        return lambda row, filled: filled[source]
    template = compiled(source)

    def value(_row, filled):
        text = rendered(template, filled)
        try:
            return ast.literal_eval(text)
        except (SyntaxError, ValueError) as error:
            raise RowProblem(f"the template makes no list of choices: {text[:60]!r}") from error

    return value


def description_field(source, columns):
    if source in columns:
        return lambda row, filled: filled[source]
    template = compiled(source)
    return lambda row, filled: rendered(template, filled)


RULES = {
    "template": template_field,
    "list": list_field,
    "text": text_field,
    "target": target_field,
    "choices": choices_field,
    "description": description_field,
}


def render(request):
    """A RenderRequest as JSON to a RenderAnswer as JSON (protocol.ts)."""
    asked = json.loads(request)
    columns = asked["columns"]
    fields = {}
    for name, rule in asked["fields"].items():
        try:
            fields[name] = RULES[rule["how"]](rule["source"], columns)
        except RowProblem as problem:
            return json.dumps({"field": name, "why": str(problem)})
    absent = dict.fromkeys(columns)
    return json.dumps({"rows": [row_values(fields, json.loads(row), absent) for row in asked["rows"]]})


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
    return {"text": value if isinstance(value, str) else str(value), "isNone": value is None}
