import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import subsetFont from 'subset-font'
import { LabError } from '../../src-preload/contract/errors'
import type { WideFont } from '../../src-preload/contract/host'

/** Fonts with Chinese characters that systems bring along; those with TrueType outlines first, which every PDF writer takes. */
const KNOWN: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  win32: ['msyh.ttc', 'simhei.ttf', 'simsun.ttc', 'Deng.ttf'].map((f) =>
    join(process.env['WINDIR'] ?? 'C:\\Windows', 'Fonts', f),
  ),
  darwin: [
    '/System/Library/Fonts/STHeiti Light.ttc',
    '/Library/Fonts/Arial Unicode.ttf',
    '/System/Library/Fonts/PingFang.ttc',
  ],
}

/**
 * The glyphs of a text from a font of this system that has Chinese characters: a font file of its own, for a document that
 * embeds it.
 *
 * @throws `host.no-font` where the system has none
 */
export async function wideFont(text: string, candidates = wideFonts()): Promise<WideFont> {
  // one after another: a file has 20 MB, and the first with TrueType outlines is taken
  let best: { readonly face: Buffer; readonly isTrueType: boolean } | undefined
  for (const path of await candidates) {
    const face = firstFace(await readFile(path))
    const isTrueType = face.readUInt32BE(0) !== OTTO
    if (isTrueType || !best) best = { face, isTrueType }
    if (isTrueType) break
  }
  if (!best)
    throw new LabError(
      'host.no-font',
      'no font of this system has Chinese characters: install one (on Debian and Ubuntu fonts-wqy-zenhei), or export as SVG or PNG',
      {},
    )
  const characters = [...new Set(text)].join('')
  const bytes = await subsetFont(best.face, characters, { targetFormat: 'sfnt' })
  return { bytes: new Uint8Array(bytes), isTrueType: best.isTrueType }
}

async function wideFonts(): Promise<readonly string[]> {
  const known = KNOWN[process.platform]?.filter((path) => existsSync(path)) ?? []
  if (process.platform === 'win32' || process.platform === 'darwin') return known
  const { stdout } = await promisify(execFile)('fc-list', [':lang=zh-cn', '--format', '%{file}\n']).catch(() => ({
    stdout: '',
  }))
  // one of each family is enough; a list of weights of one family is long
  return [...new Set(stdout.split('\n').filter((line) => /\.(ttf|ttc|otf)$/i.test(line)))].sort().slice(0, 8)
}

/** `OTTO`: outlines in PostScript's form. */
const OTTO = 0x4f54544f
const TTCF = 0x74746366

/** The first font of a collection as a file of its own; any other file as it is (OpenType, font collections). */
export function firstFace(file: Buffer): Buffer {
  if (file.readUInt32BE(0) !== TTCF) return file
  const at = file.readUInt32BE(12)
  const nTables = file.readUInt16BE(at + 4)
  const head = Buffer.from(file.subarray(at, at + 12 + 16 * nTables))
  const tables: Buffer[] = []
  let end = head.length
  for (let i = 0; i < nTables; i++) {
    const entry = 12 + 16 * i
    const [from, length] = [head.readUInt32BE(entry + 8), head.readUInt32BE(entry + 12)]
    head.writeUInt32BE(end, entry + 8)
    const padded = Math.ceil(length / 4) * 4
    tables.push(file.subarray(from, from + length), Buffer.alloc(padded - length))
    end += padded
  }
  return Buffer.concat([head, ...tables])
}
