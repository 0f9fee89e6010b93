export const NEEDED_NODE: string
export const isSupported: (versions: Readonly<Record<string, string | undefined>>) => boolean
export const bundledNode: (require: NodeJS.Require) => string | null
