import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

/** A server that speaks as much of the Hub's protocol as a download needs, and can be told to misbehave. */
export class LocalHub {
  readonly asked: { readonly path: string; readonly range: string | undefined }[] = []
  /** Ends the next answers of a file after so many bytes. */
  cutAfter: number[] = []
  /** Flips a byte in the next answers of the weights. */
  corrupt = 0
  private server!: Server

  constructor(private readonly folder: string) {}

  async start(): Promise<string> {
    const files = readdirSync(this.folder)
    this.server = createServer((request, response) => {
      const path = request.url ?? ''
      this.asked.push({ path, range: request.headers.range })
      if (path.startsWith('/api/models/org/tiny/revision/main')) {
        const siblings = files.map((rfilename) => {
          const body = readFileSync(join(this.folder, rfilename))
          return rfilename.endsWith('.safetensors')
            ? {
                rfilename,
                size: body.length,
                lfs: { size: body.length, sha256: createHash('sha256').update(body).digest('hex') },
              }
            : {
                rfilename,
                size: body.length,
                blobId: createHash('sha1').update(`blob ${body.length}\0`).update(body).digest('hex'),
              }
        })
        return response.writeHead(200, { 'Content-Type': 'application/json' }).end(
          JSON.stringify({
            sha: 'c0ffee',
            siblings: [...siblings, { rfilename: 'pytorch_model.bin', size: 1, lfs: { size: 1, sha256: 'x' } }],
          }),
        )
      }
      const name = /^\/org\/tiny\/resolve\/c0ffee\/(.+)$/.exec(path)?.[1]
      if (name === undefined || !files.includes(name)) return response.writeHead(404).end()
      const whole = Buffer.from(readFileSync(join(this.folder, name)))
      const isWeights = name.endsWith('.safetensors')
      if (isWeights && this.corrupt > 0) {
        this.corrupt--
        whole[whole.length - 3]! ^= 0xff
      }
      const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
      const body = whole.subarray(from)
      response.writeHead(from > 0 ? 206 : 200, {
        'Content-Length': body.length,
        ...(from > 0 ? { 'Content-Range': `bytes ${from}-${whole.length - 1}/${whole.length}` } : {}),
      })
      const cut = isWeights ? this.cutAfter.shift() : undefined
      if (cut === undefined || cut >= body.length) return response.end(body)
      response.write(body.subarray(0, cut), () => setTimeout(() => response.destroy(), 50))
    })
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  stop(): void {
    this.server.closeAllConnections()
    this.server.close()
  }
}
