import { stat } from 'node:fs/promises'
import type { Dataset } from '../store/document-store'

/** Datasets of files, each read again only where the file has changed since. */
export class ReadOnce {
  private readonly held = new Map<string, { readonly stamp: string; readonly dataset: Dataset }>()

  /**
   * @param as what the file is read as: as something else it is read anew
   * @param read reads it now; told whether it is there at all
   */
  async get(path: string, as: string, read: (isThere: boolean) => Promise<Dataset>): Promise<Dataset> {
    const key = `${as} ${path}`
    const stamp = await stat(path).then(
      ({ size, mtimeMs }) => `${size} ${mtimeMs}`,
      () => undefined,
    )
    const held = this.held.get(key)
    if (held && held.stamp === stamp) return held.dataset
    const dataset = await read(stamp !== undefined)
    if (stamp !== undefined) this.held.set(key, { stamp, dataset })
    return dataset
  }
}
