/** Settings as they are typed; null is `automatic`, for what is empty or no number that makes sense. */

export const BYTES_PER_GB = 1e9
const LEAST_MEMORY_GB = 0.2

const typed = (text: string): number | null => {
  const n = Number(text)
  return text.trim() === '' || !Number.isFinite(n) ? null : n
}

/** GB as bytes. */
export function memoryBytes(text: string): number | null {
  const n = typed(text)
  return n === null || n < LEAST_MEMORY_GB ? null : Math.round(n * BYTES_PER_GB)
}

export function threads(text: string): number | null {
  const n = Math.round(typed(text) ?? 0)
  return n < 1 ? null : n
}

/** GB as bytes; nothing is no cache. */
export const cacheBytes = (text: string): number => Math.max(0, Math.round((typed(text) ?? 0) * BYTES_PER_GB))
