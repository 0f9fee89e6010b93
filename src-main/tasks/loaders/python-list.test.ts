import { expect, it } from 'vitest'
import { parsePythonList } from './python-list'

it.each([
  [`['iron', 'wood']`, ['iron', 'wood']],
  [`["it's", 'a "b"', 'c\\'d']`, ["it's", 'a "b"', "c'd"]],
  [`['iron' 'wood'\n 'glass']`, ['iron', 'wood', 'glass']],
  [`['caf\\xe9', '\\u2019', 'a\\\\b', 'two\\nlines']`, ['café', '’', 'a\\b', 'two\nlines']],
  [`[1, -2.5, None, True]`, [1, -2.5, null, true]],
  ['[]', []],
])('%s', (text, wanted) => expect(parsePythonList(text)).toEqual(wanted))

it.each(["['a'", "['a' 'b", '[a]', "['a''b']", 'a', '[{}]'])('%s is none', (text) =>
  expect(parsePythonList(text)).toBeUndefined(),
)
