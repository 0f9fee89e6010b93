import { expect, it } from 'vitest'
import { lock, modelInfo, newDatabase } from '../../test/support/store'
import { ModelStore } from './model-store'

it('a database that another program holds is said in a sentence, whatever is written', async () => {
  const { db } = await newDatabase()
  const models = new ModelStore(db)
  models.remember(modelInfo())
  models.add('m', '/m', 'f')
  const free = lock(db)
  const writes = [
    () => models.remember(modelInfo()),
    () => models.rename('m', 'other'),
    () => models.add('other', '/moved', 'f'),
    () => models.remove('other'),
    () => models.stampFingerprint('/m', 'now', 'f'),
  ]
  for (const write of writes)
    expect(write).toThrowError(
      expect.objectContaining({ code: 'store.busy', message: expect.stringMatching(/try again/) as string }) as Error,
    )
  free()
  for (const write of writes) write()
  expect(models.list()).toEqual([])
})
