import { z } from 'zod'

const DEVICE_PATTERN = /^(auto|cpu|cuda(:\d{1,3})?)$/

/** A device as a person asks for it; `auto` takes CUDA where it works. */
export const deviceSchema = z.string().regex(DEVICE_PATTERN, 'is none of auto, cpu, cuda, cuda:N')

export const isDevice = (text: string): boolean => DEVICE_PATTERN.test(text)
