import { z } from 'zod'
import { LabError } from '../../../../src-preload/contract/errors'
import { count } from '../decoder/hf-config'

/** What configurations of encoders have in common (transformers, configuration_utils.py). */
export const encoderFields = {
  architectures: z.array(z.string()).default([]),
  id2label: z.record(z.string(), z.unknown()).optional(),
  label2id: z.unknown().optional(),
  num_labels: count.optional(),
  problem_type: z.string().nullish(),
  finetuning_task: z.unknown().optional(),
  initializer_range: z.unknown().optional(),
  // a decoder of this family sees only what stands before
  is_decoder: z.literal(false).default(false),
  pad_token_id: z.unknown().optional(),
  // of training
  attention_probs_dropout_prob: z.unknown().optional(),
  hidden_dropout_prob: z.unknown().optional(),
  classifier_dropout: z.unknown().optional(),
  gradient_checkpointing: z.unknown().optional(),
  // what older files have and nothing reads
  output_past: z.unknown().optional(),
  _num_labels: z.unknown().optional(),
  language: z.unknown().optional(),
  vocab_type: z.unknown().optional(),
  summary_type: z.unknown().optional(),
  summary_use_proj: z.unknown().optional(),
  summary_activation: z.unknown().optional(),
  summary_last_dropout: z.unknown().optional(),
  directionality: z.unknown().optional(),
  pooler_fc_size: z.unknown().optional(),
  pooler_num_attention_heads: z.unknown().optional(),
  pooler_num_fc_layers: z.unknown().optional(),
  pooler_size_per_head: z.unknown().optional(),
  pooler_type: z.unknown().optional(),
}

const USUAL_CLASSES = 2

/**
 * Classes that a checkpoint's own head tells apart, 1 for a regression; null where it has no such head.
 *
 * @throws `model.unknown-option` for several labels at a time
 */
export function classesOf(
  c: {
    readonly [K in 'architectures' | 'id2label' | 'num_labels' | 'problem_type']?: z.output<(typeof encoderFields)[K]>
  },
  where: string,
): number | null {
  if (!c.architectures?.[0]?.endsWith('ForSequenceClassification')) return null
  if (c.problem_type === 'multi_label_classification')
    throw new LabError(
      'model.unknown-option',
      `${where}: the option problem_type = "multi_label_classification" is not understood: several labels a text are not scored here`,
      { option: 'problem_type' },
    )
  return c.num_labels ?? (c.id2label ? Object.keys(c.id2label).length : USUAL_CLASSES)
}
