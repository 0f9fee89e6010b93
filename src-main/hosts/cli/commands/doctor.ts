import { Command, Option } from 'commander'
import { installCudaProvider } from '../../../machine/cuda-provider'
import { installPythonPackages } from '../../../python/packages'
import { examine } from '../../../machine/doctor'
import { print, printJson, table } from '../print'
import { homeOption, withLab } from '../with-lab'

export function doctorCommand(): Command {
  return homeOption(
    new Command('doctor')
      .description('devices, libraries, what is missing and what to install')
      .addOption(
        new Option(
          '--install <what>',
          'fetch the CUDA provider of exactly ONNX Runtime’s version, or what task templates need',
        ).choices(['cuda', 'templates']),
      )
      .option('--json', 'as JSON'),
  ).action((options: { home?: string; install?: string; json?: boolean }) =>
    withLab(options, async (lab) => {
      if (options.install === 'cuda') {
        let told = 0
        const folder = await installCudaProvider((bytes) => {
          if (bytes - told < 20e6) return
          told = bytes
          process.stderr.write(`fetched ${(bytes / 1e6).toFixed(0)} MB\n`)
        })
        process.stderr.write(`The CUDA provider was put into ${folder}\n`)
      }
      if (options.install === 'templates')
        process.stderr.write(`Jinja2 was put into ${await installPythonPackages()}\n`)
      const findings = await examine(lab.context)
      if (options.json === true) return printJson(findings.map((f) => ({ ...f, text: f.text.message })))
      print(
        table(
          ['', '', ''],
          findings.map((f) => [f.ok ? 'ok' : '—', f.what, f.text.message]),
        ).replace(/^\s*\n/, ''),
      )
    }),
  )
}
