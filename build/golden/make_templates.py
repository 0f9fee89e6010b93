"""Makes test/golden/templates.json: what Jinja2 renders of expressions over odd values, in lm-evaluation-harness's setting.

    .venv/bin/python build/golden/make_templates.py

Rows are kept as JSON texts, so that numbers are read as they stand.
"""

import json
from pathlib import Path

from lm_eval.utils import apply_template

OUT = Path(__file__).resolve().parents[2] / "test" / "golden" / "templates.json"

ROW = """{"s": "it's a TEST.", "e": "", "u": "\\ud83d\\ude00 \\u00c9tat \\u00df", "w": "  two\\tlines\\n ", "n": 7, "neg": -3, "zero": 0,
"big": 121932631112635269, "huge": 123456789012345678901234567890, "f": 2.0, "tiny": 1e-07, "large": 1e22, "third": 0.3333333333333333,
"t": true, "no": false, "none": null, "list": ["iron", "wood", "3"], "nums": [3, 1, 2.5], "mixed": [1, "a", null, true, 2.0],
"empty": [], "d": {"text": ["x", "y"], "label": ["A", "B"], "n": 1}, "deep": {"a": {"b": [{"c": "end"}]}}, "html": "<b>&amp;</b>",
"digits": "042", "csv": "a,b,,c", "q": "What? (A) one (B) two", "columns": "own"}"""

VALUES = ["s", "e", "u", "w", "n", "neg", "zero", "big", "huge", "f", "tiny", "large", "third", "t", "no", "none", "list", "nums", "mixed", "empty", "d", "deep", "html"]
FILTERS = [
    *("s|upper s|lower s|title s|capitalize s|length s|trim w|trim s|replace('T','t') s|first s|last s|reverse s|list s|wordcount".split(" ")),
    *("u|length u|upper u|title u|capitalize u|lower list|length list|join('-') list|join list|first list|last list|sort nums|sort nums|sum nums|max nums|min".split(" ")),
    *("list|reverse|list mixed|length d|length d|list d|dictsort list|map('upper')|list list|random|string|length".replace("list|random|string|length", "").split(" ")),
    *("n|string|length n|abs neg|abs third|round third|round(2) f|int f|string n|float digits|int s|int tiny|string big|string none|default('x') none|string e|default('x') e|default('x',true)".split(" ")),
    *("list|tojson d|tojson s|tojson html|escape html|striptags s|urlencode s|center(20) s|indent w|wordwrap(3) s|truncate(6) s|truncate(6,true) s|truncate(9,false,'..') csv|replace(',',';')".split(" ")),
    *("list|batch(2)|list nums|select('gt',2)|list nums|reject('odd')|list list|unique|list list|slice(2)|list s|regex_replace('[A-Z]+','x') s|regex_replace('T','_',1) list|attr('x')|default('none')".split(" ")),
]
EXPRESSIONS = [
    "s.strip('.')", "s.upper()", "s.title()", "s.capitalize()", "s.split()", "s.split(' ')[-1]", "s[0]", "s[-1]", "s[::-1]", "s[2:6]", "s.find('TEST')", "s.index('TEST')", "s.rsplit(' ', 1)", "s.partition(' ')",
    "s.removeprefix('it')", "s.removesuffix('.')", "s.replace('T', 't', 1)", "s.startswith('it')", "s.count('T')", "s.zfill(15)", "s.ljust(15, '-')", "s.swapcase()", "u.casefold()", "u.encode('utf-8')", "w.strip()", "w.splitlines()",
    "'{} and {}'.format(n, f)", "'%s-%05.1f' % (n, third)", "'%d' % f", "n / 2", "n // 2", "n % 4", "n ** 2", "neg // 2", "neg % 2", "big + 1", "big * big", "f + 1", "1 / 3", "7 / 7", "n ~ f ~ none", "n == 7.0", "t == 1", "none is none", "x is defined",
    "s is string", "n is number", "n is odd", "list is iterable", "d is mapping", "f is integer", "t is boolean", "'iron' in list", "'z' not in s", "not e", "e or 'other'", "t and n", "n if t else f", "list[1]", "list[-1]", "list[0:2]", "list + ['x']",
    "list.index('wood')", "d.label.index('B')", "d['text'][0]", "d.text|length", "d.items()|list", "d.keys()|list", "d.values()|list", "d.get('zz', 'none')", "deep.a.b[0].c", "[n, f, none, t]", "(n, f)", "{'a': n}", "range(3)|list", "range(5, 0, -2)|list",
    "['A', 'B'][n % 2]", "{'x': 1}.x", "list == ['iron', 'wood', '3']", "n > 3 > 2", "\"a'b\"", "'a\\nb'", "'tab\\there'", "none", "true", "True", "false", "None", "1e3", "0.1 + 0.2", "1_000", "-n", "+n", "loop is defined", "namespace(a=1).a", "dict(a=1, b=f)", "cycler('a').next()", "joiner(',')()", "lipsum is callable",
]
BLOCKS = [
    "{% for x in list %}{{ loop.index }}. {{ x }}\n{% endfor %}", "{%- for x in list -%} {{ x }} {%- endfor %}", "{% for k, v in d.items() %}{{ k }}={{ v }};{% endfor %}", "{% for x in empty %}a{% else %}none{% endfor %}", "{% if n > 3 %}\nbig\n{% else %}\nsmall\n{% endif %}\n",
    "{% set a = n + 1 %}{{ a }}", "{% set ns = namespace(c=0) %}{% for x in nums %}{% set ns.c = ns.c + x %}{% endfor %}{{ ns.c }}", "{# a comment #}text\n", "text\n\n", "  {% if t %}  x  {% endif %}  \n", "{% raw %}{{ n }}{% endraw %}", "{% macro m(a, b=2) %}{{ a }}-{{ b }}{% endmacro %}{{ m(1) }}",
    "{% for x in list if x != 'wood' %}{{ loop.first }}{{ loop.last }}{{ x }}{% endfor %}", "{% for x in list %}{{ loop.cycle('a', 'b') }}{{ loop.revindex0 }}{% endfor %}", "{% filter upper %}a {{ s }}{% endfilter %}", "{% with a = 3 %}{{ a }}{% endwith %}", "a\r\nb{{ n }}\r\n", "{{ '{{' }}", "{{ n -}}   x", "{%+ if t %} y{% endif %}",
    "{% for g in [{'k': 1, 'v': 'a'}, {'k': 1, 'v': 'b'}]|groupby('k') %}{{ g.grouper }}:{{ g.list|length }}{% endfor %}", "{% set t2 %}block {{ n }}{% endset %}{{ t2 }}", "{{ undefined_column }}", "{{ d.zz }}", "{{ list[9] }}", "{{ s + n }}", "{{ d.zz.y }}", "{{ list.index('zz') }}", "{{ n / 0 }}", "{{ s.foo() }}", "{{ undefined_column|default('x') }}",
]


def outcome(template):
    try:
        return {"text": apply_template(template, json.loads(ROW))}
    except Exception as error:
        return {"error": type(error).__name__}


templates = [*(f"{{{{ {v} }}}}" for v in VALUES), *(f"{{{{ {f} }}}}" for f in FILTERS if f), *(f"{{{{ {e} }}}}" for e in EXPRESSIONS), *BLOCKS]
table = [{"template": t, **outcome(t)} for t in templates]
OUT.write_text(json.dumps({"row": " ".join(ROW.split("\n")), "table": table}, indent=1, ensure_ascii=True) + "\n")
print(len(table), sum("error" in e for e in table))
