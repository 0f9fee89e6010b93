import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Why a run took its device, from an English sentence to a `Sentence` that other languages can be made of. */
export const deviceReason: Migration = {
  async up(db: Kysely<unknown>) {
    await sql
      .raw(
        `UPDATE run SET device_why = json_object('code', 'device.other', 'message', device_why, 'data', json_object())`,
      )
      .execute(db)
  },
}
