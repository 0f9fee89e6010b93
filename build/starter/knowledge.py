"""Knowledge, as ARC: everyday and scientific facts, in one step (held out: the wording) or two (held out: the whole question about that thing)."""
from collections import defaultdict
from dataclasses import dataclass
from random import Random
from typing import Callable

from example import ANSWER, CONTEXT, Example, split_of
from words import an, upper_first


def inverted(groups: dict[str, str], separator: str = ',') -> dict[str, str]:
    return {item: value for value, items in groups.items() for item in items.split(separator)}


CLASS = inverted({
    'mammal': 'dog cat horse cow sheep pig lion tiger bear wolf rabbit mouse goat monkey', 'bird': 'sparrow eagle owl duck chicken penguin parrot swan pigeon',
    'fish': 'salmon shark trout tuna cod herring', 'insect': 'ant bee fly beetle butterfly mosquito wasp', 'reptile': 'snake lizard crocodile turtle', 'amphibian': 'frog toad newt'}, ' ')
YOUNG = {'dog': 'puppy', 'cat': 'kitten', 'horse': 'foal', 'cow': 'calf', 'sheep': 'lamb', 'pig': 'piglet', 'lion': 'cub', 'duck': 'duckling', 'chicken': 'chick', 'swan': 'cygnet',
         'frog': 'tadpole', 'butterfly': 'caterpillar', 'eagle': 'eaglet', 'owl': 'owlet'}
COVER = {'mammal': 'fur', 'bird': 'feathers', 'fish': 'scales', 'insect': 'a hard shell', 'amphibian': 'smooth wet skin', 'reptile': 'dry scaly skin'}
BREATHES = {'mammal': 'with lungs alone', 'bird': 'with lungs and air sacs', 'fish': 'with gills', 'insect': 'through tiny holes in its sides', 'amphibian': 'with lungs and through the skin'}
CAPITAL = dict(pair.split(':') for pair in (
    'France:Paris Germany:Berlin Italy:Rome Spain:Madrid England:London Russia:Moscow Greece:Athens Japan:Tokyo China:Beijing India:Delhi Egypt:Cairo Kenya:Nairobi Nigeria:Abuja Canada:Ottawa '
    'Cuba:Havana Peru:Lima Chile:Santiago Brazil:Brasilia Australia:Canberra Sweden:Stockholm Norway:Oslo Poland:Warsaw Austria:Vienna Turkey:Ankara Iran:Tehran Iraq:Baghdad Ghana:Accra '
    'Portugal:Lisbon Finland:Helsinki Thailand:Bangkok Vietnam:Hanoi Morocco:Rabat Jamaica:Kingston Ecuador:Quito').split())
CONTINENT = inverted({
    'Europe': 'France Germany Italy Spain England Russia Greece Sweden Norway Poland Austria Portugal Finland', 'Asia': 'Japan China India Iran Iraq Turkey Thailand Vietnam',
    'Africa': 'Egypt Kenya Nigeria Ghana Morocco', 'North America': 'Canada Cuba Jamaica', 'South America': 'Peru Chile Brazil Ecuador'}, ' ')
COLOUR = inverted({
    'red': 'tomato,strawberry,cherry,ruby,fire engine', 'yellow': 'lemon,banana,canary,sunflower', 'green': 'cucumber,frog,emerald,leaf,lettuce', 'white': 'snowball,swan,polar bear,pearl',
    'black': 'crow,lump of coal,panther', 'orange': 'carrot,pumpkin,goldfish', 'blue': 'sapphire,bluebird,cornflower', 'grey': 'elephant,rhino,mouse', 'brown': 'chestnut,coconut,walnut'})
# work: its tool, its place, what it does
WORK = {'doctor': ('stethoscope', 'hospital', 'treats sick people'), 'teacher': ('blackboard', 'school', 'teaches children'), 'farmer': ('plough', 'farm', 'grows crops'), 'baker': ('oven', 'bakery', 'makes bread'),
        'pilot': ('parachute', 'airport', 'flies planes'), 'sailor': ('anchor', 'ship', 'sails the sea'), 'judge': ('gavel', 'court', 'decides trials'), 'librarian': ('bookshelf', 'library', 'lends books'),
        'soldier': ('rifle', 'army camp', 'fights in wars'), 'actor': ('costume', 'theatre', 'performs plays'), 'miner': ('pickaxe', 'mine', 'digs for coal'), 'waiter': ('menu', 'restaurant', 'serves meals'),
        'cook': ('frying pan', 'kitchen', 'prepares food'), 'scientist': ('microscope', 'laboratory', 'does experiments'), 'mechanic': ('wrench', 'garage', 'repairs cars'), 'priest': ('bible', 'church', 'leads prayers'),
        'painter': ('brush', 'studio', 'makes pictures'), 'gardener': ('watering can', 'garden', 'looks after flowers')}
MADE = inverted({'wood': 'table,pencil,log,door,fence', 'iron': 'nail,anvil,horseshoe,chain', 'glass': 'window,bottle,mirror,lens', 'paper': 'book,newspaper,envelope,map', 'cotton': 'shirt,towel,sheet',
                 'rubber': 'tyre,balloon,eraser', 'leather': 'boot,saddle,belt', 'wool': 'sweater,scarf,mitten'})
SOURCE = {'wood': 'trees', 'iron': 'rocks', 'glass': 'sand', 'paper': 'wood pulp', 'cotton': 'a plant with white tufts', 'rubber': 'the sap of a tree', 'leather': 'the skin of cows', 'wool': 'sheep'}
BODY = {'eye': 'see', 'ear': 'hear', 'nose': 'smell', 'tongue': 'taste', 'lung': 'breathe', 'leg': 'walk', 'hand': 'hold things', 'tooth': 'chew', 'brain': 'think', 'heart': 'pump blood'}
OPPOSITE = dict(pair.split(':') for pair in ('hot:cold big:small fast:slow high:low wet:dry hard:soft light:dark old:young full:empty early:late rich:poor strong:weak happy:sad open:closed clean:dirty '
                                             'loud:quiet thick:thin sweet:sour near:far deep:shallow').split())
MONTHS = 'January February March April May June July August September October November December'.split()
DAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split()


@dataclass(frozen=True)
class Relation:
    name: str
    values: dict[str, str]
    wordings: list[str]
    """{e}: the thing; {a}: with its article; {A}: so at the start of a sentence."""
    shown: Callable[[str], str] = str
    two_steps: bool = False


def after(names: list[str], by: int) -> dict[str, str]:
    return {n: names[(i + by) % len(names)] for i, n in enumerate(names)}


def work(of: int, to: int | None = None) -> dict[str, str]:
    return {(w if to is None else facts[of]): facts[of if to is None else to] for w, facts in WORK.items()}


def in_the(place: str) -> str:
    return f'in the {place}'


def composed(first: dict[str, str], second: dict[str, str]) -> dict[str, str]:
    return {thing: second[middle] for thing, middle in first.items() if middle in second}


GROWN_CLASS = {young: CLASS[animal] for animal, young in YOUNG.items()}
RELATIONS = [
    Relation('class', CLASS, ['What kind of animal is {a}?', '{A} is what kind of animal?', 'To which group of animals does {a} belong?', 'If you see {a}, which kind of animal do you see?'], an),
    Relation('young', YOUNG, ['What is a baby {e} called?', 'What is the young of {a} called?', 'What do people call a very young {e}?', 'What is the name for the baby of {a}?'], an),
    Relation('capital', CAPITAL, ['What is the capital of {e}?', 'Which city is the capital of {e}?', 'What is the capital city of {e} called?', 'The government of {e} sits in which city?']),
    Relation('country', {c: k for k, c in CAPITAL.items()}, ['{e} is the capital of which country?', 'Of which country is {e} the capital?', 'In which country is the city of {e}?', 'A person who lives in {e} lives in which country?']),
    Relation('continent', CONTINENT, ['On which continent is {e}?', '{e} is a country in which part of the world?', 'Where in the world is {e}?', 'The country {e} lies on which continent?']),
    Relation('colour', COLOUR, ['What colour is {a}?', 'What is the usual colour of {a}?', '{A} is usually which colour?', 'Which colour would you use to paint {a}?']),
    Relation('tool', work(0), ['Which of these things is used by {a}?', 'What does {a} use?', 'Which object belongs to the work of {a}?', 'What would you expect {a} to have?'], an),
    Relation('place', work(1), ['Where does {a} work?', 'What is the place of work of {a}?', 'Where would you look for {a}?', 'Where can you usually find {a}?'], in_the),
    Relation('job', work(2), ['What does {a} do?', 'What is the work of {a}?', 'Which sentence is about {a}?'], lambda v: f'A person who {v}'),
    Relation('made', MADE, ['What is {a} made of?', '{A} is usually made of what?', 'Which material is used to make {a}?', 'From which material do people make {a}?']),
    Relation('source', SOURCE, ['Where does {e} come from?', 'From what do people get {e}?', 'What is the source of {e}?']),
    Relation('body', BODY, ['What is the {e} used for?', 'What does the {e} help us to do?', 'What can you not do without the {e}?'], lambda v: f'to {v}'),
    Relation('opposite', OPPOSITE | {v: k for k, v in OPPOSITE.items()}, ['What is the opposite of {e}?', 'Which word means the opposite of {e}?', 'Something that is not {e} at all is what?']),
    Relation('month', after(MONTHS, 1), ['Which month comes after {e}?', 'What is the month after {e}?', '{e} is followed by which month?']),
    Relation('month before', after(MONTHS, -1), ['Which month comes before {e}?', 'What is the month before {e}?', '{e} follows which month?']),
    Relation('day', after(DAYS, 1), ['If today is {e}, which day is tomorrow?', 'Which day comes after {e}?', 'What is the day after {e}?']),
    Relation('day before', after(DAYS, -1), ['If today is {e}, which day was yesterday?', 'Which day comes before {e}?', 'What is the day before {e}?']),
    # two steps
    Relation('cover', composed(CLASS, COVER), ['What covers the body of {a}?', 'If you touch {a}, what do you feel?', 'What is on the outside of {a}?'], two_steps=True),
    Relation('breathes', composed(CLASS, BREATHES), ['How does {a} breathe?', 'In which way does {a} get its air?'], two_steps=True),
    Relation('grown class', GROWN_CLASS, ['What kind of animal does {a} grow into?', '{A} is the young of what kind of animal?', 'When {a} has grown up, what kind of animal is it?'], an, True),
    Relation('grown cover', composed(GROWN_CLASS, COVER), ['What covers the body of the animal that {a} grows into?', 'When {a} has grown up, what covers its body?'], two_steps=True),
    Relation('city continent', composed({c: k for k, c in CAPITAL.items()}, CONTINENT), ['On which continent is the city of {e}?', '{e} is the capital of a country. On which continent is that country?', 'A person who lives in {e} lives in which part of the world?'], two_steps=True),
    Relation('tool place', work(0, 1), ['Where does the person who uses {a} work?', 'Someone needs {a} for work. Where does this person work?', 'In which place would you look for a worker with {a}?'], in_the, True),
    Relation('tool job', work(0, 2), ['What does the person with {a} do?', 'Someone who works with {a} is a person of which kind?'], lambda v: f'A person who {v}', True),
    Relation('job place', work(2, 1), ['Where is the person who {e}?', 'Where does someone who {e} go to work?', 'A person who {e} works in which place?'], in_the, True),
    Relation('job tool', work(2, 0), ['What does the person who {e} use?', 'Which thing belongs to the person who {e}?'], an, True),
    Relation('made source', composed(MADE, SOURCE), ['Where does the material of {a} come from?', 'What do people need first to make {a}?', 'The material for {a} comes from what?'], two_steps=True),
    Relation('month in two', after(MONTHS, 2), ['Which month comes two months after {e}?', 'If it is {e} now, which month is it in two months?', 'What is the second month after {e}?'], two_steps=True),
    Relation('day in two', after(DAYS, 2), ['If today is {e}, which day is the day after tomorrow?', 'Which day comes two days after {e}?', 'What is the second day after {e}?'], two_steps=True),
]


@dataclass(frozen=True)
class Question:
    relation: Relation
    thing: str
    text: str
    value: str
    key: tuple


def asked(wording: str, thing: str) -> str:
    with_article = an(thing) if thing[0].islower() else thing
    return wording.replace('{a}', with_article).replace('{A}', upper_first(with_article)).replace('{e}', thing)


QUESTIONS: dict[str, list[Question]] = defaultdict(list)
for relation in RELATIONS:
    for thing, value in relation.values.items():
        for i, wording in enumerate(relation.wordings):
            # of a fact in one step a wording is held out; of a composition all of it
            key = ('knowledge', relation.name, thing) if relation.two_steps else ('knowledge', relation.name, thing, i)
            QUESTIONS[split_of(key, test=0.33 if relation.two_steps else 0.22, dev=0.06)].append(Question(relation, thing, asked(wording, thing), value, key))


def build(question: Question, values: list[str]) -> Example:
    options = [question.relation.shown(v) for v in values]
    right = options.index(question.relation.shown(question.value))
    document = {'question': question.text, 'choices': {'text': options, 'label': list('ABCD')}, 'answerKey': 'ABCD'[right], 'kind': 'two steps' if question.relation.two_steps else 'one step'}
    return Example(document['kind'], question.key, [(f'Question: {question.text}\nAnswer:', CONTEXT), (f' {options[right]}', ANSWER)], document)


def example(r: Random, split: str) -> Example:
    """One question with three other values of its relation. For training and the development split; documents come from `documents`."""
    question = r.choice(QUESTIONS[split])
    others = sorted(set(question.relation.values.values()) - {question.value})
    return build(question, r.sample([question.value, *r.sample(others, 3)], 4))


def documents(r: Random, n: int, split: str) -> list[Example]:
    """Four questions with four different answers share one set of choices, so that each choice of a set is right once: the choices say nothing."""
    pools: dict[str, dict[str, list[Question]]] = defaultdict(lambda: defaultdict(list))
    for question in r.sample(QUESTIONS[split], len(QUESTIONS[split])):
        pools[question.relation.name][question.value].append(question)
    found: list[Example] = []
    while len(found) < n:
        open_relations = [name for name, values in pools.items() if sum(bool(q) for q in values.values()) >= 4]
        if not open_relations:
            raise ValueError(f'only {len(found)} documents can be made without asking anything twice; enlarge the tables')
        weights = [sum(len(q) for q in pools[name].values()) for name in open_relations]
        values = pools[r.choices(open_relations, weights)[0]]
        # the fullest first, so that few questions are left without three others
        chosen = sorted((v for v, q in values.items() if q), key=lambda v: (-len(values[v]), r.random()))[:4]
        shown = r.sample(chosen, 4)
        found += [build(values[v].pop(), shown) for v in chosen]
    return found[:n]
