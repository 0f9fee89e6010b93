import datasets


def which(doc):
    return {"1": 0, "2": 1}[doc["side"]]


def beginnings(doc):
    before = doc["text"].split(" ")[0]
    return [before + " " + option for option in doc["choices"]["text"][:2]]


def ending(doc):
    return doc["question"].strip().lower()


def only_some(dataset: datasets.Dataset) -> datasets.Dataset:
    def asked(doc):
        return {"asked": doc["question"].title(), "number": doc["number"] % 3}

    return dataset.filter(lambda doc: doc["number"] != 1).map(asked)
