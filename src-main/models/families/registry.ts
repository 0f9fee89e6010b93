import type { Family } from './family'
import { llama } from './llama'
import { mistral } from './mistral'
import { qwen2 } from './qwen2'

/** Every family that Atelier computes. A new one is one entry here. */
export const FAMILIES: readonly Family[] = [llama, mistral, qwen2]
