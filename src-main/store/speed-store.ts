import { transact, type Database } from './database'

export interface Speed {
  readonly nEngines: number
  /** Of one engine while all are busy. */
  readonly layerMacsPerSecond: number
  readonly headMacsPerSecond: number
}

/** How fast this computer was on a model, for estimates before an engine is started. */
export class SpeedStore {
  constructor(private readonly db: Database) {}

  save(fingerprint: string, device: string, speed: Speed): void {
    transact(this.db, () =>
      this.db
        .prepare(
          `INSERT INTO speed (fingerprint, device, n_engines, layer_macs_per_second, head_macs_per_second, measured_at) VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET n_engines = excluded.n_engines, layer_macs_per_second = excluded.layer_macs_per_second, head_macs_per_second = excluded.head_macs_per_second, measured_at = excluded.measured_at`,
        )
        .run(
          fingerprint,
          device,
          speed.nEngines,
          speed.layerMacsPerSecond,
          speed.headMacsPerSecond,
          new Date().toISOString(),
        ),
    )
  }

  /** Of this model, else of the one measured last on the device. */
  find(fingerprint: string, device: string): (Speed & { readonly ofThisModel: boolean }) | null {
    const found = this.db
      .prepare<[string, string], Speed & { fingerprint: string }>(
        `SELECT fingerprint, n_engines AS nEngines, layer_macs_per_second AS layerMacsPerSecond, head_macs_per_second AS headMacsPerSecond
         FROM speed WHERE device = ? ORDER BY fingerprint = ? DESC, measured_at DESC LIMIT 1`,
      )
      .get(device, fingerprint)
    return found ? { ...found, ofThisModel: found.fingerprint === fingerprint } : null
  }
}
