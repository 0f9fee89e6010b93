import { installPythonPackages } from '../python/packages'

// Part of the set-up. Without it everything works but tasks with templates, which say what to do.
await installPythonPackages().catch((error: unknown) => {
  process.stderr.write(`atelier: tasks with templates will not work yet: ${(error as Error).message}\n`)
  process.stderr.write('atelier: fetch what they need later, by `npx atelier doctor --install templates`\n')
})
