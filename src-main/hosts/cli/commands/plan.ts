import { Command } from 'commander'
import { LabError } from '../../../../src-preload/contract/errors'
import { resolveAllOrThrow } from '../../../../src-preload/contract/plan/resolve'
import { print, table, writePieces } from '../print'
import { homeOption, withLab } from '../with-lab'

interface Options {
  readonly layers?: string
  readonly model?: string
  readonly json?: boolean
  readonly home?: string
}

export function planCommand(): Command {
  return homeOption(
    new Command('plan')
      .description('resolve plans: canonical form, layers, affected layers; nothing is loaded')
      .argument('<notation...>', 'plans in the notation, grids included')
      .option('--layers <T>', 'number of layers of the model')
      .option('--model <M>', 'a model of the library, or a path')
      .option('--json', 'as JSON'),
  ).action(async (notations: string[], options: Options) => {
    const plans = resolveAllOrThrow(notations, await layersOf(options))
    if (options.json === true) {
      await writePieces(
        (function* () {
          yield '[\n'
          for (const [i, { plan, schedule, layers, layerApplications, affectedLayers }] of plans.entries()) {
            yield `${i > 0 ? ',\n' : ''}${JSON.stringify({ plan, schedule, layers, layerApplications, affectedLayers })}`
          }
          yield '\n]\n'
        })(),
      )
      return
    }
    print(
      table(
        ['plan', 'schedule', 'applications', 'affected'],
        plans.map((p) => [
          p.plan,
          p.schedule,
          String(p.layerApplications),
          p.affectedLayers === null ? '' : String(p.affectedLayers),
        ]),
        [2, 3],
      ),
    )
  })
}

async function layersOf(options: Options): Promise<number> {
  if ((options.layers === undefined) === (options.model === undefined))
    throw new LabError('host.usage', 'say which model the plans are for: --layers T or --model M, one of them', {})
  if (options.layers !== undefined) {
    const n = Number(options.layers)
    if (!Number.isInteger(n) || n < 1 || n > 10_000)
      throw new LabError('host.usage', `--layers ${options.layers}: is no number of layers from 1 to 10000`, {})
    return n
  }
  const model = options.model as string
  return withLab(options, (lab) => lab.models.countLayers(model))
}
