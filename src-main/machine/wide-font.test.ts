import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { firstFace, wideFont } from './wide-font'

const ZENHEI = '/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc'

describe('Chinese glyphs for a document', () => {
  it('a system without such a font is told what to do', async () => {
    await expect(wideFont('层', Promise.resolve([]))).rejects.toMatchObject({ code: 'host.no-font' })
  })
  it('a file that is no collection is taken as it is', () => {
    const file = Buffer.from('00010000aabb', 'hex')
    expect(firstFace(file)).toBe(file)
  })
  it.runIf(existsSync(ZENHEI))('are cut out of a collection', async () => {
    const whole = readFileSync(ZENHEI)
    const { bytes, isTrueType } = await wideFont('层数：3 − 1', Promise.resolve([ZENHEI]))
    expect(isTrueType).toBe(true)
    expect(bytes.length).toBeLessThan(whole.length / 100)
    expect(Buffer.from(bytes.subarray(0, 4)).toString('hex')).toBe('00010000')
  })
})
