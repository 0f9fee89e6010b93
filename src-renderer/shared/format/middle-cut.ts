/**
 * A name in two parts: what may be cut at its end where there is no room, and its last characters, which always stay. Names of models and runs
 * differ in how they end: `SmolLM2-135M-Instruct` and `.Q4_1`.
 */
export function nameParts(name: string, kept = 8): readonly [head: string, tail: string] {
  const all = [...name]
  return all.length <= kept * 2 ? [name, ''] : [all.slice(0, -kept).join(''), all.slice(-kept).join('')]
}

/** A name of at most so many characters, cut in its middle. */
export function middleCut(name: string, most: number): string {
  const all = [...name]
  if (all.length <= most) return name
  const tail = Math.floor((most - 1) / 2)
  return `${all.slice(0, most - 1 - tail).join('')}…${all.slice(all.length - tail).join('')}`
}
