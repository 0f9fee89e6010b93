import { toRaw } from 'vue'

/** A copy without reactive proxies, which cannot be cloned across Electron's bridge; undefined, NaN and typed arrays stay. */
export const plain = <T>(value: T): T => withoutProxies(value) as T

function withoutProxies(value: unknown): unknown {
  const raw = toRaw(value)
  if (Array.isArray(raw)) return raw.map(withoutProxies)
  if (typeof raw !== 'object' || raw === null || ArrayBuffer.isView(raw)) return raw
  return Object.fromEntries(Object.entries(raw).map(([key, v]) => [key, withoutProxies(v)]))
}
