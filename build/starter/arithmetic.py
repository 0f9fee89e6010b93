"""Arithmetic, as GSM8K: word problems of one to three steps; the right number among near misses."""
from random import Random

from example import ANSWER, CONTEXT, Example, split_of
from words import HE, NAMES, upper_first

FOODS = ['apple', 'plum', 'egg', 'cake', 'nut', 'pear', 'biscuit']
GOODS = ['marble', 'stamp', 'coin', 'shell', 'card', 'book', 'pen', 'sticker']
MORE = ['finds {c}', 'buys {c}', 'gets {c} from {m}', 'picks up {c}']
LESS = ['loses {c}', 'gives {c} to {m}', 'sells {c}', 'drops {c}']
LARGEST = 20
KINDS = ['add1', 'add2', 'add2', 'add3', 'bags1', 'bags2', 'compare', 'both']

Step = tuple[int, str, int, int]


def counted(n: int, noun: str) -> str:
    return f'{n} {noun}' if n == 1 else f'{n} {noun}s'


def problem(r: Random, kind: str) -> tuple[list[str], list[str], str, list[Step], tuple, str]:
    """Sentences, the state after each of them in words, the question, the steps, the key and the noun."""
    (who, other), noun = r.sample(NAMES, 2), r.choice(FOODS + GOODS)
    if kind in ('compare', 'both'):
        a, b, up = r.randint(2, 12), r.randint(1, 9), r.random() < 0.5
        x = a + b if up else a - b
        sentences = [f'{who} has {counted(a, noun)}.', f'{other} has {b} {"more" if up else "fewer"} than {who}.']
        steps: list[Step] = [(a, '+' if up else '-', b, x)]
        question = f'How many {noun}s does {other} have?'
        if kind == 'both':
            steps.append((a, '+', x, a + x))
            question = f'How many {noun}s do {who} and {other} have together?'
        return sentences, [f'{other} has {counted(x, noun)}.'], question, steps, (kind, a, b, up), noun
    n = int(kind[-1])
    if kind.startswith('bags'):
        a, b = r.randint(2, 5), r.randint(2, 5)
        holder, total = r.choice(['bags', 'boxes', 'jars']), a * b
        sentences, steps, key = [f'{who} has {a} {holder} with {b} {noun}s in each.'], [(a, '*', b, total)], [a, b]
    else:
        total = r.randint(2, 12)
        sentences, steps, key = [f'{who} has {counted(total, noun)}.'], [], [total]
    states: list[str] = []
    for _ in range(200):
        if len(steps) == n:
            break
        up, b = r.random() < 0.5, r.randint(1, 9)
        x = total + b if up else total - b
        if not 0 <= x <= LARGEST:
            continue
        verb = r.choice(MORE if up else LESS + (['eats {c}'] if noun in FOODS else []))
        sentences.append(f'{upper_first(HE[who])} {verb.format(c=counted(b, noun), m=other)}.')
        steps.append((total, '+' if up else '-', b, x))
        total = x
        key += ['+' if up else '-', b]
        states.append(f'Now {who} has {counted(total, noun)}.')
    question = f'How many {noun}s does {who} have{" in all" if kind == "bags1" else " now"}?'
    return sentences, states, question, steps, (kind, *key), noun


def example(r: Random, split: str, place: int | None = None) -> Example | None:
    """`place` fixes where the right choice stands. The window of choices is drawn before the problem, so that the choices alone say nothing: each of them is right equally often."""
    kind, distance, lowest, right = r.choice(KINDS), r.choice([1, 1, 2]), r.randint(0, LARGEST - 6), r.randrange(4)
    wanted = lowest + right * distance
    for attempt in range(4000):
        if attempt % 400 == 399:
            kind = r.choice(KINDS)
        sentences, states, question, steps, key, noun = problem(r, kind)
        if steps[-1][3] == wanted and steps[0][3] >= 0 and split_of(key) == split:
            break
    else:
        return None
    asked = f'{" ".join(sentences)} {question}'
    worked = [f'{a} {sign} {b} = {x}' for a, sign, b, x in steps]
    choices, order = [str(lowest + i * distance) for i in range(4)], r.sample(range(4), 4)
    if place is not None:
        at = order.index(right)
        order[at], order[place] = order[place], right
    document = {'question': asked, 'choices': {'text': [choices[i] for i in order], 'label': list('ABCD')}, 'answerKey': 'ABCD'[order.index(right)],
                'answer': '\n'.join(worked) + f'\n#### {wanted}', 'kind': kind}
    form = r.random() if split == 'train' else 0
    text = [(f'Question: {asked}\nAnswer:', CONTEXT), (f' {wanted}', ANSWER)]
    if form > 0.8:
        text = [(f'Question: {asked} Show the steps.\nAnswer:', CONTEXT)]
        for a, sign, b, x in steps:
            text += [(f' {a} {sign} {b} =', 0.5), (f' {x}', ANSWER), ('\n', CONTEXT)]
        text += [('####', 0.5), (f' {wanted}', ANSWER)]
    elif form > 0.55 and states:
        # the running total in words: each step on its own
        text = [(f'Story: {sentences[0]}', CONTEXT)]
        rest = sentences[1:]
        if kind in ('compare', 'both'):
            text, rest = text + [(f' {rest[0]}', CONTEXT)], ['']
        elif kind.startswith('bags'):
            text += [(' That makes', CONTEXT), (f' {steps[0][3]}', ANSWER), (f' {noun}s.', CONTEXT)]
        for sentence, state in zip(rest, states):
            words = state.split(' ')
            number = next(i for i, w in enumerate(words) if w.isdigit())
            text += [(f' {sentence}' if sentence else '', CONTEXT), (' ' + ' '.join(words[:number]), CONTEXT), (f' {words[number]}', ANSWER), (' ' + ' '.join(words[number + 1:]), CONTEXT)]
    return Example(kind, key, [p for p in text if p[0]], document)
