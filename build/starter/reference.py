"""Reference, as WinoGrande: which of two a sentence means, in minimal pairs. The same beginning with another ending means the other one."""
from random import Random

from example import ANSWER, CONTEXT, Example, split_of
from words import NAMES, OBJECTS

OPENERS = ['Yesterday', 'Today', 'Last week', 'On Friday', 'In the end', 'As we know,', 'People say that']

# beginning | endings that mean the first | endings that mean the second
PEOPLE = [line.split('|') for line in '''{A} lent the {o} to {B} because _|did not need it;had finished with it|wanted to use it;had asked for it
{A} borrowed the {o} from {B} because _|wanted to use it;needed one for a day|did not need it;had two of them
{A} sold the {o} to {B} because _|needed the money;did not want it any more|had looked for one for years;offered a good price
{A} bought the {o} from {B} because _|had looked for one for years;liked it a lot|needed the money;did not want it any more
{A} thanked {B} because _|had been helped;had received a gift|had been very helpful;had sent a gift
{A} helped {B} because _|was kind and strong;had time to help|could not do it alone;needed some help
{A} was angry with {B} because _|had been lied to;had been kept waiting|had told a lie;had come too late
{A} said sorry to {B} because _|had broken the {o};had made a mistake|was very upset;had been hurt
{A} asked {B} a question because _|did not know the answer;wanted to learn more|knew the answer;was an expert
{A} taught {B} to swim because _|was a good teacher;could swim very well|wanted to learn it;could not swim yet
{A} followed {B} because _|did not know the way;was lost|knew the way;had the map
{A} beat {B} in the race, so _|won the prize;was proud of the victory|lost the race;was sad about the defeat
{A} lost the game against {B}, so _|was sad about the defeat;went home without the prize|won the prize;was proud of the victory
{A} carried {B} home because _|was strong;felt fit|had hurt a leg;was too tired to walk
{A} visited {B} in hospital because _|was worried;wanted to bring flowers|was ill;had broken an arm
{A} paid {B} for the work, so _|had less money;had an empty purse|had more money;went home with the wages
{A} stole the {o} from {B}, so _|ran away from the police;was arrested|called the police;was upset about the loss
{A} could not see the stage behind {B} because _|was too short;was too small|was too tall;wore a big hat
{A} gave the {o} to {B}, so _|no longer had it;went home without it|now had it;went home with it
{A} received the {o} from {B}, so _|now had it;went home with it|no longer had it;went home without it
{A} cooked dinner for {B} because _|liked to cook;was a good cook|was hungry;had not eaten all day
{A} woke {B} because _|had heard a noise;was already awake|had slept too long;was still asleep
{A} waited for {B} because _|was too early;had arrived first|was late;had missed the bus
{A} hid from {B} because _|did not want to be found;was afraid|was looking everywhere;was dangerous
{A} called {B} because _|had some news;wanted to talk|was far away;had not called for weeks
{A} trusted {B}, so _|told a secret;lent the car|kept the secret;drove the car'''.split('\n')]

THINGS = 'trophy painting guitar lamp vase chair football statue pillow clock'.split()
HOLDERS = 'suitcase bag box drawer basket chest crate locker'.split()
OBJECT_PAIRS = [line.split('|') for line in '''the {A} did not fit into the {B} because _|was too big;was too wide|was too small;was too narrow
nobody could put the {A} into the {B} because _|was too large;was too long|was too tight;was already full
the {A} fell through the bottom of the {B} because _|was too heavy;weighed too much|was too weak;had a hole
the {A} broke when it fell onto the {B} because _|was made of glass;was very fragile|was made of steel;was very hard
the {A} was easy to carry in the {B} because _|was light;weighed very little|had a good handle;had strong handles'''.split('\n')]


def example(r: Random, split: str, side: int | None = None) -> Example | None:
    """`side` 0 or 1 fixes which of the two is meant; with an equal state of `r` the two sides are a minimal pair."""
    kind = r.choice(['people', 'people', 'people', 'things'])
    template = r.choice(PEOPLE if kind == 'people' else OBJECT_PAIRS)
    first, second = r.sample(NAMES, 2) if kind == 'people' else (r.choice(THINGS), r.choice(HOLDERS))
    key = (kind, *(sorted((first, second))))
    thing, opener, drawn, wording, swapped = r.choice(OBJECTS), r.choice(OPENERS), r.randrange(2), r.randrange(2), r.random() < 0.5
    if split_of(key) != split:
        return None
    meant = drawn if side is None else side
    beginning = template[0].format(A=first, B=second, o=thing)
    ending = template[1 + meant].split(';')[wording].replace('{o}', thing)
    options = [first, second] if kind == 'people' else [f'the {first}', f'the {second}']
    context, tail = f'{opener} {beginning} {ending}.'.split('_')
    order = [1, 0] if swapped else [0, 1]
    document = {'sentence': f'{context}_{tail}', 'option1': options[order[0]], 'option2': options[order[1]], 'answer': str(order.index(meant) + 1), 'kind': kind}
    text = [(context + options[meant], CONTEXT), (tail, ANSWER)]
    if split == 'train' and r.random() < 0.5:
        # the step between written out: a name's place in the sentence, and only then what follows from it
        text[1:1] = [(' (', CONTEXT), (['first', 'second'][meant], ANSWER), (')', CONTEXT)]
    return Example(kind, key, text, document)
