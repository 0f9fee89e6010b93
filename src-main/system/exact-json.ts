type Source = { readonly source?: string }
/** A piece of JSON that is written as it was read (ECMAScript's JSON.rawJSON). */
const raw = (JSON as unknown as { rawJSON: (text: string) => unknown }).rawJSON

/** As JSON.parse, but a number that JavaScript would write another way keeps its text; JSON.stringify gives it back. */
export const parseExactly = (text: string): unknown =>
  JSON.parse(text, (_key: string, value: unknown, { source }: Source = {}) =>
    typeof value === 'number' && source !== undefined && String(value) !== source ? raw(source) : value,
  )

/** The items of a JSON list as texts, their numbers as they were written. */
export const exactItems = (text: string): string[] =>
  (parseExactly(text) as unknown[]).map((item) => JSON.stringify(item))

/** A JSON text as JSON.stringify writes it, its numbers as they were written. */
export const exactText = (text: string): string => JSON.stringify(parseExactly(text))
