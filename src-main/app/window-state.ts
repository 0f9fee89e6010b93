import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserWindow } from 'electron'
import { z } from 'zod'

const stateSchema = z.object({
  bounds: z.object({
    x: z.number().int().optional(),
    y: z.number().int().optional(),
    width: z.number().int().min(400),
    height: z.number().int().min(300),
  }),
  maximized: z.boolean(),
})
export type WindowState = z.output<typeof stateSchema>

const FIRST: WindowState = { bounds: { width: 1440, height: 900 }, maximized: false }
const file = (home: string): string => join(home, 'window.json')

/** Where the window was when it was last closed. A file that cannot be read counts as a first start. */
export function readWindowState(home: string): WindowState {
  try {
    return stateSchema.parse(JSON.parse(readFileSync(file(home), 'utf8')))
  } catch {
    return FIRST
  }
}

export function rememberWindowState(home: string, window: BrowserWindow): void {
  window.on('close', () =>
    writeFileSync(
      file(home),
      JSON.stringify({ bounds: window.getNormalBounds(), maximized: window.isMaximized() } satisfies WindowState),
    ),
  )
}
