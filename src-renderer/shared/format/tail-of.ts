/** The end of a long context, of `most` characters: what the target follows. */
export const tailOf = (text: string, most: number): string => (text.length > most ? `…${text.slice(1 - most)}` : text)
