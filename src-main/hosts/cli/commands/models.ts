import { Command } from 'commander'
import { SingleBar } from 'cli-progress'
import type { ModelInfo } from '../../../../src-preload/contract/model'
import { LabError } from '../../../../src-preload/contract/errors'
import { CATALOGUE } from '../../../library/catalogue'
import { EXIT } from '../exit'
import { bytes, print, printJson, table } from '../print'
import { homeOption, withLab } from '../with-lab'

interface Options {
  readonly home?: string
  readonly json?: boolean
  readonly name?: string
}

export function modelsCommand(): Command {
  const models = new Command('models').description('the library of models; M is a library name or a path')
  homeOption(models.command('list').description('the models of the library').option('--json', 'as JSON')).action(
    (options: Options) =>
      withLab(options, async (lab) => {
        const list = await lab.models.list()
        if (options.json === true) return printJson(list)
        if (list.length === 0)
          return print(
            'The library is empty. atelier models add PATH registers a model folder or a .gguf file where it is.',
          )
        print(
          table(
            ['name', 'family', 'layers', 'parameters', 'runs', 'path'],
            list.map((m) => [
              m.name,
              m.family,
              String(m.nLayers),
              `${(m.parameters / 1e6).toFixed(0)} M`,
              String(m.nRuns),
              m.missing ? `${m.path} (missing)` : m.path,
            ]),
            [2, 3, 4],
          ),
        )
      }),
  )
  homeOption(
    models.command('inspect <M>').description('what a model is, and whether it fits').option('--json', 'as JSON'),
  ).action((m: string, options: Options) =>
    withLab(options, async (lab) => {
      const info = await lab.models.inspect(m)
      if (options.json === true) printJson(info)
      else printInfo(info)
    }),
  )
  homeOption(
    models
      .command('add <path>')
      .description('register a model where it is; nothing is copied')
      .option('--name <name>', 'its name in the library')
      .option('--json', 'as JSON'),
  ).action((path: string, options: Options) =>
    withLab(options, async (lab) => {
      const info = await lab.models.add(path, options.name)
      if (options.json === true) printJson(info)
      else printInfo(info)
    }),
  )
  homeOption(
    models
      .command('pull [ID]')
      .description(
        'fetch a model from the Hugging Face Hub (ID: of the list that pull alone prints, or org/name); goes on where it was cut',
      )
      .option('--json', 'as JSON'),
  ).action((id: string | undefined, options: Options) => {
    if (id === undefined) return printCatalogue(options.json === true)
    return withLab(options, async (lab) => {
      const repo = CATALOGUE.find((c) => c.id === id)?.repo ?? (/^[\w.-]+\/[\w.-]+$/.test(id) ? id : undefined)
      if (repo === undefined)
        throw new LabError(
          'host.usage',
          `${id}: is neither in the list (atelier models pull prints it) nor written as org/name`,
          {},
        )
      const abort = new AbortController()
      const onSignal = (): void => abort.abort()
      process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
      const bar = new SingleBar({
        stream: process.stderr,
        format: `${repo} {bar} {percentage} %  {size}`,
        hideCursor: true,
        noTTYOutput: true,
        notTTYSchedule: 5000,
      })
      let running = false
      try {
        const folder = await lab.downloads.fetchModel(repo, abort.signal, (done, total) => {
          if (!running) bar.start(total, done, { size: bytes(total) })
          running = true
          bar.update(done)
        })
        bar.stop()
        const info = await lab.models.inspect(folder)
        if (options.json === true) printJson(info)
        else printInfo(info)
      } catch (error) {
        if (!abort.signal.aborted) throw error
        process.stderr.write(`\nstopped; what was fetched is kept, atelier models pull ${id} goes on\n`)
        process.exitCode = EXIT.interrupted
      } finally {
        bar.stop()
        process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
      }
    })
  })
  homeOption(models.command('remove <M>').description('forget a name; files and runs stay')).action(
    (m: string, options: Options) =>
      withLab(options, (lab) => {
        lab.models.remove(m)
        print(`${m} is no longer in the library; its files and runs were left as they are.`)
      }),
  )
  return models
}

function printCatalogue(asJson: boolean): void {
  if (asJson) return printJson(CATALOGUE)
  print(
    table(
      ['id', 'model', 'layers', 'parameters', 'size', 'licence', 'on the Hub'],
      CATALOGUE.map((c) => [
        c.id,
        c.name,
        String(c.nLayers),
        `${(c.parameters / 1e6).toFixed(0)} M`,
        bytes(c.bytes),
        c.licence,
        c.repo,
      ]),
      [2, 3, 4],
    ),
  )
}

function printInfo(info: ModelInfo): void {
  const rows: [string, string][] = [
    ['name', info.name],
    ['path', info.path],
    ['family', info.family],
    [
      'layers',
      info.nLayersInFile
        ? `${info.nLayers} (the file has ${info.nLayersInFile}; the others are not used)`
        : `${info.nLayers}`,
    ],
    ['dimensions', `dModel ${info.dModel}, dMlp ${info.dMlp}, dVocab ${info.dVocab}`],
    ['heads', `${info.nHeads} of ${info.dHead}, ${info.nKvHeads} for keys and values`],
    ['context', `${info.nCtx} tokens`],
    ['precision', info.precision],
    ['parameters', info.parameters.toLocaleString('en')],
    ['on disk', bytes(info.bytesOnDisk)],
    ['in memory', `${bytes(info.bytesInMemory)} as float32`],
    [
      'tokenizer',
      `${info.tokenizer.kind}, ${info.tokenizer.vocabularySize} tokens, ${info.tokenizer.addsBos ? 'adds a BOS' : 'adds no BOS'}`,
    ],
    ['fits', `${info.fits.fits ? 'yes' : 'no'}: ${info.fits.why}`],
    ['fingerprint', info.fingerprint],
  ]
  print(table(['', ''], rows).replace(/^\s*\n/, ''))
}
