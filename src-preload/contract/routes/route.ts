import { z } from 'zod'

/** A request that a window may make: its input, checked on arrival, and the type of its answer. */
export function route<I extends z.ZodType, O>(input: I, output: O): { readonly input: I; readonly output: O } {
  return { input, output }
}

/** A type without a value: answers come from our own side and are not checked again. */
export function returns<T>(): T {
  return undefined as T
}

/** What inputs are made of. */
export const run = z.string().min(1).max(100)
export const runs = z.array(run).min(1).max(2000)
export const name = z.string().trim().min(1).max(200)
export const path = z.string().min(1).max(4096)
export const id = z.string().min(1).max(100)
export const nothing = z.strictObject({})
/** Text that is kept as it is: the host does not read it. */
export const json = z.string().max(4_000_000)
