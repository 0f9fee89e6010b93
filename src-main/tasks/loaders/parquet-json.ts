import type { SchemaTree } from 'hyparquet'
import { floatText } from './csv-columns'

/** Which columns hold floats: whole ones are written with their point. */
export interface Floating {
  readonly isFloat: boolean
  readonly children: ReadonlyMap<string, Floating>
}

const FLOATS = new Set(['FLOAT', 'DOUBLE'])

export function floatingColumns(tree: SchemaTree): Floating {
  const { element, children } = tree
  const isFloat = (element.type !== undefined && FLOATS.has(element.type)) || element.logical_type?.type === 'FLOAT16'
  // the levels of a list and of a map have names of their own, and no place in the value
  if (element.converted_type === 'LIST' || element.converted_type === 'MAP') {
    const [repeated] = children
    const inner = repeated?.children.length === 1 ? repeated.children[0] : repeated
    return inner ? floatingColumns(inner) : { isFloat: false, children: new Map() }
  }
  return { isFloat, children: new Map(children.map((c) => [c.element.name, floatingColumns(c)])) }
}

/** A parquet row as JSON: integers of any size whole, floats as floats. */
export function parquetJson(value: unknown, floating: Floating | undefined): string {
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'number') return floating?.isFloat ? floatText(value) : String(value)
  if (Array.isArray(value)) return `[${value.map((item) => parquetJson(item, floating)).join()}]`
  if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
    const fields = Object.entries(value).map(
      ([key, held]) => `${JSON.stringify(key)}:${parquetJson(held, floating?.children.get(key))}`,
    )
    return `{${fields.join()}}`
  }
  return JSON.stringify(value) ?? 'null'
}
