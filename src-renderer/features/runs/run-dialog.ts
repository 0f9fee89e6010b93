/** What of a run is edited as a text. */
export type RunDialog = 'rename' | 'note' | 'tag'
