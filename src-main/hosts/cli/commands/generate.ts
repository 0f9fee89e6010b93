import { Command, Option } from 'commander'
import { LabError } from '../../../../src-preload/contract/errors'
import type { ResolvedPlan } from '../../../../src-preload/contract/plan/resolve'
import type { Answer, CacheKind } from '../../../../src-preload/contract/answer'
import type { Lab } from '../../../ipc/lab'
import { EXIT } from '../exit'
import { print, printJson } from '../print'
import { collect, parseSize, wholeNumber } from '../run-options'
import { homeOption, withLab } from '../with-lab'

interface Options {
  readonly model?: string
  readonly plan: readonly string[]
  readonly maxNewTokens: string
  readonly cache: CacheKind
  readonly stop: readonly string[]
  readonly bos?: boolean
  readonly device: string
  readonly memory?: string
  readonly json?: boolean
  readonly home?: string
}

export function generateCommand(): Command {
  return homeOption(
    new Command('generate')
      .description('answers of several plans to one prompt, as they are written')
      .argument('<prompt>', 'the text to go on from')
      .option('-m, --model <M>', 'a model of the library, or a path')
      .option('-p, --plan <notation>', 'a plan or a grid of plans (again for more); else the full model', collect, [])
      .option('--max-new-tokens <n>', 'an answer is no longer', '128')
      .addOption(
        new Option('--cache <kind>', 'keys and values of a parallel group: each its own, or their mean as in the paper')
          .choices(['exact', 'paper'])
          .default('exact'),
      )
      .option('--stop <text>', 'an answer ends before this text (again for more)', collect, [])
      .option('--bos', 'put the BOS token before the prompt')
      .option('--no-bos', 'put no BOS token there')
      .option('--device <device>', 'auto, cpu or cuda[:N]', 'auto')
      .option('--memory <size>', 'what the engine may take, as in 8GB')
      .option('--json', 'the answers as JSON on standard output'),
  ).action(async (prompt: string, options: Options) => {
    const code = await withLab(options, (lab) => generate(lab, prompt, options))
    if (code !== EXIT.done) process.exit(code)
  })
}

async function generate(lab: Lab, prompt: string, options: Options): Promise<number> {
  if (options.model === undefined) throw new LabError('host.usage', 'say which model writes: -m M', {})
  const abort = new AbortController()
  const onSignal = (): void => abort.abort()
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
  const printer = new Printer(options.json === true)
  try {
    const { answers, ...where } = await lab.answers.write(
      {
        model: options.model,
        plans: options.plan.length === 0 ? ['full'] : options.plan,
        prompt,
        maxNewTokens: wholeNumber('--max-new-tokens', options.maxNewTokens, 1),
        stops: options.stop,
        cache: options.cache,
        addBos: options.bos,
        device: options.device,
        memoryBytes: options.memory === undefined ? undefined : parseSize(options.memory),
      },
      {
        signal: abort.signal,
        onLog: (line) => void process.stderr.write(`${line}\n`),
        onText: (plans, text) => printer.show(plans, text),
      },
    )
    printer.end(answers)
    if (options.json === true) printJson({ ...where, prompt, cache: options.cache, answers })
    return answers.some((a) => a.end === null) ? EXIT.interrupted : EXIT.done
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
  }
}

const ENDS: Readonly<Record<NonNullable<Answer['end']>, string>> = {
  end: 'its end',
  stop: 'a stop',
  limit: 'the limit of new tokens',
  context: 'the end of the model\u2019s context',
}

/** Writes answers as they grow, one plan after the other. */
class Printer {
  private plans: readonly ResolvedPlan[] | null = null
  private shown = ''

  constructor(private readonly isSilent: boolean) {}

  show(plans: readonly ResolvedPlan[], text: string): void {
    if (this.isSilent) return
    if (plans !== this.plans) {
      if (this.plans) process.stdout.write('\n\n')
      print(`--- ${plans.map((p) => p.plan).join(', ')}`)
      this.plans = plans
      this.shown = ''
    }
    if (!text.startsWith(this.shown)) return
    process.stdout.write(text.slice(this.shown.length))
    this.shown = text
  }

  end(answers: readonly Answer[]): void {
    if (this.isSilent) return
    print('\n')
    for (const { plan, tokenIds, end } of answers)
      print(`${plan}: ${tokenIds.length} tokens, ${end === null ? 'cancelled' : `to ${ENDS[end]}`}`)
  }
}
