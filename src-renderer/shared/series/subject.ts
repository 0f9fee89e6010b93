import { subjectKey } from '@contract/common-scores'
import type { RunDetail } from '@contract/run'

/** A frozen model under one condition, with the runs of it that are drawn: what may be one line. */
export interface Subject {
  readonly key: string
  /** Where the store met it first: its letter and its dash, for the store's life. */
  readonly place: number
  /** a, b, c … */
  readonly letter: string
  /** The model's, with what tells it from others of the same name. */
  readonly name: string
  readonly model: RunDetail['model']
  readonly precision: string
  readonly addBos: boolean
  readonly tokenizer: string
  readonly runs: readonly RunDetail[]
}

/** The subjects of some runs, in the order in which they first come. */
export function subjectsOf(runs: readonly RunDetail[]): readonly Subject[] {
  const groups = new Map<string, [RunDetail, ...RunDetail[]]>()
  for (const run of runs) {
    const key = subjectKey(run)
    const held = groups.get(key)
    if (held) held.push(run)
    else groups.set(key, [run])
  }
  return [...groups].map(([key, own]): Subject => {
    const { model, precision, addBos, tokenizer, place } = own[0]
    const name = isAlone(own[0], runs) ? model.name : `${model.name} (${whatDiffers(own[0], runs)})`
    return { key, place, letter: letterOf(place), name, model, precision, addBos, tokenizer, runs: own }
  })
}

/** Other weights under one name are told by their fingerprint, the same ones by their condition. */
function whatDiffers({ model, precision, addBos }: RunDetail, all: readonly RunDetail[]): string {
  const alike = all.filter((r) => r.model.name === model.name)
  const isOther = alike.some((r) => r.model.fingerprint !== model.fingerprint)
  const hasTwins = alike.some(
    (r) => r.model.fingerprint === model.fingerprint && (r.precision !== precision || r.addBos !== addBos),
  )
  const condition = `${precision}, ${addBos ? 'BOS' : 'no BOS'}`
  return [...(isOther ? [model.fingerprint.slice(0, 6)] : []), ...(hasTwins || !isOther ? [condition] : [])].join(', ')
}

/** Whether no other subject has the same name. */
const isAlone = (run: RunDetail, all: readonly RunDetail[]): boolean =>
  all.every((other) => other.model.name !== run.model.name || subjectKey(other) === subjectKey(run))

const LETTERS = 26
/** a … z, aa, ab … */
export const letterOf = (i: number): string =>
  (i < LETTERS ? '' : letterOf(Math.floor(i / LETTERS) - 1)) + String.fromCharCode('a'.charCodeAt(0) + (i % LETTERS))
