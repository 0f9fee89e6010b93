"""Is the committed suite what `suite.py` makes, and did training see nothing of it? `python check.py FOLDER N` draws N training texts and prints one line of JSON.
`shared_keys`: keys of test documents (the combination that the answer depends on) met in training texts; `shared_texts`: whole test documents met there."""
import json
import sys
from pathlib import Path

import suite
from example import joined

MIX = {family: 1.0 for family in [*suite.FAMILIES, 'drills']}


def main(folder: Path, n: int) -> None:
    test = {family: suite.documents(family, 'test', suite.N_DOCUMENTS) for family in suite.FAMILIES}
    differing = [f for f, made in test.items() if [json.loads(line) for line in open(folder / f'{f}.jsonl', encoding='utf-8')] != [e.document for e in made]]
    keys = {(f, e.key) for f, made in test.items() for e in made}
    texts = {joined(e) for made in test.values() for e in made}
    shared_keys = shared_texts = 0
    for family, example in (made for made, _ in zip(suite.training(1, MIX), range(n))):
        shared_keys += (family, example.key) in keys
        shared_texts += joined(example) in texts
    print(json.dumps({'differing': differing, 'keys': len(keys), 'drawn': n, 'shared_keys': shared_keys, 'shared_texts': shared_texts}))


if __name__ == '__main__':
    main(Path(sys.argv[1]), int(sys.argv[2]))
