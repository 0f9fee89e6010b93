import { spawn } from 'node:child_process'
import { Command } from 'commander'
import { builtFile } from '../../../system/package-files'
import { LabError } from '../../../../src-preload/contract/errors'
import { startWebHost } from '../../server/web-host'
import { print } from '../print'
import { homeOption, withLab } from '../with-lab'

export function serveCommand(): Command {
  return homeOption(
    new Command('serve')
      .description('the app in a browser, on 127.0.0.1')
      .option('--port <n>', 'port; else a free one')
      .option('--open', 'open the browser'),
  ).action((options: { home?: string; port?: string; open?: boolean }) =>
    withLab(options, async (lab) => {
      const port = Number(options.port ?? 0)
      if (!Number.isInteger(port) || port < 0 || port > 65_535)
        throw new LabError('host.usage', `--port ${options.port}: is no port`, {})
      const host = await startWebHost(lab, builtFile('renderer'), port).catch((cause: NodeJS.ErrnoException) => {
        if (cause.syscall !== 'listen') throw cause
        throw new LabError(
          'host.usage',
          `port ${port} cannot be used (${cause.code ?? cause.message}); choose another with --port`,
          {},
          { cause },
        )
      })
      print(host.url)
      if (options.open === true) openBrowser(host.url)
      await new Promise<void>((resolve) => process.once('SIGINT', () => resolve()).once('SIGTERM', () => resolve()))
      await host.close()
    }),
  )
}

function openBrowser(url: string): void {
  const [command, ...rest] =
    process.platform === 'darwin' ? ['open'] : process.platform === 'win32' ? ['cmd', '/c', 'start', ''] : ['xdg-open']
  const child = spawn(command, [...rest, url], { detached: true, stdio: 'ignore' })
  child.on('error', () => process.stderr.write('No browser could be opened; open the address above yourself.\n'))
  child.unref()
}
