import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { LabError } from '../../src-preload/contract/errors'
import { resourceFile } from '../system/package-files'

/** A package of pure Python, in the one file that is used; the hash pins what is in it. */
interface PythonPackage {
  readonly name: string
  readonly file: string
  readonly sha256: string
  readonly format: 'wheel' | 'gztar'
  /** Where its modules lie inside; empty: at the top. */
  readonly modules: string
}

/** Jinja2 and what it needs. MarkupSafe's wheels are compiled for processors: its source holds the same in Python. */
export const PYTHON_PACKAGES: readonly PythonPackage[] = [
  {
    name: 'jinja2',
    file: 'jinja2-3.1.6-py3-none-any.whl',
    sha256: '85ece4451f492d0c13c5dd7c13a64681a86afae63a5f347908daf103ce6d2f67',
    format: 'wheel',
    modules: '',
  },
  {
    name: 'markupsafe',
    file: 'markupsafe-3.0.3.tar.gz',
    sha256: '722695808f4b6457b320fdc131280796bdceb04ab50fe1795cd540799ebe1698',
    format: 'gztar',
    modules: 'markupsafe-3.0.3/src',
  },
]

const PYPI = 'https://pypi.org/simple'

export const pythonFolder = (): string => resourceFile('python')

/** The index that packages are fetched from: pip's own setting, where there is one. */
export const packageIndex = (environment: NodeJS.ProcessEnv = process.env): string =>
  (environment['PIP_INDEX_URL'] ?? PYPI).replace(/\/+$/, '')

/** Whether a folder holds every package, each as it should be. */
export async function hasPythonPackages(folder = pythonFolder()): Promise<boolean> {
  const whole = await Promise.all(
    PYTHON_PACKAGES.map(({ file, sha256 }) =>
      readFile(join(folder, file)).then(
        (bytes) => hashOf(bytes) === sha256,
        () => false,
      ),
    ),
  )
  return whole.every(Boolean)
}

/**
 * Fetches the packages from a Python package index, by name; each is checked by its SHA-256 before it is put into the folder.
 *
 * @throws `task.python-install` naming the package, and what stood in the way
 */
export async function installPythonPackages(index = packageIndex(), folder = pythonFolder()): Promise<string> {
  if (await hasPythonPackages(folder)) return folder
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw failure(`${folder}: cannot be written to; run the command as the user who installed Atelier`, cause)
  })
  for (const { name, file, sha256 } of PYTHON_PACKAGES) {
    const bytes = await fetched(await addressOf(index, name, file))
    if (hashOf(bytes) !== sha256)
      throw failure(`${index}/${name}/: ${file} has not the expected SHA-256; nothing was installed`)
    const path = join(folder, file)
    await writeFile(`${path}.part`, bytes)
    await rename(`${path}.part`, path)
  }
  return folder
}

const failure = (message: string, cause?: unknown): LabError =>
  new LabError('task.python-install', message, {}, { cause })
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Where an index keeps a file, by its page of the package (PEP 503 or 691). */
async function addressOf(index: string, name: string, file: string): Promise<string> {
  const page = `${index}/${name}/`
  const text = Buffer.from(await fetched(page)).toString()
  const found = [...text.matchAll(/(?:href=|"url":\s*)"([^"#]+)/g)]
    .map((m) => m[1] ?? '')
    .find((a) => a.endsWith(`/${file}`))
  if (found === undefined) throw failure(`${page}: does not have ${file}`)
  return new URL(found, page).href
}

async function fetched(url: string): Promise<Uint8Array> {
  const response = await fetch(url, {
    headers: { accept: 'application/vnd.pypi.simple.v1+json, text/html, */*' },
  }).catch((cause: unknown) => {
    throw failure(`${url}: cannot be reached (${(cause as Error).message})`, cause)
  })
  if (!response.ok) throw failure(`${url}: the index answered ${response.status}`)
  return new Uint8Array(await response.arrayBuffer())
}
