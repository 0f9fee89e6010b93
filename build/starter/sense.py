"""Sense, as HellaSwag: the plausible ending of a small scene among four."""
from dataclasses import dataclass
from random import Random

from example import ANSWER, CONTEXT, Example, split_of
from words import HE, HIS, NAMES, upper_first

# what happens, in three steps and an ending; each in two or three wordings. No ending repeats a content word of its scene.
SCRIPTS = [[step.split(';') for step in line.split('|')] for line in '''wanted to bake something sweet;had some flour and sugar at hand|mixed the dough;broke three eggs|heated the oven;greased a tin|waited for the cake and let it cool;took out the cake when it was brown
woke up at seven;heard the alarm ring|got out of bed;stretched both arms|brushed the teeth;had a quick shower|got dressed and ate breakfast;made coffee and toast
saw that the car was muddy;wanted a shiny car|filled a bucket;fetched a sponge|rubbed the doors;scrubbed the wheels|rinsed off the foam and dried the paint;sprayed clear water until the soap was gone
had an exam the next day;was afraid of the test|opened the notes;sat down at the desk|read every chapter;repeated the hard words|went to bed early and slept well;knew all the answers in the morning
had a tooth that hurt;felt pain while chewing|called the dentist;asked for an appointment|sat in the waiting room;lay back in the chair|opened the mouth wide;got a filling
planned a trip to the beach;loved the sea|packed a towel;put on sun cream|spread a blanket on the sand;looked at the waves|swam in the salty water;built a castle with a moat
wanted to plant roses;bought some seeds|dug a hole;loosened the soil|put the seeds into the ground;covered them with earth|watered the bed every evening;saw green shoots a week later
got a letter from a friend;was glad about the mail|opened the envelope;unfolded the page|read the lines twice;smiled at the news|wrote a long reply;took a pen to answer
found a dog without an owner;heard a dog bark outside|looked for a collar;offered some meat|stroked the fur;tied a rope around its neck|took the animal to the shelter;put up posters in the street
had a flat tyre;heard a hiss while cycling|got off the bike;turned the bike upside down|removed the wheel;looked for the hole|glued a patch on the tube;pumped it full of air
wanted to see a film;had an evening off|chose a cinema;looked at the posters|bought a ticket;paid at the counter|sat down in the dark hall;ate popcorn in front of the screen
went fishing at dawn;carried a rod to the lake|put a worm on the hook;sat down on the bank|threw out the line;watched the float|pulled a trout from the water;felt a strong tug and wound the reel
was asked to paint the room;disliked the old wallpaper|covered the floor;moved the sofa away|stirred the bucket;dipped in the roller|coated the wall from top to bottom;spread the colour evenly
wanted to borrow a novel;needed something to read|entered the library;asked for the shelf|searched the rows;pulled out a thick book|showed the card at the desk;promised to return it in a month
had a fever;felt hot and weak|stayed under the covers;measured the temperature|called the doctor;drank some tea|took the medicine and slept;swallowed a pill and rested
noticed smoke in the hall;smelled something burning|shouted a warning;woke the neighbours|dialled the emergency number;ran down the stairs|waited outside for the fire brigade;watched the firemen unroll the hose
wanted to climb the hill;laced the hiking boots|followed the path;crossed a stream|reached the steep part;rested on a rock|enjoyed the view from the top;stood on the summit at noon
had no clean clothes left;saw a pile of dirty socks|sorted the colours;carried the basket down|filled the machine;added powder|hung everything on the line to dry;ironed the shirts in the evening
wanted to learn the violin;admired the orchestra|found a teacher;rented an instrument|practised the scales;tightened the bow|played a melody for the family;gave a small concert at last
had visitors in the evening;invited six guests|cleaned the house;went shopping|cooked a soup;roasted a chicken|laid the table and lit candles;served the dinner
found a bird with a broken wing;saw something flutter on the path|picked it up with care;looked for a soft cloth|made a nest in a shoe box;offered crumbs and water|let it fly away when it was strong;set it free in spring
boarded a plane;had a window seat|stowed the bag;fastened the belt|listened to the crew;felt the engines roar|looked down on the clouds;landed two hours later
wanted to be thinner;had become heavy|bought running shoes;joined a gym|trained every morning;gave up sweets|lost five kilos by summer;fitted into the old jeans
lost the keys on the way home;stood before the closed flat|searched all pockets;emptied the bag|called the landlord;sat on the steps|waited for the locksmith;got in at midnight
wanted to sell lemonade;had an idea for a stall|squeezed the fruit;set up a table|painted a sign;put ice into the jug|counted the money at sunset;poured a cup for the first customer
heard that grandmother was alone;had not seen grandmother for long|picked some flowers;took the bus|rang the bell;waited at the gate|hugged the old lady;drank tea with her
wanted to take part in the race;trained for the marathon|tied the shoes;pinned on a number|lined up at the start;listened for the shot|crossed the finish line;got a medal around the neck
found the fridge empty;had nothing for supper|wrote a list;took a basket|walked along the shelves;chose bread and cheese|paid the cashier and left;carried the bags home
wanted a photo of the sunset;brought a camera to the shore|set up the stand;wiped the lens|waited for the right light;looked through the finder|pressed the button at the best moment;printed the picture for the wall
moved to another town;rented a van|packed the boxes;rolled up the carpets|carried the furniture down;loaded the heavy things first|unlocked the new flat;put the beds together again'''.split('\n')]

# a need in two wordings | the thing that helps | what is then done
NEEDS = [(a.split(';'), b, c) for a, b, c in (line.split('|') for line in '''was thirsty;had a dry mouth|a bottle of water|drank half of it
was hungry;had an empty stomach|a sandwich|took a big bite
felt very cold;was freezing|a coat|put it on and closed the buttons
saw nothing in the dark;could not find the path at night|a torch|switched on the light
wanted to know the time;had to catch a train|a watch|looked at the hands of the dial
wanted to write something down;did not want to forget a number|a pencil|made a note
had to cut some paper;wanted to make a paper star|a pair of scissors|snipped along the line
was standing in the rain;saw dark clouds burst|an umbrella|opened it overhead
came to a locked door;could not get into the house|a key|turned it in the lock
wanted to remember the view;saw a rare bird|a camera|took a photo
had very dirty hands;was covered in mud|a bar of soap|washed it all off
wanted to hear some music;was bored with the silence|a radio|turned up the volume
had a bleeding finger;had a cut on the knee|a bandage|wrapped it around the wound
had to hit a nail;wanted to hang up a picture|a hammer|swung it twice
did not know the way;was lost in the town|a map|unfolded it and searched for the street
had untidy hair;wanted to look smart|a comb|pulled it through the curls
wanted to pay the bill;was at the cash desk|a purse|counted out the coins
had a torn shirt;had lost a button|a needle|sewed with small stitches
wanted to play with a friend;was alone on the football field|a ball|kicked it across the grass
wanted to make a fire;was sitting before a cold stove|a box of matches|struck one and held it to the wood
could not read the small print;had weak eyes|a pair of glasses|put them on the nose
was tired in the train;wanted to sleep in the bus|a pillow|laid the head on it
had a cold;had to sneeze|a handkerchief|blew the nose
wanted to see the stars;looked for a far ship|a telescope|pointed it at the sky'''.split('\n'))]
KINDS = ['script', 'bag', 'two']


@dataclass(frozen=True)
class Scene:
    kind: str
    key: tuple
    text: str
    subject: str
    ending: int


def draw_ids(r: Random, kind: str) -> list[int]:
    return r.sample(range(len(SCRIPTS if kind == 'script' else NEEDS)), 4)


def endings_of(r: Random, kind: str, ids: list[int]) -> list[str]:
    return [r.choice(SCRIPTS[i][3]) if kind == 'script' else NEEDS[i][2] for i in ids]


def scene(r: Random, kind: str, ids: list[int], right: int) -> Scene:
    """A scene that ids[right] ends, among the four `ids`."""
    if kind == 'script':
        who, steps = r.choice(NAMES), SCRIPTS[ids[right]]
        wording = [r.randrange(len(steps[k])) for k in range(3)]
        first, second, third = (steps[k][w] for k, w in enumerate(wording))
        return Scene(kind, ('script', ids[right], *wording), f'{who} {first}. First {HE[who]} {second}. Then {HE[who]} {third}.', HE[who], right)
    if kind == 'bag':
        who, things = r.choice(NAMES), [NEEDS[i][1] for i in r.sample(ids, 4)]
        text = f'{who} had {things[0]}, {things[1]}, {things[2]} and {things[3]} in {HIS[who]} bag. After a while {who} {r.choice(NEEDS[ids[right]][0])}.'
        return Scene(kind, ('bag', *sorted(ids)), text, HE[who], right)
    # two people, each in need: neighbours among the four
    (who, other), mate = r.sample(NAMES, 2), ids[right ^ 1]
    told = [f'{who} {r.choice(NEEDS[ids[right]][0])}', f'{other} {r.choice(NEEDS[mate][0])}']
    r.shuffle(told)
    # a pronoun would not say who is meant
    return Scene(kind, ('two', *sorted((ids[right], mate))), f'{told[0]}. {told[1]}. Each had a full bag.', who, right)


LABELS = {'script': 'A small scene', 'bag': 'A packed bag', 'two': 'Two people'}


def build(made: Scene, endings: list[str], order: list[int]) -> Example:
    document = {'activity_label': LABELS[made.kind], 'ctx_a': made.text, 'ctx_b': made.subject, 'endings': [f'{endings[i]}.' for i in order],
                'label': str(order.index(made.ending)), 'kind': made.kind}
    return Example(made.kind, made.key, [(f'{LABELS[made.kind]}: {made.text} {upper_first(made.subject)}', CONTEXT), (f' {endings[made.ending]}.', ANSWER)], document)


def example(r: Random, split: str) -> Example | None:
    kind = r.choice(KINDS)
    ids = draw_ids(r, kind)
    made = scene(r, kind, ids, r.randrange(4))
    return build(made, endings_of(r, kind, ids), r.sample(range(4), 4)) if split_of(made.key) == split else None


def document_group(r: Random, split: str, kind: str) -> list[Example] | None:
    """Four scenes that share their four endings, each of them right once: the endings say nothing."""
    ids = draw_ids(r, kind)
    endings, order = endings_of(r, kind, ids), r.sample(range(4), 4)
    group = []
    for right in range(4):
        made = next((m for m in (scene(r, kind, ids, right) for _ in range(60)) if split_of(m.key) == split), None)
        if made is None:
            return None
        group.append(build(made, endings, order))
    return group
