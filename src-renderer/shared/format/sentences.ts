/** Sentences one after the other: a space between them, but none after a full-width stop, which brings its own room. */
export const sentences = (parts: readonly string[]): string =>
  parts
    .filter(Boolean)
    .reduce((text, part) => (text === '' || /[。！？；]$/.test(text) ? text + part : `${text} ${part}`), '')
