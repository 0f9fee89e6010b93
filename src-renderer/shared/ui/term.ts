/** Words and letters that explain themselves (locales, `terms`). */
export type Term =
  | ('normalised' | 'floor' | 'half' | 'area' | 'affected' | 'loops' | 'saved' | 'holm' | 'interval' | 'similarity')
  | ('start' | 'applications' | 'notUsed' | 'depth' | 'cost' | 'results')
  | ('storedWork' | 'sharedWork' | 'newWork' | 'paperCache')
