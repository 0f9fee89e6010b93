"""What every family makes: a training text and the test document that asks the same."""
import hashlib
from dataclasses import dataclass, field
from typing import Any

# the share of all keys that is kept from training, for the test documents and for the development split
TEST_SHARE, DEV_SHARE = 0.10, 0.05

ANSWER, CONTEXT = 1.0, 0.0


@dataclass
class Example:
    """`text`: the training text as (piece, weight) pairs, weight ANSWER where the answer stands. `document`: a row in the format of the
    task that the family imitates. `key`: what the answer depends on; a key of the test split is in no training text."""
    kind: str
    key: tuple
    text: list[tuple[str, float]]
    document: dict[str, Any] = field(default_factory=dict)


def split_of(key: tuple, test: float = TEST_SHARE, dev: float = DEV_SHARE) -> str:
    """`test`, `dev` or `train`, by a hash of the key: the same on every machine, whatever the seed."""
    x = int.from_bytes(hashlib.sha256(repr(key).encode()).digest()[:4], 'big') / 2**32
    return 'test' if x < test else 'dev' if x < test + dev else 'train'


def joined(example: Example) -> str:
    return ''.join(piece for piece, _ in example.text)
