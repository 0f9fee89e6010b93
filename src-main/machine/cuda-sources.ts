import packageJson from '../../package.json'

/** An archive (.tgz) that holds the CUDA provider; it is used only where its content is the one that was looked at. */
export interface CudaSource {
  readonly url: string
  /** Base64, of the archive. */
  readonly sha512: string
}

/** Of the provider and of onnxruntime-node; they must be equal, the library checks it when it loads. */
const VERSION = '1.29.0'

const registry = (): string =>
  (process.env['npm_config_registry'] ?? 'https://registry.npmjs.org/').replace(/\/?$/, '/')

const npm = (name: string, version: string): string => `${registry()}${name}/-/${name}-${version}.tgz`

/**
 * The provider's sources, in the order in which they are tried. Microsoft's own package (NuGet,
 * Microsoft.ML.OnnxRuntime.Gpu.Linux) belongs first: it is added with the SHA-512 of that version's archive and what
 * unpacks it, and not before, since what has no known hash is never installed.
 */
export function cudaSources(): readonly CudaSource[] {
  // after an update of the runtime nothing fits until the hash is renewed
  if (packageJson.dependencies['onnxruntime-node'] !== VERSION) return []
  return [
    {
      // CUDA 13, Linux x64; another project's package of Microsoft's library
      url: npm('com.github.asus4.onnxruntime.linux-x64-gpu', '0.4.9'),
      sha512: 'FopIhNE/Ng+v2X65wVc9clPCBCvhvA53Hxo2U0Kf5fGdVsC7iCA+mZ0KLWggcQAj7TIZ6pNidR4AC10g74Xo6w==',
    },
  ]
}
