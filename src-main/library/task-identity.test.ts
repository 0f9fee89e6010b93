import { expect, it } from 'vitest'
import { taskOfFile } from './task-identity'

it.each([
  ['/d/ARC-Easy-Test.jsonl', 'arc_easy'],
  ['/d/lambada_openai.jsonl', 'lambada_openai'],
  ['/d/hellaswag_val.jsonl', 'hellaswag'],
  ['/d/gsm8k-test.parquet', 'gsm8k'],
  ['/glue/CoLA/dev.tsv', 'cola'],
  ['/glue/SST-2/train.tsv', 'sst2'],
  ['/glue/STS-B/dev.tsv', 'stsb'],
  ['/glue/RTE/validation-00000.parquet', 'rte'],
  // a short name in a longer word
  ['/d/starter.jsonl', null],
  ['/d/chocolate.csv', null],
  ['/d/train.jsonl', null],
])('%s is of %s', (path, task) => expect(taskOfFile(path)).toBe(task))
