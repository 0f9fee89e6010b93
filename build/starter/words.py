"""Word lists that several families draw from. Our own; published as CC0 with the suite."""

MEN = 'Tom Ben Sam Max Leo Jack Paul Mark Adam Luke Hugo Ivan Carl Dan Eric Fred Gary Harry Ian Joe Ken Lars Nick Oscar Peter Ralph Simon Tim Victor Will'.split()
WOMEN = 'Anna Mara Ella Lucy Mia Nora Rosa Sara Tina Vera Alice Beth Clara Dora Emma Fiona Grace Helen Irene Jane Kate Laura Nina Olga Paula Rita Sofia Tess Una Wendy'.split()
NAMES = MEN + WOMEN
HE = {n: 'he' for n in MEN} | {n: 'she' for n in WOMEN}
HIS = {n: 'his' for n in MEN} | {n: 'her' for n in WOMEN}

OBJECTS = ('coin ring key lamp cup ball book hat pen spoon rope map shell watch card brush candle clock doll drum fork glove kite knife letter mug '
           'needle plate purse ribbon scarf stamp stone whistle bell').split()
CONTAINERS = 'drawer basket bucket bag box cupboard chest jar tent shed crate barrel case trunk closet sack suitcase tin pot locker'.split()
ROOMS = 'kitchen garden garage attic cellar hall library office school market park bathroom bedroom barn cabin workshop'.split()
COLOURS = 'red blue green yellow white black brown pink grey purple orange'.split()


def an(noun: str) -> str:
    return ('an ' if noun[0] in 'aeiou' else 'a ') + noun


def upper_first(text: str) -> str:
    return text[0].upper() + text[1:]
