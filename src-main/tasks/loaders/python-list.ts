/**
 * A list as Python prints it, which is how pandas writes lists into a csv: `['iron', "it's"]`, and NumPy's arrays without
 * commas. Texts, numbers, None, True and False; undefined for anything else.
 */
export function parsePythonList(text: string): readonly unknown[] | undefined {
  const inner = /^\s*\[([^]*)\]\s*$/.exec(text)?.[1]
  if (inner === undefined) return undefined
  const values: unknown[] = []
  let rest = inner.trimStart()
  while (rest !== '') {
    const found =
      /^(?:'((?:[^'\\]|\\[^])*)'|"((?:[^"\\]|\\[^])*)"|(-?\d+(?:\.\d+)?(?:e[-+]?\d+)?)|(None|True|False))/.exec(rest)
    if (!found) return undefined
    const [whole, single, double, number, word] = found
    const quoted = single ?? double
    values.push(quoted === undefined ? (number === undefined ? WORDS[word ?? ''] : Number(number)) : unescaped(quoted))
    const after = rest.slice(whole.length)
    const gap = /^\s*,?\s*/.exec(after)?.[0] ?? ''
    if (gap === '' && after !== '') return undefined
    rest = after.slice(gap.length)
  }
  return values
}

const WORDS: Readonly<Record<string, unknown>> = { None: null, True: true, False: false }
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\n': '' }

const unescaped = (text: string): string =>
  text.replace(/\\(?:x([\da-f]{2})|u([\da-f]{4})|U([\da-f]{8})|([^]))/gi, (_, x, u, big, other: string | undefined) => {
    const code = (x ?? u ?? big) as string | undefined
    return code === undefined ? (ESCAPES[other ?? ''] ?? other ?? '') : String.fromCodePoint(parseInt(code, 16))
  })
