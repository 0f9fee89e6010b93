"""Recall, as LAMBADA: the last word of a short passage can only be known from the whole passage. One look-up in the passage; `chain` takes two."""
from random import Random

from example import ANSWER, CONTEXT, Example, split_of
from words import COLOURS, CONTAINERS, HIS, NAMES, OBJECTS, ROOMS

KINDS = ['store', 'store', 'move', 'move', 'give', 'give', 'colour', 'colour', 'visit', 'visit', 'chain']
OPENERS = ['Today', 'Yesterday', 'This morning', 'Last night', 'On Monday', 'After lunch', 'Before dinner', 'In the morning']

Questions = list[tuple[tuple, str, str]]
"""(key, question, answer): the question runs up to the answer, its blank not included."""


def store(r: Random) -> tuple[str, Questions]:
    n = r.choice([3, 3, 4])
    people, things, places = r.sample(NAMES, n), r.sample(OBJECTS, n), r.sample(CONTAINERS, n)
    verb, other, form = r.choice(['put', 'left', 'hid']), r.choice(NAMES), r.randrange(3)
    head = ' '.join(f'{people[i]} {verb} the {things[i]} in the {places[i]}.' for i in range(n))

    def question(i: int) -> str:
        return [f' Later {other} needed the {things[i]}, so {other} looked in the',
                f' When {other} asked for the {things[i]}, {people[i]} went to get it from the',
                f' In the evening the {things[i]} was still in the'][form]
    return f'{r.choice(OPENERS)} {head}', [(('store', things[i], places[i]), question(i), places[i]) for i in range(n)]


def colour(r: Random) -> tuple[str, Questions]:
    n = r.choice([3, 4])
    people, tones, thing, form = r.sample(NAMES, n), r.sample(COLOURS, n), r.choice(OBJECTS), r.randrange(2)
    head = ' '.join(f'{p} has a {c} {thing}.' if c != 'orange' else f'{p} has an {c} {thing}.' for p, c in zip(people, tones))

    def question(i: int) -> str:
        return [f' The {thing} that belongs to {people[i]} is', f' In the picture that {people[i]} drew of {HIS[people[i]]} {thing}, it is'][form]
    return f'At school {head}', [(('colour', people[i], tones[i]), question(i), tones[i]) for i in range(n)]


def move(r: Random) -> tuple[str, Questions]:
    things, places, people = r.sample(OBJECTS, 2), r.sample(CONTAINERS, 4), r.sample(NAMES, 3)
    at = [places[0], places[1]]
    head = f'{r.choice(OPENERS)} {people[0]} put the {things[0]} in the {at[0]} and the {things[1]} in the {at[1]}.'
    for when, who, to in zip(['Then', 'Later'], people[1:], places[2:2 + r.choice([1, 2])]):
        i = r.randrange(2)
        head += f' {when} {who} moved the {things[i]} from the {at[i]} to the {to}.'
        at[i] = to
    return head, [(('move', things[i], at[i]), f' At the end of the day the {things[i]} was in the', at[i]) for i in range(2)]


def give(r: Random) -> tuple[str, Questions]:
    things, people = r.sample(OBJECTS, 2), r.sample(NAMES, 5)
    owner, free = people[:2], people[2:]
    head = f'{r.choice(OPENERS)} {owner[0]} had a {things[0]} and {owner[1]} had a {things[1]}.'
    for _ in range(r.choice([1, 2, 3])):
        i, to = r.randrange(2), free.pop()
        head += f' {owner[i]} gave the {things[i]} to {to}.'
        owner[i] = to
    return head, [(('give', things[i], owner[i]), f' Now the {things[i]} belongs to', owner[i]) for i in range(2)]


def visit(r: Random) -> tuple[str, Questions]:
    n = r.choice([3, 4])
    days = r.sample(['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'], n)
    who, rooms, form = r.choice(NAMES), r.sample(ROOMS, n), r.randrange(2)
    verb = r.choice(['cleaned the', 'worked in the', 'sat in the'])
    head = ' '.join(f'On {d} {who} {verb} {m}.' for d, m in zip(days, rooms))
    ask = [' Whoever looked for {who} on {day} went to the', ' The place where {who} was on {day} is the'][form]
    return f'{head}', [(('visit', days[i], rooms[i]), ask.format(who=who, day=days[i]), rooms[i]) for i in range(n)]


def chain(r: Random, bridged: bool) -> tuple[str, Questions]:
    n = r.choice([2, 2, 3])
    things, places, rooms, who = r.sample(OBJECTS, n), r.sample(CONTAINERS, n), r.sample(ROOMS, n), r.choice(NAMES)
    facts = [f'The {t} is in the {c}.' for t, c in zip(things, places)]
    more = [f'The {c} is in the {m}.' for c, m in zip(places, rooms)]
    r.shuffle(facts)
    r.shuffle(more)
    head = f'This is what {who} knows. ' + ' '.join(facts + more)
    ask = [f' The {things[i]} is in the {places[i]}, so to find it {who} must go to the' if bridged else f' To find the {things[i]} {who} must go to the' for i in range(n)]
    return head, [(('chain', things[i], rooms[i]), ask[i], rooms[i]) for i in range(n)]


MAKERS = {'store': store, 'colour': colour, 'move': move, 'give': give, 'visit': visit}


def example(r: Random, split: str) -> Example | None:
    """Training asks about everything in the passage that is not held out; a document asks once. None where nothing is left to ask."""
    kind = r.choice(KINDS)
    head, questions = chain(r, split == 'train' and r.random() < 0.5) if kind == 'chain' else MAKERS[kind](r)
    r.shuffle(questions)
    asked = [q for q in questions if split_of(q[0]) == split]
    if not asked:
        return None
    if split != 'train':
        asked = asked[:1]
    text = [(head, CONTEXT)]
    for _, question, answer in asked:
        text += [(question, CONTEXT), (f' {answer}', ANSWER), ('.', CONTEXT)]
    key, question, answer = asked[0]
    return Example(kind, key, text, {'text': f'{head}{question} {answer}', 'kind': kind})
