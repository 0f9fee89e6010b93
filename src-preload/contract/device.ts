import { z } from 'zod'

/** Where a model runs. */
export type Device = { readonly kind: 'cpu' } | { readonly kind: 'cuda'; readonly index: number }

const DEVICE_PATTERN = /^(auto|cpu|cuda(:\d{1,3})?)$/

/** A device as a person asks for it; `auto` takes CUDA where it works. */
export const deviceSchema = z.string().regex(DEVICE_PATTERN, 'is none of auto, cpu, cuda, cuda:N')

export const isDevice = (text: string): boolean => DEVICE_PATTERN.test(text)

/** The device that a text asks for; null for `auto`. */
export function parseDevice(text: string): Device | null {
  if (text === 'auto') return null
  return text === 'cpu' ? { kind: 'cpu' } : { kind: 'cuda', index: Number(text.split(':')[1] ?? 0) }
}

/** How a device is written: in runs, exports, and where it is asked for. */
export const deviceName = (device: Device): string => (device.kind === 'cpu' ? 'cpu' : `cuda:${device.index}`)
