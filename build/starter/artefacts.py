"""Do the choices give the answers away? `python artefacts.py FOLDER` trains classifiers on the train split and tries them on the suite; a line a family.
Options-only sees a choice; the bag of words sees the words of question and choice. Both should stay at chance, as should the plain rules."""
import json
import random
import re
import sys
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

import suite
from words import COLOURS, CONTAINERS, NAMES, ROOMS

Shown = tuple[str, list[str], int]
"""Context, choices, index of the right one."""


def shown(family: str, document: dict) -> Shown:
    if family in ('knowledge', 'arithmetic'):
        return document['question'], document['choices']['text'], document['choices']['label'].index(document['answerKey'])
    if family == 'sense':
        return f"{document['ctx_a']} {document['ctx_b']}", document['endings'], int(document['label'])
    return document['sentence'].replace('_', ' '), [document['option1'], document['option2']], int(document['answer']) - 1


def train_documents(family: str, n: int) -> list[Shown]:
    r, found = random.Random(f'artefacts {family}'), []
    while len(found) < n:
        example = suite.FAMILIES[family].example(r, 'train')
        if example is not None:
            found.append(shown(family, example.document))
    return found


def classifier(train: list[Shown], test: list[Shown], with_context: bool) -> float:
    def text(context: str, choice: str) -> str:
        return f'{context} {choice}' if with_context else choice
    texts, labels = zip(*[(text(c, o), i == right) for c, options, right in train for i, o in enumerate(options)])
    words = CountVectorizer(token_pattern=r'\S+')
    model = LogisticRegression(max_iter=300, C=0.3, solver='liblinear').fit(words.fit_transform(texts), labels)
    noise, hits = random.Random(0), 0
    for c, options, right in test:
        scores = model.decision_function(words.transform([text(c, o) for o in options]))
        hits += noise.choice(np.flatnonzero(np.isclose(scores, scores.max())).tolist()) == right
    return hits / len(test)


def overlap(context: str, choice: str) -> int:
    return len(set(re.findall(r'\w+', context.lower())) & set(re.findall(r'\w+', choice.lower())))


def by_rule(test: list[Shown], score) -> float:
    """A rule that picks the highest score; ties are shared."""
    total = 0.0
    for context, options, right in test:
        scores = [score(context, o) for o in options]
        total += (scores[right] == max(scores)) / scores.count(max(scores))
    return total / len(test)


def recall_rules(texts: list[str]) -> dict[str, float]:
    kinds = [CONTAINERS, ROOMS, COLOURS, NAMES]
    found = {'first': 0, 'last': 0, 'most frequent': 0, 'random': 0}
    for text in texts:
        *words, answer = re.findall(r'\w+', text)
        candidates = [w for w in words if w in next(k for k in kinds if answer in k)]
        guesses = {'first': candidates[0], 'last': candidates[-1], 'most frequent': max(candidates, key=candidates.count), 'random': random.Random(text).choice(candidates)}
        for rule, guess in guesses.items():
            found[rule] += guess == answer
    return {rule: n / len(texts) for rule, n in found.items()}


def main(folder: Path) -> None:
    for family in suite.FAMILIES:
        rows = [json.loads(line) for line in open(folder / f'{family}.jsonl', encoding='utf-8')]
        if family == 'recall':
            print(family, {k: round(v, 3) for k, v in recall_rules([row['text'] for row in rows]).items()}, '(told which kind of word is asked for)')
            continue
        test, train = [shown(family, row) for row in rows], train_documents(family, 4000)
        result = {
            'chance': 1 / len(test[0][1]), 'options only': classifier(train, test, False), 'bag of words': classifier(train, test, True),
            'longest': by_rule(test, lambda _, o: len(o)), 'shortest': by_rule(test, lambda _, o: -len(o)), 'word overlap': by_rule(test, overlap),
            'right at each place': np.bincount([right for _, _, right in test]).tolist(),
        }
        print(family, {k: round(v, 3) if isinstance(v, float) else v for k, v in result.items()}, flush=True)


if __name__ == '__main__':
    main(Path(sys.argv[1]))
