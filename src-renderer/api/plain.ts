import { toRaw } from 'vue'

/** A copy without reactive proxies, which cannot be cloned across Electron's bridge; undefined, NaN and typed arrays stay. */
export function plain<T>(value: T): T
export function plain(value: unknown): unknown {
  const raw: unknown = toRaw(value)
  if (Array.isArray(raw)) return raw.map((v) => plain(v))
  if (typeof raw !== 'object' || raw === null || ArrayBuffer.isView(raw)) return raw
  return Object.fromEntries(Object.entries(raw).map(([key, v]) => [key, plain(v as unknown)]))
}
