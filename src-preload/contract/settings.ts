import { z } from 'zod'
import { deviceSchema } from './device'
import { PATH_KINDS } from './host'

/** A curve that was laid under a figure is kept as one. */
const LONGEST_CHOICE = 1_000_000

/** What a person chose. Stored in the database; every field has a default. */
export const settingsSchema = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  language: z.enum(['system', 'en', 'zh']).default('system'),
  device: deviceSchema.default('auto'),
  /** What all engines may take together; null: most of what is free. */
  memoryBytes: z.number().int().min(200_000_000).max(1e15).nullable().default(null),
  /** null: all cores. */
  threads: z.number().int().min(1).max(1024).nullable().default(null),
  /** Room for dequantised weights on disk. */
  weightCacheBytes: z.number().int().min(0).max(1e15).default(40_000_000_000),
  /** Editor: letters without Ctrl act while the strip has focus. */
  singleLetters: z.boolean().default(true),
  /** The guided first experiment was finished or skipped. */
  tourDone: z.boolean().default(false),
  /** The model that the Designer is about; null: the first of the library. */
  currentModel: z.string().max(200).nullable().default(null),
  /** Folders that were chosen from last, by what was chosen, the last one first. */
  folders: z.partialRecord(z.enum(PATH_KINDS), z.array(z.string().max(4096)).max(5)).default({}),
  /** How figures are shown: remembered from one visit to the next. */
  figures: z.record(z.string().max(40), z.union([z.string().max(LONGEST_CHOICE), z.number(), z.boolean()])).default({}),
})
export type Settings = z.output<typeof settingsSchema>
/** Only what is given: without the defaults, which would reset what is not. */
export const settingsPatchSchema = z.strictObject({
  theme: settingsSchema.shape.theme.removeDefault().optional(),
  language: settingsSchema.shape.language.removeDefault().optional(),
  device: settingsSchema.shape.device.removeDefault().optional(),
  memoryBytes: settingsSchema.shape.memoryBytes.removeDefault().optional(),
  threads: settingsSchema.shape.threads.removeDefault().optional(),
  weightCacheBytes: settingsSchema.shape.weightCacheBytes.removeDefault().optional(),
  singleLetters: settingsSchema.shape.singleLetters.removeDefault().optional(),
  tourDone: settingsSchema.shape.tourDone.removeDefault().optional(),
  currentModel: settingsSchema.shape.currentModel.removeDefault().optional(),
  folders: settingsSchema.shape.folders.removeDefault().optional(),
  figures: settingsSchema.shape.figures.removeDefault().optional(),
})
export type SettingsPatch = z.output<typeof settingsPatchSchema>
