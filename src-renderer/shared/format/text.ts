/** A text by its key in the locales. */
export interface Text {
  readonly key: string
  readonly values?: Readonly<Record<string, string | number>>
}
