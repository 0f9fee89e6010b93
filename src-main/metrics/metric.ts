import type { Metric } from '../../src-preload/contract/metrics'

/** What is not finite (a schedule can overflow) is null; such a value has no error either. */
export const metric = (value: number, stderr: number | null): Metric => ({
  value: Number.isFinite(value) ? value : null,
  stderr: stderr !== null && Number.isFinite(stderr) && Number.isFinite(value) ? stderr : null,
})
