import { Command, CommanderError } from 'commander'
import packageJson from '../../../package.json'
import { isUsageError, LabError } from '../../../src-preload/contract/errors'
import { demoCommand } from './commands/demo'
import { doctorCommand } from './commands/doctor'
import { generateCommand } from './commands/generate'
import { modelsCommand } from './commands/models'
import { planCommand } from './commands/plan'
import { runCommand } from './commands/run'
import { runsCommand } from './commands/runs'
import { serveCommand } from './commands/serve'
import { tasksCommand } from './commands/tasks'
import { EXIT } from './exit'

const program = new Command('atelier')
  .description('Re-arrange the layers of frozen transformers, and measure what breaks.')
  .version(packageJson.version)
  .showHelpAfterError('(atelier --help lists the commands)')
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'atelier: ')) })

for (const command of [
  modelsCommand(),
  tasksCommand(),
  planCommand(),
  generateCommand(),
  runCommand(),
  runsCommand(),
  serveCommand(),
  demoCommand(),
  doctorCommand(),
])
  program.addCommand(withExitOverride(command))

function withExitOverride(command: Command): Command {
  command.exitOverride()
  for (const child of command.commands) withExitOverride(child)
  return command
}

// a reader that closes early (atelier … | head) is no error
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.done)
  throw error
})

program.parseAsync().catch((error: unknown) => {
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? EXIT.done : EXIT.usage)
  if (isUsageError(error)) {
    process.stderr.write(`atelier: ${error.message}\n`)
    process.exit(EXIT.usage)
  }
  if (error instanceof LabError) {
    process.stderr.write(`atelier: ${error.message}\n`)
    const { run, resumable } = error.data
    if (resumable === true)
      process.stderr.write(`What was measured is kept. Go on with: atelier run --resume ${String(run)}\n`)
    process.exit(resumable === true && !error.code.startsWith('store.') ? EXIT.interrupted : EXIT.failed)
  }
  process.stderr.write(
    `atelier: an error that should not happen: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  )
  process.exit(EXIT.failed)
})
