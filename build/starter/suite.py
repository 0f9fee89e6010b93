"""Makes the starter suite: `python suite.py ../../resources/tasks` writes the five files of 400 test documents. Seeded; the same on every machine."""
import json
import sys
from pathlib import Path
from random import Random
from typing import Iterator

import arithmetic
import drills
import knowledge
import recall
import reference
import sense
from example import Example, joined

FAMILIES = {'recall': recall, 'knowledge': knowledge, 'sense': sense, 'reference': reference, 'arithmetic': arithmetic}
N_DOCUMENTS = 400
SEED = 20260101
TRIES = 2_000_000


def training(seed: int, mix: dict[str, float]) -> Iterator[tuple[str, Example]]:
    """An endless stream of training texts; `mix` are the shares of the families and of `drills`."""
    r = Random(seed)
    makers = FAMILIES | {'drills': drills}
    names, weights = list(mix), list(mix.values())
    while True:
        name = r.choices(names, weights)[0]
        example = makers[name].example(r, 'train')
        if example is not None:
            yield name, example


def group(family: str, split: str, state: int, n_before: int) -> list[Example] | None:
    """Documents that belong together, so that the suite is balanced: the two sides of a minimal pair; four scenes that share their endings."""
    if family == 'sense':
        return sense.document_group(Random(state), split, sense.KINDS[n_before // 4 % len(sense.KINDS)])
    if family == 'reference':
        made = [reference.example(Random(state), split, side) for side in (0, 1)]
    elif family == 'arithmetic':
        made = [arithmetic.example(Random(state), split, n_before % 4)]
    else:
        made = [FAMILIES[family].example(Random(state), split)]
    return [e for e in made if e is not None] if all(made) else None


def documents(family: str, split: str, n: int, seed: int = SEED) -> list[Example]:
    """`n` different documents of the test or the development split."""
    r = Random(f'{seed} {family} {split}')
    if family == 'knowledge' and split == 'test':
        return knowledge.documents(r, n, split)
    found: list[Example] = []
    seen: set[str] = set()
    for _ in range(TRIES):
        if len(found) >= n:
            return found[:n]
        made = group(family, split, r.getrandbits(64), len(found))
        if made is None or any(joined(e) in seen for e in made):
            continue
        seen.update(joined(e) for e in made)
        found += made
    raise ValueError(f'{family}: only {len(found)} of {n} documents found')


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for family in FAMILIES:
        with open(folder / f'{family}.jsonl', 'w', encoding='utf-8', newline='\n') as file:
            for example in documents(family, 'test', N_DOCUMENTS):
                file.write(json.dumps(example.document, ensure_ascii=False) + '\n')


if __name__ == '__main__':
    main(Path(sys.argv[1]))
