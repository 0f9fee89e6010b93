import { deviceName, type Device } from '../../src-preload/contract/device'
import { statfsSync, statSync } from 'node:fs'
import { freemem, totalmem, cpus } from 'node:os'
import { join } from 'node:path'
import type { DoctorCode } from '../../src-preload/contract/error-codes'
import type { LabErrorData } from '../../src-preload/contract/errors'
import type { Finding } from '../../src-preload/contract/host'
import { DATABASE_FILE } from '../store/database'
import { coreCount, VERSIONS, type Context } from '../home/context'
import { hasCudaProvider, libraryAdvice, missingCudaLibraries, nativeFolder } from './cuda-libraries'
import { cudaTrouble, gpuDevices } from './devices'

const finding = (what: string, ok: boolean, code: DoctorCode, message: string, data: LabErrorData = {}): Finding => ({
  what,
  ok,
  text: { code, message, data },
})

type Needs = Pick<Context, 'home' | 'db' | 'spawnEngine'>

/** What this machine offers a run, and what is missing, by name. */
export async function examine(context: Needs): Promise<Finding[]> {
  const findings = Object.entries(VERSIONS).map(([what, version]) => finding(what, true, 'doctor.version', version))
  const processor = cpus()[0]?.model ?? 'unknown'
  findings.push(
    finding('processor', true, 'doctor.processor', `${processor}, ${coreCount()} cores`, {
      processor,
      cores: coreCount(),
    }),
  )
  const [freeMemory, memory] = [gigabytes(freemem()), gigabytes(totalmem())]
  findings.push(
    finding('memory', true, 'doctor.memory', `${freeMemory} free of ${memory}`, { free: freeMemory, all: memory }),
  )
  findings.push(finding('data folder', true, 'doctor.folder', context.home))
  const [size, check] = [gigabytes(statSync(join(context.home, DATABASE_FILE)).size), integrity(context)]
  findings.push(
    check === 'ok'
      ? finding('database', true, 'doctor.database', `${size}, ok`, { size })
      : finding('database', false, 'doctor.database-damaged', `${size}, ${check}`, { size, check }),
  )
  const { bavail, bsize } = statfsSync(context.home)
  const bytes = bavail * bsize
  const free = gigabytes(bytes)
  findings.push(
    bytes > 1e9
      ? finding('disk', true, 'doctor.disk', `${free} free`, { free })
      : finding(
          'disk',
          false,
          'doctor.disk-full',
          `${free} free: runs need room for the database and the weight cache`,
          {
            free,
          },
        ),
  )
  findings.push(...(await examineCuda(context)))
  return findings
}

async function examineCuda({ spawnEngine }: Pick<Needs, 'spawnEngine'>): Promise<Finding[]> {
  const gpus = gpuDevices()
  const findings = [
    gpus.length > 0
      ? finding('GPU', true, 'doctor.gpu', gpus.join(', '))
      : finding('GPU', false, 'doctor.no-gpu', 'no NVIDIA GPU (no /dev/nvidia*)'),
    hasCudaProvider()
      ? finding('CUDA provider', true, 'doctor.provider', nativeFolder())
      : finding(
          'CUDA provider',
          false,
          'doctor.no-provider',
          'not installed; atelier doctor --install cuda fetches it',
        ),
  ]
  if (!hasCudaProvider()) return findings
  for (const library of await missingCudaLibraries())
    findings.push(
      finding(library, false, 'doctor.no-library', `missing: comes with ${libraryAdvice(library)}`, {
        source: libraryAdvice(library),
      }),
    )
  const device: Device = { kind: 'cuda', index: 0 }
  const trouble = await cudaTrouble(device, spawnEngine)
  findings.push(
    trouble === null
      ? finding(deviceName(device), true, 'doctor.cuda-works', 'works')
      : { what: deviceName(device), ok: false, text: trouble },
  )
  return findings
}

const integrity = ({ db }: Pick<Needs, 'db'>): string => String(db.pragma('quick_check(1)', { simple: true }))

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(2)} GB`
