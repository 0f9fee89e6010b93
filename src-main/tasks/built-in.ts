import { arcChallenge, arcEasy } from './arc/task'
import { hellaswag } from './hellaswag/task'
import { lambadaOpenai } from './lambada-openai/task'
import type { Task } from './task'
import { winogrande } from './winogrande/task'

/** The built-in tasks. A new one is a folder and one entry here. */
export const BUILT_IN: readonly Task[] = [lambadaOpenai, arcEasy, arcChallenge, hellaswag, winogrande]
