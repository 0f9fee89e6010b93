import { arcChallenge, arcEasy } from './arc/task'
import { boolq } from './boolq/task'
import { commonsenseQa } from './commonsense-qa/task'
import { copa } from './copa/task'
import { GLUE } from './glue/task'
import { gsm8k } from './gsm8k/task'
import { hellaswag } from './hellaswag/task'
import { lambadaOpenai } from './lambada-openai/task'
import { mmlu } from './mmlu/task'
import { openbookqa } from './openbookqa/task'
import { piqa } from './piqa/task'
import { sciq } from './sciq/task'
import type { Task } from './task'
import { truthfulqaMc1 } from './truthfulqa/task'
import { wikitext } from './wikitext/task'
import { winogrande } from './winogrande/task'

/** The built-in tasks. A new one is a folder and one entry here. */
export const BUILT_IN: readonly Task[] = [
  ...[lambadaOpenai, arcEasy, arcChallenge, hellaswag, winogrande],
  ...[piqa, openbookqa, sciq, boolq, copa, commonsenseQa, mmlu, truthfulqaMc1, wikitext, gsm8k],
  ...GLUE,
]
