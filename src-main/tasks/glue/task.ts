import { z } from 'zod'
import { defineTask, rowProblem, type Classification, type ScorableDocument, type Task } from '../task'

/**
 * GLUE (Wang et al., 2019), the seven tasks of the paper: the publisher's tsv files, or the Hub's parquet; labels are numbered
 * as `datasets` numbers them (nyu-mll/glue).
 */

/** A label as its number, or as the publisher's files write it. */
const labelOf = (labels: readonly string[], value: unknown): number => {
  const text = String(value).trim()
  const index = /^\d+$/.test(text) ? Number(text) : labels.indexOf(text)
  if (index >= 0 && index < labels.length) return index
  throw rowProblem(
    text === '-1'
      ? 'its label is -1: the labels of the test split are not published; take train or validation'
      : `its label ${JSON.stringify(value)} is none of ${labels.join(', ')}`,
  )
}

const label = z.union([z.string(), z.number()])
const one = z.object({ sentence: z.string(), label })
const two = z.object({ sentence1: z.string(), sentence2: z.string(), label })
const MRPC_COLUMNS = z
  .object({ Quality: label, '#1 String': z.string(), '#2 String': z.string() })
  .transform((row) => ({ sentence1: row['#1 String'], sentence2: row['#2 String'], label: row.Quality }))

type Texts = Classification['texts']
const shown = (texts: Texts): string => texts.join('\n')

function classified(texts: Texts, labels: readonly string[], value: unknown): ScorableDocument {
  const ones = labels.map(() => 1)
  return {
    classification: { texts, nClasses: labels.length },
    pairs: labels.map((name) => ({ context: shown(texts), continuation: name })),
    ...{ target: labelOf(labels, value), lengths: ones, bytes: ones },
  }
}

const source = (config: string, documents: number): Task['source'] => ({
  ...{ dataset: 'nyu-mll/glue', split: `${config}/validation`, documents, licence: 'as its source' },
})
const FLOOR = 0.5
const plain = { isPlain: true } as const

const NLI = ['entailment', 'not_entailment']

const cola = defineTask({
  ...{
    id: 'cola',
    version: 1,
    kind: 'classification' as const,
    metrics: ['mcc'] as const,
    floor: 0,
    source: source('cola', 1043),
  },
  tsv: { isPlain: true, columns: ['source', 'label', 'author', 'sentence'] },
  row: one,
  document: ({ sentence, label: value }) => classified([sentence], ['unacceptable', 'acceptable'], value),
})

const sst2 = defineTask({
  ...{
    id: 'sst2',
    version: 1,
    kind: 'classification' as const,
    metrics: ['acc'] as const,
    floor: FLOOR,
    source: source('sst2', 872),
  },
  tsv: plain,
  row: one,
  document: ({ sentence, label: value }) => classified([sentence], ['negative', 'positive'], value),
})

const mrpc = defineTask({
  ...{ id: 'mrpc', version: 1, kind: 'classification', metrics: ['acc_f1', 'acc', 'f1'], floor: FLOOR },
  source: source('mrpc', 408),
  tsv: plain,
  row: z.union([two, MRPC_COLUMNS]),
  document: ({ sentence1, sentence2, label: value }) =>
    classified([sentence1, sentence2], ['not_equivalent', 'equivalent'], value),
})

const pairOf = (id: string, documents: number, labels: readonly string[]): Task =>
  defineTask({
    ...{ id, version: 1, kind: 'classification', metrics: ['acc'], floor: FLOOR, source: source(id, documents) },
    tsv: plain,
    row: two,
    document: ({ sentence1, sentence2, label: value }) => classified([sentence1, sentence2], labels, value),
  })

const rte = pairOf('rte', 277, NLI)
const wnli = pairOf('wnli', 71, ['not_entailment', 'entailment'])

const qnli = defineTask({
  ...{ id: 'qnli', version: 1, kind: 'classification', metrics: ['acc'], floor: FLOOR, source: source('qnli', 5463) },
  tsv: plain,
  row: z.object({ question: z.string(), sentence: z.string(), label }),
  document: ({ question, sentence, label: value }) => classified([question, sentence], NLI, value),
})

const score = z.preprocess((v) => (typeof v === 'string' && v.trim() !== '' ? Number(v) : v), z.number().min(0).max(5))

const stsb = defineTask({
  ...{ id: 'stsb', version: 1, kind: 'regression', metrics: ['pearson_spearman', 'pearson', 'spearman'], floor: 0 },
  source: source('stsb', 1500),
  tsv: plain,
  row: z.union([
    z.object({ sentence1: z.string(), sentence2: z.string(), label: score }),
    z
      .object({ sentence1: z.string(), sentence2: z.string(), score })
      .transform((row) => ({ ...row, label: row.score })),
  ]),
  document: ({ sentence1, sentence2, label: value }) => ({
    classification: { texts: [sentence1, sentence2], nClasses: 1 },
    pairs: [{ context: shown([sentence1, sentence2]), continuation: String(value) }],
    ...{ target: value, lengths: [1], bytes: [1] },
  }),
})

export const GLUE: readonly Task[] = [cola, mrpc, qnli, rte, sst2, stsb, wnli]

/** The seven together: the plain mean of one metric each, not normalised (paper, figures 4 to 9 and 11, BERT). */
export const GLUE_GROUP = {
  group: 'glue',
  tasks: GLUE.map((t) => t.id),
  scores: [{ metric: 'average', of: new Map(GLUE.map((t) => [t.id, t.metrics[0]])), bySize: false }],
} as const
