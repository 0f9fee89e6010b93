import type { Family } from './family'
import { llama } from './decoder/llama'
import { mistral } from './decoder/mistral'
import { qwen2 } from './decoder/qwen2'

/** Every family that Atelier computes. A new one is one entry here. */
export const FAMILIES: readonly Family[] = [llama, mistral, qwen2]
