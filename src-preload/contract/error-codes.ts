/**
 * Every case of what is told to people, by domain. Each has its sentence in each language; a code, once given, keeps its
 * meaning, for it is stored with runs.
 */
export const CODES = {
  plan: [
    'too-long',
    'character',
    'empty',
    'unknown-variant',
    'missing-parameter',
    'unknown-parameter',
    'parameter-twice',
    'star',
    'negative',
    'seed',
    'zero',
    'space',
    'variant-inside',
    'branch-only',
    'nesting',
    'unclosed',
    'ellipsis',
    'empty-branch',
    'syntax',
    'too-many',
    'no-value',
    'too-many-applications',
    's-too-large',
    'no-such-layer',
    'too-many-states',
    'strategy',
  ],
  model: [
    'tokenizer',
    'tokenizer-kind',
    'token',
    'config',
    'header',
    'unknown-option',
    'truncated',
    'shape',
    'gguf',
    'gguf-split',
    'missing-file',
    'json',
    'index',
    'extra-tensor',
    'missing-tensor',
    'unknown-family',
    'offsets',
    'not-found',
    'nan',
    'name-taken',
    'changed',
    'type',
    'overlap',
    'not-on-hub',
    'no-weights',
    'gap',
    'format',
    'no-part',
    'no-head',
  ],
  task: ['file', 'row', 'definition', 'continuation', 'unknown', 'twice', 'no-documents', 'changed'],
  engine: ['cuda-install', 'device', 'runtime', 'out-of-memory', 'memory', 'died', 'readout'],
  store: [
    'unknown-run',
    'not-resumable',
    'unknown-model',
    'no-backup',
    'read-only',
    'newer',
    'migration',
    'io',
    'full',
    'damaged',
    'busy',
  ],
  host: ['usage', 'input', 'download', 'checksum', 'unknown-route', 'folder', 'connection'],
  /** Why a device was taken. */
  device: ['asked', 'works', 'macos', 'no-provider', 'no-gpu', 'no-libraries', 'failed'],
  /** Findings. */
  doctor: [
    'version',
    'processor',
    'memory',
    'folder',
    'database',
    'database-damaged',
    'disk',
    'disk-full',
    'gpu',
    'no-gpu',
    'provider',
    'no-provider',
    'no-library',
    'cuda-works',
  ],
} as const

type Domain = keyof typeof CODES
type CodeOf<D extends Domain> = { readonly [Each in D]: `${Each}.${(typeof CODES)[Each][number]}` }[D]

export type PlanErrorCode = CodeOf<'plan'>
export type DoctorCode = CodeOf<'doctor'>
/** `internal`: a bug; its stack is in the log only. */
export type LabErrorCode = CodeOf<'plan' | 'model' | 'task' | 'engine' | 'store' | 'host'> | 'internal'
export type SentenceCode = LabErrorCode | CodeOf<'device' | 'doctor'>
