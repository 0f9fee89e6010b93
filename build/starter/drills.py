"""Training only: the plainest forms of looking back. Without them look-ups form late or never. Pieces of a list said again from anywhere (a list
said again from its start is learned by counting, not by looking), and pairs asked for again and again in another order."""
from random import Random

from example import ANSWER, CONTEXT, Example
from words import COLOURS, CONTAINERS, NAMES, OBJECTS, ROOMS

SETS = [NAMES, OBJECTS, COLOURS, ROOMS, CONTAINERS]
BETWEEN = ['', '', '', ' has', ' the', ' and the', ' in the', ' put the', ' is in the', ' goes to']


def pieces(r: Random) -> Example:
    words = r.sample([w for s in SETS for w in s], r.randint(5, 14))
    text = [('List:' + ''.join(f' {w}' for w in words) + '.', CONTEXT)]
    for _ in range(r.randint(3, 7)):
        start = r.randrange(len(words) - 1)
        text += [(f' From {words[start]}:', CONTEXT)] if r.random() < 0.2 else [(f' {words[start]}', CONTEXT)]
        text += [(f' {w}', ANSWER) for w in words[start + 1:start + r.randint(2, 5)]] + [('.', CONTEXT)]
    return Example('list', ('list',), text)


def pairs(r: Random) -> Example:
    n, left = r.randint(2, 7), r.choice(SETS)
    right = r.choice([s for s in SETS if s is not left])
    a, b, between = r.sample(left, n), r.sample(right, n), r.choice(BETWEEN)
    text = [('Notes:' + ','.join(f' {x}{between} {y}' for x, y in zip(a, b)) + '. Again:', CONTEXT)]
    for _ in range(max(1, round(16 / n))):
        for i in r.sample(range(n), n):
            text += [(f' {a[i]}{between}', CONTEXT), (f' {b[i]}', ANSWER), (',', CONTEXT)]
    return Example('pairs', ('pairs',), text)


def example(r: Random, _split: str) -> Example:
    return pieces(r) if r.random() < 0.35 else pairs(r)
