import { statfsSync, statSync } from 'node:fs'
import { freemem, totalmem, cpus } from 'node:os'
import { join } from 'node:path'
import type { Finding } from '../../src-preload/contract/host'
import { DATABASE_FILE } from '../store/database'
import { coreCount, VERSIONS, type Context } from './context'
import { hasCudaProvider, libraryAdvice, missingCudaLibraries, nativeFolder } from './cuda-libraries'
import { cudaTrouble, gpuDevices } from './device-service'

/** What this machine offers a run, and what is missing, by name. */
export async function examine(context: Context): Promise<Finding[]> {
  const findings: Finding[] = Object.entries(VERSIONS).map(([what, text]) => ({ what, ok: true, text }))
  findings.push({ what: 'processor', ok: true, text: `${cpus()[0]?.model ?? 'unknown'}, ${coreCount()} cores` })
  findings.push({ what: 'memory', ok: true, text: `${gigabytes(freemem())} free of ${gigabytes(totalmem())}` })
  findings.push({ what: 'data folder', ok: true, text: context.home })
  findings.push({ what: 'database', ok: integrity(context) === 'ok', text: `${gigabytes(statSync(join(context.home, DATABASE_FILE)).size)}, ${integrity(context)}` })
  const { bavail, bsize } = statfsSync(context.home)
  const free = bavail * bsize
  findings.push({ what: 'disk', ok: free > 1e9, text: `${gigabytes(free)} free${free > 1e9 ? '' : ': runs need room for the database and the weight cache'}` })
  findings.push(...(await examineCuda(context)))
  return findings
}

async function examineCuda(context: Context): Promise<Finding[]> {
  const gpus = gpuDevices()
  const findings: Finding[] = [
    { what: 'GPU', ok: gpus.length > 0, text: gpus.length > 0 ? gpus.join(', ') : 'no NVIDIA GPU (no /dev/nvidia*)' },
    { what: 'CUDA provider', ok: hasCudaProvider(), text: hasCudaProvider() ? nativeFolder() : 'not installed; atelier doctor --install cuda fetches it' },
  ]
  if (!hasCudaProvider()) return findings
  for (const library of await missingCudaLibraries()) findings.push({ what: library, ok: false, text: `missing: comes with ${libraryAdvice(library)}` })
  const trouble = await cudaTrouble({ kind: 'cuda', index: 0 }, context.spawnEngine)
  findings.push({ what: 'cuda:0', ok: trouble === null, text: trouble ?? 'works' })
  return findings
}

const integrity = (context: Context): string => String(context.db.pragma('quick_check(1)', { simple: true }))

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(2)} GB`
