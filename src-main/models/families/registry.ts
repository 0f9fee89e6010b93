import type { Family } from './family'
import { gemma2 } from './decoder/gemma2'
import { gemma3 } from './decoder/gemma3'
import { gpt2 } from './decoder/gpt2'
import { gptNeox } from './decoder/gpt-neox'
import { granite } from './decoder/granite'
import { llama } from './decoder/llama'
import { mistral } from './decoder/mistral'
import { olmo2 } from './decoder/olmo2'
import { opt } from './decoder/opt'
import { phi3 } from './decoder/phi3'
import { qwen2 } from './decoder/qwen2'
import { qwen3 } from './decoder/qwen3'
import { smollm3 } from './decoder/smollm3'
import { starcoder2 } from './decoder/starcoder2'
import { bert } from './encoder/bert'
import { distilbert } from './encoder/distilbert'
import { roberta } from './encoder/roberta'

/** Every family that Atelier computes. A new one is one entry here. */
export const FAMILIES: readonly Family[] = [
  ...[llama, mistral, qwen2, qwen3, smollm3, granite, olmo2, phi3, gemma2, gemma3],
  ...[gptNeox, gpt2, opt, starcoder2],
  ...[bert, roberta, distilbert],
]
